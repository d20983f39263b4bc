"""Plans that are kept: used again for tables of the same columns, whatever stands in them, and for no others."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from weakref import ref

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines.frame import evaluate_frames, records
from policyrules.engines.frame.column import Column, col
from policyrules.engines.frame.compile import code, whole_points
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.planning import KEPT, MOST_KEPT
from policyrules.engines.frame.result import FrameResult
from policyrules.engines.frame.values import Val, Word, Wording, compared, is_null, known_already
from policyrules.engines.frame.whole import Whole
from policyrules.model.errors import FactsError, UsageError
from policyrules.model.expr import CompareOp, Derived, Expr, Literal
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Definition, Ruleset
from policyrules.model.types import BOOL, COUNT_NUMBER, RATIO_NUMBER
from policyrules.model.words import Period, Verdict
from policyrules.semantics import explain, judge
from policyrules.semantics.verdicts import CODES
from policyrules.semantics.world import World
from tests import build
from tests.engines.frame.kinds import LOCAL, MAKE, frames, judgements

ENOUGH = build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(2)), "enough")
READY = build.rule(
    build.compare(build.aggregate("share", build.member_field("ready")), ">=", Literal(1, RATIO_NUMBER)),
    "all-ready",
    "school",
)
RULES = build.ruleset(ENOUGH, READY)
SCHOOLS = pl.DataFrame({"id": ["s1", "s2"]})


def teachers(*hours: int | None, dtype: type[pl.DataType] = pl.Int32) -> pl.DataFrame:
    """Teachers with so many hours."""
    ids = [f"t{n}" for n in range(len(hours))]
    return pl.DataFrame({"id": ids, "school": ["s1"] * len(ids), "hours": pl.Series(hours, dtype=dtype)})


def judged(table: pl.DataFrame, rules: object = RULES, later: int = 0) -> FrameResult:
    day = build.DAY + timedelta(days=later)
    return evaluate_frames(rules, {"teacher": table, "school": SCHOOLS}, day)  # type: ignore[arg-type]


def enough(out: FrameResult) -> list[int]:
    found: list[int] = out.verdicts["teacher"]["enough"].to_list()
    return found


def test_other_rows_of_the_same_columns_have_the_same_plan() -> None:
    first, second = judged(teachers(1, None)), judged(teachers(3, None, 2))
    assert second.plan is first.plan
    assert enough(first) == [CODES[Verdict.UNMET], CODES[Verdict.UNDETERMINED]]
    assert enough(second) == [CODES[Verdict.MET], CODES[Verdict.UNDETERMINED], CODES[Verdict.MET]]


@pytest.mark.parametrize(
    "other",
    [
        lambda: judged(teachers(1)),
        lambda: judged(teachers(1, None, dtype=pl.Int64)),
        lambda: judged(teachers(1, None).drop("school")),
        lambda: judged(teachers(1, None), replace(RULES)),
        lambda: judged(teachers(1, None), later=1),
    ],
    ids=["every row recorded", "another type", "another column", "another ruleset", "another day"],
)
def test_what_a_plan_rests_on_tells_plans_apart(other: object) -> None:
    first = judged(teachers(1, None))
    assert other().plan is not first.plan  # type: ignore[operator]


def test_numbers_beyond_their_limits_are_seen_though_a_plan_is_there() -> None:
    kept = judged(teachers(1, None))
    odd = judged(teachers(5, None))
    assert kept.diagnostics == ()
    assert [d.code.id for d in odd.diagnostics] == ["PR936"]
    assert enough(odd) == [CODES[Verdict.UNDETERMINED]] * 2
    assert odd.plan is not kept.plan
    assert judged(teachers(4, None)).plan is kept.plan


def test_few_plans_are_kept_and_nobodys_rows() -> None:
    table = teachers(1, None)
    for later in range(3 * MOST_KEPT):
        judged(table, later=later)
    assert len(KEPT) == MOST_KEPT
    alive = ref(table)
    del table
    gc.collect()
    assert alive() is None


def test_many_threads_at_once() -> None:
    hours = [[h % 5 for h in range(n)] for n in range(1, 20)]
    tables = [teachers(*some) for some in hours]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda table: enough(judged(table, later=len(table) % 11)), tables))
    assert found == [[CODES[Verdict.MET if h >= 2 else Verdict.UNMET] for h in some] for some in hours]


def to_and_fro(levels: int) -> Ruleset:
    """A rule on teachers that asks for their school, which asks for its teachers, which ask for their school ..."""
    made: list[Definition] = []
    ready: Expr = build.member_field("ready")
    for level in range(levels):
        some = build.compare(Derived(SCHOOL, f"number{level}", COUNT_NUMBER), ">=", build.count(1))
        made.append(build.definition(f"number{level}", build.aggregate("count", where=ready), "school"))
        made.append(build.definition(f"some{level}", some))
        ready = Derived(MEMBER, f"some{level}", BOOL)
    rule = build.rule(build.derived(f"some{levels - 1}", BOOL), "to-and-fro")
    return build.ruleset(rule, definitions=made)


SCHOOL, MEMBER = build.subject_field("school"), build.member_field("ready").base
VILLAGE = build.facts(teacher={"t1": {"school": "s1", "ready": True}}, school={"s1": {}})


@pytest.mark.parametrize("levels", [1, 3, 5])
def test_records_by_way_of_records(levels: int) -> None:
    (judged,) = records.judge_all(to_and_fro(levels), VILLAGE, build.DAY)
    assert judged.verdict is Verdict.MET


@pytest.mark.parametrize("levels", [7, 60])
@pytest.mark.parametrize("kind", LOCAL)
def test_too_many_levels_are_refused_at_once(kind: str, levels: int) -> None:
    rules = to_and_fro(levels)
    with pytest.raises(UsageError) as refused:
        evaluate_frames(rules, frames(rules.vocabulary, VILLAGE, kind), build.DAY)
    (told,) = refused.value.diagnostics
    assert told.code.id == "PR928"
    with pytest.raises(UsageError):
        records.judge_all(rules, VILLAGE, build.DAY)


@pytest.mark.parametrize("hours", [10**9, Fraction(10**9 + 1, 2), -(10**12), 10**30, 10**60])
def test_facts_too_large_for_a_plan_are_refused_and_not_taken_as_missing(hours: int | Fraction) -> None:
    rules = build.ruleset(build.rule(build.compare(build.subject_field("extra"), ">=", build.hours(2)), "extra"))
    with pytest.raises(FactsError) as refused:
        records.judge_all(rules, build.facts(teacher={"t1": {"extra": hours}}), build.DAY)
    assert [d.code.id for d in refused.value.diagnostics] == ["PR939"]


RECORDS = st.dictionaries(
    st.sampled_from(["t1", "t2", "t3"]),
    st.fixed_dictionaries(
        {}, optional={"school": st.sampled_from(["s1", "s9"]), "hours": st.integers(0, 4), "ready": st.booleans()}
    ),
)


@pytest.mark.parametrize("kind", LOCAL)
def test_a_kept_plan_says_of_other_rows_what_the_reference_says(kind: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(RECORDS)
    def agree(records: dict[str, dict[str, object]]) -> None:
        facts = Facts({"teacher": dict(sorted(records.items())), "school": {"s1": {}}})  # type: ignore[arg-type]
        out = evaluate_frames(RULES, frames(RULES.vocabulary, facts, kind), build.DAY)
        world = World(RULES, facts, build.DAY)
        assert judgements(out, kind) == [judge(RULES.rules[j.rule], j.subject, world) for j in judgements(out, kind)]
        assert len(judgements(out, kind)) == len(records) + 1

    assert kind in MAKE
    agree()


def test_what_definitions_ask_for_is_read_for_explanations() -> None:
    rules = to_and_fro(3)
    out = evaluate_frames(rules, frames(rules.vocabulary, VILLAGE, "polars"), build.DAY)
    assert out.explain([("teacher", "t1")]) == [
        explain(rules.rules["to-and-fro"], Ref("teacher", "t1"), World(rules, VILLAGE, build.DAY))
    ]


def test_values_that_are_known_already() -> None:
    year, other = (known_already(Period(date(y, 1, 1), date(y, 12, 31))) for y in (2022, 2023))
    assert compared(CompareOp.EQ, year, year).value is True
    assert compared(CompareOp.EQ, year, other).value is False
    assert is_null(year).value is False
    words = ("fail", "pass")
    assert compared(CompareOp.EQ, Word(0, words), Word(0, words)).value is True
    assert compared(CompareOp.NE, Word(0, words), Word(1, words)).value is True
    assert compared(CompareOp.EQ, Word(col("w", False), words), Word(0, ("good",))).value is False
    assert compared(CompareOp.NE, Word(col("w", False), words), Word(0, ("good",))).value is True


@pytest.mark.parametrize("make", [code, lambda value: whole_points(value, 10)])
def test_a_verdict_or_points_of_another_kind_is_our_mistake(make: Callable[[Val], Column]) -> None:
    with pytest.raises(AssertionError):
        make(Wording(col("text")))
    with pytest.raises(AssertionError):
        make(Number(Whole(col("n"), 0, 1), 3))
