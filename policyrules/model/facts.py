"""Facts: what is known of whom, typed and checked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyrules.model.expr import Value

Record = Mapping[str, Value]


class Columnar(Mapping[str, Record]):
    """A table that is held as columns; its records are made when they are looked at."""

    @property
    @abstractmethod
    def frame(self) -> Any:
        """A data frame with a column `id`, ascending, and one for each field that is recorded."""

    @abstractmethod
    def strays(self, field: str, targets: Collection[str]) -> tuple[list[tuple[str, str]], list[str]]:
        """The records whose reference `field` names none of `targets`, and those without one, by id."""

    @abstractmethod
    def referring(self, field: str) -> dict[str, tuple[str, ...]]:
        """The records, by ascending id, that refer by `field` to each record that anybody refers to."""

    @abstractmethod
    def apart(self, fields: Sequence[str]) -> tuple[list[tuple[str | None, ...]], Iterable[int]]:
        """What records hold in some reference fields: all that differs, and for each record, by ascending id, the place
        of what it holds."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Records by entity and id. A field that is not in a record is unknown.

    A table that is present is complete: it holds every record of its entity. A table that is absent is unknown: how
    many records it would hold nobody knows. `Facts({"teacher": {}})` says there are no teachers, `Facts({})` does not.
    Values are typed as the vocabulary says: enumeration members and references by id, numbers as int or Fraction.
    """

    tables: Mapping[str, Mapping[str, Record]]

    def get(self, entity: str, id: str) -> Record | None:
        """The record, or None."""
        table = self.tables.get(entity)
        return None if table is None else table.get(id)
