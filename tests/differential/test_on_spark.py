"""The comparison on Spark: a short one on a real Spark, and what becomes of a difference."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.differential import __main__ as differential
from tests.differential import on_spark as run
from tests.differential.drawn import Drawn, chunk
from tests.engines.frame.kinds import on_spark


@pytest.fixture(autouse=True)
def _one_set_of_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(seed: int, worlds: int) -> Iterator[Drawn]:
        return islice(chunk(seed, worlds), 1, 2)  # the first of a chunk is the plainest there is

    monkeypatch.setattr(run, "chunk", first)


@on_spark
def test_drawn_rules_on_a_real_spark(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["1", "--seed", "5"]) == 0
    told = capsys.readouterr().out
    assert "frame on pyspark: decisions" in told
    assert "DIFFERENCE" not in told


def test_a_difference_is_saved(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "on_frames", lambda *_: [])
    monkeypatch.setattr(differential, "FOUND", tmp_path)
    assert run.main(["1", "--seed", "5"]) == 1
    assert "another number of judgements" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["seed-5-chunk-0-pyspark.yaml"]
