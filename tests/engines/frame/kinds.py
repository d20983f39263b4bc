"""The kinds of frames: how a test makes one from facts, and how it reads what comes back."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from typing import Any

import duckdb
import polars as pl
import pytest

from policyrules.engines.frame.records import table
from policyrules.engines.frame.result import FrameResult
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.vocabulary import Vocabulary
from policyrules.semantics.interval import tidy
from policyrules.semantics.verdicts import VERDICTS

MAKE: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
    "pyspark": lambda frame: spark().createDataFrame(frame.to_arrow()),
}
READ: dict[str, Callable[[Any], pl.DataFrame]] = {
    "polars": lambda found: found,
    "polars lazy": lambda found: found.collect(),
    "pandas": lambda found: pl.from_pandas(found),
    "pyarrow": lambda found: pl.from_arrow(found),  # type: ignore[return-value,dict-item]
    "duckdb": lambda found: found.pl(),
    "pyspark": lambda found: pl.from_arrow(found.toArrow()),  # type: ignore[return-value,dict-item]
}
LOCAL = [kind for kind in MAKE if kind != "pyspark"]


JAVA = shutil.which("java") is not None or "JAVA_HOME" in os.environ
NO_JAVA = "SPARK NOT TESTED: no java on this machine (apt-get install default-jre-headless)"
NO_PYSPARK = "SPARK NOT TESTED: pip install 'policyrules[spark]'"


def on_spark(test: Callable[..., None]) -> Callable[..., None]:
    """A test that starts a real Spark; skipped, and said so, where there is none."""
    quiet = pytest.mark.filterwarnings("ignore")(test)
    with_java = pytest.mark.skipif(not JAVA, reason=NO_JAVA)(quiet)
    return pytest.mark.skipif(find_spec("pyspark") is None, reason=NO_PYSPARK)(with_java)


@cache
def spark() -> Any:
    """A real Spark on this machine, with the settings of docs/scale.md."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.python.sql.dataFrameDebugging.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.hugeMethodLimit": "8000",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.memory": "1g",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("policyrules")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def frames(vocabulary: Vocabulary, facts: Facts, kind: str) -> dict[str, Any]:
    """Facts as frames of a kind."""
    return {id: MAKE[kind](table(vocabulary, vocabulary.entities[id], t)) for id, t in facts.tables.items()}


def judgements(result: FrameResult, kind: str) -> list[Judgement]:
    """What came out, in the order of the engines' interface."""
    read = {entity: READ[kind](found).sort("id") for entity, found in result.verdicts.items()}
    found = []
    for rule in result.ruleset.rules.values():
        if rule.subject in read:
            frame, scored = read[rule.subject], result.plan.outputs[rule.subject].points.get(rule.id)
            points = [None] * len(frame) if scored is None else frame[scored[0]].to_list()
            for id, code, steps in zip(frame["id"], frame[rule.id], points, strict=True):
                number = None if steps is None or scored is None else tidy(Fraction(int(steps), scored[1]))
                found.append(Judgement(rule.id, Ref(rule.subject, id), VERDICTS[code], number))
    return found
