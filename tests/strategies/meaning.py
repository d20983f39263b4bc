"""Random typed expressions over a `Ground`: the small vocabulary of tests/build.py, if no other is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from typing import cast

from hypothesis import strategies as st

from policyrules.compiler.typing.operators import ARITHMETIC
from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Collection,
    Compare,
    CompareOp,
    Derived,
    EndOf,
    Expr,
    Extreme,
    Field,
    If,
    IsKnown,
    Literal,
    Member,
    Negate,
    Not,
    OneOf,
    Or,
    Parameter,
    Round,
    RoundMode,
    Subject,
    Today,
    Within,
)
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    DAYS_NUMBER,
    PERIOD,
    RATIO_NUMBER,
    TEXT,
    EnumType,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Period
from policyrules.syntax.printer import is_open
from tests import build
from tests.build import GRADE, HOURS, KIND

ORDERED: tuple[Type, ...] = (HOURS, COUNT_NUMBER, DATE, GRADE)
PLAIN: tuple[Type, ...] = (*ORDERED, TEXT, KIND, BOOL, RefType("school"))
LITERALS: dict[Type, tuple[object, ...]] = {
    BOOL: (True, False),
    HOURS: (0, 1, 2, 3, Fraction(3, 2)),
    COUNT_NUMBER: (0, 1, 2),
    RATIO_NUMBER: (0, Fraction(1, 2), 1, -1),
    DAYS_NUMBER: (0, 30, -30),
    DATE: tuple(build.DAY + timedelta(days=n) for n in (-30, 0, 30)),
    PERIOD: (Period(build.DAY, build.DAY + timedelta(days=30)),),
    GRADE: ("fail", "pass", "excellent"),
    KIND: ("primary", "middle"),
    TEXT: ("a", "b"),
}
PARAMETERS: dict[Type, tuple[str, ...]] = {
    HOURS: ("least_hours", "no_rate"),
    DATE: ("deadline",),
    PERIOD: ("window", "no_window"),
    GRADE: ("grade_floor", "no_grade"),
    BOOL: ("flag",),
    TEXT: ("word",),
}
DERIVED: dict[tuple[str, Type], tuple[str, ...]] = {
    ("teacher", BOOL): ("d_bool",),
    ("teacher", HOURS): ("d_hours",),
    ("teacher", GRADE): ("d_grade",),
    ("school", BOOL): ("d_school",),
}


@dataclass(frozen=True)
class Ground:
    """What there is to speak of: a vocabulary, and by type the values, parameters and definitions with a name.

    `ordered` and `plain`: the types that are compared. `branches`: how a type's deeper expressions are made. `longest`:
    how many steps a collection may take.
    """

    vocabulary: Vocabulary
    literals: Mapping[Type, tuple[object, ...]]
    parameters: Mapping[Type, tuple[str, ...]]
    derived: Mapping[tuple[str, Type], tuple[str, ...]]
    ordered: tuple[Type, ...]
    plain: tuple[Type, ...]
    branches: Mapping[Type, tuple[Maker, ...]]
    longest: int


@dataclass(frozen=True)
class Scope:
    """Whose fields may be named: the subject's entity, and the member's inside an aggregate."""

    entity: str
    member: str | None = None
    derived: bool = False
    known: bool = True
    parameters: bool = True
    references: bool = True
    shared: bool = True
    ground: Ground = field(default_factory=lambda: SMALL)

    @property
    def bases(self) -> list[Expr]:
        """The records whose fields may be named."""
        near: list[Expr] = [Member(self.member)] if self.member else [Subject(self.entity)]
        if self.member and self.shared:
            near.append(Subject(self.entity))
        if not self.references:
            return near
        far = [reference for base in near for reference in self.references_of(base)]
        return [*near, *far, *(reference for base in far for reference in self.references_of(base))]

    def references_of(self, base: Expr) -> list[Field]:
        """The records a record names."""
        fields = self.ground.vocabulary.entities[base.type.entity].fields.values()  # type: ignore[union-attr]
        return [Field(base, f.id, f.type) for f in fields if isinstance(f.type, RefType)]


def plain(scope: Scope) -> list[Type]:
    """The types whose values can be held against each other: records and words only where one can be named."""
    return [t for t in scope.ground.plain if not isinstance(t, RefType | EnumType) or named(t, scope)]


def named(type: Type, scope: Scope) -> list[Expr]:
    """Everything of a type that has a name: fields, records, definitions, parameters."""
    found: list[Expr] = []
    for base in scope.bases:
        entity = base.type.entity  # type: ignore[union-attr]
        fields = scope.ground.vocabulary.entities[entity].fields.values()
        found.extend(Field(base, f.id, f.type) for f in fields if f.type == type)
        if type == TEXT:
            found.append(Field(base, "id", TEXT))
        if base.type == type and not isinstance(base, Member):  # a member itself has no name
            found.append(base)
        if scope.derived:
            found.extend(Derived(base, name, type) for name in scope.ground.derived.get((entity, type), ()))
    if scope.parameters:
        found.extend(Parameter(name, type) for name in scope.ground.parameters.get(type, ()))
    return found


@st.composite
def anchored(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """An expression that says of itself what type it has: bare words alone could be those of any enumeration."""
    found = draw(expressions(type, scope, depth))
    return draw(st.sampled_from(named(type, scope))) if isinstance(type, EnumType) and is_open(found) else found


@st.composite
def expressions(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """An expression of `type` at most `depth` levels deep."""
    makers = [leaves] if depth <= 0 else [leaves, *scope.ground.branches.get(type, ()), choices]
    return draw(draw(st.sampled_from(makers))(type, scope, depth - 1))


@st.composite
def leaves(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """A literal, a parameter, today, a field or a definition."""
    found = named(type, scope)
    if type == DATE:
        found.append(Today())
    literals = [Literal(value, type) for value in scope.ground.literals.get(type, ())]  # type: ignore[arg-type]
    return draw(st.sampled_from([*found, *found, *literals]))


@st.composite
def choices(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    branch = expressions(type, scope, depth)
    return If(draw(expressions(BOOL, scope, depth)), draw(branch), draw(branch), type)


@st.composite
def comparisons(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    ordered = scope.ground.ordered
    sides = draw(st.sampled_from([*plain(scope), *ordered]))
    ops = list(CompareOp) if sides in ordered else [CompareOp.EQ, CompareOp.NE]
    return Compare(
        draw(st.sampled_from(ops)), draw(anchored(sides, scope, depth)), draw(expressions(sides, scope, depth))
    )


@st.composite
def tests_of(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """`between`, `in` with words or a period, `is known`."""
    form = draw(st.sampled_from(["between", "one_of", "within"] + ["known"] * scope.known))
    if form == "between":
        item = draw(anchored(draw(st.sampled_from(scope.ground.ordered)), scope, depth))
        bound = expressions(item.type, scope, depth)
        return Between(item, draw(bound), draw(bound))
    if form == "within":
        return Within(draw(expressions(DATE, scope, depth)), draw(expressions(PERIOD, scope, depth)))
    kind = draw(st.sampled_from([t for t in (GRADE, KIND, TEXT, HOURS) if t in plain(scope)]))
    item = draw(anchored(kind, scope, depth))
    if form == "known":
        return IsKnown(item)
    literals = [Literal(value, kind) for value in scope.ground.literals[kind]]  # type: ignore[arg-type]
    return OneOf(item, tuple(draw(st.lists(st.sampled_from(literals), min_size=1, max_size=2, unique=True))))


@st.composite
def junctions(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    items = expressions(BOOL, scope, depth)
    node = cast("Callable[[tuple[Expr, ...]], Expr]", draw(st.sampled_from([And, Or])))
    return node(tuple(draw(st.lists(items, min_size=2, max_size=3))))


@st.composite
def negations(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    return Not(draw(expressions(BOOL, scope, depth)))


@st.composite
def arithmetic(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    op = draw(st.sampled_from(ArithOp))
    own, ratio = expressions(type, scope, depth), expressions(RATIO_NUMBER, scope, depth)
    if op in (ArithOp.ADD, ArithOp.SUB) or (type == RATIO_NUMBER and op is ArithOp.MUL):
        return Arith(op, draw(own), draw(own), type)
    if type == RATIO_NUMBER:
        side = expressions(HOURS, scope, depth)
        return Arith(op, draw(side), draw(side), type)
    return Arith(op, draw(own), draw(ratio), type)


@st.composite
def factors(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """A product or quotient of any two units that give `type`."""
    numbers = [t for t in scope.ground.literals if isinstance(t, NumberType)]
    ways = [
        (op, left, right)
        for op in (ArithOp.MUL, ArithOp.DIV)
        for left in numbers
        for right in numbers
        if ARITHMETIC[op](left, right) == type
    ]
    op, left, right = draw(st.sampled_from(ways))
    return Arith(op, draw(expressions(left, scope, depth)), draw(expressions(right, scope, depth)), type)


@st.composite
def sums_of(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """More or less of one unit."""
    own = expressions(type, scope, depth)
    return Arith(draw(st.sampled_from([ArithOp.ADD, ArithOp.SUB])), draw(own), draw(own), type)


@st.composite
def day_counts(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    side = expressions(DATE, scope, depth)
    return Arith(ArithOp.SUB, draw(side), draw(side), type)


@st.composite
def scaled(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """A part of something: half a day cannot be written down, but computed."""
    own, ratio = expressions(type, scope, depth), expressions(RATIO_NUMBER, scope, depth)
    return Arith(draw(st.sampled_from([ArithOp.MUL, ArithOp.DIV])), draw(own), draw(ratio), type)


@st.composite
def day_shifts(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    op = draw(st.sampled_from([ArithOp.ADD, ArithOp.SUB]))
    return Arith(op, draw(expressions(DATE, scope, depth)), draw(expressions(DAYS_NUMBER, scope, depth)), type)


@st.composite
def period_ends(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    return EndOf(draw(st.booleans()), draw(expressions(PERIOD, scope, depth)))


@st.composite
def negated(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    return Negate(draw(expressions(type, scope, depth)), type)  # type: ignore[arg-type]


@st.composite
def rounded(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    mode, places = draw(st.sampled_from(RoundMode)), draw(st.integers(0, 1))
    return Round(mode, draw(expressions(type, scope, depth)), places, type)  # type: ignore[arg-type]


@st.composite
def extremes(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    op = draw(st.sampled_from([AggregateOp.MIN, AggregateOp.MAX]))
    return Extreme(op, tuple(draw(st.lists(expressions(type, scope, depth), min_size=2, max_size=3))), type)


@st.composite
def aggregates(draw: st.DrawFn, type: Type, scope: Scope, depth: int) -> Expr:
    """An aggregate of `type` over a collection below the subject (or above: of the subject's own school)."""
    source = draw(collections(scope))
    if source is None:
        return draw(leaves(type, scope, depth))
    inside = replace(scope, member=source.entity)
    condition = expressions(BOOL, inside, min(depth, 1))
    where = draw(st.one_of(st.none(), condition))
    threshold = value = None
    if type == BOOL:
        op = draw(st.sampled_from([AggregateOp.ALL, AggregateOp.ANY, AggregateOp.AT_LEAST]))
        value = draw(condition)
        threshold = draw(expressions(COUNT_NUMBER, scope, 0)) if op is AggregateOp.AT_LEAST else None
    elif type == COUNT_NUMBER:
        extreme = [AggregateOp.MIN, AggregateOp.MAX] if named(type, inside) else []
        op = draw(st.sampled_from([AggregateOp.COUNT, AggregateOp.DISTINCT, AggregateOp.SUM, *extreme]))
        if op is AggregateOp.DISTINCT:
            value = draw(anchored(draw(st.sampled_from(plain(inside))), inside, min(depth, 1)))
        elif op is not AggregateOp.COUNT:
            value = draw(expressions(COUNT_NUMBER, inside, min(depth, 1)))
    elif type == RATIO_NUMBER and (not named(type, inside) or draw(st.booleans())):
        op, value = AggregateOp.SHARE, draw(condition)
    else:
        numeric = [AggregateOp.SUM] if isinstance(type, NumberType) else []
        op = draw(st.sampled_from([AggregateOp.MIN, AggregateOp.MAX, *numeric]))
        value = draw(expressions(type, inside, min(depth, 1)))
    return Aggregate(op, source, where, value, threshold, type)


@st.composite
def collections(draw: st.DrawFn, scope: Scope) -> Collection | None:
    """A collection the scope can reach, if any."""
    entities = scope.ground.vocabulary.entities
    bases = [b for b in scope.bases if entities[b.type.entity].collections]  # type: ignore[union-attr]
    if not bases:
        return None
    base = draw(st.sampled_from(bases))
    found: Collection | None = None
    entity = base.type.entity  # type: ignore[union-attr]
    for step in range(scope.ground.longest):
        if not entities[entity].collections or (step and draw(st.booleans())):
            break
        one = draw(st.sampled_from(list(entities[entity].collections.values())))
        found, entity = Collection(found or base, one.id, one.entity), one.entity
    return found


Maker = Callable[[Type, Scope, int], "st.SearchStrategy[Expr]"]
NUMERIC: tuple[Maker, ...] = (arithmetic, arithmetic, negated, rounded, extremes, aggregates)
BRANCHES: dict[Type, tuple[Maker, ...]] = {
    BOOL: (comparisons, comparisons, comparisons, tests_of, junctions, junctions, negations, aggregates),
    HOURS: NUMERIC,
    COUNT_NUMBER: (extremes, aggregates, aggregates),
    RATIO_NUMBER: NUMERIC,
    DAYS_NUMBER: (day_counts, scaled),
    DATE: (day_shifts, period_ends, extremes, aggregates),
    GRADE: (extremes, aggregates),
}
SMALL = Ground(build.VOCABULARY, LITERALS, PARAMETERS, DERIVED, ORDERED, PLAIN, BRANCHES, longest=2)
