"""A formula held against the reference: what a model of the solver says of an expression, in the reference's words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from policyrules.model.expr import Expr
from policyrules.model.types import DATE, TEXT, EnumType, NumberType, RefType, Type
from policyrules.prover.bench import Bench
from policyrules.prover.encode.decode import Decoder, Model
from policyrules.prover.encode.store import Settings
from policyrules.prover.encode.symbols import End, Span, Symbol, Truth
from policyrules.prover.epochs import Days
from policyrules.prover.limits import Limits
from policyrules.semantics import World, evaluate
from policyrules.semantics.unknown import Unknown
from tests import build
from tests.strategies import facts as facts_of

LIMITS = Limits(seconds=5.0, kinds=2)
TODAY = Days(build.DAY, build.DAY)
BASE = build.ruleset(parameters=facts_of.PARAMETERS)


def bench_for(kinds: int | None = 2, marks: bool = False) -> Bench:
    return Bench(build.VOCABULARY, Settings(kinds, marks), lambda entity, field: True, LIMITS, second=marks)


def read(symbol: Symbol, model: Model, type: Type) -> Any:
    """A symbol's value in a model, in the reference's words: a value, or (low, high) for an unknown one."""
    if isinstance(symbol, Truth):
        yes, no = model.bit(symbol.yes), model.bit(symbol.no)
        assert not (yes and no)
        return True if yes else False if no else (None, None)
    assert isinstance(symbol, Span)
    low, high = (end_of(e, model, type) for e in (symbol.low, symbol.high))
    if low is not None and low == high:
        return low
    return (low, high)


def end_of(end: End, model: Model, type: Type) -> Any:
    if model.bit(end.open):
        return None
    number = Fraction(model.int(end.at.num), model.int(end.at.den))
    if isinstance(type, NumberType):
        return number
    if type == DATE:
        return date.fromordinal(int(number))
    if isinstance(type, EnumType):
        return build.VOCABULARY.enums[type.name].members[int(number)].id
    return int(number)


def expected(value: Any) -> Any:
    return (value.low, value.high) if isinstance(value, Unknown) else value


def check(expr: Expr, bench: Bench, symbol: Symbol, model: Model, entity: str) -> None:
    decoder = Decoder(bench.store, model)
    facts = decoder.facts()
    world = World(BASE, facts, decoder.day())
    want = expected(evaluate(expr, world, decoder.subject(entity)))
    got = read(symbol, model, expr.type)
    if isinstance(expr.type, RefType) or expr.type == TEXT:
        assert isinstance(want, tuple) == isinstance(got, tuple), facts
    else:
        assert got == want, facts
