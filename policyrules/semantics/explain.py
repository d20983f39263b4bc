"""A judgement with its reasons: what decided, what is missing, how far off, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import overload

from policyrules.model.expr import TRUE, Expr
from policyrules.model.finding import Evidence, Finding, MissingFact, Ref, Shortfall, Trace
from policyrules.model.ruleset import Rule
from policyrules.model.types import NumberType
from policyrules.model.words import Force, Text, Verdict
from policyrules.semantics.evaluate import Known, evaluate
from policyrules.semantics.judge import Outcome, due_day, hits, ruled
from policyrules.semantics.labels import missing_fact
from policyrules.semantics.messages import Messenger
from policyrules.semantics.reasons import Reason, comparison, reasons, shortfall
from policyrules.semantics.remedy import remedy
from policyrules.semantics.tracing import Tracer
from policyrules.semantics.unknown import Unknown, gaps
from policyrules.semantics.wording import both
from policyrules.semantics.world import World

MOST_EVIDENCE = 40


def explain(rule: Rule, subject: Ref, world: World) -> Finding:
    """The finding on `rule` for `subject`: the same verdict as `judge`, with its whole explanation."""
    case = Case(rule, subject, world)
    verdict, points = ruled(rule, world.as_of, case.value)
    trees, found = decided_by(case)
    missing = lacking(case) if verdict is Verdict.UNDETERMINED else ()
    due = due_day(rule, case.value)
    day = due if isinstance(due, date) else None
    failed = verdict in (Verdict.UNMET, Verdict.PENDING)
    return Finding(
        rule=rule.id,
        subject=subject,
        verdict=verdict,
        force=rule.force,
        violation=verdict is Verdict.UNMET and rule.force is Force.MUST,
        message=worded(case, Outcome(verdict, points), found, missing, day),
        citations=rule.citations,
        evidence=evidence(found),
        missing=missing,
        shortfall=falls_short(found) if failed else None,
        remedy=remedy(rule, subject, world) if failed else (),
        points=points,
        due=day,
        layer=rule.layer,
        provenance=rule.provenance,
        trace=trees,
    )


class Case:
    """One rule before one subject: the value and the tree of each of its expressions, worked out when asked for and
    once. What the rule demands is never valued without its tree being wanted too."""

    def __init__(self, rule: Rule, subject: Ref, world: World) -> None:
        """Take up `rule` for `subject`; nothing is worked out yet."""
        self.rule = rule
        self.subject = subject
        self.world = world
        self._values: dict[int, Known] = {}
        self._trees: dict[int, Trace] = {}

    def value(self, expr: Expr) -> Known:
        """What an expression of the rule comes to."""
        found = self._values.get(id(expr))
        if found is None:
            if expr is self.rule.must:
                self.tree(expr)
                return self._values[id(expr)]
            found = self._values[id(expr)] = evaluate(expr, self.world, self.subject)
        return found

    def tree(self, expr: Expr) -> Trace:
        """The tree of an expression of the rule."""
        found = self._trees.get(id(expr))
        if found is None:
            found, self._values[id(expr)] = Tracer(self.world).trace(expr, self.subject)
            self._trees[id(expr)] = found
        return found


class Trees(Sequence[Trace]):
    """The trees of some expressions of a rule, drawn when somebody looks at one: a report in JSON never does."""

    def __init__(self, case: Case, exprs: tuple[Expr, ...]) -> None:
        """The trees of `exprs`, in their order."""
        self._case = case
        self._exprs = exprs

    def __len__(self) -> int:
        return len(self._exprs)

    @overload
    def __getitem__(self, index: int) -> Trace: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Trace, ...]: ...

    def __getitem__(self, index: int | slice) -> Trace | tuple[Trace, ...]:
        """The tree at `index`."""
        if isinstance(index, slice):
            return tuple(self._case.tree(expr) for expr in self._exprs[index])
        return self._case.tree(self._exprs[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type, tuple[tuple[Trace, ...]]]:
        """Copied and stored as what it stands for."""
        return tuple, (tuple(self),)


def decided_by(case: Case) -> tuple[Trees, tuple[Reason, ...]]:
    """The trees of everything the verdict rests on, and the conditions in them that decided."""
    rule = case.rule
    if not rule.validity.covers(case.world.as_of):
        return Trees(case, ()), ()
    scope = [] if rule.applies == TRUE else [(rule.applies, True)]
    scope += [(exemption.when, False) for exemption in rule.exemptions]
    exprs = [expr for expr, _ in scope]
    blocking = [(expr, wanted) for expr, wanted in scope if case.value(expr) is not wanted]
    if blocking:
        firm = [(expr, wanted) for expr, wanted in blocking if isinstance(case.value(expr), bool)] or blocking
        found = (r for expr, wanted in firm for r in reasons(case.tree(expr), wanted))
        return Trees(case, tuple(exprs)), tuple(found)
    demands = [row.when for row, _ in hits(rule.table, case.value)] if rule.table is not None else [rule.must or TRUE]
    return Trees(case, (*exprs, *demands)), tuple(r for expr in demands for r in reasons(case.tree(expr)))


def lacking(case: Case) -> tuple[MissingFact, ...]:
    """The facts that would decide an undetermined case, sorted."""
    rule = case.rule
    scope = [case.value(expr) for expr in (rule.applies, *(e.when for e in rule.exemptions))]
    found = gaps(*scope)
    if not any(isinstance(value, Unknown) for value in scope):
        if rule.table is not None:
            found = gaps(*(hit for _, hit in hits(rule.table, case.value)))
        else:
            due = due_day(rule, case.value)
            found = gaps(case.value(rule.must or TRUE))
            found = found if found or due is None else gaps(due)
    return tuple(missing_fact(gap, case.world) for gap in found)


def evidence(found: Iterable[Reason]) -> tuple[Evidence, ...]:
    """The facts, limits and parameters in the deciding conditions and in what they were computed from, each once."""
    seen: dict[tuple[str, str, Ref | None, str], Evidence] = {}
    for reason in found:
        pending = [reason.trace]
        while pending and len(seen) < MOST_EVIDENCE:  # the outermost first
            top = pending.pop()
            for side in (top.left, top.right):
                if side is not None and side.source != "literal":
                    seen.setdefault((side.source, side.name, side.subject, side.label.zh), side)
            pending.extend(top.children[::-1])
    return tuple(seen.values())[:MOST_EVIDENCE]


def falls_short(found: Iterable[Reason]) -> Shortfall | None:
    """The distance of the first deciding comparison that has one."""
    for reason in found:
        compared = comparison(reason)
        distance = None if compared is None else shortfall(compared)
        if distance is not None:
            return distance
    return None


def worded(
    case: Case, outcome: Outcome, found: Iterable[Reason], missing: tuple[MissingFact, ...], due: date | None
) -> Text:
    """The finding's sentence."""
    rule, world = case.rule, case.world
    messenger = Messenger(world)
    if not rule.validity.covers(world.as_of):
        not_in_force = Text("不适用；在判定日未施行", "does not apply; not in force on the day of judgement")
        return messenger.sentence(rule.label, [not_in_force])
    if outcome.verdict is Verdict.NOT_APPLICABLE:
        exempt = [e.label for e in rule.exemptions if case.value(e.when) is True]
        if exempt:
            return messenger.sentence(rule.label, [both("不适用；{label}", "does not apply; {label}", label=exempt[0])])
    if rule.table is None or outcome.points is None:
        return messenger.message(rule, outcome.verdict, found, missing, due)
    points = messenger.say(outcome.points, NumberType(rule.table.unit))
    rows = [row.label for row, hit in hits(rule.table, case.value) if hit is True and row.label is not None]
    return messenger.sentence(rule.label, [points, *(rows or messenger.clauses(found))])
