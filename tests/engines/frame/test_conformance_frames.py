"""All conformance cases on every kind of frame."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec

import pytest

from policyrules.engines.frame import evaluate_frames
from policyrules.engines.frame.sql import spelled
from tests.engines.frame.kinds import LOCAL, frames, judgements, spark
from tests.engines.frame.merged import Batch, batches

JAVA = shutil.which("java") is not None or "JAVA_HOME" in os.environ


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


@pytest.mark.skipif(not JAVA, reason="SPARK NOT TESTED: no java on this machine (apt-get install default-jre-headless)")
@pytest.mark.skipif(find_spec("pyspark") is None, reason="SPARK NOT TESTED: pip install 'policyrules[spark]'")
@pytest.mark.filterwarnings("ignore")
def test_every_text_reaches_a_real_spark_as_it_is() -> None:
    texts = ["it's", 'a"b', "${env:HOME}", "{teacher}", "a\\b", "`x`", "行\n二", "--", "优秀 (A)", "", "\U0001f600"]
    (row,) = spark().sql("SELECT " + ", ".join(spelled(text) for text in texts)).collect()
    assert list(row) == texts


@pytest.mark.skipif(not JAVA, reason="SPARK NOT TESTED: no java on this machine (apt-get install default-jre-headless)")
@pytest.mark.skipif(find_spec("pyspark") is None, reason="SPARK NOT TESTED: pip install 'policyrules[spark]'")
@pytest.mark.filterwarnings("ignore")
def test_every_conformance_case_on_a_real_spark() -> None:
    assert not [line for batch in everything() for line in wrong(batch, "pyspark")]
