"""One teacher against 12 and 60 rules: the direct engine, hand-written Python, and GoRules Zen with equal decisions.

Run: python benchmarks/bench_engine.py. Prints medians of processor time from one run, and ratios; all three agree.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from sys import path
from typing import Any

path.insert(0, str(Path(__file__).resolve().parent.parent))

import zen

from benchmarks.by_hand import sixty, twelve
from policyrules.engines.direct import compile_subject
from policyrules.model.expr import And, Literal
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import EnumType, NumberType
from policyrules.model.words import Verdict
from policyrules.semantics.verdicts import CODES
from tests import build

AS_OF = date(2023, 12, 31)
FIELDS = 25
MET, UNMET, UNDETERMINED, NOT_APPLICABLE = (
    CODES[v] for v in (Verdict.MET, Verdict.UNMET, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
)


def rules(number: int) -> Ruleset:
    """`number` rules: in post, and not of the middle school's kind, owe a minimum of one of 25 sorts of hours."""
    vocabulary = build.VOCABULARY
    teacher = build.entity(
        "teacher",
        "教师",
        [
            build.field("in_post", build.BOOL),
            build.field("kind", build.KIND),
            *(build.field(f"hours_{n}", build.HOURS, low=0) for n in range(FIELDS)),
        ],
    )
    vocabulary = type(vocabulary)(vocabulary.units, vocabulary.enums, {"teacher": teacher})

    def of(name: str) -> Any:
        return build.Field(build.Subject("teacher"), name, teacher.fields[name].type)

    in_scope = And((of("in_post"), build.compare(of("kind"), "!=", Literal("middle", EnumType("kind")))))
    scope = build.definition("in_scope", in_scope)
    made: list[Rule] = []
    for n in range(number):
        least = build.compare(of(f"hours_{n % FIELDS}"), ">=", Literal(10 + n, NumberType("hours")))
        made.append(build.rule(least, f"r{n}", applies=build.derived("in_scope", build.BOOL)))
    return build.ruleset(*made, definitions=[scope], vocabulary=vocabulary)


def zen_model(number: int) -> dict[str, Any]:
    """The same decisions as a Zen expression node: -1 not applicable, 0 unmet, 1 met, null undetermined."""
    scope = "in_post == false or kind == 'middle'"
    unknown = "in_post == null or kind == null"
    expressions = []
    for n in range(number):
        field = f"hours_{n % FIELDS}"
        value = f"{scope} ? {NOT_APPLICABLE} : ({unknown} or {field} == null) ? {UNDETERMINED} : "
        value += f"{field} >= {10 + n} ? {MET} : {UNMET}"
        expressions.append({"id": f"e{n}", "key": f"r{n}", "value": value})
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "x",
                "name": "x",
                "type": "expressionNode",
                "position": {"x": 1, "y": 0},
                "content": {"expressions": expressions},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "x", "type": "edge"},
            {"id": "b", "sourceId": "x", "targetId": "out", "type": "edge"},
        ],
    }


def zen_judge(number: int) -> Callable[[dict[str, Any]], tuple[int, ...]]:
    """The Zen model behind its static loader, which compiles it once: the fastest way in that Zen has."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": zen_model(number)}}})
    keys = [f"r{n}" for n in range(number)]

    def judge(record: dict[str, Any]) -> tuple[int, ...]:
        result = engine.evaluate("rules", record)["result"]
        return tuple(result[key] for key in keys)

    return judge


def median(call: Callable[[dict[str, Any]], Any], records: list[dict[str, Any]], rounds: int = 30) -> float:
    """Microseconds a record: the median of rounds over all records."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for record in records:
            call(record)
        taken.append((time.process_time() - start) / len(records))
    return statistics.median(taken) * 1e6


def main() -> None:
    """Print the table."""
    whole = {f"hours_{n}": (n * 7) % 45 for n in range(FIELDS)}
    records = [{"id": f"T{n:03}", "in_post": True, "kind": "primary", **whole} for n in range(50)]
    for n, record in enumerate(records):
        record["hours_3"] = n
    for number in (12, 60):
        direct = compile_subject(rules(number), "teacher", AS_OF)
        hand, other = (twelve if number == 12 else sixty), zen_judge(number)
        gap = dict(records[0], hours_0=None, hours_1=None)
        for record in [*records, {k: v for k, v in gap.items() if v is not None}, dict(records[1], in_post=False)]:
            full = {"hours_0": None, "hours_1": None, **record}
            assert direct(record) == hand(record) == tuple(other(full)), record
        ours, by, zens = median(direct, records), median(hand, records), median(other, records)
        print(
            f"{number:3} rules: direct {ours:6.2f} us   by hand {by:6.2f} us ({ours / by:4.2f} of it)   "
            f"zen {zens:7.2f} us ({zens / ours:5.1f} times ours)"
        )


if __name__ == "__main__":
    main()
