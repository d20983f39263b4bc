"""Run: python -m tests.differential RULES. Draws that many fresh rules, lets every engine decide them on many worlds,
and compares each decision (verdict and points) with the reference. Prints decisions, rules, seconds, differences; a
difference is shrunk by hypothesis and saved under tests/differential/found/. Exit code 1 where there was one."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policyrules.engines import ENGINES
from policyrules.model.errors import UsageError
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset
from tests import build
from tests.differential.worlds import worlds
from tests.strategies import facts as some

FOUND = Path(__file__).parent / "found"
RULES_A_SET = 4
EVERY = {"durable": 40}  # an engine that starts a process for each set of facts judges one set in so many


class Run:
    """What was decided so far."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.counted: Counter[str] = Counter()
        self.worlds = 0
        self.last = ""
        self.start = time.perf_counter()

    def compare(self, rules: Ruleset, facts: Facts) -> None:
        """Let every engine decide and stop at the first difference."""
        expected = list(ENGINES["reference"](rules, facts, build.DAY))
        self.counted["rules"] += len(rules.rules)
        self.worlds += 1
        for engine in ENGINES:
            if engine != "reference" and self.worlds % EVERY.get(engine, 1) == 0:
                self._judge(engine, rules, facts, expected)

    def _judge(self, engine: str, rules: Ruleset, facts: Facts, expected: list[Judgement]) -> None:
        try:
            found = list(ENGINES[engine](rules, facts, build.DAY))
        except UsageError as refusal:
            # A refusal is an answer, not a difference; how many there are is told.
            self.counted[f"{engine} refused {refusal.diagnostics[0].code.id}"] += 1
            return
        self.counted["decisions"] += len(found)
        wrong = [(a, b) for a, b in zip(expected, found, strict=True) if a != b]
        if wrong:
            self.last = f"{engine}: {wrong[0][1]}, not {wrong[0][0]}\n\n{rules!r}\n\n{facts!r}\n"
            raise AssertionError(self.last)

    def told(self) -> Iterator[str]:
        """The figures."""
        seconds = time.perf_counter() - self.start
        yield f"{self.counted['decisions']:,} decisions on {self.counted['rules']:,} fresh rules in {seconds:,.0f} s"
        yield f"{self.counted['decisions'] / seconds:,.0f} decisions a second on engines {', '.join(sorted(ENGINES))}"
        yield from (f"{what}: {n}" for what, n in sorted(self.counted.items()) if "refused" in what)


def main(number: int) -> int:
    """Draw `number` rules and compare."""
    run = Run()
    subjects = st.sampled_from(["teacher", "school", "county"])
    drawn = subjects.flatmap(lambda subject: some.rulesets(subject=subject, depth=4))

    @settings(
        max_examples=max(1, number // RULES_A_SET),
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(drawn, st.integers(0, 2**32))
    def compare(rules: Ruleset, seed: int) -> None:
        run.compare(rules, worlds(Random(seed)))

    try:
        compare()
    except AssertionError:
        FOUND.mkdir(exist_ok=True)
        path = FOUND / f"difference-{time.strftime('%Y%m%d-%H%M%S')}.txt"
        path.write_text(run.last, encoding="utf-8")
        print("\n".join((*run.told(), f"DIFFERENCE, saved as {path.name}", run.last[:500])))
        return 1
    print("\n".join((*run.told(), "no difference")))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
