"""The verdict on one rule for one subject: section 4 of docs/language.md, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, cast

from policyrules.model.expr import TRUE, Number, Value
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Row, Rule, Table
from policyrules.model.words import HitPolicy, Period, Verdict
from policyrules.semantics.evaluate import evaluate, junction
from policyrules.semantics.unknown import Unknown
from policyrules.semantics.world import World

GRAVITY = (Verdict.MET, Verdict.PENDING, Verdict.UNMET)


class Outcome(NamedTuple):
    """What a table comes to."""

    verdict: Verdict
    points: Number | None


def judge(rule: Rule, subject: Ref, world: World) -> Judgement:
    """The verdict on `rule` for `subject`. Never raises for a checked ruleset and typed facts."""
    concerned = applies(rule, subject, world)
    if concerned is not True:
        verdict = Verdict.UNDETERMINED if isinstance(concerned, Unknown) else Verdict.NOT_APPLICABLE
        return Judgement(rule.id, subject, verdict)
    if rule.table is not None:
        return Judgement(rule.id, subject, *score(rule.table, subject, world))
    met = evaluate(rule.must or TRUE, world, subject)
    if isinstance(met, Unknown):
        return Judgement(rule.id, subject, Verdict.UNDETERMINED)
    return Judgement(rule.id, subject, Verdict.MET if met else overdue(rule, subject, world))


def applies(rule: Rule, subject: Ref, world: World) -> Value | Unknown:
    """Whether the rule is in force, speaks of the subject, and no exemption holds."""
    if not rule.validity.covers(world.as_of):
        return False
    exempt = junction([evaluate(e.when, world, subject) for e in rule.exemptions], decisive=True)
    spared = exempt if isinstance(exempt, Unknown) else not exempt
    return junction([evaluate(rule.applies, world, subject), spared], decisive=False)


def last_day(rule: Rule, subject: Ref, world: World) -> date | Unknown | None:
    """The last day on which the rule may still be met; None where it sets no date."""
    if rule.due is None:
        return None
    due = evaluate(rule.due, world, subject)
    return due.end if isinstance(due, Period) else cast("date | Unknown", due)


def overdue(rule: Rule, subject: Ref, world: World) -> Verdict:
    """What not being met means on the day."""
    due = last_day(rule, subject, world)
    if isinstance(due, Unknown):
        return Verdict.UNDETERMINED
    return Verdict.PENDING if due is not None and due >= world.as_of else Verdict.UNMET


def hits(table: Table, subject: Ref, world: World) -> tuple[tuple[Row, Value | Unknown], ...]:
    """The rows that may hit, each with True or unknown; under `first`, none behind the first certain one."""
    found = []
    for row in table.rows:
        hit = evaluate(row.when, world, subject)
        if hit is not False:
            found.append((row, hit))
        if hit is True and table.hit is HitPolicy.FIRST:
            break
    return tuple(found)


def score(table: Table, subject: Ref, world: World) -> Outcome:
    """The points and verdict on which all rows that may hit agree; else undetermined."""
    found = hits(table, subject, world)
    if table.hit is HitPolicy.COLLECT:
        return collected(found)
    if table.hit is not HitPolicy.FIRST and any(hit is True for _, hit in found):
        found = tuple((row, hit) for row, hit in found if hit is True)
    outcomes = {Outcome(row.verdict, row.points) for row, _ in found}
    return outcomes.pop() if len(outcomes) == 1 else Outcome(Verdict.UNDETERMINED, None)


def collected(found: tuple[tuple[Row, Value | Unknown], ...]) -> Outcome:
    """Points added up, with the gravest verdict; a row that may hit decides nothing only if it could change neither."""
    certain = [row for row, hit in found if hit is True]
    verdict = gravest(row.verdict for row in certain)
    for row, hit in found:
        if hit is not True and (row.points != 0 or gravest([verdict, row.verdict]) is not verdict):
            return Outcome(Verdict.UNDETERMINED, None)
    return Outcome(verdict, sum(row.points for row in certain))


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of what rows may say; over none, met."""
    return max(verdicts, key=GRAVITY.index, default=Verdict.MET)
