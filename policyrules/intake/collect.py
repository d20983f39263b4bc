"""The list of what was wrong: bounded, however long the tables are."""

from __future__ import annotations

from collections import Counter

from policyrules.diagnostics.core import Diagnostic, Related, Sentence
from policyrules.diagnostics.source import Place

LIMIT = 50


class Collector:
    """Keeps the first 50 diagnostics of each kind and column, and counts the rest."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: list[Diagnostic] = []
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._last: dict[tuple[str, str, str], int] = {}

    def add(self, diagnostic: Diagnostic, file: str = "", column: str = "") -> None:
        """Keep `diagnostic`, unless 50 of its code were kept for that column of that file."""
        key = (file, diagnostic.code.id, column)
        self._seen[key] += 1
        if self._seen[key] <= LIMIT:
            self._last[key] = len(self._kept)
            self._kept.append(diagnostic)

    def finish(self) -> tuple[Diagnostic, ...]:
        """Everything kept; the last of each kind that went on says how many more there are."""
        kept = list(self._kept)
        for (file, code, column), count in self._seen.items():
            if count > LIMIT:
                last = self._last[file, code, column]
                place = kept[last].place
                start = Place(file) if place is None else Place(place.file, sheet=place.sheet)
                kept[last] = kept[last].with_related(_rest(start, count - LIMIT))
        return tuple(kept)


def _rest(where: Place, count: int) -> Related:
    text = Sentence(f"同样的问题还有 {count} 处没有列出", f"{count} more of these are not listed")
    return Related(where, text)
