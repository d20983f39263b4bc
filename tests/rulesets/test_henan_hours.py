"""Henan's hours: the arithmetic of the figures, and what the two floors mean for any teacher."""

from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.compiler import load_ruleset
from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Action, Verdict
from policyrules.semantics import World, judge

END = date(2023, 12, 31)
AFTER = date(2024, 1, 1)
RULES = ("total-hours", "practice-share", "online-hours", "practice-hours")
hours = st.integers(0, 400).map(lambda quarter: Fraction(quarter, 4))


@cache
def loaded(name: str) -> Ruleset:
    ruleset, _ = load_ruleset(name)
    assert ruleset is not None
    return ruleset


def value(ruleset: Ruleset, parameter: str, day: date = END) -> Value:
    found = ruleset.parameters[parameter].on(day)
    assert found is not None
    assert found.value is not None
    return found.value


def verdicts(
    online: Fraction | None, practice: Fraction | None, kind: str = "primary", day: date = AFTER
) -> dict[str, Verdict]:
    ruleset = loaded("henan")
    totals = {"online_hours": online, "practice_hours": practice}
    teacher: dict[str, Value] = {"school": "S01", "in_post": True}
    teacher |= {name: total for name, total in totals.items() if total is not None}
    facts = Facts({"school": {"S01": {"kind": kind}}, "teacher": {"T001": teacher}, "hour_record": {}})
    world = World(ruleset, facts, day)
    return {id: judge(ruleset.rules[id], Ref("teacher", "T001"), world).verdict for id in RULES}


def test_twenty_and_thirty_make_fifty() -> None:
    henan = loaded("henan")
    online, practice = value(henan, "online_hours_min"), value(henan, "practice_hours_min")
    total, share = value(henan, "total_hours_min"), value(henan, "practice_share_min")
    assert (online, practice, total) == (20, 30, 50)
    assert isinstance(practice, int)
    assert isinstance(total, int)
    assert share == Fraction(practice, total) == Fraction(60, 100)


@pytest.mark.parametrize("parameter", ["total_hours_min", "practice_share_min"])
def test_henan_tightens_the_nation(parameter: str) -> None:
    above, below = value(loaded("national"), parameter), value(loaded("henan"), parameter)
    assert isinstance(above, int | Fraction)
    assert isinstance(below, int | Fraction)
    assert below >= above
    steps = loaded("henan").parameters[parameter].provenance
    assert [(s.layer, s.action) for s in steps] == [("national", Action.ADD), ("henan", Action.TIGHTEN)]


@given(hours, hours)
def test_the_floors_stand_apart_and_add_up(online: Fraction, practice: Fraction) -> None:
    found = verdicts(online, practice)
    assert (found["online-hours"] is Verdict.MET) == (online >= 20)
    assert (found["practice-hours"] is Verdict.MET) == (practice >= 30) == (found["practice-share"] is Verdict.MET)
    assert (found["total-hours"] is Verdict.MET) == (online + practice >= 50)
    if found["online-hours"] is found["practice-hours"] is Verdict.MET:
        assert set(found.values()) == {Verdict.MET}


@given(hours, hours, hours, hours)
def test_more_hours_never_hurt(online: Fraction, practice: Fraction, more: Fraction, again: Fraction) -> None:
    before, after = verdicts(online, practice), verdicts(online + more, practice + again)
    assert all(after[id] is Verdict.MET for id in RULES if before[id] is Verdict.MET)


@given(hours)
def test_an_unknown_total_is_not_zero(practice: Fraction) -> None:
    found = verdicts(None, practice)
    assert found["online-hours"] is Verdict.UNDETERMINED
    assert found["total-hours"] is (Verdict.MET if practice >= 50 else Verdict.UNDETERMINED)


def test_the_last_day_still_counts() -> None:
    short = Fraction(0), Fraction(0)
    assert set(verdicts(*short, day=END).values()) == {Verdict.PENDING}
    assert set(verdicts(*short, day=AFTER).values()) == {Verdict.UNMET}


def test_vocational_teachers_keep_the_national_floor() -> None:
    found = verdicts(Fraction(0), Fraction(0), kind="vocational")
    assert found["total-hours"] is found["practice-share"] is Verdict.UNMET
    assert found["online-hours"] is found["practice-hours"] is Verdict.NOT_APPLICABLE


def test_the_horizon_outlasts_the_nations_and_fits_five_years() -> None:
    henan = loaded("henan")
    assert value(henan, "programme_horizon") == date(2022, 12, 31)
    assert value(henan, "programme_end") == END
    window = value(henan, "hours_window")
    assert (window.start.year, window.end) == (2019, END)  # type: ignore[union-attr]
    assert [p.period.start.year for p in henan.phases.values()] == [2019, 2020, 2021, 2022, 2023]
