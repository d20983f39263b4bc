"""The days of a ruleset cut into stretches in which no parameter and no rule changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from policyrules.model.expr import Value
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Validity

FIRST = date(2019, 1, 1)
LAST = date(2023, 12, 31)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of a stretch, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


HORIZON = Days(FIRST, LAST)


def cuts(validities: Iterable[Validity], horizon: Days) -> list[Days]:
    """`horizon` cut wherever one of the validities begins or ends.

    >>> [str(d) for d in cuts([Validity(date(2020, 1, 1), None)], HORIZON)]
    ['2019-01-01..2019-12-31', '2020-01-01..2023-12-31']
    """
    starts = {horizon.first}
    for v in validities:
        starts |= {v.start} if v.start else set()
        starts |= {v.end + ONE_DAY} if v.end and v.end < date.max else set()
    inside = sorted(day for day in starts if horizon.first <= day <= horizon.last)
    return [Days(a, b - ONE_DAY) for a, b in zip(inside, [*inside[1:], horizon.last + ONE_DAY], strict=True)]


def epochs(ruleset: Ruleset, horizon: Days, parameters: Iterable[str], rules: Iterable[Rule]) -> list[Days]:
    """The stretches in which none of `parameters` changes and each of `rules` is in force throughout or not at all."""
    validities = [v.validity for name in parameters for v in ruleset.parameters[name].values]
    return cuts([*validities, *(rule.validity for rule in rules)], horizon)


def value_on(ruleset: Ruleset, name: str, day: date) -> Value | None:
    """A parameter's value on a day: None where the documents give none, or no version covers the day."""
    version = ruleset.parameters[name].on(day)
    return None if version is None else version.value


def in_force(rule: Rule, days: Days) -> bool:
    """Whether a rule is in force on the first of `days` (and so on all of them)."""
    return rule.validity.covers(days.first)
