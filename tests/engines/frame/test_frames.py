"""pr.evaluate_frame: native frames in, the same kind out; what is wrong with tables is told or refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings

from policyrules import api as pr
from policyrules.engines import ENGINES
from policyrules.engines.frame import evaluate_frames
from policyrules.engines.frame.result import FrameResult
from policyrules.model.errors import FactsError, UsageError
from policyrules.model.expr import Arith, ArithOp, Literal, Round, RoundMode
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Row, Ruleset, Table
from policyrules.model.types import RATIO_NUMBER
from policyrules.model.words import HitPolicy, Verdict
from policyrules.semantics import World, judge
from tests import build
from tests.engines.frame.kinds import LOCAL, MAKE, READ, frames, judgements
from tests.strategies import facts as some

MET, UNMET, UNDETERMINED = (
    {v: c for c, v in enumerate(Verdict)}[v] for v in (Verdict.MET, Verdict.UNMET, Verdict.UNDETERMINED)
)
ENOUGH = build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(2)), "enough")
SHARE = build.rule(
    build.compare(build.aggregate("share", build.member_field("ready")), ">=", Literal(Fraction(1, 2), RATIO_NUMBER)),
    "most-ready",
    "school",
)
GRADED = build.rule(
    None,
    "graded",
    table=Table(
        "points",
        HitPolicy.FIRST,
        (
            Row(
                build.compare(build.subject_field("grade"), "==", Literal("excellent", build.GRADE)),
                Fraction(3, 2),
                Verdict.MET,
            ),
            Row(build.TRUE, 0, Verdict.UNMET),
        ),
    ),
)
RULES = build.ruleset(ENOUGH, SHARE, GRADED)


def teachers(**more: Any) -> pl.DataFrame:
    """Three teachers of one school."""
    columns: dict[str, Any] = {
        "id": ["t1", "t2", "t3"],
        "school": ["s1", "s1", "s1"],
        "hours": [Decimal("2.00"), Decimal("1.99"), None],
        "ready": [True, False, None],
        "grade": ["excellent", "不合格", None],
    }
    return pl.DataFrame(columns | more)


def judged(**more: Any) -> FrameResult:
    return pr.evaluate_frame(RULES, {"teacher": teachers(**more), "school": pl.DataFrame({"id": ["s1"]})}, build.DAY)


@pytest.mark.parametrize("kind", LOCAL)
def test_the_kind_that_was_given_comes_back(kind: str) -> None:
    given = {"teacher": MAKE[kind](teachers()), "school": MAKE[kind](pl.DataFrame({"id": ["s1"]}))}
    out = pr.evaluate_frame(RULES, given, build.DAY)
    kinds = {
        "polars": pl.DataFrame,
        "polars lazy": pl.LazyFrame,
        "pandas": pd.DataFrame,
        "pyarrow": pa.Table,
        "duckdb": duckdb.DuckDBPyRelation,
    }
    assert isinstance(out.verdicts["teacher"], kinds[kind])
    found = READ[kind](out.verdicts["teacher"]).sort("id")
    assert found["enough"].to_list() == [MET, UNMET, UNDETERMINED]
    assert found["enough"].dtype == pl.Int8
    assert found["graded:points"].to_list() == [15, 0, None]
    assert READ[kind](out.verdicts["school"])["most-ready"].to_list() == [UNDETERMINED]


def test_the_summary_counts_every_rule() -> None:
    out = judged()
    assert list(out.summary) == ["enough", "most-ready", "graded"]
    assert {v.value: n for v, n in out.summary["enough"].items() if n} == {"unmet": 1, "undetermined": 1, "met": 1}
    assert out.codes[Verdict.MET] == MET


def test_chosen_records_are_explained_by_the_reference() -> None:
    out = judged()
    one, two = out.explain([("teacher", "t2"), ("school", "s1"), ("teacher", "nobody")], "enough") + out.explain(
        [("school", "s1")]
    )
    assert (one.verdict, one.shortfall and one.shortfall.amount) == (Verdict.UNMET, Fraction(1, 100))
    assert (two.rule, two.verdict) == ("most-ready", Verdict.UNDETERMINED)
    assert [m.subject for m in two.missing] == [Ref("teacher", "t3")]


@pytest.mark.parametrize(
    "hours",
    [
        pl.Series([2, 1, None], dtype=pl.Int8),
        pl.Series([2.0, 1.99, None]),
        pl.Series([Decimal("2.0000"), Decimal("1.9900"), None]),
    ],
)
def test_numbers_of_any_exact_kind(hours: pl.Series) -> None:
    out = judged(hours=hours)
    assert out.verdicts["teacher"]["enough"].to_list() == [MET, UNMET, UNDETERMINED]
    assert not out.diagnostics


@pytest.mark.parametrize(
    "hours",
    [
        [2.001, 1.0, None],
        [float("nan"), 1.0, None],
        [float("inf"), 1.0, None],
        [Decimal("2.001"), Decimal(1), None],
        [5, 1, None],
    ],
)
def test_a_number_between_two_steps_or_out_of_bounds_is_not_recorded(hours: list[Any]) -> None:
    out = judged(hours=hours)
    assert out.verdicts["teacher"]["enough"].to_list() == [UNDETERMINED, UNMET, UNDETERMINED]
    assert [(d.code.id, d.values["count"]) for d in out.diagnostics] == [("PR936", "1")]


@pytest.mark.parametrize("kind", LOCAL)
def test_floats_count_as_the_decimals_they_name(kind: str) -> None:
    hours = [n / 100 for n in range(401)]
    frame = pl.DataFrame({"id": [f"t{n:03}" for n in range(401)], "hours": hours})
    out = pr.evaluate_frame(build.ruleset(ENOUGH), {"teacher": MAKE[kind](frame)}, build.DAY)
    found = READ[kind](out.verdicts["teacher"]).sort("id")
    assert found["enough"].to_list() == [UNMET] * 200 + [MET] * 201
    assert not out.diagnostics


def test_words_days_and_moments_are_read_as_the_vocabulary_says() -> None:
    rule = build.rule(
        build.compare(build.subject_field("joined_on"), "<=", Literal(date(2023, 6, 1), build.DATE)), "early"
    )
    rules = build.ruleset(rule, GRADED)
    days = [datetime(2023, 6, 1), datetime(2023, 6, 2), datetime(2023, 6, 1, 8, 30)]
    frame = teachers(joined_on=days, grade=["优秀", "excellant", "fail"])
    out = pr.evaluate_frame(rules, {"teacher": frame.with_columns(pl.col("grade").cast(pl.Categorical))}, build.DAY)
    assert out.verdicts["teacher"]["early"].to_list() == [MET, UNMET, UNDETERMINED]
    assert out.verdicts["teacher"]["graded:points"].to_list() == [15, None, 0]
    assert [d.values["column"] for d in out.diagnostics] == ["grade", "joined_on"]


def test_columns_are_named_by_id_or_label_and_others_are_told() -> None:
    frame = teachers().rename({"hours": "网络研修学时", "id": "编号"}).with_columns(houres=pl.lit(1))
    out = pr.evaluate_frame(RULES, {"teacher": frame}, build.DAY)
    assert out.verdicts["teacher"]["enough"].to_list() == [MET, UNMET, UNDETERMINED]
    assert [(d.code.id, d.values["column"]) for d in out.diagnostics] == [("PR937", "houres")]
    assert "`hours`" in out.diagnostics[0].help("en")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"teacher": teachers(id=["t1", "t1", "t3"])}, "PR935"),
        ({"teacher": teachers(id=["t1", None, "t3"])}, "PR935"),
        ({"teacher": teachers().drop("id")}, "PR934"),
        ({"teacher": teachers(id=[1, 2, 3])}, "PR933"),
        ({"teacher": teachers(hours=["2", "3", "4"])}, "PR933"),
        ({"teacher": teachers(ready=[1, 0, 1])}, "PR933"),
        ({"teacher": teachers(), "school": pa.table({"id": ["s1"]})}, "PR938"),
        ({"teacher": [{"id": "t1"}]}, "PR938"),
        ({"teachers": teachers()}, "PR904"),
    ],
)
def test_tables_that_cannot_be_used_are_refused(given: dict[str, Any], code: str) -> None:
    with pytest.raises((FactsError, UsageError)) as caught:
        pr.evaluate_frame(RULES, given, build.DAY)
    assert [d.code.id for d in caught.value.diagnostics] == [code]


@pytest.mark.parametrize(
    "extra",
    [
        [10**12, 1, None],
        [1e300, 1, 2],
        pl.Series([2**63 + 5, 1, None], dtype=pl.UInt64),
        pl.Series([-(2**62) - 1, 1, None]),
        pl.Series([-(2**100), 1, None], dtype=pl.Int128),
    ],
)
def test_numbers_beyond_the_engine_are_refused_not_forgotten(extra: Any) -> None:
    rules = build.ruleset(build.rule(build.compare(build.subject_field("extra"), ">=", build.hours(2))))
    with pytest.raises(FactsError) as caught:
        pr.evaluate_frame(rules, {"teacher": teachers(extra=extra)}, build.DAY)
    assert [d.code.id for d in caught.value.diagnostics] == ["PR939"]


def test_a_number_that_no_64_bits_hold_is_out_of_bounds() -> None:
    out = judged(hours=pl.Series([2**63 + 5, 1, None], dtype=pl.UInt64))
    assert out.verdicts["teacher"]["enough"].to_list() == [UNDETERMINED, UNMET, UNDETERMINED]
    assert [d.code.id for d in out.diagnostics] == ["PR936"]


def test_rules_without_an_exact_plan_are_refused() -> None:
    quotient = Arith(ArithOp.DIV, build.member_field("hours"), build.member_field("extra"), RATIO_NUMBER)
    half = Literal(Fraction(1, 2), RATIO_NUMBER)
    unfit = build.rule(build.compare(build.aggregate("max", quotient), ">=", half), "unfit", "school")
    huge = build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(10**30)), "huge")
    given = {"teacher": teachers(extra=[1, 2, 3]), "school": pl.DataFrame({"id": ["s1"]})}
    for rule, code in ((unfit, "PR932"), (huge, "PR931")):
        with pytest.raises(UsageError) as caught:
            pr.evaluate_frame(build.ruleset(ENOUGH, rule), given, build.DAY)
        assert [(d.code.id, d.values["rule"]) for d in caught.value.diagnostics] == [(code, rule.id)]


def test_large_sums_are_planned_for_the_data_at_hand() -> None:
    """A sum over any data might not fit, over three teachers it does."""
    total = build.aggregate("sum", build.member_field("extra"))
    least = Arith(ArithOp.MUL, total, Literal(Fraction(1, 3), RATIO_NUMBER), build.HOURS)
    rules = build.ruleset(build.rule(build.compare(least, ">=", total), "sums", "school"))
    given = {"teacher": teachers(extra=[1, 2, 3]), "school": pl.DataFrame({"id": ["s1"]})}
    assert pr.evaluate_frame(rules, given, build.DAY).verdicts["school"]["sums"].to_list() == [UNMET]


def test_a_rounded_quotient_of_columns() -> None:
    quotient = Arith(ArithOp.DIV, build.subject_field("hours"), build.subject_field("extra"), RATIO_NUMBER)
    half = Round(RoundMode.HALF_UP, quotient, 1, RATIO_NUMBER)
    rules = build.ruleset(build.rule(build.compare(half, ">=", Literal(Fraction(7, 10), RATIO_NUMBER)), "rounded"))
    out = pr.evaluate_frame(rules, {"teacher": teachers(hours=[2, 2, 2], extra=[3, 0, 4])}, build.DAY)
    assert out.verdicts["teacher"]["rounded"].to_list() == [MET, UNDETERMINED, UNMET]


def test_pandas_goes_by_way_of_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    native = teachers().to_pandas()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="PR930: engine `frame` needs `pyarrow`") as caught:
        pr.evaluate_frame(RULES, {"teacher": native}, build.DAY)
    assert "policyrules[parquet]" in caught.value.diagnostics[0].help("en")


def test_a_missing_package_is_one_plain_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    for call in (
        lambda: pr.evaluate_frame(RULES, {}, build.DAY),
        lambda: ENGINES["frame"](RULES, Facts({}), build.DAY),
    ):
        with pytest.raises(UsageError) as caught:
            call()
        assert [d.code.id for d in caught.value.diagnostics] == ["PR930"]


def test_parquet_to_parquet(tmp_path: Path) -> None:
    teachers().write_parquet(tmp_path / "teacher.parquet")
    out = pr.evaluate_frame(RULES, {"teacher": pl.scan_parquet(tmp_path / "teacher.parquet")}, build.DAY)
    written = out.write_parquet(tmp_path / "out")
    assert [path.name for path in written] == ["teacher.parquet"]
    assert pl.read_parquet(written[0])["enough"].to_list() == [MET, UNMET, UNDETERMINED]


def test_no_tables_no_verdicts() -> None:
    out = pr.evaluate_frame(RULES, {}, build.DAY)
    assert (out.verdicts, out.summary, out.diagnostics) == ({}, {}, ())


@settings(max_examples=25, deadline=None)
@given(some.rulesets(subject="school", depth=3), some.facts())
def test_duckdb_agrees_with_the_reference(rules: Ruleset, facts: Facts) -> None:
    world = World(rules, facts, build.DAY)
    out = evaluate_frames(rules, frames(rules.vocabulary, facts, "duckdb"), build.DAY)
    assert judgements(out, "duckdb") == [
        judge(rule, Ref(rule.subject, id), world)
        for rule in rules.rules.values()
        for id in sorted(facts.tables.get(rule.subject, ()))
    ]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda out: out.explain(5), "PR917"),
        (lambda out: out.explain("teacher:t1"), "PR917"),
        (lambda out: out.explain(("teacher", "t1")), "PR917"),
        (lambda out: out.explain([("teachers", "t1")]), "PR904"),
        (lambda out: out.explain([("teacher", "t1")], "enuogh"), "PR901"),
        (lambda out: out.explain([("teacher", "t1")], 5), "PR917"),
        (lambda out: out.write_parquet(5), "PR917"),
        (lambda out: pr.evaluate_frame("henan", {}), "PR917"),
        (lambda out: pr.evaluate_frame(RULES, teachers()), "PR917"),
        (lambda out: pr.evaluate_frame(RULES, {5: teachers()}), "PR917"),
    ],
)
def test_wrong_arguments_are_told(call: Callable[[FrameResult], object], code: str) -> None:
    with pytest.raises(UsageError, match=code):
        call(judged())
