"""The long run works, on a short one; and it sees a difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from policyrules.engines import ENGINES, reference
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict
from tests.differential import __main__ as differential


def test_a_short_run_finds_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert differential.main(24) == 0
    assert "no difference" in capsys.readouterr().out


def test_a_wrong_engine_is_found_and_saved(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(rules: Ruleset, facts: Facts, as_of: date, progress: Any = None) -> Iterator[Judgement]:
        for judged in reference.judge_all(rules, facts, as_of):
            met = judged.verdict is Verdict.MET
            yield Judgement(judged.rule, judged.subject, Verdict.UNMET if met else judged.verdict, judged.points)

    engines = MappingProxyType({"reference": ENGINES["reference"], "wrong": wrong})
    monkeypatch.setattr(differential, "ENGINES", engines)
    monkeypatch.setattr(differential, "FOUND", tmp_path / "found")
    assert differential.main(40) == 1
    assert "DIFFERENCE" in capsys.readouterr().out
    (saved,) = (tmp_path / "found").iterdir()
    assert saved.read_text(encoding="utf-8").startswith("wrong: Judgement")
