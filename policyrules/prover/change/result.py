"""What a comparison of two rulesets says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policyrules.model.expr import Value
from policyrules.model.finding import Judgement, Ref
from policyrules.model.words import Validity
from policyrules.prover.answer import Check, Witness
from policyrules.prover.sure import sure


class How(StrEnum):
    """What happened to a part of a ruleset."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Direction(StrEnum):
    """What a change means for those a rule speaks of."""

    STRICTER = "stricter"
    LOOSER = "looser"
    BOTH = "both"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A dated value that differs: on `days`, from `before` to `after` (None: no such parameter, or absent)."""

    id: str
    days: Validity
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a changed rule means: somebody for whom it got stricter, somebody for whom it got looser, both replayed.

    Each is a pair of witnesses: the same facts judged by the old rule and by the new one.
    """

    direction: Direction
    stricter: tuple[Witness, ...] = ()
    looser: tuple[Witness, ...] = ()
    reason: str = ""
    members: int | None = None
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A rule that differs. `parts`: the keys that read differently; `through`: changed parameters and definitions."""

    rule: str
    how: How
    parts: tuple[str, ...]
    through: tuple[str, ...]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Moved:
    """One subject whose verdict (or points) under one rule changed.

    `causes`: the smallest sets of parameters whose old values bring the old outcome back: several of one are several
    that each do, one of several are those that only do together.
    """

    before: Judgement | None
    after: Judgement | None
    causes: tuple[tuple[str, ...], ...]

    @property
    def subject(self) -> Ref:
        """Whose."""
        judgement = self.after or self.before
        judgement = sure(judgement, "one of the two rulesets judged")
        return judgement.subject


@dataclass(frozen=True, slots=True)
class Impact:
    """Everybody whose verdict changed; `units`: how many changes there are under each unit, by its entity and id."""

    moved: tuple[Moved, ...]
    units: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two rulesets."""

    old: str
    new: str
    clauses: tuple[tuple[str, How], ...]
    definitions: tuple[tuple[str, How], ...]
    bulletins: tuple[tuple[str, How], ...]
    parameters: tuple[ParameterChange, ...]
    rules: tuple[RuleDifference, ...]
    impact: Impact | None = None
