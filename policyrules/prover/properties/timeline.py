"""Timeline: what comes first is due first, nothing is due before it was issued, and no window is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rule
from policyrules.model.words import Text
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.work import Work
from policyrules.semantics import Unknown, World
from policyrules.semantics.judge import last_day

NAME = "timeline"


@dataclass(frozen=True, slots=True)
class Due:
    """A rule's last day in each stretch of days; None where it hangs on the subject's own facts."""

    rule: Rule
    days: tuple[date, ...] | None


def check(work: Work) -> Iterator[Answer]:
    """One answer for each rule with a due day; one for each day that is out of order."""
    dues = {rule.id: due_days(work, rule) for rule in work.ruleset.rules.values() if rule.due is not None}
    for due in dues.values():
        if due.days is None:
            says = Text("到期日取决于对象自身的事实", "its due day hangs on the subject's own facts")
            yield Answer(NAME, (due.rule.id,), Result.UNKNOWN, says, reason="own")
            continue
        faults = list(misplaced(work, due, dues))
        compared = Check(CheckedBy.COMPARISON, len(due.days))
        for about, says in faults:
            yield Answer(NAME, about, Result.COUNTEREXAMPLE, says, check=compared)
        if not faults:
            says = Text("期限先后无误", "its due day is in order")
            yield Answer(NAME, (due.rule.id,), Result.PROVED, says, check=compared)


def due_days(work: Work, rule: Rule) -> Due:
    """The last day of a rule, as the reference reads it with no facts at all, on each stretch it is in force."""
    nobody = Ref(rule.subject, "X001")
    found = []
    for days in work.stretches(rule):
        last = last_day(rule, nobody, World(work.ruleset, Facts({rule.subject: {}}), days.first))
        if isinstance(last, Unknown) or last is None:
            return Due(rule, None)
        found.append(last)
    return Due(rule, tuple(found))


def misplaced(work: Work, due: Due, dues: dict[str, Due]) -> Iterator[tuple[tuple[str, ...], Text]]:
    """What is out of order about one due day."""
    rule = due.rule
    for day in sorted(set(due.days or ())):
        if rule.validity.start is not None and day < rule.validity.start:
            says = Text(
                f"{day} 到期，{rule.validity.start} 才生效", f"due on {day}, in force only from {rule.validity.start}"
            )
            yield (rule.id,), says
        for citation in rule.citations:
            document = work.ruleset.documents.get(citation.document)
            if document is not None and document.issued is not None and day < document.issued:
                says = Text(
                    f"{day} 到期，文件 {document.issued} 才印发",
                    f"due on {day}, its document was issued on {document.issued}",
                )
                yield (rule.id,), says
        for before in rule.after:
            earlier = dues.get(before)
            if earlier is not None and earlier.days and max(earlier.days) > day:
                says = Text(
                    f"{day} 到期，而先行的 `{before}` 到 {max(earlier.days)} 才到期",
                    f"due on {day}, while `{before}`, which comes first, is due on {max(earlier.days)}",
                )
                yield (rule.id, before), says
