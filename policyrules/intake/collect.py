"""The list of what was wrong: bounded, however long the tables are, and each value of a column only once."""

from __future__ import annotations

from dataclasses import dataclass, field

from policyrules.diagnostics.core import Code, Diagnostic, Related, Sentence
from policyrules.diagnostics.source import Place

LIMIT = 50
_PLACES = 5


class Collector:
    """Keeps the first 50 diagnostics of each kind and column, and counts the rest.

    A column in which one and the same value is wrong a hundred times is one mistake, not a hundred.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._kept: list[Diagnostic] = []
        self._tallies: dict[tuple[str, str, str], _Tally] = {}

    def add(self, diagnostic: Diagnostic, file: str = "", column: str = "", value: str = "") -> None:
        """Keep `diagnostic`, unless 50 of its code were kept for that column of that file.

        `value`: what is wrong, where it is wrong for the same reason wherever it stands in that column.
        """
        key = (file, diagnostic.code.id, column)
        tally = self._tallies.get(key) or self._tallies.setdefault(key, _Tally())
        again = tally.same.get(value)
        if again is not None:
            again.add(diagnostic.place)
            return
        tally.count += 1
        if tally.count <= LIMIT:
            tally.last = len(self._kept)
            if value:
                tally.same[value] = _Again(len(self._kept))
            self._kept.append(diagnostic)

    def counted(self, code: Code, file: str, column: str, value: str) -> bool:
        """Whether there are enough of these already; then one more is counted, and need not be made."""
        tally = self._tallies.get((file, code.id, column))
        if tally is None:
            return False
        again = tally.same.get(value)
        if again is not None:
            return again.counted()
        full = tally.count >= LIMIT
        tally.count += full
        return full

    def finish(self) -> tuple[Diagnostic, ...]:
        """Everything kept; the last of each kind that went on says how many more there are."""
        kept = list(self._kept)
        for (file, _, _), tally in self._tallies.items():
            for again in tally.same.values():
                if again.places:
                    kept[again.index] = kept[again.index].with_related(Related(again.places[0], again.said()))
            if tally.count > LIMIT:
                place = kept[tally.last].place
                start = Place(file) if place is None else Place(place.file, sheet=place.sheet)
                kept[tally.last] = kept[tally.last].with_related(_rest(start, tally.count - LIMIT))
        return tuple(kept)


@dataclass(slots=True)
class _Tally:
    """The diagnostics of one kind and column: how many, which was kept last, and the values kept."""

    count: int = 0
    last: int = 0
    same: dict[str, _Again] = field(default_factory=dict)


@dataclass(slots=True)
class _Again:
    """Further cells of one value: which diagnostic they belong to, how many, and where the first of them stand."""

    index: int
    count: int = 0
    places: list[Place] = field(default_factory=list)

    def add(self, place: Place | None) -> None:
        self.count += 1
        if place is not None and len(self.places) < _PLACES:
            self.places.append(place)

    def counted(self) -> bool:
        """Whether enough places are known; then one more is counted, wherever it is."""
        full = len(self.places) >= _PLACES
        self.count += full
        return full

    def said(self) -> Sentence:
        sheet = self.places[0].sheet
        names = [place.cell if sheet else str(place.line) for place in self.places]
        zh, en = "、".join(names), ", ".join(names)
        zh, en = (zh, en) if sheet else (f"第 {zh} 行", f"line {en}" if len(names) == 1 else f"lines {en}")
        more = self.count > len(self.places)
        return Sentence(
            f"同样的值还有 {self.count} 格：{zh}{' 等' if more else ''}",
            f"the same value in {self.count} more: {en}{' and so on' if more else ''}",
        )


def _rest(where: Place, count: int) -> Related:
    text = Sentence(f"同样的问题还有 {count} 处没有列出", f"{count} more of these are not listed")
    return Related(where, text)
