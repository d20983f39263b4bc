"""Whether one value is at least as strict as another, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from policyrules.compiler.constant import overlaps
from policyrules.model.expr import Value
from policyrules.model.ruleset import ParameterValue
from policyrules.model.types import EnumType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Stricter, Validity


def looser_days(
    new: ParameterValue, above: Iterable[ParameterValue], stricter: Stricter, kind: Type, vocabulary: Vocabulary
) -> Iterator[tuple[ParameterValue, Validity]]:
    """The values above that `new` undercuts, and the days on which it does."""
    for value in above:
        if overlaps(new.validity, value.validity) and looser(new.value, value.value, stricter, kind, vocabulary):
            yield value, common(new.validity, value.validity)


def looser(new: Value | None, above: Value | None, stricter: Stricter, kind: Type, vocabulary: Vocabulary) -> bool:
    """Whether `new` asks for less than `above`. A value the documents leave open asks for nothing."""
    if above is None or new == above:
        return False
    if new is None:
        return True
    low, high = rank(new, kind, vocabulary), rank(above, kind, vocabulary)
    higher: bool = low > high
    return higher is (stricter is Stricter.LOWER)


def rank(value: Value, kind: Type, vocabulary: Vocabulary) -> Any:
    """What a value orders by."""
    if isinstance(kind, EnumType) and isinstance(value, str):
        return vocabulary.enums[kind.name].rank(value)
    return value


def common(one: Validity, other: Validity) -> Validity:
    """The days that both cover; there must be one."""
    starts = [s for s in (one.start, other.start) if s is not None]
    ends = [e for e in (one.end, other.end) if e is not None]
    return Validity(max(starts, default=None), min(ends, default=None))


def uncovered(wanted: Validity, covered: Iterable[Validity]) -> Validity | None:
    """The first days of `wanted` that no part of `covered` covers."""
    start: date | None = wanted.start
    for part in sorted(covered, key=lambda v: v.start or date.min):
        if part.end is not None and start is not None and part.end < start:
            continue
        if part.start is not None and (start is None or part.start > start):
            gap = Validity(start, part.start - timedelta(1))
            return common(gap, wanted) if overlaps(gap, wanted) else None
        if part.end is None or part.end == date.max:
            return None
        start = part.end + timedelta(1)
    left = Validity(start, wanted.end)
    return left if wanted.end is None or start is None or start <= wanted.end else None


def outside(value: ParameterValue, taken: Iterable[Validity]) -> Iterator[ParameterValue]:
    """What is left of a value on the days that `taken` does not cover."""
    left = [value.validity]
    for other in taken:
        left = [part for whole in left for part in without(whole, other)]
    for validity in left:
        yield ParameterValue(validity, value.value, value.layer, value.citations, value.reason)


def without(whole: Validity, taken: Validity) -> Iterator[Validity]:
    """The days of `whole` before and after `taken`."""
    if not overlaps(whole, taken):
        yield whole
        return
    if taken.start is not None and (whole.start is None or whole.start < taken.start):
        yield Validity(whole.start, taken.start - timedelta(1))
    if taken.end is not None and (whole.end is None or whole.end > taken.end):
        yield Validity(taken.end + timedelta(1), whole.end)
