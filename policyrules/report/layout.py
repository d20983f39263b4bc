"""Lines of text on a terminal where some characters are two columns wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from policyrules.diagnostics.width import display_width

WIDTH = 100
GAP = "  "
_NARROWEST = 16
_OPENING, _CLOSING = "（“《「〔【(", "，。；：、）！？”》」〕】…,.;:)!? "


class Style(Enum):
    """What a line is, for a writer that can show it."""

    PLAIN = ""
    TITLE = "bold"
    BAD = "red"
    DOUBT = "yellow"
    GOOD = "green"
    FAINT = "dim"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report, without its line end."""

    text: str = ""
    style: Style = Style.PLAIN


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns; what is left out leaves an ellipsis.

    >>> cut("网络研修学时", 9)
    '网络研修…'
    """
    if display_width(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        used += display_width(character)
        if used > width - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def pad(text: str, width: int, right: bool = False) -> str:
    """`text` filled with blanks to `width` columns, on its left where `right`."""
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def table(header: Sequence[str], rows: Sequence[Sequence[str]], words: int, widest: int = WIDTH) -> Iterator[str]:
    """A table: the first `words` columns to the left, the others to the right. Where it would grow too wide the first
    column is cut, and only then the other words."""
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(display_width, column)) for column in columns]
    spare = widest - sum(widths[words:]) - len(GAP) * len(widths)
    widths[0] = max(min(widths[0], spare - sum(widths[1:words])), min(widths[0], _NARROWEST))
    while sum(widths[:words]) > spare and max(widths[1:words], default=0) > _NARROWEST:
        widths[widths.index(max(widths[1:words]), 1)] -= 1
    for row in (header, *rows):
        cells = [pad(cut(cell, w), w, i >= words) for i, (cell, w) in enumerate(zip(row, widths, strict=True))]
        yield (GAP + GAP.join(cells)).rstrip()


def wrap(text: str, indent: int, hanging: int | None = None, widest: int = WIDTH) -> Iterator[str]:
    """`text` in lines of at most `widest` columns, broken at blanks or after any wide character.

    >>> list(wrap("甲乙丙丁", 2, widest=7))
    ['  甲乙', '  丙丁']
    """
    margin, line, used = " " * indent, "", indent
    for piece in _pieces(text):
        width = display_width(piece)
        if used + display_width(piece.rstrip()) > widest and line.strip():
            yield (margin + line).rstrip()
            margin = " " * (indent if hanging is None else hanging)
            line, used, piece = "", len(margin), piece.lstrip()
            width = display_width(piece)
        line, used = line + piece, used + width
    yield (margin + line).rstrip()


def _pieces(text: str) -> Iterator[str]:
    """The parts between which a line may break: words with the blanks after them, single wide characters."""
    word = ""
    for character, following in zip(text, (text + " ")[1:], strict=True):
        word += character
        wide = display_width(character) == 2 or display_width(following) == 2
        if (character == " " or wide) and character not in _OPENING and following not in _CLOSING:
            yield word
            word = ""
    yield word
