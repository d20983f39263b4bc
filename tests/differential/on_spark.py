"""Run: python -m tests.differential.on_spark RULES [--seed S]. The comparison of compare.py for a real Spark alone, all
in one session: Spark takes seconds to start and about one for each of a set's queries, so it is no part of the long
run. Drawn from the same numbers, a difference is saved in the same place. Exit code 1 where there was a difference.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from tests.differential.__main__ import Run, seeds
from tests.differential.compare import FEW_WORLDS, Comparison, first_worlds, on_frames
from tests.differential.drawn import RULES_A_SET, SETS, chunk


def main(arguments: list[str]) -> int:
    """Draw and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential.on_spark")
    parser.add_argument("rules", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    run, engine = Run(given.seed), partial(on_frames, "pyspark")
    for number, seed in enumerate(seeds(given.seed, range(-(-given.rules // (SETS * RULES_A_SET))))):
        for drawn in chunk(seed, FEW_WORLDS):
            comparison = Comparison()
            rules = comparison.fresh(drawn.rules)
            asked = comparison.asked(rules, first_worlds(drawn.facts, FEW_WORLDS), drawn.as_of)
            found = list(comparison.judged("frame on pyspark", engine, asked))
            run.add(number, (comparison.counted, comparison.rules, found))
    print("\n".join(run.told()))
    return 1 if run.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
