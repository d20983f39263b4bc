"""How long compiling and recalling the rulesets take: medians, in milliseconds of processor time.

Cold: everything is read, checked and linted, nothing is written. Cached: read back from a cache made just before.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable

from policyrules.compiler import load_ruleset
from policyrules.compiler.cache import VARIABLE

RULESETS = ("national", "henan", "hunan/yongzhou-vocational")
ROUNDS = 7


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of `work`."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Print one line a ruleset."""
    for name in RULESETS:
        os.environ[VARIABLE] = "off"
        cold = milliseconds(lambda name=name: load_ruleset(name))
        with tempfile.TemporaryDirectory() as folder:
            os.environ[VARIABLE] = folder
            load_ruleset(name)
            cached = milliseconds(lambda name=name: load_ruleset(name))
        print(f"{name:28} cold {cold:7.1f} ms   cached {cached:6.1f} ms")


if __name__ == "__main__":
    main()
