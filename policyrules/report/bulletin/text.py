"""A bulletin as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.report.bulletin.bulletin import Bulletin, Row
from policyrules.report.bulletin.wording import Wording
from policyrules.report.layout import Line, Style, table, wrap


def bulletin_lines(bulletin: Bulletin, lang: Lang) -> Iterator[Line]:
    """A table for each period, then the notes."""
    wording = Wording(bulletin, lang)
    yield from (Line(line, Style.TITLE) for line in wrap(wording.title, 0, 2))
    heads = wording.heads
    for span in bulletin.spans:
        yield Line()
        yield Line(wording.period(span), Style.TITLE)
        shown, rest = wording.rows(span)
        rows = [_cells(wording, "  " * depth + name, row) for name, depth, row in shown]
        rows.append(_cells(wording, wording.total, span.total))
        for number, line in enumerate(table(heads, rows, 1)):
            yield Line(line, Style.FAINT if number == 0 else Style.PLAIN)
        yield from (Line(line, Style.FAINT) for line in wrap(rest, 2, 4) if rest)
    yield Line()
    for note in (*wording.notes(), wording.made_from):
        yield from (Line(line, Style.FAINT) for line in wrap(note, 2, 4))


def text_pieces(bulletin: Bulletin, lang: Lang) -> Iterator[str]:
    """The bulletin as plain text."""
    return (line.text + "\n" for line in bulletin_lines(bulletin, lang))


def _cells(wording: Wording, name: str, row: Row) -> list[str]:
    said = ((wording.rate(figure), wording.doubts(figure)) for figure in row.figures.values())
    return [name, *(f"{rate}{wording.pick('，', ', ')}{doubts}" if doubts else rate for rate, doubts in said)]
