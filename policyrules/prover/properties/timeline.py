"""Timeline: what comes first is due first, nothing is due before it was issued, and no window is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import cast

from policyrules.model.expr import CompareOp, Expr
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule
from policyrules.model.words import Text
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.domain import Asked
from policyrules.prover.encode.symbols import compare, exactly
from policyrules.prover.encode.terms import Bit
from policyrules.prover.epochs import Days, value_on
from policyrules.prover.question import Question
from policyrules.prover.reach import reach, stated
from policyrules.prover.sure import sure
from policyrules.prover.work import Work, due_day, unwanted
from policyrules.semantics import World
from policyrules.semantics.judge import applies, last_day

NAME = "timeline"
IN_ORDER = Text("期限先后无误", "its due day is in order")


@dataclass(frozen=True, slots=True)
class Due:
    """A rule's last day in each stretch of days; None where it hangs on the subject's own facts.

    Where the documents leave open what it rests on there is none: `gap` tells of that.
    """

    rule: Rule
    days: tuple[date, ...] | None


def check(work: Work) -> Iterator[Answer]:
    """One answer for each rule with a due day; one for each day that is out of order."""
    dues = {rule.id: due_days(work, rule) for rule in work.ruleset.rules.values() if rule.due is not None}
    for due in dues.values():
        if due.days is None:
            yield from of_ones_own(work, due.rule)
            continue
        faults = list(misplaced(work, due, dues))
        compared = Check(CheckedBy.COMPARISON, len(due.days))
        for about, says in faults:
            yield Answer(NAME, about, Result.COUNTEREXAMPLE, says, check=compared)
        if not faults:
            yield Answer(NAME, (due.rule.id,), Result.PROVED, IN_ORDER, check=compared)


def due_days(work: Work, rule: Rule) -> Due:
    """The last day of a rule, as the reference reads it with no facts at all, on each stretch it is in force."""
    nobody = Ref(rule.subject, "X001")
    found = []
    for days in work.stretches(rule, due=True):
        last = last_day(rule, nobody, World(work.ruleset, Facts({rule.subject: {}}), days.first))
        if isinstance(last, date):
            found.append(last)
        elif not rests_on_nothing(work, rule, days):
            return Due(rule, None)
    return Due(rule, tuple(found))


def rests_on_nothing(work: Work, rule: Rule, days: Days) -> bool:
    """Whether the documents leave open what the due day rests on."""
    due = cast(Expr, sure(rule.due, "the rule is due some day"))
    names = reach(work.ruleset, [due]).parameters
    return any(value_on(work.ruleset, name, days.first) is None for name in names)


def of_ones_own(work: Work, rule: Rule) -> Iterator[Answer]:
    """Whether the facts of somebody the rule speaks of make it due before it was in force or issued."""
    floors = list(starts(work, rule))
    settled = True
    for floor, why in floors:
        found = work.first(work.stretches(rule, due=True), partial(due_before, work, rule, floor))
        settled = settled and found.nobody
        if not found.nobody:
            says = Text(f"有人先于此到期：{why.zh}", f"somebody is due before: {why.en}")
            yield unwanted(NAME, (rule.id,), found, says, work.witness(found, rule))
    if settled:
        check = Check(CheckedBy.SECOND_SOLVER if floors else CheckedBy.COMPARISON, len(floors))
        yield Answer(NAME, (rule.id,), Result.PROVED, IN_ORDER, check=check)


def due_before(work: Work, rule: Rule, floor: date, days: Days) -> Question:
    """Somebody the rule speaks of, due before `floor`."""

    def build(bench: Bench) -> list[Bit]:
        early = compare(CompareOp.LT, due_day(work, bench, rule, days), exactly(floor.toordinal()))
        return [work.verdicts(bench, rule, days).concerned.yes, early.yes]

    def shows(case: Case, _: object) -> bool:
        world = case.world(work.ruleset)
        last = last_day(rule, case.subject, world)
        return isinstance(last, date) and last < floor and applies(rule, case.subject, world) is True

    about = (Asked(work.ruleset, tuple(stated(rule))),)
    return Question(rule.subject, days, build, shows, about, group=work.group(rule))


def starts(work: Work, rule: Rule) -> Iterator[tuple[date, Text]]:
    """The days a rule must not be due before: its first in force, and when its documents were issued."""
    start = rule.validity.start
    if start is not None:
        yield start, Text(f"{start} 才生效", f"in force only from {start}")
    for citation in rule.citations:
        document = work.ruleset.documents.get(citation.document)
        if document is not None and document.issued is not None:
            issued = document.issued
            yield issued, Text(f"文件 {issued} 才印发", f"its document was issued on {issued}")


def misplaced(work: Work, due: Due, dues: dict[str, Due]) -> Iterator[tuple[tuple[str, ...], Text]]:
    """What is out of order about one due day."""
    rule = due.rule
    for day in sorted(set(due.days or ())):
        for start, why in starts(work, rule):
            if day < start:
                yield (rule.id,), Text(f"{day} 到期，{why.zh}", f"due on {day}, {why.en}")
        for before in rule.after:
            earlier = dues.get(before)
            if earlier is not None and earlier.days and max(earlier.days) > day:
                says = Text(
                    f"{day} 到期，而先行的 `{before}` 到 {max(earlier.days)} 才到期",
                    f"due on {day}, while `{before}`, which comes first, is due on {max(earlier.days)}",
                )
                yield (rule.id, before), says
