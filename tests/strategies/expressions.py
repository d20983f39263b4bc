"""Well-typed expressions of a wanted type, as the checker would make them, over any vocabulary.

`Ground` says what there is; `expressions(ground, subject, type)` draws an expression about a record of `subject`.
Nothing here needs the parser: what is drawn is canonical (flat conjunctions, signs in their numbers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

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
    RATIO,
    RATIO_NUMBER,
    TEXT,
    EnumType,
    NumberType,
    PeriodType,
    RefType,
    Type,
)
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Period
from policyrules.syntax.printer import is_bare, is_open

Drawn = st.SearchStrategy[Expr]
DAY = st.dates(date(2019, 1, 1), date(2024, 12, 31))


@dataclass(frozen=True)
class Ground:
    """What expressions can speak of: definitions are typed, by (entity, id)."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Type]
    definitions: Mapping[tuple[str, str], Type]

    @property
    def numbers(self) -> list[NumberType]:
        return [NumberType(u) for u in self.vocabulary.units]

    @property
    def enums(self) -> list[EnumType]:
        return [EnumType(e) for e in self.vocabulary.enums]

    def ordered(self, type: Type) -> bool:
        if isinstance(type, EnumType):
            return self.vocabulary.enums[type.name].ordered
        return isinstance(type, NumberType) or type == DATE

    @property
    def plain(self) -> list[Type]:
        refs: list[Type] = [RefType(e) for e in self.vocabulary.entities]
        return [*self.numbers, *self.enums, *refs, DATE, TEXT, BOOL]


def literals(ground: Ground, type: Type) -> st.SearchStrategy[Literal] | None:
    """Values a rule can state; none for references."""
    values: st.SearchStrategy
    match type:
        case NumberType(unit):
            decimals = ground.vocabulary.units[unit].decimals
            top = 2 * 10**decimals if unit == RATIO else 60 * 10**decimals
            values = st.integers(-top, top).map(lambda n: normal(Fraction(n, 10**decimals)))
        case EnumType(name):
            values = st.sampled_from([m.id for m in ground.vocabulary.enums[name].members])
        case PeriodType():
            values = periods()
        case RefType():
            return None
        case _:
            values = {BOOL: st.booleans(), DATE: DAY, TEXT: st.text('a中"＂「 \n', max_size=4)}[type]
    return values.map(lambda v: Literal(v, type))


def normal(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def periods() -> st.SearchStrategy[Period]:
    whole = st.integers(2019, 2024).map(lambda y: Period(date(y, 1, 1), date(y, 12, 31)))
    early = DAY.map(lambda d: Period(d.replace(day=1), d.replace(day=10)))
    months = DAY.map(
        lambda d: Period(d.replace(day=1), (d.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1))
    )
    some = st.tuples(DAY, st.integers(0, 400)).map(lambda p: Period(p[0], p[0] + timedelta(p[1])))
    return st.one_of(whole, early, months, some)


def expressions(ground: Ground, subject: str, type: Type, depth: int = 3) -> Drawn:
    """Expressions of `type` about a record of `subject`, at most `depth` operators deep."""
    return Maker(ground, subject, None).of(type, depth)


@st.composite
def anything(draw: st.DrawFn, maker: Maker, type: Type, depth: int) -> Expr:
    """An expression of `type`: something at hand, or something made of smaller ones."""
    if depth > 0 and draw(st.integers(0, 3)):
        return draw(draw(st.sampled_from(maker.compounds(type, depth - 1)))())
    return draw(st.one_of(*maker.atoms(type)))


@dataclass(frozen=True)
class Maker:
    """Draws expressions at one place: outside aggregates, or inside one over `member`."""

    ground: Ground
    subject: str
    member: str | None

    def of(self, type: Type, depth: int) -> Drawn:
        """Anything of this type that can stand where the type is expected."""
        return anything(self, type, depth)

    @property
    def plain(self) -> list[Type]:
        """The types that something at hand has."""
        return [t for t in self.ground.plain if self.atoms(t)]

    def typed(self, type: Type, depth: int) -> Drawn:
        """The same, but with a type of its own: no lone word of an enumeration."""
        return self.of(type, depth).filter(lambda e: not (isinstance(type, EnumType) and is_open(e)))

    def atoms(self, type: Type) -> list[Drawn]:
        found: list[Expr] = [Parameter(n, t) for n, t in self.ground.parameters.items() if t == type]
        records: list[Expr] = [Subject(self.subject)]
        if self.member is not None:
            records.append(Member(self.member))
        for record in [*records, *(f for r in records for f in self.references(r))]:
            found.extend(self.facts(record, type))
        if type == DATE:
            found.append(Today())
        if type == RefType(self.subject):
            found.append(Subject(self.subject))
        stated = literals(self.ground, type)
        strategies: list[Drawn] = [st.sampled_from(found)] if found else []
        return strategies + ([stated] if stated is not None else [])

    def references(self, record: Expr) -> list[Expr]:
        assert isinstance(record.type, RefType)
        fields = self.ground.vocabulary.entities[record.type.entity].fields.values()
        return [Field(record, f.id, f.type) for f in fields if isinstance(f.type, RefType)]

    def facts(self, record: Expr, type: Type) -> list[Expr]:
        assert isinstance(record.type, RefType)
        entity = record.type.entity
        found: list[Expr] = [
            Field(record, f.id, f.type)
            for f in self.ground.vocabulary.entities[entity].fields.values()
            if f.type == type
        ]
        defined = self.ground.definitions.items()
        found.extend(Derived(record, id, t) for (owner, id), t in defined if owner == entity and t == type)
        return [*found, Field(record, "id", TEXT)] if type == TEXT else found

    def compounds(self, type: Type, depth: int) -> list[Callable[[], Drawn]]:
        makers: list[Callable[[], Drawn]] = [lambda: self.choice(type, depth)]
        if self.ground.ordered(type):
            makers.append(lambda: self.extreme(type, depth))
            makers.append(lambda: self.aggregate(AggregateOp.MIN, type, type, depth))
            makers.append(lambda: self.aggregate(AggregateOp.MAX, type, type, depth))
        if isinstance(type, NumberType):
            makers.extend([lambda: self.arith(type, depth), lambda: self.unary(type, depth)])
            makers.append(lambda: self.aggregate(AggregateOp.SUM, type, type, depth))
        if type == COUNT_NUMBER:
            makers.append(lambda: self.aggregate(AggregateOp.COUNT, type, None, depth))
            kinds = st.sampled_from(self.plain)
            makers.append(lambda: kinds.flatmap(lambda t: self.aggregate(AggregateOp.DISTINCT, type, t, depth)))
        if type == RATIO_NUMBER:
            makers.append(lambda: self.aggregate(AggregateOp.SHARE, type, BOOL, depth))
        if type == DATE:
            makers.append(lambda: st.builds(EndOf, st.booleans(), self.of(PERIOD, depth)))
            makers.append(lambda: self.shifted(depth))
        if type == BOOL:
            makers.extend(self.conditions(depth))
        return makers

    def choice(self, type: Type, depth: int) -> Drawn:
        parts = (self.of(BOOL, depth), self.of(type, depth), self.of(type, depth))
        return st.builds(lambda c, a, b: If(c, a, b, type), *parts)

    def extreme(self, type: Type, depth: int) -> Drawn:
        items = st.lists(self.of(type, depth), min_size=2, max_size=3).map(tuple)
        return st.builds(lambda op, i: Extreme(op, i, type), st.sampled_from([AggregateOp.MIN, AggregateOp.MAX]), items)

    def unary(self, type: NumberType, depth: int) -> Drawn:
        inner = self.of(type, depth)
        negated = inner.filter(lambda e: not isinstance(e, Literal)).map(lambda e: Negate(e, type))
        places = st.sampled_from([0, 1, 2])
        rounded = st.builds(lambda m, e, p: Round(m, e, p, type), st.sampled_from(list(RoundMode)), inner, places)
        return st.one_of(negated, rounded)

    def shifted(self, depth: int) -> Drawn:
        ops = st.sampled_from([ArithOp.ADD, ArithOp.SUB])
        days = self.of(DAYS_NUMBER, depth)
        return st.builds(lambda op, d, n: Arith(op, d, n, DATE), ops, self.of(DATE, depth), days)

    def arith(self, type: NumberType, depth: int) -> Drawn:
        """All pairs of sides whose operator gives this type, and bare numbers that keep the other side's unit."""
        sides: list[Type] = [*self.ground.numbers, DATE]
        pairs = [
            (op, left, right)
            for op, gives in ARITHMETIC.items()
            for left in sides
            for right in sides
            if gives(left, right) == type
        ]
        either = st.sampled_from(pairs).flatmap(
            lambda p: st.builds(lambda a, b: Arith(p[0], a, b, type), self.of(p[1], depth), self.of(p[2], depth))
        )
        whole = st.integers(1, 9).map(lambda n: Literal(n, COUNT_NUMBER))
        scaling = st.sampled_from([ArithOp.MUL, ArithOp.DIV])
        after = st.builds(lambda op, a, n: Arith(op, a, n, type), scaling, self.of(type, depth), whole)
        other = self.of(type, depth).filter(lambda e: not is_bare(e))
        before = st.builds(lambda n, a: Arith(ArithOp.MUL, n, a, type), whole, other)
        return st.one_of(either, after, before)

    def aggregate(self, op: AggregateOp, type: Type, value: Type | None, depth: int) -> Drawn:
        return self.sources().flatmap(lambda source: self.over(source, op, type, value, depth))

    def over(self, source: Collection, op: AggregateOp, type: Type, value: Type | None, depth: int) -> Drawn:
        inside = Maker(self.ground, self.subject, source.entity)
        where = st.none() | inside.of(BOOL, depth)
        own = op in (AggregateOp.DISTINCT, AggregateOp.MIN, AggregateOp.MAX)
        values = st.none() if value is None else (inside.typed if own else inside.of)(value, depth)
        threshold = self.of(COUNT_NUMBER, depth) if op is AggregateOp.AT_LEAST else st.none()
        return st.builds(lambda w, v, t: Aggregate(op, source, w, v, t, type), where, values, threshold)

    def sources(self) -> st.SearchStrategy[Collection]:
        """Collections of a record at hand, of one it refers to, and of all members of such a collection."""
        records: list[Expr] = [Subject(self.subject), *([Member(self.member)] if self.member else [])]
        records.extend(f for r in list(records) for f in self.references(r))
        first = [c for r in records for c in self.collections(r, r.type)]
        return st.sampled_from([*first, *(c for f in first for c in self.collections(f, RefType(f.entity)))])

    def collections(self, base: Expr | Collection, type: Type) -> list[Collection]:
        assert isinstance(type, RefType)
        return [
            Collection(base, c.id, c.entity) for c in self.ground.vocabulary.entities[type.entity].collections.values()
        ]

    def conditions(self, depth: int) -> list[Callable[[], Drawn]]:
        ordered = st.sampled_from([t for t in self.plain if self.ground.ordered(t)])
        plain = st.sampled_from(self.plain)
        listable = st.sampled_from([t for t in self.plain if not isinstance(t, RefType)])
        return [
            lambda: self.joined(And, depth),
            lambda: self.joined(Or, depth),
            lambda: self.of(BOOL, depth).map(Not),
            lambda: plain.flatmap(lambda t: self.compared(t, (CompareOp.EQ, CompareOp.NE), depth)),
            lambda: ordered.flatmap(lambda t: self.compared(t, tuple(CompareOp), depth)),
            lambda: ordered.flatmap(lambda t: self.between(t, depth)),
            lambda: listable.flatmap(lambda t: self.one_of(t, depth)),
            lambda: st.builds(Within, self.of(DATE, depth), self.of(PERIOD, depth)),
            lambda: plain.flatmap(lambda t: self.typed(t, depth)).map(IsKnown),
            lambda: self.aggregate(AggregateOp.ALL, BOOL, BOOL, depth),
            lambda: self.aggregate(AggregateOp.ANY, BOOL, BOOL, depth),
            lambda: self.aggregate(AggregateOp.AT_LEAST, BOOL, BOOL, depth),
        ]

    def joined(self, kind: type[And] | type[Or], depth: int) -> Drawn:
        item = self.of(BOOL, depth).filter(lambda e: not isinstance(e, kind))
        return st.lists(item, min_size=2, max_size=3).map(lambda items: kind(tuple(items)))

    def compared(self, type: Type, ops: tuple[CompareOp, ...], depth: int) -> Drawn:
        sides = st.tuples(self.typed(type, depth), self.of(type, depth))
        either = st.one_of(sides, sides.map(lambda s: (s[1], s[0])))
        return st.builds(lambda op, s: Compare(op, *s), st.sampled_from(ops), either)

    def between(self, type: Type, depth: int) -> Drawn:
        return st.builds(Between, self.typed(type, depth), self.of(type, depth), self.of(type, depth))

    def one_of(self, type: Type, depth: int) -> Drawn:
        stated = literals(self.ground, type)
        assert stated is not None
        options = st.lists(stated, min_size=1, max_size=3, unique_by=lambda o: o.value).map(tuple)
        return st.builds(OneOf, self.typed(type, depth), options)
