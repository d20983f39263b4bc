"""Facts made of a ground: a subject, what it belongs to, what belongs to it.

Everything is chosen through one function, `choose(options)`, so that a random generator, hypothesis and a walk through
all combinations make the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.types import RefType
from policyrules.testing.ground import Ground

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]
Tables = dict[str, dict[str, dict[str, Value]]]

NOBODY = "nobody"
KNOWN = (False,) + (True,) * 9
"""Of ten facts nine are recorded. What is missing comes first: a counterexample shrinks to the facts it needs."""
HALF = (False, True)
MISSING, NAMED, ASTRAY = range(3)
ATTACHED = (MISSING,) + (NAMED,) * 8 + (ASTRAY,)
"""Of ten references eight name a record, one names nobody, one is missing."""
MOST_KINDS = 3


def village(
    choose: Choose[object],
    ground: Ground,
    subject: str,
    size: int | None = None,
    known: Sequence[bool] = KNOWN,
) -> Facts:
    """Facts around the subject `X001`, with `size` records in each table below it (None: chosen for each). Whether a
    fact is recorded is chosen of `known`."""
    return Facts(Builder(choose, ground, subject, size, known).tables())


class Builder:
    """Makes one village."""

    def __init__(
        self, choose: Choose[object], ground: Ground, subject: str, size: int | None, known: Sequence[bool]
    ) -> None:
        """Choose with `choose`."""
        self._choose, self._ground, self._subject, self._size, self._known = choose, ground, subject, size, known

    def choose(self, options: Sequence[T]) -> T:
        """One of some options."""
        return self._choose(options)  # type: ignore[return-value]

    def tables(self) -> Tables:
        """All tables: ids first, so that references can name them, then the records."""
        ids = {entity: self._ids(entity, below) for entity, below in entities(self._ground, self._subject)}
        return {entity: dict(self._records(entity, ids)) for entity in ids}

    def _ids(self, entity: str, below: bool) -> list[str]:
        """The ids of an entity: one record above the subject, some beside it, as many as chosen below it."""
        if entity == self._subject:
            others = self.choose((0, 0, 1)) if not below else self.choose((0, 1, 2))
            return [f"X{n:03}" for n in range(1, 2 + others)]
        letter = entity[0].upper()
        if not below:
            return [f"{letter}{n:03}" for n in range(1, 2 + self.choose((0, 0, 0, 1)))]
        size = self._size if self._size is not None else self.choose(self._ground.sizes)
        return [f"{letter}{n:03}" for n in range(1, size + 1)]

    def _records(self, entity: str, ids: dict[str, list[str]]) -> Iterator[tuple[str, dict[str, Value]]]:
        """The records of an entity; many are of a few kinds."""
        own = ids[entity]
        if len(own) <= MOST_KINDS:
            yield from ((id, self._record(entity, ids)) for id in own)
            return
        kinds = [self._record(entity, ids) for _ in range(self.choose(range(1, MOST_KINDS + 1)))]
        odd = self.choose((0, 1, len(own) // 2))
        for position, id in enumerate(own):
            kind = kinds[0] if position >= odd else kinds[position % len(kinds)]
            yield id, dict(kind)

    def _record(self, entity: str, ids: dict[str, list[str]]) -> dict[str, Value]:
        """One record: each field recorded or not."""
        record: dict[str, Value] = {}
        for field in self._ground.fields_of(entity):
            if isinstance(field.type, RefType):
                named = ids.get(field.type.entity, [])
                way = self.choose(ATTACHED)
                if way == NAMED and named:
                    record[field.id] = self.choose((named[0], *named))
                elif way == ASTRAY:
                    record[field.id] = NOBODY
            elif self.choose(self._known):
                values = self._ground.values[entity, field.id]
                if values:
                    record[field.id] = self.choose(values)
        return record


def entities(ground: Ground, subject: str) -> list[tuple[str, bool]]:
    """The entities that facts about a subject need, each with whether it lies below: reached through a collection."""
    vocabulary = ground.ruleset.vocabulary
    below = {vocabulary.entities[entity].collections[name].entity for entity, name in ground.collections}
    above = {entity for entity, _ in ground.fields}
    for entity, field in ground.fields:
        type = vocabulary.entities[entity].fields[field].type
        if isinstance(type, RefType):
            above.add(type.entity)
    above |= {entity for entity, _ in ground.collections}
    return [(entity, entity in below) for entity in vocabulary.entities if entity in below | above | {subject}]
