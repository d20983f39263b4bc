"""The lowering of a whole rule: one formula for its verdict, one for its points, on one day."""

from __future__ import annotations

from typing import NamedTuple

from policyrules.model.expr import TRUE, CompareOp
from policyrules.model.ruleset import Row, Rule, Table
from policyrules.model.types import PeriodType
from policyrules.model.words import HitPolicy, Verdict
from policyrules.semantics.certain import Certain, Lowering, Place
from policyrules.semantics.judge import GRAVITY, gravest
from policyrules.semantics.lowered import Node, Op

VERDICTS = tuple(Verdict)
CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}


class LoweredRule(NamedTuple):
    """The verdict as its place in `VERDICTS`, and the points, null where there are none."""

    verdict: Node
    points: Node


class Judging:
    """Lowers rules with the formulas of one `Lowering`."""

    def __init__(self, lowering: Lowering) -> None:
        """Use the pool of `lowering`."""
        self.lowering = lowering
        self.pool = lowering.pool

    def rule(self, rule: Rule) -> LoweredRule:
        """The verdict and the points of `rule`, as `judge` gives them."""
        if not rule.validity.covers(self.lowering.as_of):
            return LoweredRule(self.code(Verdict.NOT_APPLICABLE), self.pool.null)
        place = self.lowering.place(rule.subject)
        concerned = self.applies(rule, place)
        if rule.table is None:
            outcome = LoweredRule(self.required(rule, place), self.pool.null)
        else:
            outcome = self.table(rule.table, place)
        pool, undetermined = self.pool, self.code(Verdict.UNDETERMINED)
        unless = pool.case(concerned.false, self.code(Verdict.NOT_APPLICABLE), undetermined)
        return LoweredRule(
            pool.case(concerned.true, outcome.verdict, unless), pool.case(concerned.true, outcome.points, pool.null)
        )

    def code(self, verdict: Verdict) -> Node:
        """A verdict as a constant."""
        return self.pool.const(CODES[verdict])

    def applies(self, rule: Rule, place: Place) -> Certain:
        """Where the rule certainly speaks of the subject, and where certainly not."""
        scope = self.lowering.condition(rule.applies, place)
        exempt = [self.lowering.condition(e.when, place) for e in rule.exemptions]
        return Certain(
            self.pool.both(scope.true, *(e.false for e in exempt)),
            self.pool.either(scope.false, *(e.true for e in exempt)),
        )

    def required(self, rule: Rule, place: Place) -> Node:
        """The verdict of a rule with a condition, where it applies."""
        pool = self.pool
        must = self.lowering.condition(rule.must or TRUE, place)
        failed = pool.case(must.false, self.overdue(rule, place), self.code(Verdict.UNDETERMINED))
        return pool.case(must.true, self.code(Verdict.MET), failed)

    def overdue(self, rule: Rule, place: Place) -> Node:
        """What not being met means on the day."""
        pool = self.pool
        if rule.due is None:
            return self.code(Verdict.UNMET)
        due = self.lowering.value(rule.due, place).exact
        if isinstance(rule.due.type, PeriodType):
            due = pool.make(Op.EDGE, due, data=True)
        coming = pool.compare(CompareOp.GE, due, pool.const(self.lowering.as_of))
        late = pool.case(coming, self.code(Verdict.PENDING), self.code(Verdict.UNMET))
        return pool.case(pool.is_null(due), self.code(Verdict.UNDETERMINED), late)

    def table(self, table: Table, place: Place) -> LoweredRule:
        """The outcome on which all rows that may hit agree."""
        hits = [self.lowering.condition(row.when, place) for row in table.rows]
        if table.hit is HitPolicy.COLLECT:
            return self.collected(table.rows, hits)
        if table.hit is HitPolicy.FIRST:
            possible = self.until_first(hits)
        else:
            sure = self.pool.either(*(hit.true for hit in hits))
            possible = [self.pool.case(sure, hit.true, self.pool.negated(hit.false)) for hit in hits]
        return self.agreed(table.rows, possible)

    def until_first(self, hits: list[Certain]) -> list[Node]:
        """Where each row may be the first to hit."""
        pool, reached = self.pool, self.pool.true
        possible = []
        for hit in hits:
            possible.append(pool.both(reached, pool.negated(hit.false)))
            reached = pool.both(reached, pool.negated(hit.true))
        return possible

    def agreed(self, rows: tuple[Row, ...], possible: list[Node]) -> LoweredRule:
        """The one outcome that is possible, else undetermined."""
        pool, by_outcome = self.pool, dict[tuple[Verdict, object], list[Node]]()
        for row, node in zip(rows, possible, strict=True):
            by_outcome.setdefault((row.verdict, row.points), []).append(node)
        anyhow = {outcome: pool.either(*nodes) for outcome, nodes in by_outcome.items()}
        verdict, points = self.code(Verdict.UNDETERMINED), pool.null
        for outcome, node in anyhow.items():
            others = [other for key, other in anyhow.items() if key != outcome]
            only = pool.both(node, pool.negated(pool.either(*others)))
            verdict = pool.case(only, self.code(outcome[0]), verdict)
            points = pool.case(only, pool.const(outcome[1]), points)
        return LoweredRule(verdict, points)

    def collected(self, rows: tuple[Row, ...], hits: list[Certain]) -> LoweredRule:
        """Points added up with the gravest verdict, unless a row that may hit could change either."""
        pool, zero = self.pool, self.pool.const(0)
        total, verdict, open_ = zero, self.code(Verdict.MET), []
        for gravity in GRAVITY[1:]:
            these = [hit.true for row, hit in zip(rows, hits, strict=True) if row.verdict is gravity]
            verdict = pool.case(pool.either(*these), self.code(gravity), verdict)
        for row, hit in zip(rows, hits, strict=True):
            total = pool.make(Op.ADD, total, pool.case(hit.true, pool.const(row.points), zero))
            worse = [v for v in GRAVITY if gravest([v, row.verdict]) is not v]
            changes = pool.either(*(pool.compare(CompareOp.EQ, verdict, self.code(v)) for v in worse))
            maybe = pool.both(pool.negated(hit.true), pool.negated(hit.false))
            open_.append(pool.both(maybe, pool.true if row.points != 0 else changes))
        undecided = pool.either(*open_)
        return LoweredRule(
            pool.case(undecided, self.code(Verdict.UNDETERMINED), verdict), pool.case(undecided, pool.null, total)
        )
