"""The list of what was wrong: bounded, however long the tables are, and each value of a column only once."""

from __future__ import annotations

from collections import Counter
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
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._last: dict[tuple[str, str, str], int] = {}
        self._same: dict[tuple[str, str, str, str], _Again] = {}

    def add(self, diagnostic: Diagnostic, file: str = "", column: str = "", value: str = "") -> None:
        """Keep `diagnostic`, unless 50 of its code were kept for that column of that file.

        `value`: what is wrong, where it is wrong for the same reason wherever it stands in that column.
        """
        key = (file, diagnostic.code.id, column)
        again = self._same.get((*key, value)) if value else None
        if again is not None:
            again.add(diagnostic.place)
            return
        self._seen[key] += 1
        if self._seen[key] <= LIMIT:
            self._last[key] = len(self._kept)
            if value:
                self._same[(*key, value)] = _Again(len(self._kept))
            self._kept.append(diagnostic)

    def counted(self, code: Code, file: str, column: str, value: str) -> bool:
        """Whether there are enough of these already; then one more is counted, and need not be made."""
        key = (file, code.id, column)
        again = self._same.get((*key, value)) if value else None
        if again is not None:
            return again.counted()
        full = self._seen[key] >= LIMIT
        if full:
            self._seen[key] += 1
        return full

    def finish(self) -> tuple[Diagnostic, ...]:
        """Everything kept; the last of each kind that went on says how many more there are."""
        kept = list(self._kept)
        for again in self._same.values():
            if again.places:
                kept[again.index] = kept[again.index].with_related(Related(again.places[0], again.said()))
        for (file, code, column), count in self._seen.items():
            if count > LIMIT:
                last = self._last[file, code, column]
                place = kept[last].place
                start = Place(file) if place is None else Place(place.file, sheet=place.sheet)
                kept[last] = kept[last].with_related(_rest(start, count - LIMIT))
        return tuple(kept)


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
