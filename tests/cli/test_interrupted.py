"""Ctrl-C is no traceback, also before the command has begun."""

from __future__ import annotations

import signal
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


AT_ONCE = """
import sys
from policyrules.cli import main

entry = sys.modules[main.__module__]  # `policyrules.cli.main` is the function

def interrupted(*_):
    raise KeyboardInterrupt

setattr(entry, sys.argv[1], interrupted)
sys.argv[1:] = ["list"]
sys.exit(main())
"""


@pytest.mark.parametrize("step", ["prepare_streams", "language_of", "written"])
def test_interrupted_outside_the_command(step: str) -> None:
    command = [sys.executable, "-c", AT_ONCE, step]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (130, "已中断 · interrupted\n")


def test_interrupted_when_all_is_said() -> None:
    """Python itself is still putting things away."""
    script = "import signal, sys, policyrules.cli as c; sys.argv[1:] = ['list']; c.main(); signal.raise_signal(2)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


def test_the_package_imports_nothing_by_itself() -> None:
    """Whatever it imported could be interrupted with a traceback: nothing of ours has been read yet."""
    script = "import sys; before = set(sys.modules); import policyrules; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "['policyrules']\n"
