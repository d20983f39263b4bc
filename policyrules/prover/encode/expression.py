"""The encoder: a typed expression as a symbol, for a subject and, inside an aggregate, a member.

Reads beside `semantics/evaluate.py`, case by case. Definitions are inlined; what has been encoded once for the same
records is not encoded again. Parameters have the values of one epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never, cast

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
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
    Subject,
    Today,
    Value,
    Within,
)
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, PeriodType, RefType, Type
from policyrules.model.words import Period
from policyrules.prover.encode import aggregates, numbers
from policyrules.prover.encode.store import Instance, Store
from policyrules.prover.encode.symbols import (
    NEITHER,
    UNKNOWN,
    Span,
    Stretch,
    Symbol,
    Truth,
    all_of,
    any_of,
    choose,
    compare,
    crisp,
    equal_truths,
    exactly,
    flip,
    is_known,
    number,
    unless_known,
)
from policyrules.prover.encode.terms import Beyond, Bit, Int, at_most, pick
from policyrules.prover.reach import reach
from policyrules.prover.sure import sure
from policyrules.syntax import walk


def is_identity(expr: Expr) -> bool:
    """Whether an expression is a record's id."""
    return isinstance(expr, Field) and expr.name == "id"


def is_member(expr: Expr) -> bool:
    """Whether an expression is the member itself, or its id."""
    return isinstance(expr, Member) or (is_identity(expr) and isinstance(expr, Field) and isinstance(expr.base, Member))


def names_record(expr: Expr | None) -> bool:
    """Whether an expression is a reference to a record."""
    return isinstance(expr, Field) and isinstance(expr.type, RefType)


class Encoder:
    """Expressions of one ruleset over one store, with the parameters of one epoch."""

    def __init__(self, ruleset: Ruleset, store: Store, parameters: Mapping[str, Value | None]) -> None:
        """Encode expressions of `ruleset` into `store`."""
        self.ruleset = ruleset
        self.store = store
        self.parameters = parameters
        self._made: dict[tuple[int, str, str], tuple[Expr, Symbol]] = {}

    def encode(self, expr: Expr, subject: Instance, member: Instance | None = None) -> Symbol:
        """What `expr` comes to."""
        key = (id(expr), subject.key, "" if member is None else member.key)
        found = self._made.get(key)
        if found is None:
            # The expression is kept beside its symbol, so that nobody else ever gets its number.
            found = self._made[key] = (expr, self._encode(expr, subject, member))
        return found[1]

    def apart(self) -> Encoder:
        """The same encoder with nothing encoded yet: for a world in which a fact has been changed."""
        return Encoder(self.ruleset, self.store, self.parameters)

    def truth(self, expr: Expr, subject: Instance, member: Instance | None = None) -> Truth:
        """A condition."""
        return cast(Truth, self.encode(expr, subject, member))

    def span(self, expr: Expr, subject: Instance, member: Instance | None = None) -> Span:
        """A number, day, word, text or reference."""
        return cast(Span, self.encode(expr, subject, member))

    def _encode(self, expr: Expr, subject: Instance, member: Instance | None) -> Symbol:
        def truth(item: Expr) -> Truth:
            return self.truth(item, subject, member)

        def span(item: Expr) -> Span:
            return self.span(item, subject, member)

        match expr:
            case Literal():
                return self.constant(expr.value, expr.type)
            case Parameter():
                return self.parameter(expr)
            case Today():
                return exactly(self.store.today)
            case Subject():
                return exactly(subject.code, known=subject.exists)
            case Member():
                member = sure(member, "a member stands only inside an aggregate")
                return exactly(member.code, known=member.exists)
            case Field(name="id"):
                raise Beyond("identity")
            case Field():
                return self.store.symbol(self.record(expr.base, subject, member), expr.name)
            case Derived():
                return self.derived(self.record(expr.base, subject, member), expr.name)
            case Not():
                return flip(truth(expr.item))
            case And():
                return all_of(truth(item) for item in expr.items)
            case Or():
                return any_of(truth(item) for item in expr.items)
            case Compare():
                return self.compare(expr, subject, member)
            case Between():
                item = span(expr.item)
                above = compare(CompareOp.GE, item, span(expr.low))
                return all_of((above, compare(CompareOp.LE, item, span(expr.high))))
            case OneOf():
                return self.one_of(expr, subject, member)
            case Within():
                item, period = span(expr.item), self.period(expr.period, subject, member)
                started = compare(CompareOp.GE, item, exactly(period.start, known=period.known))
                return all_of((started, compare(CompareOp.LE, item, exactly(period.end, known=period.known))))
            case IsKnown():
                return crisp(is_known(self.encode(expr.item, subject, member)))
            case Arith():
                return self.arithmetic(expr, span(expr.left), span(expr.right))
            case Negate():
                return numbers.negate(span(expr.item))
            case If():
                then, other = self.encode(expr.then, subject, member), self.encode(expr.other, subject, member)
                return choose(truth(expr.condition), then, other, self.is_ordered(expr.type))
            case Extreme():
                return numbers.extreme(expr.op, [span(item) for item in expr.items])
            case Round():
                return numbers.rounded(expr.mode, span(expr.item), expr.places)
            case EndOf():
                period = self.period(expr.period, subject, member)
                return exactly(period.end if expr.end else period.start, known=period.known)
            case Aggregate():
                return self.aggregate(expr, subject, member)
            case _:
                assert_never(expr)

    def constant(self, value: Value, type: Type) -> Symbol:
        """A value written in the rules."""
        match type:
            case BoolType():
                return crisp(value)
            case NumberType():
                return number(value)  # type: ignore[arg-type]
            case DateType():
                return exactly(value.toordinal())  # type: ignore[union-attr]
            case PeriodType():
                period = cast(Period, value)
                return Stretch(True, period.start.toordinal(), period.end.toordinal())
            case EnumType(name):
                return exactly(self.ruleset.vocabulary.enums[name].rank(cast(str, value)))
            case _:
                return exactly(self.store.text(cast(str, value)))

    def parameter(self, expr: Parameter) -> Symbol:
        """The parameter's value in this epoch; unknown without bounds where there is none."""
        value = self.parameters.get(expr.name)
        if value is not None:
            return self.constant(value, expr.type)
        if isinstance(expr.type, BoolType):
            return NEITHER
        return Stretch(False, 0, 0) if isinstance(expr.type, PeriodType) else UNKNOWN

    def is_ordered(self, type: Type) -> bool:
        """Whether values of the type have an order."""
        if isinstance(type, EnumType):
            return self.ruleset.vocabulary.enums[type.name].ordered
        return isinstance(type, NumberType | DateType)

    def record(self, base: Expr, subject: Instance, member: Instance | None) -> Instance:
        """The record a path leads to."""
        match base:
            case Subject():
                return subject
            case Member():
                return sure(member, "a member stands only inside an aggregate")
            case Field():
                return self.store.reference(self.record(base.base, subject, member), base.name)
            case _:
                raise Beyond("path")

    def derived(self, owner: Instance, name: str) -> Symbol:
        """A definition's value for a record."""
        value = self.encode(self.ruleset.definitions[owner.entity, name].expr, owner)
        return unless_known(value, owner.exists)

    def period(self, expr: Expr, subject: Instance, member: Instance | None) -> Stretch:
        """A period."""
        return cast(Stretch, self.encode(expr, subject, member))

    def compare(self, expr: Compare, subject: Instance, member: Instance | None) -> Truth:
        """A comparison of spans, or of truth values for equality."""
        ids = [is_identity(side) for side in (expr.left, expr.right)]
        if any(ids):
            return compare(expr.op, *self.identities(expr.left, expr.right, subject, member))
        left, right = (self.encode(side, subject, member) for side in (expr.left, expr.right))
        if isinstance(left, Truth) and isinstance(right, Truth):
            same = equal_truths(left, right)
            return same if expr.op is CompareOp.EQ else flip(same)
        if not isinstance(left, Span) or not isinstance(right, Span):
            raise Beyond("periods")
        return compare(expr.op, left, right)

    def identities(self, left: Expr, right: Expr, subject: Instance, member: Instance | None) -> tuple[Span, Span]:
        """Ids held against ids of the same entity, or against texts that are written down."""

        def side(expr: Expr) -> Span:
            if isinstance(expr, Field):
                return exactly((owner := self.record(expr.base, subject, member)).code, known=owner.exists)
            return self.span(expr, subject, member)

        entities = {walk.entity_of(e.base) for e in (left, right) if isinstance(e, Field) and e.name == "id"}
        if len(entities) > 1 or not all(is_identity(e) or isinstance(e, Literal) for e in (left, right)):
            raise Beyond("identity")
        return side(left), side(right)

    def one_of(self, expr: OneOf, subject: Instance, member: Instance | None) -> Truth:
        """Whether a value is one of the listed."""
        if is_identity(expr.item):
            pairs = (self.identities(expr.item, option, subject, member) for option in expr.options)
            return any_of(compare(CompareOp.EQ, *pair) for pair in pairs)
        item = self.encode(expr.item, subject, member)
        options = [self.constant(o.value, o.type) for o in expr.options]
        if isinstance(item, Truth):
            return any_of(equal_truths(item, cast(Truth, option)) for option in options)
        return any_of(compare(CompareOp.EQ, cast(Span, item), cast(Span, option)) for option in options)

    def arithmetic(self, expr: Arith, left: Span, right: Span) -> Span:
        """Numbers, or days and numbers of days."""
        if isinstance(expr.left.type, DateType):
            return numbers.on_days(expr.op, left, right, isinstance(expr.right.type, DateType))
        return numbers.arithmetic(expr.op, left, right)

    def aggregate(self, expr: Aggregate, subject: Instance, member: Instance | None) -> Symbol:
        """An aggregate over kinds of members; or, in a store that leaves aggregates open, any value."""
        threshold = None if expr.threshold is None else self.span(expr.threshold, subject, member)
        if self.store.settings.kinds is None and not self.counted(expr.source):
            key = (expr, subject.key, "" if member is None else member.key, self.rests_on(expr))
            found = self.store.left_open.get(key)
            if found is None:
                name = f"aggregate{len(self.store.left_open)}"
                found = self.store.left_open[key] = self.any_value(expr, name, subject)
            return found
        known, slots = self.members(expr.source, subject, member)
        among = [self.candidate(expr, weight, slot, subject) for weight, slot in slots]
        for (_, slot), candidate in zip(slots, among, strict=True):
            self.tell_apart(expr, slot, candidate)
        # Members differ in their ids: to tell ids apart is to count.
        itself = expr.op is AggregateOp.DISTINCT and expr.value is not None and is_member(expr.value)
        value = aggregates.over(AggregateOp.COUNT if itself else expr.op, among, threshold)
        return aggregates.where_known(known, value, aggregates.unheard_of(expr.op, threshold))

    def any_value(self, expr: Aggregate, name: str, subject: Instance) -> Symbol:
        """What an aggregate may come to over whatever members; none of them decides what nobody could."""
        found = aggregates.left_open(expr, self.store, name)
        if expr.op not in (AggregateOp.ALL, AggregateOp.ANY) or expr.value is None:
            return found
        anybody = self.truth(expr.value, subject, self.store.anybody(expr.source.entity))
        either = cast(Truth, found)
        if expr.op is AggregateOp.ANY:
            return Truth(False if anybody.yes is False else either.yes, either.no)
        return Truth(either.yes, False if anybody.no is False else either.no)

    def rests_on(self, expr: Expr) -> tuple[object, ...]:
        """What gives an expression its meaning beside its own text: the parameters and definitions it leans on."""
        leans = reach(self.ruleset, (expr,))
        parameters = tuple((name, self.parameters.get(name)) for name in sorted(leans.parameters))
        return parameters, tuple(self.ruleset.definitions[key].expr for key in sorted(leans.definitions))

    def counted(self, source: Collection) -> bool:
        """Whether a collection is counted sort by sort, whatever its members."""
        return isinstance(source.base, Subject) and self.store.counts(source.base.entity, source.name)

    def tell_apart(self, expr: Aggregate, slot: Instance, candidate: aggregates.Candidate) -> None:
        """Where so many alike times a value would be a product, members who count are not alike."""
        if expr.op is AggregateOp.SUM:
            if numbers.constant(aggregates.value_span(candidate)) is None:
                self.store.single(slot, unless=candidate.inside.no)
        elif expr.op is AggregateOp.DISTINCT and names_record(expr.value) and slot.owner is not None:
            self.store.single(slot.owner[1], unless=candidate.inside.no)

    def candidate(self, expr: Aggregate, weight: Int, slot: Instance, subject: Instance) -> aggregates.Candidate:
        """One kind of member, with what the aggregate asks of it."""
        inside = crisp(True) if expr.where is None else self.truth(expr.where, subject, slot)
        if expr.value is not None and is_identity(expr.value) and expr.op is AggregateOp.DISTINCT:
            value: Symbol | None = self.identities(expr.value, expr.value, subject, slot)[0]
        else:
            value = None if expr.value is None else self.encode(expr.value, subject, slot)
        spread: Int = 1
        if isinstance(expr.value, Field) and names_record(expr.value):
            spread = self.store.reference(self.record(expr.value.base, subject, slot), expr.value.name).weight
        return aggregates.Candidate(weight, inside, value, spread)

    def members(
        self, source: Collection, subject: Instance, member: Instance | None
    ) -> tuple[Bit, list[tuple[Int, Instance]]]:
        """Whether the record a collection hangs on is known, and its kinds of members with how many there are."""
        if isinstance(source.base, Collection):
            known, owners = self.members(source.base, subject, member)
            slots = [
                (
                    pick(at_most(weight, 1), pick(at_most(1, weight), slot.weight, 0), pick(slot.present, weight, 0)),
                    slot,
                )
                for weight, owner in owners
                for slot in self.store.collection(owner, source.name)
            ]
            return known, slots
        owner = self.record(source.base, subject, member)
        return owner.exists, [(slot.weight, slot) for slot in self.store.collection(owner, source.name)]
