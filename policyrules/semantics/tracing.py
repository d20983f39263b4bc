"""The tree behind a value: each condition with what it came to, fact and limit side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, cast

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
from policyrules.semantics.aggregates import count, group, with_condition
from policyrules.semantics.evaluate import MEANING, At, compare, evaluate, junction
from policyrules.semantics.labels import label, measure_word, private
from policyrules.semantics.unknown import Unknown
from policyrules.semantics.world import World
from policyrules.syntax.walk import children, entity_of

MOST_NODES = 300
PLAIN = (Field, Parameter, Literal, Aggregate)
QUANTIFIERS = (AggregateOp.ALL, AggregateOp.ANY, AggregateOp.AT_LEAST)
SOURCES: dict[type, str] = {
    Field: "fact",
    Derived: "definition",
    Aggregate: "aggregate",
}

Known = Value | Unknown


def shown(value: Known) -> Value | Bounds | None:
    """A value as findings carry it: None where nothing is known of it."""
    if not isinstance(value, Unknown):
        return value
    return None if value.low is None and value.high is None else Bounds(value.low, value.high)


class Drawn(At):
    """Where the parts of an expression are known already, from their trees."""

    __slots__ = ("_known",)

    def __init__(self, world: World, subject: Ref, member: Ref | None, known: Mapping[int, Known]) -> None:
        """`known`: values by the id of their expression."""
        super().__init__(world, subject, member)
        self._known = known

    def value(self, expr: Expr) -> Known:
        """As drawn, else worked out."""
        found = self._known.get(id(expr))
        return super().value(expr) if found is None else found


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
                return self._comparison(expr, subject, member)
            case Between():
                ends = (Compare(CompareOp.GE, expr.item, expr.low), Compare(CompareOp.LE, expr.item, expr.high))
                inner, value = self.trace(And(ends), subject, member)
                return Trace(expr, inner.value, children=inner.children), value
            case Aggregate() if expr.op in QUANTIFIERS:
                return self._quantified(expr, subject, member)
        return self._plain(expr, subject, member)

    def _plain(self, expr: Expr, subject: Ref, member: Ref | None) -> tuple[Trace, Known]:
        """A node that is neither `and`, `or` nor a comparison; its value comes from its parts' values."""
        below: list[Trace] = []
        known: dict[int, Known] = {}
        if isinstance(expr, Derived):
            below += self._defined(expr, subject, member)
        elif self.left > 0:
            for part in self.world.noted(parts, expr):
                trace, known[id(part)] = self.trace(part, subject, member)
                below.append(trace)

        at = Drawn(self.world, subject, member, known)
        result = MEANING[type(expr)](expr, at)
        left = right = None
        if isinstance(expr, Field | Derived | Parameter | Aggregate | Literal):
            left = self.evidence(expr, result, subject, member)
        elif isinstance(expr, OneOf | Within | IsKnown):
            left = self.evidence(expr.item, at.value(expr.item), subject, member)
        if isinstance(expr, Within):
            right = self.evidence(expr.period, at.value(expr.period), subject, member)
        return Trace(expr, self._visible(expr, result), None, left, right, tuple(below)), result

    def _defined(self, expr: Derived, subject: Ref, member: Ref | None) -> Iterable[Trace]:
        """The tree of a definition for the record it is asked of; one that was drawn whole serves every rule."""
        owner = self._owner(expr.base, subject, member)
        if owner is None or self.left <= 0:
            return
        key = (owner.type, owner.id, expr.name)
        known = self.world.trees.get(key)
        if known is None or known[1] >= self.left:
            before = self.left
            tree, _ = self.trace(self.world.ruleset.definitions[owner.type, expr.name].expr, owner)
            known = tree, before - self.left
            if self.left > 0:
                self.world.trees.keep(key, known, known[1])
        else:
            self.left -= known[1]
        yield known[0]

    def _comparison(self, expr: Compare, subject: Ref, member: Ref | None) -> tuple[Trace, Known]:
        """A comparison, both sides beside each other and what they were computed from below."""
        below: list[Trace] = []
        values: list[Known] = []
        for side in (expr.left, expr.right):
            if self.left > 0 and not isinstance(side, PLAIN):
                trace, value = self.trace(side, subject, member)
                below.append(trace)
            else:
                value = evaluate(side, self.world, subject, member)
            values.append(value)
        holds = compare(expr.op, values[0], values[1], self.world.ranks(expr.left.type))
        left = self.evidence(expr.left, values[0], subject, member)
        right = self.evidence(expr.right, values[1], subject, member)
        if left is not None and right is not None and left.measure_word != right.measure_word:
            left, right = alike(left, right), alike(right, left)
        return Trace(expr, shown(holds), expr.op, left, right, tuple(below)), holds

    def _quantified(self, expr: Aggregate, subject: Ref, member: Ref | None) -> tuple[Trace, Known]:
        """`all`, `any` and `at_least` as what they are: a number of members against the number asked for."""
        value = evaluate(expr, self.world, subject, member)
        looked_at = group(expr, self.world, subject, member, evaluate)
        found = looked_at.found
        if isinstance(found, Unknown):
            return Trace(expr, shown(value), left=self._counted(expr, Unknown(0, None), 0)), value
        holding = looked_at.value if expr.op is AggregateOp.AT_LEAST else count(with_condition(found))
        if expr.op is AggregateOp.ALL:
            wanted = count(found)
        elif expr.threshold is None:
            wanted = 1
        else:
            wanted = evaluate(expr.threshold, self.world, subject, member)
        left = self._counted(expr, holding, looked_at.undecided)
        whole = expr.op is AggregateOp.ALL
        name = Text("全部", "all") if whole else Text("至少", "at least")
        source, id = ("aggregate", expr.op.value) if whole else ("literal", "")
        right = Evidence(source, id, name, COUNT_NUMBER, shown(wanted), measure_word=left.measure_word)
        return Trace(expr, shown(value), CompareOp.GE, left, right), value

    def _counted(self, expr: Aggregate, value: Known, open_: int) -> Evidence:
        """How many members a quantifier found."""
        name = self.world.noted(label, expr)
        counted = self.world.vocabulary.entities[expr.source.entity].measure_word
        return Evidence(
            "aggregate", expr.op.value, name, COUNT_NUMBER, shown(value), undecided=open_, measure_word=counted
        )

    def evidence(self, expr: Expr, value: Known, subject: Ref, member: Ref | None) -> Evidence | None:
        """One side of a comparison, by name; None where it would give away something personal."""
        if isinstance(expr, Parameter | Literal):
            return self.world.noted(constant, expr)
        named = self.world.noted(naming, expr)
        if named.secret:
            return None
        owner, undecided = None, 0
        if isinstance(expr, Field | Derived):
            owner = self._owner(expr.base, subject, member)
        elif isinstance(expr, Aggregate):
            undecided = group(expr, self.world, subject, member, evaluate).undecided
        return Evidence(
            named.source,
            named.name,
            named.label,
            expr.type,
            shown(value),
            owner,
            undecided=undecided,
            measure_word=named.measure_word,
        )

    def _owner(self, base: Expr, subject: Ref, member: Ref | None) -> Ref | None:
        """Whose fact it is; None where nobody knows."""
        if isinstance(base, Subject):
            return subject
        owner = evaluate(base, self.world, subject, member)
        return None if isinstance(owner, Unknown) else Ref(entity_of(base), cast(str, owner))

    def _visible(self, expr: Expr, value: Known) -> Value | Bounds | None:
        """The value unless it would give away something personal."""
        if isinstance(value, bool) and not isinstance(expr, Field):
            return value
        secret = not isinstance(expr.type, BoolType) or isinstance(expr, Field)
        return None if secret and self.world.noted(naming, expr).secret else shown(value)


class Naming(NamedTuple):
    """What is the same of an expression in every finding: where its value comes from, its names, and whether it
    must not be shown."""

    source: str
    name: str
    label: Text
    secret: bool
    measure_word: str


def naming(expr: Expr, world: World) -> Naming:
    """How `expr` is named as evidence."""
    name = expr.name if isinstance(expr, Field | Derived) else ""
    name = expr.op.value if isinstance(expr, Aggregate) else name
    source, secret = SOURCES.get(type(expr), "expression"), private(expr, world)
    return Naming(source, name, label(expr, world), secret, measure_word(expr, world))


def alike(side: Evidence, other: Evidence) -> Evidence:
    """A count, counted in the word of the other side where it has none of its own."""
    return side if side.measure_word else replace(side, measure_word=other.measure_word)


def constant(expr: Parameter | Literal, world: World) -> Evidence:
    """A parameter or literal as evidence: the same for everybody on one day."""
    named = label(expr, world)
    if isinstance(expr, Literal):
        return Evidence("literal", "", named, expr.type, expr.value)
    counted = measure_word(expr, world)
    version = world.ruleset.parameters[expr.name].on(world.as_of)
    value = shown(world.parameter(expr.name))
    if version is None:
        return Evidence("parameter", expr.name, named, expr.type, value, measure_word=counted)
    return Evidence(
        "parameter",
        expr.name,
        named,
        expr.type,
        value,
        validity=version.validity,
        layer=version.layer,
        citations=version.citations,
        measure_word=counted,
    )


def parts(expr: Expr, world: World) -> tuple[Expr, ...]:
    """What an expression is made of, as far as a tree shows it."""
    if isinstance(expr, Field | Aggregate | IsKnown):
        return ()
    return tuple(cast(Expr, part) for part in children(expr) if not isinstance(part, Literal))
