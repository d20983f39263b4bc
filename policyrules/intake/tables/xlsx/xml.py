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


class Part:
    """A part that is being read. `text` collects characters while `listening`; handlers get names without prefixes."""

    def __init__(self, start: Start, end: End) -> None:
        """Tell `start` and `end` of every element; attribute names come without prefixes too."""
        self._start, self._end = start, end
        self._depth, self._events, self._heard = 0, 0, 0
        self.listening = False
        self.text: list[str] = []

    def take_text(self) -> str:
        """What was collected; stops listening."""
        text = "".join(self.text)
        self.text.clear()
        self.listening, self._heard = False, 0
        return text

    def read(self, archive: Archive, part: str) -> None:
        """Read the whole part."""
        for _ in self.pieces(archive, part):
            pass

    def pieces(self, archive: Archive, part: str) -> Iterator[None]:
        """Read piece by piece, so that what the handlers found can be used up in between. Raises TableError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        parser.StartDoctypeDeclHandler = _on_doctype
        try:
            with archive.open(part) as stream:
                yield from self._feed(parser, stream)
        except _Refused as refused:
            raise archive.refused(refused.detail) from None
        except (expat.ExpatError, LookupError, *DAMAGED):
            raise archive.broken(BROKEN_PART) from None

    def _feed(self, parser: expat.XMLParserType, stream: IO[bytes]) -> Iterator[None]:
        silence, events = 0, 0
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
            silence = silence + len(chunk) if self._events == events else 0
            events = self._events
            if silence > _MOST_SILENCE:
                raise _Refused(_ENDLESS)
            yield
        parser.Parse(b"", True)
        yield

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._events += 1
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise _Refused(_DEEP)
        self._start(name if ":" not in name else name.rpartition(":")[2], attributes)

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        self._end(name if ":" not in name else name.rpartition(":")[2])

    def _on_text(self, text: str) -> None:
        self._events += 1
        # A cell may be too long, which is said of that cell; how much too long does not matter.
        if self.listening and self._heard <= _MOST_TEXT:
            self.text.append(text)
            self._heard += len(text)


def _on_doctype(*_: object) -> None:
    raise _Refused(_DOCTYPE)
