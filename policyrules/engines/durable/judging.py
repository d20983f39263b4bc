"""durable-rules as an engine for a whole set of facts: a session that begins, is compared, and ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policyrules.engines.durable.follower import Durable
from policyrules.engines.protocol import Progress
from policyrules.engines.session.live import Live
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.interval import tidy
from policyrules.semantics.verdicts import VERDICTS


def judge_all(ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None) -> Iterator[Judgement]:
    """Every rule for every subject, judged by durable-rules and compared with the session's own judgements.

    Raises UsageError where durable-rules cannot be had, EngineMismatchError where the two differ.
    """
    durable = Durable(ruleset)
    live = Live(ruleset, {entity: dict(table) for entity, table in facts.tables.items()}, as_of)
    try:
        durable.restart(live)
        durable.settle(live)
    finally:
        durable.close()
    done = 0
    for number, rule in enumerate(live.plan.rules):
        for id in sorted(live.index.tables.get(rule.subject, ())):
            code, points = live.outcome(number, id)
            done += 1
            yield Judgement(rule.id, Ref(rule.subject, id), VERDICTS[code], None if points is None else tidy(points))
        if progress is not None and rule.subject in facts.tables:
            progress(done)
