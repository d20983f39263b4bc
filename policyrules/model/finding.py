"""What comes out: judgements (bare) and findings (explained).

What there is a great deal of is a named tuple, which is made and hashed three times as fast as a frozen dataclass.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, overload

from policyrules.model.expr import CompareOp, Expr, Number, Value
from policyrules.model.ruleset import Citation, Provenance
from policyrules.model.types import Type
from policyrules.model.words import Force, Text, Validity, Verdict


class Ref(NamedTuple):
    """A record: its entity and its id."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}:{self.id}"


class Judgement(NamedTuple):
    """What an engine says of one rule and one subject. `points` only for scores that are decided."""

    rule: str
    subject: Ref
    verdict: Verdict
    points: Number | None = None


class InColumns(Sequence[Judgement]):
    """Judgements that stand in columns, by rule and then by subject: each is made when it is looked at, so that
    millions are counted without being made."""

    @abstractmethod
    def at(self, place: int) -> Judgement:
        """The one at a place that is there, from 0."""

    @overload
    def __getitem__(self, index: int) -> Judgement: ...

    @overload
    def __getitem__(self, index: slice) -> list[Judgement]: ...

    def __getitem__(self, index: int | slice) -> Judgement | list[Judgement]:
        """One judgement or some."""
        if isinstance(index, slice):
            return [self.at(place) for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self.at(place)

    @abstractmethod
    def by(self, rule: str, verdicts: Collection[Verdict]) -> Iterator[Judgement]:
        """Those by one rule with one of these verdicts."""

    @abstractmethod
    def counted(self, entity: str, places: Iterable[int]) -> Iterator[tuple[str, int, Verdict, int]]:
        """For each rule on `entity`, each place and each verdict: how many of the records there have it. `places` says
        where each record is, by ascending id."""

    @abstractmethod
    def struck(self, entity: str, places: Iterable[int], rules: Collection[str]) -> Iterator[tuple[int, int]]:
        """For each place: how many of the records there do not meet at least one of `rules`."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """Something unknown that would decide.

    `subject` None: a whole table (`entity`) was not given, or a parameter the documents leave open (`parameter`).
    """

    entity: str | None
    subject: Ref | None
    field: str | None
    parameter: str | None
    label: Text


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value known only to lie between two ends; None is open."""

    low: Value | None
    high: Value | None


class Evidence(NamedTuple):
    """A fact, derived value, aggregate or parameter that took part in deciding.

    `source` is "fact", "definition", "aggregate", "parameter", "literal" or "expression" (something computed on the
    spot). `value` None: unknown. For a parameter, the validity and layer of the version used and its citations. For an
    aggregate, `undecided` counts the members of whom a fact is missing. For a count, `measure_word` is the Chinese word
    behind its number, where the vocabulary gives one.
    """

    source: str
    name: str
    label: Text
    type: Type
    value: Value | Bounds | None
    subject: Ref | None = None
    validity: Validity | None = None
    layer: str | None = None
    citations: tuple[Citation, ...] = ()
    undecided: int = 0
    measure_word: str = ""


class Trace(NamedTuple):
    """One node of an explanation tree: the expression, what it came to (None: unknown), and why.

    A comparison carries both sides as `left` and `right`, so that fact and limit stand side by side.
    """

    expr: Expr
    value: Value | Bounds | None
    op: CompareOp | None = None
    left: Evidence | None = None
    right: Evidence | None = None
    children: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far a number lies on the wrong side of its bound, in `type`'s unit; always positive."""

    amount: Number
    type: Type
    measure_word: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a remedy: set `field` of `subject` from `before` (None: unknown) to `after`.

    Where a remedy asks for some members of a collection, `count` says how many of `candidates` (sorted) suffice.
    """

    subject: Ref
    field: str
    label: Text
    type: Type
    before: Value | None
    after: Value
    count: int | None = None
    candidates: tuple[Ref, ...] = ()


class Finding(NamedTuple):
    """A judgement and its explanation. `trace` is the tree of `applies` and `must` (or the table's rows)."""

    rule: str
    subject: Ref
    verdict: Verdict
    force: Force
    violation: bool
    message: Text
    citations: tuple[Citation, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[MissingFact, ...]
    shortfall: Shortfall | None
    remedy: tuple[Change, ...]
    points: Number | None
    due: date | None
    layer: str
    provenance: tuple[Provenance, ...]
    trace: Sequence[Trace]
