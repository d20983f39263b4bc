"""All conformance cases on every kind of frame."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policyrules.engines.frame import evaluate_frames
from policyrules.engines.frame.formula import spelled
from policyrules.engines.frame.relation import Given, kept
from policyrules.engines.frame.sql import queries
from tests.engines.frame.kinds import LOCAL, frames, judgements, on_spark, spark
from tests.engines.frame.merged import Batch, batches
from tests.engines.frame.test_plans import CONDITIONS, NUMBERS, ROWS, Pair, numbers


@cache
def everything() -> tuple[Batch, ...]:
    return tuple(batches())


def wrong(batch: Batch, kind: str) -> list[str]:
    """The cases that come out otherwise."""
    result = evaluate_frames(batch.ruleset, frames(batch.ruleset.vocabulary, batch.facts, kind), batch.as_of)
    found = {(j.rule, j.subject): j for j in judgements(result, kind)}
    return [
        f"{case.place}: {case.name.en}: {judged.verdict} {judged.points}, not {case.expect}"
        for case, subject in batch.cases
        for judged in [found[case.rule, subject]]
        if judged.verdict != case.expect or (case.points is not None and judged.points != case.points)
    ]


@pytest.mark.parametrize("kind", LOCAL)
def test_every_conformance_case(kind: str) -> None:
    assert sum(len(batch.cases) for batch in everything()) >= 400
    assert not [line for batch in everything() for line in wrong(batch, kind)]


@on_spark
def test_every_text_reaches_a_real_spark_as_it_is() -> None:
    texts = ["it's", 'a"b', "${env:HOME}", "{teacher}", "a\\b", "`x`", "行\n二", "--", "优秀 (A)", "", "\U0001f600"]
    (row,) = spark().sql("SELECT " + ", ".join(spelled(text) for text in texts)).collect()
    assert list(row) == texts


@on_spark
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(CONDITIONS | numbers(CONDITIONS, NUMBERS), min_size=30, max_size=30))
def test_formulas_mean_what_they_were_made_of_on_a_real_spark(pairs: list[Pair]) -> None:
    given_ = {"one": spark().createDataFrame([tuple(row.values()) for row in ROWS], "a BIGINT, b BIGINT, p BOOLEAN")}
    names = [(f"v{n}", column) for n, (column, _) in enumerate(pairs)]
    (asked,) = queries([Given("one", ("a", "b", "p")).select([*kept("abp"), *names])])(given_)
    rows = [row.asDict() for row in asked.collect()]
    assert len(rows) == len(ROWS)
    assert [[row[name] for name, _ in names] for row in rows] == [
        [meaning(row) for _, meaning in pairs] for row in rows
    ]


@on_spark
def test_every_conformance_case_on_a_real_spark() -> None:
    assert not [line for batch in everything() for line in wrong(batch, "pyspark")]
