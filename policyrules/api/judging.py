"""Facts judged: all of them into a report, one subject explained, or as they arrive."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policyrules.api.asked import find_rule, find_subject, on_day, one_of, other_rule, usage
from policyrules.api.facts import FactsLike, Progress, usable
from policyrules.model.facts import Facts
from policyrules.model.finding import Finding
from policyrules.model.ruleset import Ruleset
from policyrules.report.report import Report
from policyrules.semantics import World
from policyrules.semantics import explain as explain_one

if TYPE_CHECKING:
    from policyrules.engines.session import Session

SESSION_ENGINES = ("direct", "durable")


def evaluate(
    rules: Ruleset,
    facts: FactsLike,
    as_of: date | None = None,
    engine: str = "direct",
    progress: Progress | None = None,
) -> Report:
    """Judge every record that `rules` speak of, on the day `as_of` (by default today).

    `facts`: a folder's path, a dict from entity to records (mappings, dataclasses or objects of `models`), or facts
    that were read before. Cells that cannot be read are taken as not recorded and told in `report.diagnostics`.
    `progress(done, total)` is called now and then with judgements made and to be made.

    Raises FactsError where a table or row cannot be used, for then counts over it would be wrong; to go on without
    them pass `read_facts(...).facts`. Raises UsageError for an engine that is not there.

    >>> import policyrules as pr
    >>> report = pr.evaluate(pr.load("national"), {"teacher": []}, as_of=date(2022, 6, 1))
    >>> report.summary.violations
    0
    """
    from policyrules.engines import ENGINES

    if not isinstance(rules, Ruleset):
        raise TypeError(f"a Ruleset is needed, as load() gives it, not {type(rules).__name__}")
    judge_all = ENGINES[one_of("engine", engine, ENGINES)]
    day = on_day(as_of)
    given = usable(rules, facts)
    total = sum(len(given.facts.tables.get(rule.subject, ())) for rule in rules.rules.values())
    told = None if progress is None else lambda done: progress(done, total)
    judgements = tuple(judge_all(rules, given.facts, day, told))
    return Report(rules, day, engine, given.facts, judgements, given.diagnostics, given.tables)


def explain(
    rules: Ruleset,
    facts: FactsLike,
    subject: tuple[str, str],
    rule: str | None = None,
    as_of: date | None = None,
) -> list[Finding]:
    """The findings on one subject, `("teacher", "T001")`, on the day `as_of` (by default today), worst first.

    `rule`: only this one. Each finding carries its whole tree in `trace`. Raises UsageError for a subject or rule that
    is not there, FactsError as `evaluate` does.
    """
    given = usable(rules, facts)
    ref = find_subject(rules, given.facts, subject)
    chosen = rules.rules_for(ref.type)
    if rule is not None:
        one = find_rule(rules, rule)
        if one.subject != ref.type:
            raise usage(other_rule(rules, one, ref))
        chosen = (one,)
    world = World(rules, given.facts, on_day(as_of))
    found = [explain_one(one, ref, world) for one in chosen]
    order = {verdict: rank for rank, verdict in enumerate(type(found[0].verdict))} if found else {}
    return sorted(found, key=lambda finding: (not finding.violation, order[finding.verdict]))


def session(
    rules: Ruleset,
    facts: FactsLike | None = None,
    as_of: date | None = None,
    engine: str = "direct",
    resume: str | Path | None = None,
) -> Session:
    """Judge facts as they arrive: `put`, `remove` and `advance` say what each event changes.

    It begins with `facts` (none: no table is known yet) on the day `as_of` (by default today), or where the snapshot
    `resume` left off, journal included; that snapshot is then kept up to date. `engine="durable"` lets durable-rules
    judge beside the direct engine, in a process of its own; every answer of the two is compared.

    Raises FactsError as `evaluate` does, UsageError for an unknown engine, one that is not installed, or a snapshot
    that is damaged or of another ruleset.

    >>> import policyrules as pr
    >>> with pr.session(pr.load("national"), as_of=date(2022, 6, 1)) as live:
    ...     changes = live.put("teacher", {"id": "T001"})
    >>> changes[0].before, changes[0].after.subject.id
    (None, 'T001')
    """
    from policyrules.engines.session import Session, Stored
    from policyrules.engines.session import load as stored
    from policyrules.intake.single import read_record

    one_of("engine", engine, SESSION_ENGINES)
    if resume is not None:
        begin = stored(Path(resume), rules)
    else:
        given = Facts({}) if facts is None else usable(rules, facts).facts
        begin = Stored(on_day(as_of), {entity: dict(table) for entity, table in given.tables.items()}, None, [])
    follower = None
    if engine == "durable":
        from policyrules.engines.durable import Durable

        follower = Durable(rules)
    made = Session(rules, begin, lambda entity, record: read_record(rules.vocabulary, entity, record), follower)
    if resume is not None:
        made.snapshot(resume)
    return made
