"""A judgement with its reasons: what decided, what is missing, how far off, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from policyrules.model.expr import TRUE
from policyrules.model.finding import Evidence, Finding, Judgement, MissingFact, Ref, Shortfall, Trace
from policyrules.model.ruleset import Rule
from policyrules.model.types import NumberType
from policyrules.model.words import Force, Text, Verdict
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.judge import hits, judge, last_day
from policyrules.semantics.labels import missing_fact
from policyrules.semantics.messages import Messenger
from policyrules.semantics.reasons import Reason, comparison, reasons, shortfall
from policyrules.semantics.remedy import remedy
from policyrules.semantics.tracing import Tracer
from policyrules.semantics.unknown import Unknown, gaps
from policyrules.semantics.wording import both, say
from policyrules.semantics.world import World

MOST_EVIDENCE = 40


def explain(rule: Rule, subject: Ref, world: World) -> Finding:
    """The finding on `rule` for `subject`: the same verdict as `judge`, with its whole explanation."""
    judgement = judge(rule, subject, world)
    traces, found = decided_by(rule, judgement, subject, world)
    missing = lacking(rule, judgement, subject, world)
    due = last_day(rule, subject, world)
    day = due if isinstance(due, date) else None
    failed = judgement.verdict in (Verdict.UNMET, Verdict.PENDING)
    return Finding(
        rule=rule.id,
        subject=subject,
        verdict=judgement.verdict,
        force=rule.force,
        violation=judgement.verdict is Verdict.UNMET and rule.force is Force.MUST,
        message=worded(rule, judgement, found, missing, day, world, subject),
        citations=rule.citations,
        evidence=evidence(found),
        missing=missing,
        shortfall=falls_short(found) if failed else None,
        remedy=remedy(rule, subject, world) if failed else (),
        points=judgement.points,
        due=day,
        layer=rule.layer,
        provenance=rule.provenance,
        trace=traces,
    )


def decided_by(
    rule: Rule, judgement: Judgement, subject: Ref, world: World
) -> tuple[tuple[Trace, ...], tuple[Reason, ...]]:
    """The trees of everything the verdict rests on, and the conditions in them that decided."""
    if not rule.validity.covers(world.as_of):
        return (), ()
    tracer = Tracer(world)
    scope = [] if rule.applies == TRUE else [(rule.applies, True)]
    scope += [(exemption.when, False) for exemption in rule.exemptions]
    traces = [(tracer.trace(expr, subject)[0], wanted) for expr, wanted in scope]
    blocking = [(trace, wanted) for trace, wanted in traces if trace.value is not wanted]
    if blocking:
        firm = [(trace, wanted) for trace, wanted in blocking if isinstance(trace.value, bool)] or blocking
        return tuple(t for t, _ in traces), tuple(r for trace, wanted in firm for r in reasons(trace, wanted))
    if rule.table is not None:
        rows = [tracer.trace(row.when, subject)[0] for row, _ in hits(rule.table, subject, world)]
        return (*(t for t, _ in traces), *rows), tuple(r for row in rows for r in reasons(row))
    must = tracer.trace(rule.must or TRUE, subject)[0]
    return (*(t for t, _ in traces), must), tuple(reasons(must))


def lacking(rule: Rule, judgement: Judgement, subject: Ref, world: World) -> tuple[MissingFact, ...]:
    """The facts that would decide, sorted; none where the verdict is decided."""
    if judgement.verdict is not Verdict.UNDETERMINED:
        return ()
    scope = [evaluate(expr, world, subject) for expr in (rule.applies, *(e.when for e in rule.exemptions))]
    found = gaps(*scope)
    if not any(isinstance(value, Unknown) for value in scope):
        if rule.table is not None:
            found = gaps(*(hit for _, hit in hits(rule.table, subject, world)))
        else:
            due = last_day(rule, subject, world)
            found = gaps(evaluate(rule.must or TRUE, world, subject))
            found = found if found or due is None else gaps(due)
    return tuple(missing_fact(gap, world) for gap in found)


def evidence(found: Iterable[Reason]) -> tuple[Evidence, ...]:
    """The facts, limits and parameters in the deciding conditions and in what they were computed from, each once."""
    seen: dict[tuple[str, str, Ref | None, str], Evidence] = {}
    for reason in found:
        for side in sides(reason.trace):
            if side.source != "literal":
                seen.setdefault((side.source, side.name, side.subject, side.label.zh), side)
            if len(seen) == MOST_EVIDENCE:
                return tuple(seen.values())
    return tuple(seen.values())


def sides(trace: Trace) -> Iterator[Evidence]:
    """All evidence of a tree, outermost first."""
    yield from (side for side in (trace.left, trace.right) if side is not None)
    for child in trace.children:
        yield from sides(child)


def falls_short(found: Iterable[Reason]) -> Shortfall | None:
    """The distance of the first deciding comparison that has one."""
    for reason in found:
        compared = comparison(reason)
        distance = None if compared is None else shortfall(compared)
        if distance is not None:
            return distance
    return None


def worded(
    rule: Rule,
    judgement: Judgement,
    found: Iterable[Reason],
    missing: tuple[MissingFact, ...],
    due: date | None,
    world: World,
    subject: Ref,
) -> Text:
    """The finding's sentence."""
    messenger = Messenger(world.ruleset)
    if not rule.validity.covers(world.as_of):
        not_in_force = Text("不适用；在判定日未施行", "does not apply; not in force on the day of judgement")
        return messenger.sentence(rule.label, [not_in_force])
    exempt = [e.label for e in rule.exemptions if evaluate(e.when, world, subject) is True]
    if exempt and judgement.verdict is Verdict.NOT_APPLICABLE:
        return messenger.sentence(rule.label, [both("不适用；{label}", "does not apply; {label}", label=exempt[0])])
    if rule.table is None or judgement.points is None:
        return messenger.message(rule, judgement.verdict, found, missing, due)
    points = say(judgement.points, NumberType(rule.table.unit), world.vocabulary)
    rows = [row.label for row, hit in hits(rule.table, subject, world) if hit is True and row.label is not None]
    return messenger.sentence(rule.label, [points, *(rows or messenger.clauses(rule.label, found))])
