"""Values that remember where they were written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Generic, TypeVar

from policyrules.diagnostics.source import SourceText, Span
from policyrules.syntax.document import Scalar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Located(Generic[T_co]):
    """A value and the characters it was read from."""

    value: T_co
    span: Span


@dataclass(frozen=True, slots=True)
class LocatedText(Located[str]):
    """A text and its characters.

    >>> LocatedText.of("a >= b").part(2, 4).start
    2
    """

    verbatim: bool

    @classmethod
    def of(cls, text: str, name: str = "<text>") -> LocatedText:
        """`text` as a source of its own: for expressions that come from a command line or an API call."""
        return cls(text, Span(SourceText(name, text), 0, len(text)), True)

    @classmethod
    def from_scalar(cls, scalar: Scalar) -> LocatedText:
        """The scalar's text with its place."""
        return cls(scalar.text, scalar.span, scalar.verbatim)

    def part(self, start: int, end: int) -> Span:
        """Where characters `start` to `end` (excluded) of the value stand in the file.

        Exact where the text was written plainly, on one line or folded over several; the whole span where escapes
        stand between the two.
        """
        if self.verbatim:
            return self.span.part(start, end)
        offsets, counts = _unfold(self.value, self.span)
        if not offsets:
            return self.span
        before, after = counts[start], counts[min(end, len(self.value))]
        first = offsets[min(before, len(offsets) - 1)]
        last = offsets[after - 1] if after > before else first
        return Span(self.span.source, first, last + 1)


@lru_cache(maxsize=16)
def _unfold(value: str, span: Span) -> tuple[list[int], list[int]]:
    """The offset of each visible character of `value`, none where they cannot be told: folding and indentation only
    ever change blanks. And how many visible characters stand before each place in `value`."""
    text = span.source.text
    start = span.start
    if text[start : start + 1] in ("|", ">"):
        line_end = text.find("\n", start, span.end)
        start = span.end if line_end < 0 else line_end
    elif text[start : start + 1] in ("'", '"'):
        start += 1
    visible = "".join(value.split())
    offsets = [i for i in range(start, span.end) if not text[i].isspace()][: len(visible)]
    same = visible == "".join([text[i] for i in offsets])
    return offsets if same else [], list(accumulate((not c.isspace() for c in value), initial=0))
