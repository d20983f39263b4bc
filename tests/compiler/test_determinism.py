"""The same files give the same ruleset and messages, whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compiler.build import BASE_FILES

SCRIPT = """
import sys
from policyrules.compiler import load_ruleset
from policyrules.diagnostics.render import render
ruleset, found = load_ruleset(sys.argv[1])
sys.stdout.buffer.write(f"{ruleset and ruleset.digest}\\n{render(found, 'zh')}".encode())
"""
WRONG = """format: 1
definitions:
  a: {label: {zh: 甲, en: a}, subject: teacher, value: b, cite: EX-01}
  b: {label: {zh: 乙, en: b}, subject: teacher, value: a and nonsense, cite: EX-09}
parameters:
  p: {label: {zh: 丙, en: p}, unit: hour, values: [{value: 1, cite: EX-01}]}
requirements:
  r: {label: {zh: 丁, en: r}, subject: schol, must: a, after: [s, t], cite: EX-01}
"""


def said(name: str, seed: int) -> bytes:
    """What a fresh interpreter with that hash seed says of a ruleset."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "POLICYRULES_CACHE": "off"}
    run = [sys.executable, "-c", SCRIPT, name]
    return subprocess.run(run, env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize("name", ["henan", "hunan/yongzhou-vocational"])
def test_a_good_ruleset(name: str) -> None:
    assert said(name, 1) == said(name, 2)


def test_a_wrong_one(tmp_path: Path) -> None:

    folder = tmp_path / "base"
    folder.mkdir()
    for file, text in {**BASE_FILES, "wrong.yaml": WRONG}.items():
        (folder / file).write_text(text, encoding="utf-8")
    first = said(str(folder), 1)
    assert first.startswith(b"None")
    assert first == said(str(folder), 2)
