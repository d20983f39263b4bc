"""The list of what was wrong: bounded, however long the tables are."""

from __future__ import annotations

from collections import Counter

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Place

LIMIT = 50


class Collector:
    """Keeps the first 50 diagnostics of each kind and column, and counts the rest."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: list[Diagnostic] = []
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def add(self, diagnostic: Diagnostic, file: str = "", column: str = "") -> None:
        """Keep `diagnostic`, unless 50 of its code were kept for that column of that file."""
        key = (file, diagnostic.code.id, column)
        self._seen[key] += 1
        if self._seen[key] <= LIMIT:
            self._kept.append(diagnostic)

    def finish(self) -> tuple[Diagnostic, ...]:
        """Everything kept, and one line for each kind that went on."""
        return (*self._kept, *(_rest(*key, n - LIMIT) for key, n in self._seen.items() if n > LIMIT))


def _rest(file: str, code: str, column: str, count: int) -> Diagnostic:
    subject = Sentence(f"`{column}` ", f" in `{column}`") if column else Sentence("", "")
    place = Place(file) if file else None
    return codes.MORE_LIKE_THIS.at(place, code=code, count=count, limit=LIMIT, subject=subject)
