"""What one event sets in motion: who is to be judged again, which totals moved, which outcomes changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policyrules.engines.session.plan import UnitKey
from policyrules.engines.session.split import Sum
from policyrules.engines.session.totals import Total

Outcome = tuple[int, Any]  # a verdict as its place in VERDICTS, and points


class Wave:
    """One event's consequences while they spread.

    `changes`: by (rule's place, id), the outcome before and after. `judged`: whose rows were computed again, by entity
    and id, and `gone`: whose record is no longer there.
    """

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.changes: dict[tuple[int, str], tuple[Outcome | None, Outcome | None]] = {}
        self.judged: set[tuple[str, str]] = set()
        self.gone: set[tuple[str, str]] = set()
        self._marked: dict[int, dict[UnitKey, set[str]]] = {}
        self._touched: dict[int, dict[tuple[int, str], tuple[Any, Total]]] = {}

    def note(self, rule: int, id: str, before: Outcome | None, after: Outcome | None) -> None:
        """An outcome is different; noted twice, the first `before` counts and the last `after`."""
        first = self.changes[rule, id][0] if (rule, id) in self.changes else before
        if first == after:
            self.changes.pop((rule, id), None)
        else:
            self.changes[rule, id] = first, after

    def mark(self, level: int, unit: UnitKey, ids: Iterable[str]) -> None:
        """Records to be judged again in a unit."""
        self._marked.setdefault(level, {}).setdefault(unit, set()).update(ids)

    def marked(self, level: int) -> Iterator[tuple[UnitKey, set[str]]]:
        """Who is to be judged on a level."""
        yield from self._marked.get(level, {}).items()

    def touch(self, found: Sum, owner: str, following: Total) -> None:
        """A total is about to change: remember what it was."""
        touched = self._touched.setdefault(found.level, {})
        if (found.number, owner) not in touched:
            touched[found.number, owner] = following.value(owner), following

    def settled(self, level: int) -> Iterator[tuple[int, str]]:
        """The totals fed on a level that now are different, by number and owner."""
        for (number, owner), (before, following) in self._touched.get(level, {}).items():
            if following.value(owner) != before:
                yield number, owner
