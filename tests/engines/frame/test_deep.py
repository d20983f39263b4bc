"""The deepest rules that the language takes are judged on every kind of frame, Spark's parser and stack included."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyrules as pr
from policyrules.model.errors import RulesetError
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict
from tests.base import BASE
from tests.engines.frame.kinds import LOCAL, MAKE, judgements, on_spark

DEEPEST = 31  # each definition is four levels upon the one below; an expression may have 128
LINE = "  d{n}: {{label: {{zh: 第{n}层, en: level {n}}}, subject: teacher, cite: EX-01, value: '{value}'}}\n"


def upon_each_other(folder: Path, levels: int) -> Ruleset:
    home = folder / "base"
    shutil.copytree(BASE, home, ignore=shutil.ignore_patterns("cases"))
    text = "format: 1\ndefinitions:\n" + LINE.format(n=0, value="online_hours")
    for n in range(levels):
        text += LINE.format(n=n + 1, value=f"max(min(d{n}, online_hours), 1 hours) - 1 hours")
    (home / "levels.yaml").write_text(text, "utf-8")
    hours = home / "hours.yaml"
    hours.write_text(hours.read_text("utf-8").replace("must: online_hours", f"must: d{levels}"), "utf-8")
    return pr.load(home)


def check(kind: str, folder: Path) -> None:
    rules = upon_each_other(folder, DEEPEST)
    teachers = pl.DataFrame({"id": ["T1", "T2", "T3"], "in_post": [True] * 3, "online_hours": [19, None, 60]})
    found = judgements(pr.evaluate_frame(rules, {"teacher": MAKE[kind](teachers)}, date(2023, 6, 1)), kind)
    assert {j.subject.id: j.verdict for j in found} == {
        "T1": Verdict.UNMET,
        "T2": Verdict.UNDETERMINED,
        "T3": Verdict.MET,
    }


@pytest.mark.parametrize("kind", LOCAL)
def test_the_deepest_rules(kind: str, tmp_path: Path) -> None:
    check(kind, tmp_path)


@on_spark
def test_the_deepest_rules_on_a_real_spark(tmp_path: Path) -> None:
    check("pyspark", tmp_path)


def test_they_are_the_deepest(tmp_path: Path) -> None:
    with pytest.raises(RulesetError, match="PR421"):
        upon_each_other(tmp_path, DEEPEST + 1)
