"""Ctrl-C is no traceback, also before the command has begun."""

from __future__ import annotations

import subprocess
import sys

EARLY = """
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "policyrules.api":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from policyrules.cli import main
"""


def test_interrupted_while_it_starts() -> None:
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "已中断 · interrupted\n")
