"""What had to be taken for granted: one line for each column and kind, with how many cells and the first of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policyrules.diagnostics.catalogue.tables import LEFT_OUT, LONE_CELL
from policyrules.diagnostics.core import Code, Diagnostic, Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.origin import Origin
from policyrules.intake.result import EXAMPLE_ROW, LONE_ROW, ROW_KINDS
from policyrules.intake.words import say

_LINES_SHOWN = 5


class Doubts:
    """Counts cells by kind of doubt and column."""

    def __init__(self) -> None:
        """Start empty."""
        self._first: dict[tuple[str, str], tuple[Code, Place, str, str]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, code: Code, field: str, place: Place, column: str, example: str = "") -> None:
        """One more cell of `field` in the column called `column`; `example` is its value, if it may be shown."""
        key = (code.id, field)
        self._first.setdefault(key, (code, place, column, example))
        self._counts[key] = self._counts.get(key, 0) + 1

    def finish(self) -> Iterator[Diagnostic]:
        """A diagnostic for each kind and column, at the first cell."""
        for key, (code, place, column, example) in self._first.items():
            zh, en = (f"（如 `{example}`）", f" (such as `{example}`)") if example else ("", "")
            yield code.at(place, column=column, count=self._counts[key], example=Sentence(zh, en))


def left_out_notes(left_out: Mapping[str, list[int]], origin: Origin) -> Iterator[Diagnostic]:
    """A note for each kind of row that was no record; the example row of a template is expected.

    What stands in those rows is not shown: signatures are names.
    """
    for kind, lines in sorted(left_out.items()):
        if kind != EXAMPLE_ROW:
            more = len(lines) - _LINES_SHOWN
            few = [str(line) for line in lines[:_LINES_SHOWN]]
            zh, en = "、".join(few), ", ".join(few)
            shown = Sentence(f"{zh} 等 {len(lines)}", f"{en} and {more} more") if more > 0 else Sentence(zh, en)
            if kind == LONE_ROW:
                yield LONE_CELL.at(origin.at(lines[0]), lines=shown)
            else:
                yield LEFT_OUT.at(origin.at(lines[0]), lines=shown, kind=say(ROW_KINDS[kind]))
