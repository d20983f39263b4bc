"""From typed expressions to text in either language, with no bracket too many.

What `show` writes, parser and checker read back as the same expression: in the same scope, with the same type expected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from policyrules.diagnostics.core import Lang
from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Collection,
    Compare,
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
    Within,
)
from policyrules.model.types import (
    BOOL,
    COUNT,
    COUNT_NUMBER,
    DATE,
    DAYS_NUMBER,
    PERIOD,
    RATIO,
    RATIO_NUMBER,
    DateType,
    EnumType,
    NumberType,
    Type,
)
from policyrules.model.words import Period
from policyrules.syntax.dates import write_day, write_period, write_range
from policyrules.syntax.keywords import Mark, write_name
from policyrules.syntax.names import Index, Names, find
from policyrules.syntax.values import write_number, write_ratio
from policyrules.syntax.walk import entity_of, nodes

ANY, AND, NOT, COMPARISON, SUM, PRODUCT, UNARY, ATOM = range(1, 9)
ADDING = (ArithOp.ADD, ArithOp.SUB)
PASSING = (AggregateOp.SUM, AggregateOp.MIN, AggregateOp.MAX)
NUMBERS, WORDS, DATES = 0, 1, 2


Types = tuple[Type, ...] | None
"""The types a place asks for; none asked for where empty; None where a number has to state its unit all the same."""


def show(
    expr: Expr,
    names: Names,
    lang: Lang,
    expected: Type | tuple[Type, ...] = (),
    subject: str | None = None,
    member: str | None = None,
) -> str:
    """`expr` as text in `lang`.

    `expected` is the type its place asks for, so that its numbers need no unit there. `subject` is the entity of the
    rule (by default the one `expr` speaks of), `member` the entity of the collection it is asked about, if any.
    """
    if subject is None:
        subject = next((n.entity for n in nodes(expr) if isinstance(n, Subject)), None)
    types = expected if isinstance(expected, tuple) else (expected,)
    return Printer(names, lang, subject, member).text(expr, ANY, types)


@dataclass(frozen=True)
class Printer:
    """Writes expressions of one scope in one language."""

    names: Names
    lang: Lang
    subject: str | None
    member: str | None

    def text(self, expr: Expr, power: int, types: Types) -> str:
        """`expr`, in brackets where its operator binds less than `power`."""
        written = self.bare(expr, types)
        return f"({written})" if power_of(expr) < power else written

    def bare(self, expr: Expr, types: Types) -> str:
        """`expr` without brackets around it."""
        match expr:
            case Literal():
                return self.literal(expr, types)
            case Parameter(name):
                return self.name(self.names.of_parameters(), name, self.scope()) or name
            case Today():
                return self.word(Mark.TODAY)
            case Subject():
                return self.word(Mark.THIS)
            case Member(entity):
                return entity
            case Field() | Derived():
                return self.path(expr)
            case Not():
                return self.negation(expr)
            case And(items):
                return f" {self.word(Mark.AND)} ".join(self.text(i, NOT, (BOOL,)) for i in items)
            case Or(items):
                return f" {self.word(Mark.OR)} ".join(self.text(i, AND, (BOOL,)) for i in items)
            case Compare() | Between() | OneOf() | Within() | IsKnown():
                return self.comparison(expr, False)
            case Arith():
                left, right = self.sum(expr, types) if expr.op in ADDING else self.product(expr, types)
                return f"{left} {expr.op.value} {right}"
            case Negate(item):
                return "-" + self.text(item, UNARY, types)
            case If():
                then, other = self.group((expr.then, expr.other), ANY, types)
                condition = self.text(expr.condition, ANY, (BOOL,))
                words = (self.word(Mark.IF), condition, self.word(Mark.THEN), then, self.word(Mark.ELSE), other)
                return " ".join(words)
            case Extreme():
                return self.call(Mark[expr.op.name], ", ".join(self.group(expr.items, ANY, types)))
            case Round():
                places = f", {expr.places}" if expr.places else ""
                return self.call(Mark[f"ROUND_{expr.mode.name}"], self.text(expr.item, ANY, types) + places)
            case EndOf():
                return self.call(Mark.END if expr.end else Mark.START, self.text(expr.period, ANY, (PERIOD,)))
            case Aggregate():
                return self.aggregate(expr, types)
            case _:
                assert_never(expr)

    # Words and names.

    def word(self, mark: Mark, form: int = 0) -> str:
        """A keyword."""
        return mark.show(self.lang, form)

    def call(self, mark: Mark, inside: str) -> str:
        """A function with its brackets."""
        return f"{self.word(mark)}({inside})"

    def scope(self, enum: str | None = None) -> list[Index]:
        """Everything a bare word could mean here."""
        entity = self.member or self.subject
        found = [self.names.of_parameters()]
        if entity is not None:
            found.insert(0, self.names.of_entity(entity))
        if enum is not None:
            found.append(self.names.of_enum(enum))
        return found

    def name(self, index: Index, id: str, scope: list[Index]) -> str | None:
        """The first way to write `id` that can mean nothing else, its label or its id, as the language has it."""
        named = index.by_id[id]
        chinese, english = named.label.zh, named.label.en
        spellings = (chinese, id, english) if self.lang == "zh" else (id, english, chinese)
        return next((w for s in spellings if find(s, scope) == (named,) and (w := write_name(s))), None)

    def dotted(self, base: str, name: str) -> str:
        """A path."""
        return f"{base}.{name}" if self.lang == "en" else f"{base} {self.word(Mark.DOT)} {name}"

    def path(self, expr: Field | Derived | Collection) -> str:
        """A field, definition or collection of a record, bare where it belongs to the record at hand."""
        entity = entity_of(expr.base)
        own = self.names.of_entity(entity)
        bare = None
        if isinstance(expr.base, Member) or (isinstance(expr.base, Subject) and self.member is None):
            bare = self.name(own, expr.name, self.scope())
        if bare is not None or isinstance(expr.base, Member):
            return bare or expr.name
        base = self.path(expr.base) if isinstance(expr.base, Collection) else self.text(expr.base, ATOM, ())
        return self.dotted(base, self.name(own, expr.name, [own]) or expr.name)

    # Literals.

    def literal(self, expr: Literal, types: Types) -> str:
        """A value; a number with its unit where nothing else says it."""
        match expr.value, expr.type:
            case bool(), _:
                return self.word(Mark.TRUE if expr.value else Mark.FALSE)
            case int() | Fraction(), NumberType(unit):
                return self.number(expr.value, unit, types)
            case date(), _:
                return write_day(expr.value, self.lang)
            case Period(), _:
                short = write_period(expr.value, self.lang)
                return write_range(expr.value, self.lang) if short.isdigit() and PERIOD not in (types or ()) else short
            case str(), EnumType(enum):
                return self.name(self.names.of_enum(enum), expr.value, self.scope(enum)) or expr.value
            case _:
                return '"' + str(expr.value).replace('"', '""') + '"'

    def number(self, value: int | Fraction, unit: str, types: Types) -> str:
        """A number literal."""
        if unit == RATIO:
            return write_ratio(value)
        written = write_number(value)
        if types is not None and (NumberType(unit) in types or (unit == COUNT and not asks_number(types))):
            return written
        label = self.names.vocabulary.units[unit].label.zh if self.lang == "zh" else unit
        return f"{written} {label if label == Mark.COUNT.english else write_name(label) or unit}"

    # Operators.

    def group(self, items: tuple[Expr, ...], power: int, types: Types) -> list[str]:
        """Values of one type side by side: one of them says the type, or the place does."""
        type = items[0].type
        anchor = next((i for i, item in enumerate(items) if not is_open(item)), None)
        if anchor is None:
            said = types is not None and (type in types or (type == COUNT_NUMBER and not asks_number(types)))
            anchor, types = 0, types if said else None
        return [self.text(item, power, types if i == anchor else (type,)) for i, item in enumerate(items)]

    def sum(self, expr: Arith, types: Types) -> tuple[str, str]:
        """The two sides of a sum or difference."""
        left, right = expr.left, expr.right
        if is_bare(left) and is_bare(right):
            return self.group((left, right), SUM, types)[0], self.text(right, PRODUCT, (left.type,))
        if is_bare(left):
            return self.text(left, SUM, beside(right.type)), self.text(right, PRODUCT, ())
        return self.text(left, SUM, ()), self.text(right, PRODUCT, beside(left.type))

    def product(self, expr: Arith, types: Types) -> tuple[str, str]:
        """The two sides of a product or quotient; a plain number may stand bare where it keeps the other's unit."""
        left, right = expr.left, expr.right
        keeps = is_bare(right) and right.type == COUNT_NUMBER and expr.type == left.type
        if keeps:
            return self.text(left, PRODUCT, types if is_bare(left) else ()), self.text(right, UNARY, ())
        written = self.text(right, UNARY, None if is_bare(right) else ())
        if not is_bare(left):
            return self.text(left, PRODUCT, ()), written
        if expr.op is ArithOp.DIV:
            return self.text(left, PRODUCT, (right.type,) if left.type == right.type else None), written
        plain = left.type == COUNT_NUMBER and expr.type == right.type
        return self.text(left, PRODUCT, () if plain else None), written

    def negation(self, expr: Not) -> str:
        """A negation; of some comparisons there is a shorter form."""
        if isinstance(expr.item, IsKnown | OneOf | Within):
            return self.comparison(expr.item, True)
        return f"{self.word(Mark.NOT)} {self.text(expr.item, NOT, (BOOL,))}"

    def comparison(self, expr: Compare | Between | OneOf | Within | IsKnown, negated: bool) -> str:
        """A comparison, or (`negated`) its opposite."""
        match expr:
            case IsKnown(item):
                return f"{self.text(item, SUM, ())} {self.word(Mark.IS_UNKNOWN if negated else Mark.IS_KNOWN)}"
            case Within(item, period):
                word = self.word(Mark.NOT_IN if negated else Mark.IN)
                return f"{self.text(item, SUM, ())} {word} {self.text(period, SUM, (PERIOD,))}"
            case OneOf(item, options):
                word = self.word(Mark.NOT_IN if negated else Mark.IN)
                listed = ", ".join(self.text(o, ANY, (item.type,)) for o in options)
                plain = item.type == COUNT_NUMBER or not is_open(item)
                return f"{self.text(item, SUM, () if plain else None)} {word} ({listed})"
            case Between():
                middle, low, high = self.group((expr.item, expr.low, expr.high), SUM, ())
                return f"{middle} {self.word(Mark.BETWEEN)} {low} {self.word(Mark.BETWEEN_AND)} {high}"
            case Compare():
                left, right = self.group((expr.left, expr.right), SUM, ())
                mark = Mark[expr.op.name]
                return f"{left} {self.word(mark, min(form_of(expr.left.type), len(mark.chinese) - 1))} {right}"

    def aggregate(self, expr: Aggregate, types: Types) -> str:
        """A value over a collection's members."""
        inner = replace(self, member=expr.source.entity)
        source = self.path(expr.source)
        if expr.where is not None:
            source += f" {self.word(Mark.WHERE)} {inner.text(expr.where, ANY, (BOOL,))}"
        if expr.value is None:
            return self.call(Mark[expr.op.name], source)
        asked = types if expr.op in PASSING else () if expr.op is AggregateOp.DISTINCT else (BOOL,)
        inside = f"{inner.text(expr.value, ANY, asked)} {self.word(Mark.FOR)} {source}"
        if expr.threshold is not None:
            inside = f"{self.text(expr.threshold, SUM, (COUNT_NUMBER,))}, {inside}"
        return self.call(Mark[expr.op.name], inside)


def form_of(type: Type) -> int:
    """Which Chinese form of a comparison goes with values of a type."""
    return DATES if isinstance(type, DateType) else WORDS if isinstance(type, EnumType) else NUMBERS


def power_of(expr: Expr) -> int:
    """How strongly the outermost operator of `expr` binds."""
    match expr:
        case Or() | If():
            return ANY
        case And():
            return AND
        case Not(item):
            return COMPARISON if isinstance(item, IsKnown | OneOf | Within) else NOT
        case Compare() | Between() | OneOf() | Within() | IsKnown():
            return COMPARISON
        case Arith():
            return SUM if expr.op in ADDING else PRODUCT
        case Negate():
            return UNARY
        case Literal(value=value, type=NumberType()):
            return UNARY if not isinstance(value, date | Period | str) and value < 0 else ATOM
        case _:
            return ATOM


def sources(expr: Expr) -> tuple[Expr, ...]:
    """The parts whose type `expr` takes on, as the checker has it."""
    match expr:
        case Negate(item) | Round(item=item):
            return (item,)
        case Arith():
            return (expr.left, expr.right)
        case If():
            return (expr.then, expr.other)
        case Extreme():
            return expr.items
        case Aggregate(value=value) if expr.op in PASSING and value is not None:
            return (value,)
        case _:
            return ()


def is_bare(expr: Expr) -> bool:
    """Whether `expr` is made of numbers that could be written without a unit."""
    if isinstance(expr, Literal):
        return isinstance(expr.type, NumberType) and expr.type != RATIO_NUMBER
    parts = sources(expr)
    return bool(parts) and all(is_bare(part) for part in parts)


def is_open(expr: Expr) -> bool:
    """Whether `expr`, as it is written, may take its type from what stands beside it."""
    if isinstance(expr, Literal) and not isinstance(expr.type, NumberType):
        return isinstance(expr.type, EnumType) or expr.type == PERIOD
    parts = sources(expr)
    return is_bare(expr) or (bool(parts) and all(is_open(part) for part in parts))


def asks_number(types: tuple[Type, ...]) -> bool:
    """Whether a number is asked for."""
    return any(isinstance(t, NumberType) for t in types)


def beside(type: Type) -> tuple[Type, ...]:
    """What a bare number is beside a value of this type in a sum."""
    return (DAYS_NUMBER,) if type == DATE else (type,)
