"""What a case is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policyrules.diagnostics.source import Place
from policyrules.model.expr import Number
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.words import Text, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """One check: on these facts, that day, the rule must say this of that subject. `boundary`: exactly on the line.
    `place`: where the check begins; `expected_at`: where what it expects is written, its points where it has some."""

    rule: str
    name: Text
    as_of: date
    facts: Facts
    subject: Ref
    expect: Verdict
    points: Number | None
    boundary: bool
    place: Place
    expected_at: Place


@dataclass(frozen=True, slots=True)
class CaseSet:
    """All cases of one rule, from one file; not `whole` where some of them were wrong and left out."""

    rule: str
    file: str
    cases: tuple[Case, ...]
    whole: bool = True


def base(rule: str) -> str:
    """A target's own id, without its phase."""
    return rule.split("@")[0]
