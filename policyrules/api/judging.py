"""Facts judged: all of them into a report, or one subject explained."""

from __future__ import annotations

from datetime import date

from policyrules.api.asked import find_rule, on_day, one_of, other_rule, usage
from policyrules.api.facts import FactsLike, Progress, usable
from policyrules.api.subjects import find_subject
from policyrules.model.finding import Finding, InColumns
from policyrules.model.kinds import a_ruleset
from policyrules.model.ruleset import Ruleset
from policyrules.report.kept import Kept
from policyrules.report.report import Report
from policyrules.semantics import World
from policyrules.semantics import explain as explain_one


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

    a_ruleset(rules)
    judge_all = ENGINES[one_of("engine", engine, ENGINES)]
    day = on_day(as_of)
    given = usable(rules, facts, engine)
    total = sum(len(given.facts.tables.get(rule.subject, ())) for rule in rules.rules.values())
    told = None if progress is None else lambda done: progress(done, total)
    found = judge_all(rules, given.facts, day, told)
    judgements = found if isinstance(found, InColumns) else Kept(found)
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
