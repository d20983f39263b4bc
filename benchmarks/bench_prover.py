"""The prover: 200 rules on 4 facts, all pairs for conflict; every property of the shipped rulesets."""

from __future__ import annotations

import random
import time
from statistics import median

from policyrules.compiler import load_ruleset
from policyrules.model.expr import TRUE, And, Compare, CompareOp, Expr, Field, Literal, Subject
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import STANDARD_UNITS, Entity, FieldDef, Unit, Vocabulary
from policyrules.model.words import Force, Kind, Text, Validity
from policyrules.prover.answer import Answer, Result
from policyrules.prover.prove import prove

HOURS = NumberType("hours")
RULES, FACTS = 200, 4


def rule(id: str, must: Expr, applies: Expr) -> Rule:
    """A requirement on a person."""
    return Rule(id, Kind.REQUIREMENT, Text(id, id), "person", Force.MUST, applies, must, Validity(), (), "bench", ())


def synthetic(seed: int = 4) -> Ruleset:
    """Thresholds up and down on four facts; about one pair in nine is in conflict."""
    draw = random.Random(seed)
    fields = [FieldDef(f"f{i}", Text(f"f{i}", f"f{i}"), HOURS, 0, 100) for i in range(FACTS)]
    person = Entity("person", Text("人", "person"), {f.id: f for f in fields}, {})
    vocabulary = Vocabulary(
        {**STANDARD_UNITS, "hours": Unit("hours", Text("学时", "hours"), 2)}, {}, {"person": person}
    )

    def threshold() -> Expr:
        field = Field(Subject("person"), f"f{draw.randrange(FACTS)}", HOURS)
        op, low = draw.choice([(CompareOp.GE, 10), (CompareOp.LE, 40)])
        return Compare(op, field, Literal(low + draw.randrange(50), HOURS))

    rules = []
    for n in range(RULES):
        must = And((threshold(), threshold())) if draw.random() < 0.3 else threshold()
        rules.append(rule(f"r{n}", must, threshold() if draw.random() < 0.3 else TRUE))
    return Ruleset("bench", Text("", ""), "1", (), {}, {}, vocabulary, {}, {}, {}, {r.id: r for r in rules}, {}, "")


def timed(ruleset: Ruleset, properties: list[str] | None, above: list[Ruleset]) -> tuple[float, float, list[Answer]]:
    """Seconds on the clock, seconds of one core, and the answers."""
    start, work = time.perf_counter(), time.process_time()
    answers = list(prove(ruleset, properties, above))
    return time.perf_counter() - start, time.process_time() - work, answers


def main() -> None:
    """Print seconds on the clock and of one core, and answers."""
    runs = [timed(synthetic(), ["conflict"], []) for _ in range(3)]
    seconds, spent = median(run[0] for run in runs), median(run[1] for run in runs)
    conflicts = sum(a.result is Result.COUNTEREXAMPLE for a in runs[0][2])
    pairs = RULES * (RULES - 1) // 2
    print(
        f"conflict, {RULES} rules on {FACTS} facts, {pairs} pairs, {conflicts} in conflict: "
        f"{seconds:.1f} s, {spent:.1f} s of one core (limit 5; median of 3)"
    )
    for name in ("henan", "hunan/yongzhou-vocational"):
        ruleset, _ = load_ruleset(name)
        if ruleset is None:
            raise SystemExit(f"{name} does not load")
        above = [found for layer in ruleset.layers[:-1] if (found := load_ruleset(layer.id)[0]) is not None]
        seconds, spent, answers = timed(ruleset, None, above)
        counts = ", ".join(f"{sum(a.count for a in answers if a.result is r)} {r.value}" for r in Result)
        print(f"{name}, all properties: {seconds:.1f} s, {spent:.1f} s of one core (limit 20): {counts}")


if __name__ == "__main__":
    main()
