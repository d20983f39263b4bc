"""One part of a workbook, element by element, with limits as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from policyrules.diagnostics.core import Sentence
from policyrules.intake.tables.xlsx.archive import BROKEN_PART, DAMAGED, Archive

_CHUNK = 65_536
_MOST_DEPTH = 64
_MOST_TEXT = 100_000
# No tag of a real workbook is this long. Without the limit one endless tag costs time that grows with its square.
_MOST_SILENCE = 16 * _CHUNK

_DOCTYPE = Sentence("它声明了实体（DTD），工作簿里不会有", "it declares entities (a DTD), which no workbook does")
_DEEP = Sentence("它的嵌套深得不像工作簿", "it is nested deeper than any workbook")
_ENDLESS = Sentence("它含有一个没有尽头的标签", "it holds a tag without an end")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class _Refused(Exception):
    """Raised inside a handler: the part is made to do harm."""

    def __init__(self, detail: Sentence) -> None:
        self.detail = detail
        super().__init__(detail.en)


class Listener:
    """Collects characters while it is told to. A cell may be too long, which is said of that cell; by how much does
    not matter, so no more is kept."""

    def __init__(self) -> None:
        """Not listening yet."""
        self.listening = False
        self._text: list[str] = []
        self._heard = 0

    def hear(self, text: str) -> None:
        """Some characters."""
        if self.listening and self._heard <= _MOST_TEXT:
            self._text.append(text)
            self._heard += len(text)

    def take(self) -> str:
        """What was collected; stops listening."""
        text = self._text[0] if len(self._text) == 1 else "".join(self._text)
        self._text.clear()
        self.listening, self._heard = False, 0
        return text


def read_part(archive: Archive, part: str, start: Start, end: End, listener: Listener | None = None) -> None:
    """Read a whole part; `start` and `end` get the names of elements without prefixes. Raises TableError."""
    for _ in part_pieces(archive, part, start, end, listener):
        pass


def part_pieces(
    archive: Archive, part: str, start: Start, end: End, listener: Listener | None = None
) -> Iterator[None]:
    """Read a part piece by piece, so that what the handlers found can be used up in between. Raises TableError."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = _guarded(start, end)
    parser.StartDoctypeDeclHandler = _on_doctype
    if listener is not None:
        parser.CharacterDataHandler = listener.hear
    try:
        with archive.open(part) as stream:
            yield from _feed(parser, stream)
    except _Refused as refused:
        raise archive.refused(refused.detail) from None
    except (expat.ExpatError, LookupError, *DAMAGED):
        raise archive.broken(BROKEN_PART) from None


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> Iterator[None]:
    fed = 0
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _MOST_SILENCE:
            raise _Refused(_ENDLESS)
        yield
    parser.Parse(b"", True)
    yield


def _guarded(start: Start, end: End) -> tuple[Start, End]:
    """The handlers, with a limit on depth. They run for every cell, so they do no more than they must."""
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise _Refused(_DEEP)
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    return on_start, on_end


def _on_doctype(*_: object) -> None:
    raise _Refused(_DOCTYPE)
