"""Ctrl-C is no traceback, also before the command has begun."""

from __future__ import annotations

import subprocess
import sys

import pytest

INTERRUPTED = """
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from policyrules.cli import main

sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("while_importing", "arguments", "said"),
    [
        ("policyrules.cli.main", ["list"], "已中断 · interrupted\n"),
        ("policyrules.cli.rulesets", ["list"], "已中断\n"),
        ("policyrules.compiler", ["list", "--lang", "en"], "interrupted\n"),
    ],
)
def test_interrupted_while_it_starts(while_importing: str, arguments: list[str], said: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED, while_importing, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", said)
