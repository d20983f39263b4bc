"""What the worst input takes: each kind through the command line in a process of its own, its CPU seconds and memory.

Rulesets once filled to what a ruleset may hold in bytes, which is more than it may hold in anything else, and once with
a little less than it may hold in items; then facts. Name words to run only the kinds that have one of them in their
names: `python -m benchmarks.bench_hostile cases json`. Nothing passes or fails; the goal is 2 s and 200 MB.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks import hostile_facts, hostile_rulesets
from policyrules.compiler.discovery import MAX_BYTES

BASE = Path(__file__).parents[1] / "docs" / "diagnostics" / "_base"
FULL, UNDER = 1_000_000, 5_500
GOAL_SECONDS, GOAL_MB = 2.0, 200


@contextmanager
def folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """The small ruleset with files laid over it."""
    with tempfile.TemporaryDirectory() as root:
        base = Path(shutil.copytree(BASE, Path(root) / "base"))
        for name, data in files.items():
            (base / name).write_bytes(data)
        yield base


COMMAND = """
import sys
from policyrules.cli import main

code = main(sys.argv[1:])
sys.stderr.write(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
sys.exit(code)
"""


def measured(*arguments: str) -> tuple[float, float, int]:
    """CPU seconds, peak MB and exit code of one run. The process tells its own peak: what the system says of a child
    holds what the parent had when it forked."""
    environment = {**os.environ, "POLICYRULES_CACHE": "off", "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", COMMAND, *arguments]
    before = cpu_of_children()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    peak = re.search(rb"[0-9]+\Z", done.stderr)
    return cpu_of_children() - before, int(peak[0]) / 1024 if peak else 0.0, done.returncode


def cpu_of_children() -> float:
    """Seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line(kind: str, found: tuple[float, float, int]) -> None:
    """Print one kind; a star where it is over the goal."""
    seconds, size, code = found
    over = "  *" if seconds > GOAL_SECONDS or size > GOAL_MB or code not in (0, 1, 2) else ""
    print(f"  {kind:45} {seconds:5.2f} s {size:5.0f} MB  exit {code}{over}", flush=True)


def rulesets(words: list[str]) -> Iterator[tuple[float, float, int]]:
    """Every kind of ruleset, over and under the bounds."""
    for most, title in ((FULL, "bytes"), (UNDER, "items")):
        hostile_rulesets.MOST.items = most
        print(f"rulesets, {title} at their limit")
        for kind, make in hostile_rulesets.KINDS.items():
            if not words or any(word in kind for word in words):
                files = {n: t.encode("utf-8", "surrogateescape") for n, t in make(MAX_BYTES - 10_000).items()}
                with folder(files) as base:
                    found = measured("check", str(base))
                line(kind, found)
                yield found


def facts(words: list[str]) -> Iterator[tuple[float, float, int]]:
    """Every kind of table."""
    print("facts")
    for kind, make in hostile_facts.KINDS.items():
        if not words or any(word in kind for word in words):
            with folder({}) as base:
                (base / "facts" / "teacher.csv").unlink()
                (base / "facts" / f"teacher{Path(kind).suffix}").write_bytes(make())
                found = measured("evaluate", str(base), str(base / "facts"), "--as-of", "2023-12-31")
            line(kind, found)
            yield found


def main() -> None:
    words = sys.argv[1:]
    found = [*rulesets(words), *facts(words)]
    if found:
        print(f"worst of {len(found)}: {max(f[0] for f in found):.2f} s, {max(f[1] for f in found):.0f} MB")


if __name__ == "__main__":
    main()
