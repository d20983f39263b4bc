"""What is reported does not hang on the order of rows, nor on the hash seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policyrules as pr
from policyrules.diagnostics.core import LANGS
from policyrules.report.forms import pieces

EXAMPLES = Path(__file__).parents[2] / "examples"
RUNS = [
    ("hunan/yongzhou-vocational", "yongzhou", "2023-11-11", "text"),
    ("hunan/yongzhou-vocational", "yongzhou", "2023-11-11", "json"),
    ("hunan/yongzhou-vocational", "yongzhou", "2023-11-11", "csv"),
    ("henan", "henan", "2023-12-31", "text"),
]
ROWS = {
    "school": [
        {"id": f"S{i}", "kind": kind, "principal": "T1"} for i, kind in enumerate(("primary", "junior", "other"))
    ],
    "teacher": [
        {"id": f"T{i}", "school": f"S{i % 3}", "in_post": i != 4, "online_hours": i * 4, "practice_hours": 40 - i * 5}
        for i in range(7)
    ]
    + [{"id": "T8", "school": "S9"}, {"id": "T9", "school": "S0", "in_post": True}],
    "hour_record": [
        {"id": f"R{i}", "teacher": f"T{i % 4}", "mode": "online", "hours": i, "earned_on": date(2021, 1, 1 + i)}
        for i in range(8)
    ],
    "chosen_point": [{"id": f"C{i}", "teacher": f"T{i % 3}", "point": "a6", "grade": "pass"} for i in range(4)],
    "point_evidence": [
        {"id": f"E{i}", "chosen_point": f"C{i % 4}", "kind": "reflection", "handed_in": i % 2 == 0, "grade": "pass"}
        for i in range(6)
    ],
}


@settings(max_examples=25)
@given(st.fixed_dictionaries({entity: st.permutations(rows) for entity, rows in ROWS.items()}))
def test_the_order_of_rows_does_not_show(shuffled: dict[str, list[dict[str, object]]]) -> None:
    assert written(shuffled) == written(ROWS)


def written(facts: dict[str, list[dict[str, object]]]) -> list[bytes]:
    """A report in every form that is text."""
    report = pr.evaluate(pr.load("national"), facts, as_of=date(2023, 12, 31))
    return [
        b"".join(p.encode() if isinstance(p, str) else p for p in pieces(report, form, lang, None)[0])
        for form in ("text", "json", "jsonl", "csv")
        for lang in LANGS
    ]


@pytest.mark.parametrize(("rules", "name", "day", "form"), RUNS)
def test_the_examples_shuffled_and_hashed_otherwise(rules: str, name: str, day: str, form: str, tmp_path: Path) -> None:
    for table in (EXAMPLES / name).glob("*.csv"):
        (tmp_path / table.name).write_text("".join(shuffled_lines(table)), encoding="utf-8")
    command = ["--as-of", day, "--format", form]
    there = said([rules, str(EXAMPLES / name), *command], seed=1)
    assert there == said([rules, str(tmp_path), *command], seed=20231111)


def shuffled_lines(table: Path) -> Iterator[str]:
    """The table's lines, all but the first in another order."""
    head, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(table.name).shuffle(rows)
    yield from (head, *rows)


def said(arguments: list[str], seed: int) -> bytes:
    """What a fresh interpreter with that hash seed writes."""
    run = [sys.executable, "-m", "policyrules", "evaluate", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(run, env=environment, capture_output=True, check=True).stdout
