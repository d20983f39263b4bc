"""How far targets have come: what each measures, the bound it is held against, and its course over the phases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
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
    rules = report.ruleset.rules
    applies = [verdict for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE]
    told = (j for rule in rules.values() if rule.measure for j in report.by(rule.id, applies))
    targets = [(rules[judgement.rule], judgement) for judgement in islice(told, MOST)]
    found = _Measured(report, targets)
    for rule, judgement in targets:
        if rule.measure is not None:
            yield found.progress(rule, rule.measure, judgement)


class _Measured:
    """Measures on several days. They are taken day by day, for a world remembers what it worked out of every record:
    there is one of them at a time."""

    def __init__(self, report: Report, targets: Iterable[tuple[Rule, Judgement]]) -> None:
        self._report = report
        self._phases = sorted(report.ruleset.phases.values(), key=lambda phase: phase.period.end)
        self._values: dict[tuple[Expr, Ref, date], Value | Bounds | None] = {}
        self._dues: dict[tuple[str, Ref], date | None] = {}
        asked: defaultdict[date, dict[tuple[Expr, Ref], None]] = defaultdict(dict)
        dated: defaultdict[date, list[tuple[Rule, Ref]]] = defaultdict(list)
        for rule, judgement in targets:
            dated[self._day(rule)].append((rule, judgement.subject))
            for expr, day in self._wanted(rule):
                asked[day][expr, judgement.subject] = None
        for day in sorted(asked):
            world = World(report.ruleset, report.facts, day)
            for expr, subject in asked[day]:
                self._values[expr, subject, day] = _seen(evaluate(expr, world, subject))
            for rule, subject in dated[day]:
                due = last_day(rule, subject, world)
                self._dues[rule.id, subject] = due if isinstance(due, date) else None

    def progress(self, rule: Rule, measure: Measure, judgement: Judgement) -> Progress:
        """The target of one subject."""
        subject, phase, day = judgement.subject, self._phase(rule), self._day(rule)
        return Progress(
            rule.id,
            rule.label if phase is None else _without(rule.label, phase.label),
            subject,
            phase,
            day,
            self._dues[rule.id, subject],
            rule.must.op if isinstance(rule.must, Compare) else CompareOp.GE,
            measure.value.type,
            self._values[measure.value, subject, day],
            self._values[measure.bound, subject, day],
            judgement.verdict,
            tuple((there, self._values[moved, subject, there.period.end]) for there, moved in self._course(rule)),
        )

    def _phase(self, rule: Rule) -> Phase | None:
        return self._report.ruleset.phases[rule.phase] if rule.phase else None

    def _day(self, rule: Rule) -> date:
        phase = self._phase(rule)
        return self._report.as_of if phase is None else min(phase.period.end, self._report.as_of)

    def _wanted(self, rule: Rule) -> Iterator[tuple[Expr, date]]:
        """What is measured, and on which day."""
        if rule.measure is not None:
            yield rule.measure.value, self._day(rule)
            yield rule.measure.bound, self._day(rule)
        for phase, moved in self._course(rule):
            yield moved, phase.period.end

    def _course(self, rule: Rule) -> Iterator[tuple[Phase, Expr]]:
        """The measure at each phase's end: in a target of a phase that day stands as the end of its own phase."""
        own = self._phase(rule)
        if own is None or rule.measure is None:
            return
        here = Literal(own.period.end, DATE)
        for phase in self._phases:
            if phase.period.end <= self._report.as_of:
                there = Literal(phase.period.end, DATE)
                moved = rewritten(rule.measure.value, lambda expr, there=there: there if expr == here else expr)  # type: ignore[misc]
                yield phase, moved


def _without(label: Text, phase: Text) -> Text:
    """A target's label without the phase that was added to it."""
    return Text(label.zh.removesuffix(f"（{phase.zh}）"), label.en.removesuffix(f" ({phase.en})"))


def _seen(value: Value | Unknown) -> Value | Bounds | None:
    if not isinstance(value, Unknown):
        return value
    return None if value.low is None and value.high is None else Bounds(value.low, value.high)
