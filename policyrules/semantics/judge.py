"""The verdict on one rule for one subject: section 4 of docs/language.md, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import NamedTuple, cast

from policyrules.model.expr import TRUE, Expr, Number
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Row, Rule, Table
from policyrules.model.words import HitPolicy, Period, Verdict
from policyrules.semantics.evaluate import Known, evaluate, junction
from policyrules.semantics.unknown import Unknown
from policyrules.semantics.world import World

Values = Callable[[Expr], Known]
GRAVITY = (Verdict.MET, Verdict.PENDING, Verdict.UNMET)


class Outcome(NamedTuple):
    """A verdict, and points where a table gives them."""

    verdict: Verdict
    points: Number | None


def judge(rule: Rule, subject: Ref, world: World) -> Judgement:
    """The verdict on `rule` for `subject`. Never raises for a checked ruleset and typed facts."""
    return Judgement(rule.id, subject, *ruled(rule, world.as_of, partial(evaluate, world=world, subject=subject)))


def applies(rule: Rule, subject: Ref, world: World) -> Known:
    """Whether the rule is in force, speaks of the subject, and no exemption holds."""
    return concerned(rule, world.as_of, partial(evaluate, world=world, subject=subject))


def last_day(rule: Rule, subject: Ref, world: World) -> date | Unknown | None:
    """The last day on which the rule may still be met; None where it sets no date."""
    return due_day(rule, partial(evaluate, world=world, subject=subject))


def ruled(rule: Rule, as_of: date, value: Values) -> Outcome:
    """The verdict and points of a rule on a day, where its expressions come to what `value` says."""
    applied = concerned(rule, as_of, value)
    if applied is not True:
        verdict = Verdict.UNDETERMINED if isinstance(applied, Unknown) else Verdict.NOT_APPLICABLE
        return Outcome(verdict, None)
    if rule.table is not None:
        return score(rule.table, value)
    met = value(rule.must or TRUE)
    if isinstance(met, Unknown):
        return Outcome(Verdict.UNDETERMINED, None)
    return Outcome(Verdict.MET if met else overdue(rule, as_of, value), None)


def concerned(rule: Rule, as_of: date, value: Values) -> Known:
    """`applies`, where expressions come to what `value` says."""
    if not rule.validity.covers(as_of):
        return False
    exempt = junction([value(e.when) for e in rule.exemptions], decisive=True)
    spared = exempt if isinstance(exempt, Unknown) else not exempt
    return junction([value(rule.applies), spared], decisive=False)


def due_day(rule: Rule, value: Values) -> date | Unknown | None:
    """`last_day`, where expressions come to what `value` says."""
    if rule.due is None:
        return None
    due = value(rule.due)
    return due.end if isinstance(due, Period) else cast("date | Unknown", due)


def overdue(rule: Rule, as_of: date, value: Values) -> Verdict:
    """What not being met means on the day."""
    due = due_day(rule, value)
    if isinstance(due, Unknown):
        return Verdict.UNDETERMINED
    return Verdict.PENDING if due is not None and due >= as_of else Verdict.UNMET


def hits(table: Table, value: Values) -> tuple[tuple[Row, Known], ...]:
    """The rows that may hit, each with True or unknown; under `first`, none behind the first certain one."""
    found = []
    for row in table.rows:
        hit = value(row.when)
        if hit is not False:
            found.append((row, hit))
        if hit is True and table.hit is HitPolicy.FIRST:
            break
    return tuple(found)


def score(table: Table, value: Values) -> Outcome:
    """The points and verdict on which all rows that may hit agree; else undetermined."""
    found = hits(table, value)
    if table.hit is HitPolicy.COLLECT:
        return collected(found)
    if table.hit is not HitPolicy.FIRST and any(hit is True for _, hit in found):
        found = tuple((row, hit) for row, hit in found if hit is True)
    outcomes = {Outcome(row.verdict, row.points) for row, _ in found}
    return outcomes.pop() if len(outcomes) == 1 else Outcome(Verdict.UNDETERMINED, None)


def collected(found: tuple[tuple[Row, Known], ...]) -> Outcome:
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
