"""3,000 teachers of one school under a rule with an aggregate of the school: computed once, not once a teacher.

Run: python benchmarks/bench_shared.py. Prints milliseconds for each engine that judges records.
"""

from __future__ import annotations

import time
from pathlib import Path
from sys import path

path.insert(0, str(Path(__file__).resolve().parent.parent))

from policyrules.engines import ENGINES
from policyrules.model.expr import Collection
from tests import build

TEACHERS = 3000


def main() -> None:
    """Print one line an engine."""
    colleagues = Collection(build.subject_field("school"), "teachers", "teacher")
    ready = build.aggregate("count", where=build.member_field("ready"), source=colleagues)
    rules = build.ruleset(build.rule(build.compare(ready, ">=", build.count(2))))
    people = {f"t{n}": {"school": "s1", "ready": n % 3 == 0} for n in range(TEACHERS)}
    facts = build.facts(school={"s1": {}}, teacher=people)
    for engine in ("direct", "reference"):
        start = time.process_time()
        judgements = list(ENGINES[engine](rules, facts, build.DAY))
        taken = time.process_time() - start
        assert len(judgements) == TEACHERS
        print(f"{engine:10} {taken * 1e3:6.1f} ms   {TEACHERS} teachers, one aggregate of their school")


if __name__ == "__main__":
    main()
