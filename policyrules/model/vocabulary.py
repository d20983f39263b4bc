"""The vocabulary: which things there are, what is recorded of them, in which units and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from policyrules.diagnostics.source import Place
from policyrules.model.expr import Number
from policyrules.model.types import COUNT, DAYS, RATIO, Type
from policyrules.model.words import Direction, Text


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure. `decimals` bounds the decimal places of facts and parameters, so that every value is an
    integer once scaled by 10**decimals. `singular` is the English word for one of it; empty: as the label says."""

    id: str
    label: Text
    decimals: int
    singular: str = ""


STANDARD_UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        COUNT: Unit(COUNT, Text("个", "count"), 0),
        RATIO: Unit(RATIO, Text("比例", "ratio"), 6),
        DAYS: Unit(DAYS, Text("天", "days"), 0, "day"),
    }
)


@dataclass(frozen=True, slots=True)
class EnumMember:
    """One word of an enumeration."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A closed list of words; where `ordered`, from the lowest to the highest."""

    id: str
    label: Text
    members: tuple[EnumMember, ...]
    ordered: bool

    def rank(self, member: str) -> int:
        """The position of `member`, from 0."""
        return next(i for i, m in enumerate(self.members) if m.id == member)


@dataclass(frozen=True, slots=True)
class FieldDef:
    """What can be recorded of an entity: a fact.

    `low` and `high` bound a number, both included (in its unit): a value outside is refused at intake, and an
    unknown value is known to lie within. `optional`: a missing reference is a possible state of the world (a county
    without a city above it), not only a gap in the records. `changeable`: how a remedy may move it. `personal`: never
    shown in messages, logs or reports; False says of a text that it names nobody and may stay in a redacted report.
    `cost`: what one change of it counts when a remedy looks for the cheapest.
    `measure_word`: the Chinese word between a count and what it counts (`3间`); empty: that of the unit `count`.
    """

    id: str
    label: Text
    type: Type
    low: Number | None = None
    high: Number | None = None
    optional: bool = False
    changeable: Direction | None = None
    personal: bool | None = None
    cost: Number = 1
    place: Place | None = field(default=None, compare=False)
    measure_word: str = ""


@dataclass(frozen=True, slots=True)
class CollectionDef:
    """The records of `entity` whose reference field `by` names this record."""

    id: str
    label: Text
    entity: str
    by: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing rules speak of. Every record has an `id` (text, unique within the entity). `measure_word`: the
    Chinese word between a number and its records (`3名`); empty: that of the unit `count`. `personal`: whether its
    records are persons; None: they are if a field of theirs is personal, unless it is a level of government."""

    id: str
    label: Text
    fields: Mapping[str, FieldDef]
    collections: Mapping[str, CollectionDef]
    place: Place | None = field(default=None, compare=False)
    measure_word: str = ""
    personal: bool | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All units (`STANDARD_UNITS` first), enumerations and entities of a ruleset, by id, in the order declared."""

    units: Mapping[str, Unit]
    enums: Mapping[str, Enumeration]
    entities: Mapping[str, Entity]
