"""The ruleset: all layers merged for one jurisdiction, checked, typed and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policyrules.diagnostics.source import Place
from policyrules.model.expr import Collection, Expr, Number, Value
from policyrules.model.types import Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import (
    Action,
    Cadence,
    Fate,
    Force,
    HitPolicy,
    Kind,
    Layer,
    Period,
    SourceStatus,
    Stricter,
    Text,
    Validity,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A source document."""

    id: str
    title: Text
    status: SourceStatus
    number: str | None = None
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered provision of a document and what became of it."""

    id: str
    document: str
    locator: str
    fate: Fate
    summary: Text
    reason: Text | None = None
    layer: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: the clause, and its document, locator and status."""

    clause: str
    document: str
    locator: str
    status: SourceStatus


@dataclass(frozen=True, slots=True)
class Provenance:
    """One step in the history of a rule or parameter: which layer did what to it, under which clause.

    `authority`: the clause of an upper layer that allows it, where what was done needs to be allowed.
    """

    layer: str
    action: Action
    citations: tuple[Citation, ...]
    authority: str = ""


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A parameter's value on some days. `value` None: the documents state none (`reason` says so), it is unknown."""

    validity: Validity
    value: Value | None
    layer: str
    citations: tuple[Citation, ...]
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class ParameterDef:
    """A dated value. `values` do not overlap and are sorted by day. `measure_word` as for a field."""

    id: str
    label: Text
    type: Type
    values: tuple[ParameterValue, ...]
    stricter: Stricter | None
    provenance: tuple[Provenance, ...]
    assumption: Text | None = None
    place: Place | None = field(default=None, compare=False)
    measure_word: str = ""

    def on(self, day: date) -> ParameterValue | None:
        """The value in force on `day`, or None where no validity covers it."""
        return next((v for v in self.values if v.validity.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Definition:
    """A derived value of an entity. `measure_word` as for a field; empty: that of what it is computed from."""

    id: str
    label: Text
    entity: str
    expr: Expr
    citations: tuple[Citation, ...]
    assumption: Text | None = None
    place: Place | None = field(default=None, compare=False)
    measure_word: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the programme."""

    id: str
    label: Text
    period: Period
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Exemption:
    """A condition under which a rule does not apply."""

    when: Expr
    label: Text
    citations: tuple[Citation, ...]
    layer: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table."""

    when: Expr
    points: Number
    verdict: Verdict
    label: Text | None = None
    assumption: Text | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table from conditions to points. Total: on every combination of known facts at least one row hits."""

    unit: str
    hit: HitPolicy
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a target measures and the bound it is held against; the rule's `must` compares the two."""

    value: Expr
    bound: Expr


@dataclass(frozen=True, slots=True)
class Inspection:
    """An edge of the inspection hierarchy: who inspects whom. `rate` None: a census, every member."""

    inspector: str
    inspected: str
    collection: Collection
    where: Expr | None
    done: Expr
    rate: Expr | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One checkable statement.

    `must` decides (None exactly for a score, whose `table` decides). `due` is a date or a period, whose last day
    counts: unmet before its end is `pending`. `after` names rules that come before this one in time.
    """

    id: str
    kind: Kind
    label: Text
    subject: str
    force: Force
    applies: Expr
    must: Expr | None
    validity: Validity
    citations: tuple[Citation, ...]
    layer: str
    provenance: tuple[Provenance, ...]
    exemptions: tuple[Exemption, ...] = ()
    due: Expr | None = None
    table: Table | None = None
    measure: Measure | None = None
    inspection: Inspection | None = None
    phase: str | None = None
    after: tuple[str, ...] = ()
    assumption: Text | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A contradiction in the sources themselves: the rules or lints that find it, or why no machine can."""

    id: str
    summary: Text
    rules: tuple[str, ...]
    lints: tuple[str, ...]
    reason: Text | None
    place: Place | None = field(default=None, compare=False)


class PropertyKind(StrEnum):
    """What staff can say of their own rules in one line, to be proved."""

    MONOTONE = "monotone"
    IRRELEVANT = "irrelevant"
    BOUNDED = "bounded"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Property:
    """A statement about the ruleset that must be provable.

    `monotone`: more of `field` never hurts under `rule`; `irrelevant`: `rule` comes to the same whatever `field` is;
    `bounded`: the points of `rule` lie between `low` and `high`; `always`: `expr` is never false for a `subject` of
    whom `given` (if any) holds.
    """

    id: str
    kind: PropertyKind
    rule: str | None = None
    field: str | None = None
    low: Number | None = None
    high: Number | None = None
    subject: str | None = None
    expr: Expr | None = None
    given: Expr | None = None
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole. Conditions count records, the part among those of the whole; numbers are added up.

    The part is never more than its whole: that narrows what is not recorded, and shows where records contradict it.
    """

    id: str
    label: Text
    part: Expr
    whole: Expr


@dataclass(frozen=True, slots=True)
class BulletinDef:
    """Rates that are published by unit and period.

    Of every `subject` record of which `where` holds: `per` is the record whose line it counts in, from the widest level
    to the narrowest where there are several, `day` the day that says in which period (None: it counts in each, as it
    stands on the last day of the period).
    """

    id: str
    label: Text
    subject: str
    where: Expr
    per: tuple[Expr, ...]
    day: Expr | None
    every: Cadence | None
    rates: tuple[Rate, ...]
    citations: tuple[Citation, ...]
    layer: str
    assumption: Text | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer that went into the ruleset, from the top down."""

    id: str
    label: Text
    level: Layer
    version: str
    validity: Validity


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything that holds for one jurisdiction. `digest` is the SHA-256 of its content, places excepted.

    `repealed`: rules of upper layers that no longer hold, by id, with the step that ended them.
    """

    id: str
    label: Text
    version: str
    layers: tuple[LayerInfo, ...]
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    vocabulary: Vocabulary
    parameters: Mapping[str, ParameterDef]
    definitions: Mapping[tuple[str, str], Definition]
    phases: Mapping[str, Phase]
    rules: Mapping[str, Rule]
    inconsistencies: Mapping[str, Inconsistency]
    digest: str
    properties: Mapping[str, Property] = field(default_factory=dict)
    bulletins: Mapping[str, BulletinDef] = field(default_factory=dict)
    repealed: Mapping[str, Provenance] = field(default_factory=dict)

    def rules_for(self, entity: str) -> tuple[Rule, ...]:
        """The rules whose subject is `entity`, in order."""
        return tuple(r for r in self.rules.values() if r.subject == entity)
