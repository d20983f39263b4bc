"""Each kind of expression as a formula, with facts that may be unknown: what a model says the reference says too."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policyrules.model.expr import (
    AggregateOp,
    And,
    Arith,
    ArithOp,
    Between,
    Compare,
    CompareOp,
    EndOf,
    Expr,
    Extreme,
    If,
    IsKnown,
    Literal,
    Negate,
    Not,
    OneOf,
    Or,
    Round,
    RoundMode,
    Subject,
    Today,
    Within,
)
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, PERIOD, RATIO_NUMBER, TEXT
from policyrules.model.words import Period
from policyrules.prover.bench import Bench
from policyrules.prover.encode.store import Settings
from policyrules.prover.encode.symbols import Truth
from policyrules.prover.encode.terms import Beyond, conj, neg
from tests import build
from tests.build import aggregate, compare, count, hours, member_field, param, subject_field, teachers
from tests.prover.agreeing import BASE, LIMITS, TODAY, bench_for, check

HOURS, EXTRA, LEAVE = (subject_field(name) for name in ("hours", "extra", "leave"))
READY, IN_POST, GRADE = (subject_field(name) for name in ("ready", "in_post", "grade"))
JOINED, CODE, SCHOOL = (subject_field(name) for name in ("joined_on", "code", "school"))
KIND = subject_field("kind", "school", SCHOOL)
ROOMS = subject_field("rooms", "school", SCHOOL)
THIRTY = Literal(30, COUNT_NUMBER)
WINDOW = Literal(Period(date(2020, 1, 1), date(2020, 3, 31)), PERIOD)
OTHER = Literal(Period(date(2021, 1, 1), date(2021, 3, 31)), PERIOD)
HALF = Literal(Fraction(1, 2), RATIO_NUMBER)


def arith(op: str, left: Expr, right: Expr) -> Expr:
    return Arith(ArithOp(op), left, right, left.type)


def word(name: str) -> Literal:
    return Literal(name, build.GRADE)


SOME = member_field("in_post")
SHARE = aggregate("share", member_field("ready"))
OF_TEACHER = {
    "sum of facts": arith("+", HOURS, LEAVE),
    "difference of facts": arith("-", HOURS, EXTRA),
    "turned": Negate(HOURS, build.HOURS),
    "times a constant": arith("*", HOURS, Literal(Fraction(-3, 2), RATIO_NUMBER)),
    "times an absent value": arith("*", HOURS, param("no_rate", build.HOURS)),
    "by a constant": arith("/", HOURS, Literal(Fraction(3), COUNT_NUMBER)),
    "by a negative constant": arith("/", HOURS, Literal(-4, COUNT_NUMBER)),
    "by zero": arith("/", HOURS, Literal(0, COUNT_NUMBER)),
    "by an absent value": arith("/", HOURS, param("no_rate", build.HOURS)),
    "rounded up": Round(RoundMode.UP, arith("/", HOURS, count(3)), 0, build.HOURS),
    "rounded down": Round(RoundMode.DOWN, arith("/", HOURS, count(-3)), 1, build.HOURS),
    "rounded to the nearer": Round(RoundMode.HALF_UP, arith("/", HOURS, count(8)), 1, build.HOURS),
    "the least": Extreme(AggregateOp.MIN, (HOURS, EXTRA, LEAVE), build.HOURS),
    "the greatest": Extreme(AggregateOp.MAX, (HOURS, EXTRA, LEAVE), build.HOURS),
    "the least day": Extreme(AggregateOp.MIN, (JOINED, Today()), DATE),
    "between": Between(HOURS, EXTRA, hours(3)),
    "one of the words": OneOf(GRADE, (word("pass"), word("excellent"))),
    "one of the truths": OneOf(READY, (Literal(True, BOOL),)),
    "one of the texts": OneOf(CODE, (Literal("a", TEXT), Literal("b", TEXT))),
    "within a period": Within(JOINED, WINDOW),
    "within an absent period": Within(JOINED, param("no_window", PERIOD)),
    "within either period": Within(JOINED, If(READY, WINDOW, OTHER, PERIOD)),
    "the end of either period": EndOf(True, If(READY, WINDOW, OTHER, PERIOD)),
    "the start of a period": EndOf(False, WINDOW),
    "is known": IsKnown(arith("+", HOURS, EXTRA)),
    "is a truth known": IsKnown(And((READY, IN_POST))),
    "is a period known": IsKnown(If(READY, WINDOW, OTHER, PERIOD)),
    "a choice of truths": If(READY, IN_POST, Not(IN_POST), BOOL),
    "a choice of numbers": If(READY, HOURS, EXTRA, build.HOURS),
    "a choice by a known fact": If(IsKnown(READY), HOURS, EXTRA, build.HOURS),
    "a choice of ordered words": If(READY, GRADE, word("pass"), build.GRADE),
    "a choice of other words": If(READY, KIND, Literal("primary", build.KIND), build.KIND),
    "truths alike": Compare(CompareOp.EQ, READY, IN_POST),
    "truths unlike": Compare(CompareOp.NE, READY, IN_POST),
    "numbers unlike": compare(HOURS, "!=", LEAVE),
    "numbers less": compare(HOURS, "<", LEAVE),
    "numbers greater": compare(HOURS, ">", LEAVE),
    "words in order": compare(GRADE, ">=", word("pass")),
    "days later": compare(JOINED, ">", Literal(date(2020, 1, 1), DATE)),
    "days between": Arith(ArithOp.SUB, Today(), JOINED, COUNT_NUMBER),
    "a day and days": Arith(ArithOp.ADD, JOINED, THIRTY, DATE),
    "a day less days": Arith(ArithOp.SUB, JOINED, THIRTY, DATE),
    "the record a reference names": compare(SCHOOL, "==", SCHOOL),
    "a fact further up": compare(ROOMS, ">=", count(1)),
    "any of three": Or((READY, IN_POST, IsKnown(CODE))),
}
OF_SCHOOL = {
    "count": aggregate("count", where=SOME),
    "count of all": aggregate("count"),
    "sum": aggregate("sum", member_field("hours"), SOME),
    "least": aggregate("min", member_field("hours"), SOME),
    "greatest": aggregate("max", member_field("extra"), SOME),
    "share": aggregate("share", member_field("ready"), SOME),
    "share held against a half": compare(aggregate("share", member_field("ready")), ">=", HALF),
    "different words": aggregate("distinct", member_field("grade"), SOME),
    "different truths": aggregate("distinct", member_field("ready")),
    "different numbers": aggregate("distinct", member_field("hours"), SOME),
    "all": aggregate("all", member_field("ready"), SOME),
    "any": aggregate("any", member_field("ready"), SOME),
    "at least two": aggregate("at_least", member_field("ready"), SOME, count(2)),
    "itself": Compare(CompareOp.EQ, Subject("school"), Subject("school")),
}
OF_COUNTY = {
    "members of members": aggregate("count", where=SOME, source=teachers("county")),
    "sum over members of members": aggregate("sum", member_field("hours"), source=teachers("county")),
    "different owners": aggregate("distinct", member_field("school"), source=teachers("county")),
}
ALL = [
    *(("teacher", name, expr) for name, expr in OF_TEACHER.items()),
    *(("school", name, expr) for name, expr in OF_SCHOOL.items()),
    *(("county", name, expr) for name, expr in OF_COUNTY.items()),
]


@pytest.mark.parametrize("marks", [False, True], ids=["ranks", "marks"])
@pytest.mark.parametrize(("entity", "expr"), [(e, x) for e, _, x in ALL], ids=[n for _, n, _ in ALL])
def test_a_formula_says_what_the_reference_says(entity: str, expr: Expr, marks: bool) -> None:
    bench = bench_for(marks=marks)
    subject = bench.store.subject(entity)
    symbol = bench.encoder(BASE, TODAY, expr).encode(expr, subject)
    sides = [symbol.yes, symbol.no] if isinstance(symbol, Truth) else [symbol.low.open, symbol.high.open]  # type: ignore[union-attr]
    found = 0
    for wanted in (sides[0], sides[1], conj((neg(sides[0]), neg(sides[1])))):
        for other in (True, bench.store.recorded()):
            reply = bench.smallest([bench.on(TODAY), wanted, other])
            if reply.model is not None:
                found += 1
                check(expr, bench, symbol, reply.model, entity)
    assert found


@pytest.mark.parametrize(
    ("expr", "reason"),
    [
        (arith("*", HOURS, EXTRA), "product"),
        (Compare(CompareOp.GE, SHARE, aggregate("share", member_field("in_post"))), "product"),
        (Round(RoundMode.UP, arith("/", EXTRA, arith("+", LEAVE, hours(1))), 0, build.HOURS), "quotient"),
        (Compare(CompareOp.EQ, WINDOW, If(READY, WINDOW, OTHER, PERIOD)), "periods"),
    ],
)
def test_what_cannot_be_said_exactly_is_not_said(expr: Expr, reason: str) -> None:
    bench = bench_for()
    entity = "school" if reason == "product" and isinstance(expr, Compare) else "teacher"
    with pytest.raises(Beyond) as caught:
        bench.encoder(BASE, TODAY, expr).encode(expr, bench.store.subject(entity))
    assert caught.value.reason == reason


@pytest.mark.parametrize("divisor", [EXTRA, Negate(arith("+", LEAVE, hours(1)), build.HOURS)])
def test_a_quotient_of_known_facts_is_multiplied_out(divisor: Expr) -> None:
    expr = compare(arith("/", HOURS, divisor), ">=", Literal(Fraction(1, 2), RATIO_NUMBER))
    bench = Bench(build.VOCABULARY, Settings(2), lambda entity, field: False, LIMITS)
    symbol = bench.encoder(BASE, TODAY, expr).truth(expr, bench.store.subject("teacher"))
    for wanted in (symbol.yes, symbol.no, conj((neg(symbol.yes), neg(symbol.no)))):
        reply = bench.ask([bench.on(TODAY), wanted])
        if reply.model is not None:
            check(expr, bench, symbol, reply.model, "teacher")
