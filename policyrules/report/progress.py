"""How far targets have come: what each measures, the bound it is held against, and its course over the phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from policyrules.model.expr import Compare, CompareOp, Expr, Literal, Value
from policyrules.model.finding import Bounds, Judgement, Ref
from policyrules.model.ruleset import Measure, Phase, Rule
from policyrules.model.types import DATE, Type
from policyrules.model.words import Text, Verdict
from policyrules.report.report import Report
from policyrules.semantics import World
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.judge import last_day
from policyrules.semantics.unknown import Unknown
from policyrules.syntax.walk import rewritten

MOST = 300


@dataclass(frozen=True, slots=True)
class Progress:
    """One target of one subject: what was reached on `day`, the phase's end or the day of judgement before it.

    `course`: the same measure at the end of every phase up to the day of judgement; empty for a target that is tied to
    no phase. `verdict` is that of the day of judgement, as everywhere in the report.
    """

    rule: str
    label: Text
    subject: Ref
    phase: Phase | None
    day: date
    due: date | None
    op: CompareOp
    type: Type
    reached: Value | Bounds | None
    bound: Value | Bounds | None
    verdict: Verdict
    course: tuple[tuple[Phase, Value | Bounds | None], ...]


def progress(report: Report) -> Iterator[Progress]:
    """Every target that applies on the day of judgement, at most `MOST`, in the order of the judgements."""
    found = _Measuring(report)
    rules = report.ruleset.rules
    applies = [verdict for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE]
    told = (j for rule in rules.values() if rule.measure for j in report.by(rule.id, applies))
    for judgement in islice(told, MOST):
        rule = rules[judgement.rule]
        if rule.measure is not None:
            yield found.progress(rule, rule.measure, judgement)


class _Measuring:
    """Measures on several days, each day's definitions and each measure computed once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._phases = sorted(report.ruleset.phases.values(), key=lambda phase: phase.period.end)
        self._world = cache(lambda day: World(report.ruleset, report.facts, day))
        self._value = cache(lambda expr, subject, day: _seen(evaluate(expr, self._world(day), subject)))

    def progress(self, rule: Rule, measure: Measure, judgement: Judgement) -> Progress:
        """The target of one subject."""
        subject = judgement.subject
        phase = self._report.ruleset.phases[rule.phase] if rule.phase else None
        day = self._report.as_of if phase is None else min(phase.period.end, self._report.as_of)
        due = last_day(rule, subject, self._world(day))
        return Progress(
            rule.id,
            rule.label if phase is None else _without(rule.label, phase.label),
            subject,
            phase,
            day,
            due if isinstance(due, date) else None,
            rule.must.op if isinstance(rule.must, Compare) else CompareOp.GE,
            measure.value.type,
            self._value(measure.value, subject, day),
            self._value(measure.bound, subject, day),
            judgement.verdict,
            () if phase is None else tuple(self._course(measure.value, phase, subject)),
        )

    def _course(self, value: Expr, own: Phase, subject: Ref) -> Iterator[tuple[Phase, Value | Bounds | None]]:
        """The measure at each phase's end: in a target of a phase that day stands as the end of its own phase."""
        here = Literal(own.period.end, DATE)
        for phase in self._phases:
            end = phase.period.end
            if end <= self._report.as_of:
                there = Literal(end, DATE)
                moved = rewritten(value, lambda expr, there=there: there if expr == here else expr)  # type: ignore[misc]
                yield phase, self._value(moved, subject, end)


def _without(label: Text, phase: Text) -> Text:
    """A target's label without the phase that was added to it."""
    return Text(label.zh.removesuffix(f"（{phase.zh}）"), label.en.removesuffix(f" ({phase.en})"))


def _seen(value: Value | Unknown) -> Value | Bounds | None:
    if not isinstance(value, Unknown):
        return value
    return None if value.low is None and value.high is None else Bounds(value.low, value.high)
