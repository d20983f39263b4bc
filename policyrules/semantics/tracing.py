"""The tree behind a value: each condition with what it came to, fact and limit side by side."""

from __future__ import annotations

from typing import cast

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Between,
    Compare,
    CompareOp,
    Derived,
    Expr,
    Field,
    IsKnown,
    Literal,
    OneOf,
    Or,
    Parameter,
    Subject,
    Value,
    Within,
)
from policyrules.model.finding import Bounds, Evidence, Ref, Trace
from policyrules.model.types import COUNT_NUMBER, BoolType
from policyrules.model.words import Text
from policyrules.semantics.aggregates import Candidate, candidates, count, members, with_condition
from policyrules.semantics.evaluate import compare, evaluate, junction
from policyrules.semantics.labels import label, private
from policyrules.semantics.unknown import Unknown
from policyrules.semantics.world import World
from policyrules.syntax.walk import children, entity_of

MOST_NODES = 300
QUANTIFIERS = (AggregateOp.ALL, AggregateOp.ANY, AggregateOp.AT_LEAST)
SOURCES: dict[type, str] = {
    Field: "fact",
    Derived: "definition",
    Aggregate: "aggregate",
    Parameter: "parameter",
    Literal: "literal",
}

Known = Value | Unknown


def shown(value: Known) -> Value | Bounds | None:
    """A value as findings carry it: None where nothing is known of it."""
    if not isinstance(value, Unknown):
        return value
    return None if value.low is None and value.high is None else Bounds(value.low, value.high)


class Tracer:
    """Builds the traces of one finding; a tree beyond `MOST_NODES` nodes is cut, its values stay."""

    def __init__(self, world: World) -> None:
        """Trace in `world`."""
        self.world = world
        self.left = MOST_NODES

    def trace(self, expr: Expr, subject: Ref, member: Ref | None = None) -> tuple[Trace, Known]:
        """The tree of `expr`, and its value."""
        self.left -= 1
        match expr:
            case And() | Or() if self.left > 0:
                parts = [self.trace(item, subject, member) for item in expr.items]
                value = junction([v for _, v in parts], decisive=isinstance(expr, Or))
                return Trace(expr, shown(value), children=tuple(t for t, _ in parts)), value
            case Compare():
                return self._comparison(expr, expr.op, expr.left, expr.right, subject, member)
            case Between():
                ends = (Compare(CompareOp.GE, expr.item, expr.low), Compare(CompareOp.LE, expr.item, expr.high))
                inner, value = self.trace(And(ends), subject, member)
                return Trace(expr, inner.value, children=inner.children), value
            case Aggregate() if expr.op in QUANTIFIERS:
                return self._quantified(expr, subject, member)
        value = evaluate(expr, self.world, subject, member)
        return self._plain(expr, value, subject, member), value

    def _plain(self, expr: Expr, value: Known, subject: Ref, member: Ref | None) -> Trace:
        """A node that is neither `and`, `or` nor a comparison."""
        named = isinstance(expr, Field | Derived | Parameter | Aggregate | Literal)
        if named:
            left = self.evidence(expr, value, subject, member)
        elif isinstance(expr, OneOf | Within | IsKnown):
            item = evaluate(expr.item, self.world, subject, member)
            left = self.evidence(expr.item, item, subject, member)
        else:
            left = None
        right = None
        if isinstance(expr, Within):
            period = evaluate(expr.period, self.world, subject, member)
            right = self.evidence(expr.period, period, subject, member)
        below = self._below(expr, subject, member)
        return Trace(expr, self._visible(expr, value), left=left, right=right, children=below)

    def _below(self, expr: Expr, subject: Ref, member: Ref | None) -> tuple[Trace, ...]:
        """The traces of what `expr` is made of; of a definition, of its expression for that record."""
        if self.left <= 0 or isinstance(expr, Field | Aggregate | IsKnown):
            return ()
        if isinstance(expr, Derived):
            owner = evaluate(expr.base, self.world, subject, member)
            if isinstance(owner, Unknown):
                return ()
            entity = entity_of(expr.base)
            definition = self.world.ruleset.definitions[entity, expr.name]
            return (self.trace(definition.expr, Ref(entity, cast(str, owner)))[0],)
        parts = [cast(Expr, part) for part in children(expr) if not isinstance(part, Literal)]
        return tuple(self.trace(part, subject, member)[0] for part in parts)

    def _comparison(
        self, expr: Expr, op: CompareOp, left: Expr, right: Expr, subject: Ref, member: Ref | None
    ) -> tuple[Trace, Known]:
        """A comparison, both sides beside each other and what they were computed from below."""
        one, two = (evaluate(side, self.world, subject, member) for side in (left, right))
        value = compare(op, one, two, self.world.ranks(left.type))
        sides = (self.evidence(left, one, subject, member), self.evidence(right, two, subject, member))
        plain = (Field, Parameter, Literal, Aggregate)
        below = tuple(
            self.trace(side, subject, member)[0]
            for side in (left, right)
            if self.left > 0 and not isinstance(side, plain)
        )
        return Trace(expr, shown(value), op, *sides, below), value

    def _quantified(self, expr: Aggregate, subject: Ref, member: Ref | None) -> tuple[Trace, Known]:
        """`all`, `any` and `at_least` as what they are: a number of members against the number asked for."""
        value = evaluate(expr, self.world, subject, member)
        found = self._candidates(expr, subject, member)
        if found is None:
            return Trace(expr, shown(value), left=self._counted(expr, Unknown(0, None), 0)), value
        holding = count(with_condition(found))
        if expr.op is AggregateOp.ALL:
            wanted = count(found)
        elif expr.threshold is None:
            wanted = 1
        else:
            wanted = evaluate(expr.threshold, self.world, subject, member)
        left = self._counted(expr, holding, undecided(found))
        whole = expr.op is AggregateOp.ALL
        name = Text("全部", "all") if whole else Text("至少", "at least")
        source, id = ("aggregate", expr.op.value) if whole else ("literal", "")
        right = Evidence(source, id, name, COUNT_NUMBER, shown(wanted))
        return Trace(expr, shown(value), CompareOp.GE, left, right), value

    def _counted(self, expr: Aggregate, value: Known, open_: int) -> Evidence:
        """How many members a quantifier found."""
        name = self.world.noted(label, expr)
        return Evidence("aggregate", expr.op.value, name, COUNT_NUMBER, shown(value), undecided=open_)

    def _candidates(self, expr: Aggregate, subject: Ref, member: Ref | None) -> tuple[Candidate, ...] | None:
        """The members an aggregate looks at; None where nobody knows them."""
        ids = members(expr.source, self.world, subject, member, evaluate)
        return None if isinstance(ids, Unknown) else candidates(expr, ids, self.world, subject, evaluate)

    def evidence(self, expr: Expr, value: Known, subject: Ref, member: Ref | None) -> Evidence | None:
        """One side of a comparison, by name; None where it would give away something personal."""
        if not isinstance(expr, Parameter | Literal) and self.world.noted(private, expr):
            return None
        source = SOURCES.get(type(expr), "expression")
        name = expr.name if isinstance(expr, Field | Derived | Parameter) else ""
        if isinstance(expr, Parameter):
            version = self.world.ruleset.parameters[expr.name].on(self.world.as_of)
            if version is not None:
                return Evidence(
                    source,
                    name,
                    self.world.noted(label, expr),
                    expr.type,
                    shown(value),
                    validity=version.validity,
                    layer=version.layer,
                    citations=version.citations,
                )
        owner = open_ = None
        if isinstance(expr, Field | Derived):
            owner = self._owner(expr.base, subject, member)
        if isinstance(expr, Aggregate):
            name, open_ = expr.op.value, undecided(self._candidates(expr, subject, member) or ())
        return Evidence(
            source, name, self.world.noted(label, expr), expr.type, shown(value), subject=owner, undecided=open_ or 0
        )

    def _owner(self, base: Expr, subject: Ref, member: Ref | None) -> Ref | None:
        """Whose fact it is; None where nobody knows."""
        if isinstance(base, Subject):
            return subject
        owner = evaluate(base, self.world, subject, member)
        return None if isinstance(owner, Unknown) else Ref(entity_of(base), cast(str, owner))

    def _visible(self, expr: Expr, value: Known) -> Value | Bounds | None:
        """The value unless it would give away something personal."""
        secret = not isinstance(expr.type, BoolType) or isinstance(expr, Field)
        return None if secret and self.world.noted(private, expr) else shown(value)


def undecided(found: tuple[Candidate, ...]) -> int:
    """Of how many members a fact is missing."""
    return sum(not c.certain or isinstance(c.value, Unknown) for c in found)
