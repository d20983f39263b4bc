"""What names can mean at one place of a ruleset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from policyrules.model.types import Type
from policyrules.model.words import Period
from policyrules.syntax.names import Index, Named, Names, find


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    `definition_type` gives the type of an entity's definition, or None where that definition failed. `subject` is the
    entity the rule speaks of, `phase` the one at hand, `member` the entity of the innermost aggregate's members.
    `poisoned` are ids and labels whose declaration failed: expressions that use them fail in silence. With `*` among
    them a whole file of declarations could not be read, and any name that is not known may have stood there.
    """

    names: Names
    definition_type: Callable[[str, str], Type | None]
    subject: str
    phase: Period | None = None
    poisoned: frozenset[str] = frozenset()
    member: str | None = None

    def is_poisoned(self, word: str) -> bool:
        """Whether the lack of `word` has been reported already, or follows from what was."""
        return word in self.poisoned or "*" in self.poisoned

    @property
    def entity(self) -> str:
        """The entity whose fields bare names mean."""
        return self.member or self.subject

    def inside(self, entity: str) -> Scope:
        """The same place, inside an aggregate over `entity`."""
        return replace(self, member=entity)

    def find(self, word: str, enum: str | None = None) -> tuple[Named, ...]:
        """What a bare word means here; words of an enumeration only where that is expected."""
        indexes: list[Index] = [self.names.of_entity(self.entity), self.names.of_parameters()]
        if enum is not None:
            indexes.append(self.names.of_enum(enum))
        return find(word, indexes)
