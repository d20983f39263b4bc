"""The tree behind a value: each condition with what it came to, fact and limit side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

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
    If,
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
ALL, AT_LEAST = Text("全部", "all"), Text("至少", "at least")
CONSTANT = (Parameter, Literal)
OWNED = (Field, Derived)
ABOUT = (OneOf, Within, IsKnown)
PLAIN = (Field, Parameter, Literal, Aggregate)
QUANTIFIERS = (AggregateOp.ALL, AggregateOp.ANY, AggregateOp.AT_LEAST)
SOURCES: dict[type, str] = {
    Field: "fact",
    Derived: "definition",
    Aggregate: "aggregate",
}

Known = Value | Unknown
Drawing = tuple[Trace, Known]


def shown(value: Known) -> Value | Bounds | None:
    """A value as findings carry it: None where nothing is known of it."""
    if not isinstance(value, Unknown):
        return value
    return None if value.low is None and value.high is None else Bounds(value.low, value.high)


class Drawn(At):
    """Where the parts of an expression are known already, from their trees."""

    __slots__ = ("known",)

    def __init__(self, world: World, subject: Ref) -> None:
        """Nothing is known yet; `known`: values by the id of their expression."""
        self.world, self.subject, self.member = world, subject, None
        self.known: dict[int, Known] = {}

    def value(self, expr: Expr) -> Known:
        """As drawn, else worked out."""
        found = self.known.get(id(expr))
        return MEANING[type(expr)](expr, self) if found is None else found


class Tracer:
    """Builds the traces of one finding; a tree beyond `MOST_NODES` nodes is cut, its values stay."""

    def __init__(self, world: World) -> None:
        """Trace in `world`."""
        self.world = world
        self.left = MOST_NODES

    def trace(self, expr: Expr, subject: Ref) -> Drawing:
        """The tree of `expr`, and its value."""
        return self._draw(expr, At(self.world, subject))

    def _draw(self, expr: Expr, at: At) -> Drawing:
        self.left -= 1
        return DRAW.get(type(expr), Tracer._plain)(self, expr, at)

    def _junction(self, expr: And | Or, at: At) -> Drawing:
        if self.left <= 0:
            return self._plain(expr, at)
        parts = [self._draw(item, at) for item in expr.items]
        value = junction([known for _, known in parts], decisive=isinstance(expr, Or))
        return Trace(expr, shown(value), children=tuple([tree for tree, _ in parts])), value

    def _between(self, expr: Between, at: At) -> Drawing:
        inner, value = self._draw(self.world.noted(both_ends, expr), at)
        return Trace(expr, inner.value, children=inner.children), value

    def _constant(self, expr: Parameter | Literal, at: At) -> Drawing:
        return self.world.noted(constant_tree, expr), at.value(expr)

    def _fact(self, expr: Field, at: At) -> Drawing:
        value = at.value(expr)
        side = self._named(expr, value, at)
        return Trace(expr, None if side is None else side.value, None, side), value

    def _derived(self, expr: Derived, at: At) -> Drawing:
        """A definition, with its own tree for the record it is asked of."""
        below = self._defined(expr, at)
        value = at.value(expr)
        return Trace(expr, self._visible(expr, value), None, self._named(expr, value, at), None, below), value

    def _defined(self, expr: Derived, at: At) -> tuple[Trace, ...]:
        """The tree of a definition; one that was drawn whole serves every rule."""
        owner = self._owner(expr.base, at)
        if owner is None or self.left <= 0:
            return ()
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
        return (known[0],)

    def _aggregate(self, expr: Aggregate, at: At) -> Drawing:
        if expr.op in QUANTIFIERS:
            return self._quantified(expr, at)
        value = at.value(expr)
        return Trace(expr, self._visible(expr, value), None, self._named(expr, value, at)), value

    def _plain(self, expr: Expr, at: At) -> Drawing:
        """Any other node; its value comes from its parts' values."""
        drawn = Drawn(self.world, at.subject)
        below = self._parts(self.world.noted(parts, expr), drawn)
        value = drawn.value(expr)
        left = right = None
        if isinstance(expr, ABOUT):
            left = self._side(expr.item, drawn.value(expr.item), at)
        if isinstance(expr, Within):
            right = self._side(expr.period, drawn.value(expr.period), at)
        return Trace(expr, self._visible(expr, value), None, left, right, below), value

    def _choice(self, expr: If, at: At) -> Drawing:
        """A condition and the branch it chooses; both branches only where nobody knows which."""
        drawn = Drawn(self.world, at.subject)
        below = self._parts((expr.condition,), drawn)
        holds = drawn.value(expr.condition)
        branches = (expr.then if holds else expr.other,) if isinstance(holds, bool) else (expr.then, expr.other)
        below += self._parts(tuple(branch for branch in branches if not isinstance(branch, Literal)), drawn)
        value = drawn.value(expr)
        return Trace(expr, self._visible(expr, value), children=below), value

    def _parts(self, parts: tuple[Expr, ...], drawn: Drawn) -> tuple[Trace, ...]:
        """The trees of parts, whose values are then known."""
        below: list[Trace] = []
        if self.left > 0:
            for part in parts:
                tree, drawn.known[id(part)] = self._draw(part, drawn)
                below.append(tree)
        return tuple(below)

    def _comparison(self, expr: Compare, at: At) -> Drawing:
        """A comparison, both sides beside each other and what they were computed from below."""
        below: list[Trace] = []
        first, left = self._compared(expr.left, at, below)
        second, right = self._compared(expr.right, at, below)
        holds = compare(expr.op, first, second, at.ranks(expr.left))
        if left is not None and right is not None and left.measure_word != right.measure_word:
            left, right = alike(left, right), alike(right, left)
        return Trace(expr, shown(holds), expr.op, left, right, tuple(below)), holds

    def _compared(self, side: Expr, at: At, below: list[Trace]) -> tuple[Known, Evidence | None]:
        """A side of a comparison: its value and how it is shown; its tree goes `below` where there is more to see."""
        if self.left <= 0 or isinstance(side, PLAIN):
            value = at.value(side)
            return value, self._side(side, value, at)
        tree, value = self._draw(side, at)
        below.append(tree)
        return value, tree.left if isinstance(side, Derived) else self._side(side, value, at)

    def _quantified(self, expr: Aggregate, at: At) -> Drawing:
        """`all`, `any` and `at_least` as what they are: a number of members against the number asked for."""
        value = at.value(expr)
        looked_at = group(expr, self.world, at.subject, None, evaluate)
        found = looked_at.found
        if isinstance(found, Unknown):
            return Trace(expr, shown(value), left=self._counted(expr, Unknown(0, None), 0)), value
        holding = looked_at.value if expr.op is AggregateOp.AT_LEAST else count(with_condition(found))
        if expr.op is AggregateOp.ALL:
            wanted = count(found)
        else:
            wanted = 1 if expr.threshold is None else at.value(expr.threshold)
        left = self._counted(expr, holding, looked_at.undecided)
        whole = expr.op is AggregateOp.ALL
        source, id, name = ("aggregate", expr.op.value, ALL) if whole else ("literal", "", AT_LEAST)
        right = Evidence(source, id, name, COUNT_NUMBER, shown(wanted), measure_word=left.measure_word)
        return Trace(expr, shown(value), CompareOp.GE, left, right), value

    def _counted(self, expr: Aggregate, value: Known, open_: int) -> Evidence:
        """How many members a quantifier found."""
        name = self.world.noted(label, expr)
        counted = self.world.vocabulary.entities[expr.source.entity].measure_word
        return Evidence(
            "aggregate", expr.op.value, name, COUNT_NUMBER, shown(value), undecided=open_, measure_word=counted
        )

    def _side(self, expr: Expr, value: Known, at: At) -> Evidence | None:
        """One side of a comparison, by name; None where it would give away something personal."""
        return self.world.noted(constant, expr) if isinstance(expr, CONSTANT) else self._named(expr, value, at)

    def _named(self, expr: Expr, value: Known, at: At) -> Evidence | None:
        """What is different for every subject, by name; None where it would give away something personal."""
        source, name, called, secret, counted = self.world.noted(naming, expr)
        if secret:
            return None
        owner, open_ = None, 0
        if isinstance(expr, OWNED):
            owner = self._owner(expr.base, at)
        elif isinstance(expr, Aggregate):
            open_ = group(expr, self.world, at.subject, None, evaluate).undecided
        return Evidence(source, name, called, expr.type, shown(value), owner, None, None, (), open_, counted)

    def _owner(self, base: Expr, at: At) -> Ref | None:
        """Whose fact it is; None where nobody knows."""
        if isinstance(base, Subject):
            return at.subject
        owner = at.value(base)
        return None if isinstance(owner, Unknown) else Ref(entity_of(base), cast(str, owner))

    def _visible(self, expr: Expr, value: Known) -> Value | Bounds | None:
        """The value unless it would give away something personal, which a yes or no never does."""
        if isinstance(value, bool):
            return value
        secret = not isinstance(expr.type, BoolType) and self.world.noted(naming, expr).secret
        return None if secret else shown(value)


DRAW: Mapping[type, Callable[[Tracer, Any, At], Drawing]] = {
    And: Tracer._junction,
    Or: Tracer._junction,
    Compare: Tracer._comparison,
    Between: Tracer._between,
    Parameter: Tracer._constant,
    Literal: Tracer._constant,
    If: Tracer._choice,
    Field: Tracer._fact,
    Derived: Tracer._derived,
    Aggregate: Tracer._aggregate,
}
"""How each kind of node is drawn; the others are plain."""


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
    name = expr.name if isinstance(expr, OWNED) else ""
    name = expr.op.value if isinstance(expr, Aggregate) else name
    source, secret = SOURCES.get(type(expr), "expression"), private(expr, world)
    return Naming(source, name, label(expr, world), secret, measure_word(expr, world.ruleset))


def alike(side: Evidence, other: Evidence) -> Evidence:
    """A count, counted in the word of the other side where it has none of its own."""
    return side if side.measure_word else side._replace(measure_word=other.measure_word)


def constant(expr: Parameter | Literal, world: World) -> Evidence:
    """A parameter or literal as evidence: the same for everybody on one day."""
    named = label(expr, world)
    if isinstance(expr, Literal):
        return Evidence("literal", "", named, expr.type, expr.value)
    counted = measure_word(expr, world.ruleset)
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


def constant_tree(expr: Parameter | Literal, world: World) -> Trace:
    """A parameter or literal as a node, the same for everybody on one day."""
    side = world.noted(constant, expr)
    return Trace(expr, side.value, None, side)


def both_ends(expr: Between, world: World) -> And:
    """The two comparisons `between` stands for."""
    return And((Compare(CompareOp.GE, expr.item, expr.low), Compare(CompareOp.LE, expr.item, expr.high)))


def parts(expr: Expr, world: World) -> tuple[Expr, ...]:
    """What an expression is made of, as far as a tree shows it."""
    if isinstance(expr, Field | Aggregate | IsKnown):
        return ()
    return tuple(cast(Expr, part) for part in children(expr) if not isinstance(part, Literal))
