"""The prover: 200 rules on 4 facts, all pairs for conflict; every property of the shipped rulesets."""

from __future__ import annotations

import random
import time

from policyrules.compiler import load_ruleset
from policyrules.model.expr import TRUE, And, Compare, CompareOp, Expr, Field, Literal, Subject
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import STANDARD_UNITS, Entity, FieldDef, Unit, Vocabulary
from policyrules.model.words import Force, Kind, Text, Validity
from policyrules.prover.answer import Result
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


def main() -> None:
    """Print seconds and answers."""
    start = time.perf_counter()
    answers = prove(synthetic(), ["conflict"])
    conflicts = sum(a.result is Result.COUNTEREXAMPLE for a in answers)
    pairs, seconds = RULES * (RULES - 1) // 2, time.perf_counter() - start
    print(f"conflict, {RULES} rules, {pairs} pairs, {conflicts} in conflict: {seconds:.2f} s (limit 5)")
    total = 0.0
    for name in ("henan", "hunan/yongzhou-vocational"):
        ruleset, _ = load_ruleset(name)
        if ruleset is None:
            raise SystemExit(f"{name} does not load")
        above = [found for layer in ruleset.layers[:-1] if (found := load_ruleset(layer.id)[0]) is not None]
        start, work = time.perf_counter(), time.process_time()
        answers = prove(ruleset, against=above)
        seconds, spent = time.perf_counter() - start, time.process_time() - work
        total += seconds
        counts = ", ".join(f"{sum(a.count for a in answers if a.result is r)} {r.value}" for r in Result)
        print(f"{name}, all properties: {seconds:.1f} s ({spent:.1f} s of one core): {counts}")
    print(f"both: {total:.1f} s (limit 20)")


if __name__ == "__main__":
    main()
