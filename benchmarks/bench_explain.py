"""One fully explained finding of a simple teacher rule, met, unmet and undetermined.

Run: python benchmarks/bench_explain.py. Prints medians in microseconds of processor time.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from sys import path

path.insert(0, str(Path(__file__).resolve().parent.parent))

from policyrules.model.expr import And, Compare, CompareOp, Field, Literal
from policyrules.model.finding import Ref
from policyrules.semantics import World, explain
from tests import build

KIND = Field(build.subject_field("school"), "kind", build.KIND)
SCOPE = And((build.subject_field("in_post"), Compare(CompareOp.NE, KIND, Literal("middle", build.KIND))))
RULE = build.rule(
    build.compare(build.subject_field("extra"), ">=", build.param("least", build.HOURS)),
    applies=build.derived("in_scope", build.BOOL),
)
RULES = build.ruleset(
    RULE,
    parameters=[build.parameter("least", build.HOURS, 20)],
    definitions=[build.definition("in_scope", SCOPE)],
)
RECORDS = {"met": {"extra": 22}, "unmet": {"extra": 18}, "undetermined": {}}


def main() -> None:
    """Print one line a verdict."""
    for name, record in RECORDS.items():
        people = {f"t{n}": {"school": "s1", "in_post": True, **record} for n in range(200)}
        world = World(RULES, build.facts(school={"s1": {"kind": "primary"}}, teacher=people), build.DAY)
        taken = []
        for id in people:
            start = time.process_time()
            finding = explain(RULE, Ref("teacher", id), world)
            taken.append(time.process_time() - start)
            assert finding.verdict == name
        print(f"{name:13} {statistics.median(taken) * 1e6:6.1f} us   {finding.message.en}")


if __name__ == "__main__":
    main()
