"""policyrules evaluate --engine frame writes the report of the direct engine, byte for byte."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from shutil import copytree

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


def test_the_same_report_on_a_school() -> None:
    words = ("evaluate", "hunan/yongzhou-vocational", str(ROOT / "examples" / "yongzhou"), "--as-of", "2023-11-11")
    assert report(*words, "--engine", "frame") == report(*words, "--engine", "direct")
