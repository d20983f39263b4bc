"""policyrules evaluate --engine frame writes the report of the direct engine, byte for byte."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from policyrules.cli import main

ROOT = Path(__file__).parents[3]


def report(*words: str) -> str:
    written = io.StringIO()
    with redirect_stdout(written):
        main(list(words))
    return written.getvalue()


@pytest.mark.parametrize("format", ["text", "json"])
def test_the_same_report_from_each_engine(format: str, tmp_path: Path) -> None:
    base = tmp_path / "base"
    copytree(ROOT / "docs" / "diagnostics" / "_base", base)
    words = ("evaluate", str(base), str(base / "facts"), "--as-of", "2023-06-01", "--format", format)
    one, two = (report(*words, "--engine", engine) for engine in ("direct", "frame"))
    assert one == two
    assert "T002" in one


@pytest.mark.parametrize(
    ("ruleset", "folder", "day"),
    [("hunan/yongzhou-vocational", "yongzhou", "2023-11-11"), ("henan", "henan", "2023-12-31")],
)
def test_the_same_report_on_an_example(ruleset: str, folder: str, day: str) -> None:
    words = ("evaluate", ruleset, str(ROOT / "examples" / folder), "--as-of", day)
    assert report(*words, "--engine", "frame") == report(*words, "--engine", "direct")


def test_the_same_report_on_parquet(tmp_path: Path) -> None:
    for file in (ROOT / "docs" / "diagnostics" / "_base" / "facts").glob("*.csv"):
        pl.read_csv(file, infer_schema=False).write_parquet(tmp_path / f"{file.stem}.parquet")
    base = tmp_path / "base"
    copytree(ROOT / "docs" / "diagnostics" / "_base", base)
    words = ("evaluate", str(base), str(tmp_path), "--as-of", "2023-06-01", "--format", "json")
    one, two = (report(*words, "--engine", engine) for engine in ("direct", "frame"))
    assert one == two
    assert "T002" in one
