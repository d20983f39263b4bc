"""The reference evaluator in the form of an engine: slow, and right by definition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policyrules.engines.protocol import Progress
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.judge import judge
from policyrules.semantics.world import World


def judge_all(ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None) -> Iterator[Judgement]:
    """Every rule for every subject, judged one by one."""
    world = World(ruleset, facts, as_of)
    done = 0
    for rule in ruleset.rules.values():
        table = facts.tables.get(rule.subject)
        if table is None:
            continue
        for id in sorted(table):
            yield judge(rule, Ref(rule.subject, id), world)
            done += 1
        if progress is not None:
            progress(done)
