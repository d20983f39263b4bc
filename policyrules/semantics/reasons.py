"""Which conditions of a trace decided it: the few comparisons a person has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from policyrules.model.expr import And, Between, CompareOp, Derived, If, Literal, Not, Number, Or
from policyrules.model.finding import Bounds, Evidence, Shortfall, Trace
from policyrules.model.types import BoolType, NumberType
from policyrules.semantics.interval import MIRRORED, OPPOSITE

LIMITS = ("literal", "parameter")


class Reason(NamedTuple):
    """One condition that decided. `wanted`: whether it should hold; `holds`: whether it does (None: unknown).

    `within`: the definition it stands in, the outermost one where they nest.
    """

    trace: Trace
    wanted: bool
    holds: bool | None
    within: Evidence | None = None


def reasons(trace: Trace, wanted: bool = True) -> Iterator[Reason]:
    """The conditions that made `trace` what it is, in reading order.

    Where `and` failed, those that failed; where it held, all; where it is unknown, the unknown ones; `or` likewise.
    """
    expr, value = trace.expr, trace.value
    match expr:
        case And() | Between():
            yield from junction(trace.children, value, wanted, decisive=False)
        case Or():
            yield from junction(trace.children, value, wanted, decisive=True)
        case Not():
            for child in trace.children:
                yield from reasons(child, not wanted)
        case If() if trace.children and isinstance(trace.children[0].value, bool):
            yield from reasons(trace.children[0], trace.children[0].value)
            for branch in trace.children[1:]:  # the one that was taken
                yield from reasons(branch, wanted)
        case If():
            for child in trace.children[:1]:
                yield from reasons(child, wanted)
        case Derived() if trace.children and isinstance(expr.type, BoolType):
            for inner in reasons(trace.children[0], wanted):
                yield inner._replace(within=trace.left)
        case Literal():
            return
        case _:
            yield Reason(trace, wanted, value if isinstance(value, bool) else None)


def junction(parts: Iterable[Trace], value: object, wanted: bool, decisive: bool) -> Iterator[Reason]:
    """The parts of `and` (False decides) or `or` (True decides) that decided."""
    for part in parts:
        if part.value is value if isinstance(value, bool) else not isinstance(part.value, bool):
            yield from reasons(part, wanted)
            if value is decisive and decisive:
                return


class Comparison(NamedTuple):
    """A deciding comparison turned so that it is the fact's side against its limit, and says what is wanted."""

    op: CompareOp
    fact: Evidence
    limit: Evidence
    holds: bool | None


def comparison(reason: Reason) -> Comparison | None:
    """The comparison in a reason, if it is one whose two sides may be shown."""
    trace = reason.trace
    if trace.op is None or trace.left is None or trace.right is None:
        return None
    op = trace.op if reason.wanted else OPPOSITE[trace.op]
    holds = None if reason.holds is None else reason.holds is reason.wanted
    if trace.left.source in LIMITS and trace.right.source not in LIMITS:
        return Comparison(MIRRORED[op], trace.right, trace.left, holds)
    return Comparison(op, trace.left, trace.right, holds)


def shortfall(found: Comparison) -> Shortfall | None:
    """How far the fact lies on the wrong side of its limit; both must be known numbers, and nothing be at stake else.

    An interval that lies wholly on the wrong side falls short by the distance of its nearer end.
    """
    if found.holds is not False or not isinstance(found.fact.type, NumberType):
        return None
    fact, limit = nearest(found.fact, found.op), nearest(found.limit, MIRRORED[found.op])
    if fact is None or limit is None or fact == limit:
        return None
    distance = limit - fact
    return Shortfall(distance if distance > 0 else -distance, found.fact.type, found.fact.measure_word)


def nearest(side: Evidence, op: CompareOp) -> Number | None:
    """The end of a side that comes nearest to satisfying `op`."""
    value = side.value
    if isinstance(value, Bounds):
        if op in (CompareOp.EQ, CompareOp.NE):
            return None
        value = value.high if op in (CompareOp.GE, CompareOp.GT) else value.low
    return value if isinstance(value, int | Fraction) else None
