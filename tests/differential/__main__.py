"""Run: python -m tests.differential RULES [--seed S] [--jobs J]. Draws that many rules in chunks, lets every
engine decide them on many worlds and compares each decision with the reference (see compare.py).

Each chunk is drawn from a number of its own, made of the seed, so that a run can be repeated, and judged in a process
that ends after a few, so that memory stays bounded however long it runs. A difference is made small and saved as a
conformance file under tests/conformance/found/. Prints figures as it goes; exit code 1 where there was a difference.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.conformance.data import FOUND
from tests.differential.compare import DRAWN, Outcome, judged
from tests.differential.drawn import RULES_A_SET, SETS
from tests.differential.features import wanted

TELL_EVERY = 60.0  # seconds
CHUNKS_A_PROCESS = 20


class Run:
    """What was decided so far."""

    def __init__(self, seed: int) -> None:
        """Nothing yet."""
        self.seed = seed
        self.counted: Counter[str] = Counter()
        self.rules: set[bytes] = set()
        self.differences = 0
        self.start = self.spoken = time.monotonic()

    def add(self, number: int, outcome: Outcome) -> None:
        """One chunk more; what it found is saved."""
        counted, rules, found = outcome
        self.counted += counted
        self.rules |= rules
        for difference in found:
            self.differences += 1
            FOUND.mkdir(exist_ok=True)
            path = FOUND / f"seed-{self.seed}-chunk-{number}-{difference.engine.split()[-1]}.yaml"
            path.write_text(difference.file, encoding="utf-8")
            print(f"DIFFERENCE, saved as {path.name}: {difference.engine}: {difference.told}", flush=True)
        self.tell()

    def tell(self) -> None:
        """Say how far it is, once a minute."""
        if time.monotonic() - self.spoken >= TELL_EVERY:
            self.spoken = time.monotonic()
            print(self.progress(), flush=True)

    def progress(self) -> str:
        """One line."""
        seconds = time.monotonic() - self.start
        decisions = sum(n for what, n in self.counted.items() if what.endswith("decisions"))
        return (
            f"{decisions:,} decisions on {len(self.rules):,} fresh rules in {seconds:,.0f} s, "
            f"{decisions / seconds:,.0f} a second; {self.differences} differences"
        )

    def told(self) -> Iterator[str]:
        """All figures: what was judged, then what the rules said, the rarest first."""
        drawn = {what.removeprefix(DRAWN): n for what, n in self.counted.items() if what.startswith(DRAWN)}
        yield f"seed {self.seed}: {self.progress()}"
        yield from (f"  {what} {n:,}" for what, n in sorted(self.counted.items()) if not what.startswith(DRAWN))
        yield f"  {len(wanted() & drawn.keys())} of {len(wanted())} things the language lets rules say were drawn"
        yield from (f"    never: {feature}" for feature in sorted(wanted() - drawn.keys()))
        yield from (f"    {n:,} times: {feature}" for feature, n in sorted(drawn.items(), key=lambda one: one[::-1]))


def main(arguments: list[str]) -> int:
    """Draw and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential")
    parser.add_argument("rules", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args(arguments)
    run = Run(given.seed)
    numbers = range(max(1, -(-given.rules // (SETS * RULES_A_SET))))
    context = multiprocessing.get_context("spawn")
    with context.Pool(given.jobs, maxtasksperchild=CHUNKS_A_PROCESS) as pool:
        outcomes = pool.imap(judged, seeds(given.seed, numbers))
        for number in numbers:
            run.add(number, awaited(outcomes, run))
    print("\n".join(run.told()))
    return 1 if run.differences else 0


def awaited(outcomes: Any, run: Run) -> Outcome:
    """The next outcome; while it is not there the run says so once a minute."""
    while True:
        try:
            found: Outcome = outcomes.next(timeout=TELL_EVERY)
            return found
        except multiprocessing.TimeoutError:
            run.tell()


def seeds(seed: int, numbers: range) -> Iterator[int]:
    """A number for each chunk, the same for the same seed."""
    return (seed * 2**32 + number for number in numbers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
