"""Counts, sums, shares and their kin over members that are partly unknown: intervals.

Each member is certainly in, or only possibly (its `where` is unknown); who is certainly out has been left aside. An
interval holds every outcome that the missing facts allow, and both its ends are reached where members share none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, assert_never, cast

from policyrules.model.expr import Aggregate, AggregateOp, Collection, Expr, Number, Subject, Value
from policyrules.model.finding import Ref
from policyrules.semantics import interval
from policyrules.semantics.answerless import nobody
from policyrules.semantics.unknown import Gaps, Unknown, between, ends, gaps
from policyrules.semantics.world import World
from policyrules.syntax.walk import entity_of, nodes

Known = Value | Unknown
Evaluate = Callable[[Expr, World, Ref, Ref | None], Known]


class Candidate(NamedTuple):
    """A member that may be in: its `where` (True or unknown) and its value (None for a count)."""

    ref: Ref
    inside: Known
    value: Known | None

    @property
    def certain(self) -> bool:
        """Whether it is certainly in."""
        return self.inside is True


class Group(NamedTuple):
    """The members an aggregate looks at (unknown where nobody knows them), what it comes to over them (`at_least`:
    for how many its condition holds), and of how many a fact is missing."""

    found: tuple[Candidate, ...] | Unknown
    value: Known
    undecided: int


def aggregate(expr: Aggregate, world: World, subject: Ref, member: Ref | None, evaluate: Evaluate) -> Known:
    """The value of an aggregate, or the interval it lies in."""
    value = group(expr, world, subject, member, evaluate).value
    if expr.threshold is None:
        return value
    return reaches(value, evaluate(expr.threshold, world, subject, member))


def group(expr: Aggregate, world: World, subject: Ref, member: Ref | None, evaluate: Evaluate) -> Group:
    """Whom an aggregate looks at and what it comes to; remembered, for all subjects at once where the members alone
    decide it (`count(school.teachers)` in a rule for teachers)."""
    owner = evaluate(root(expr.source), world, subject, member)
    if isinstance(owner, Unknown):
        return unheard_of(expr.op, owner.missing)
    key = (id(expr), owner, subject.id if world.noted(speaks_of_the_subject, expr) else None)
    known = world.groups.get(key)
    if known is None:
        ids = held(expr.source, world, cast(str, owner))
        if isinstance(ids, Unknown):
            made = unheard_of(expr.op, ids.missing)
        else:
            found = candidates(expr, ids, world, subject, evaluate)
            undecided = sum(not c.certain or isinstance(c.value, Unknown) for c in found)
            made = Group(found, answered(over(expr, found, world), expr, cast(str, owner)), undecided)
        known = world.groups.keep(key, (expr, made), 1 if isinstance(made.found, Unknown) else 1 + len(made.found))
    return cast(Group, known[1])


def answered(value: Known, expr: Aggregate, owner: str) -> Known:
    """The same value; where it has no answer and no fact is missing, for want of anybody to look at."""
    if isinstance(value, Unknown) and not value.missing:
        return Unknown(value.low, value.high, (nobody(expr.source, owner),))
    return value


def speaks_of_the_subject(expr: Aggregate, world: World) -> bool:
    """Whether who is in, or what is asked of them, depends on the subject beyond whose members they are."""
    return any(isinstance(node, Subject) for node in nodes(expr.where, expr.value))


def over(expr: Aggregate, found: tuple[Candidate, ...], world: World) -> Known:
    """What an aggregate comes to over its members."""
    match expr.op:
        case AggregateOp.COUNT:
            return count(found)
        case AggregateOp.DISTINCT:
            return distinct(found)
        case AggregateOp.SUM:
            return total(found)
        case AggregateOp.MIN | AggregateOp.MAX:
            return extreme(expr.op, found, world.ranks(expr.type))
        case AggregateOp.SHARE:
            return share(found)
        case AggregateOp.ALL | AggregateOp.ANY:
            return quantified(expr.op, found)
        case AggregateOp.AT_LEAST:
            return count(with_condition(found))
        case _:
            assert_never(expr.op)


def root(source: Collection) -> Expr:
    """The record a collection hangs on."""
    return root(source.base) if isinstance(source.base, Collection) else source.base


def members(
    source: Collection, world: World, subject: Ref, member: Ref | None, evaluate: Evaluate
) -> tuple[str, ...] | Unknown:
    """The ids a collection holds, sorted; unknown where a table or the record it hangs on is."""
    owner = evaluate(root(source), world, subject, member)
    return owner if isinstance(owner, Unknown) else held(source, world, cast(str, owner))


def held(source: Collection, world: World, owner: str) -> tuple[str, ...] | Unknown:
    """The ids a collection of the record `owner` holds."""
    base = source.base
    if not isinstance(base, Collection):
        return world.members(entity_of(base), source.name, owner)
    owners = held(base, world, owner)
    if isinstance(owners, Unknown):
        return owners
    groups = [world.members(base.entity, source.name, id) for id in owners]
    if any(isinstance(group, Unknown) for group in groups):
        return Unknown(missing=gaps(*(group for group in groups if isinstance(group, Unknown))))
    return tuple(sorted(id for group in groups for id in cast("tuple[str, ...]", group)))


def candidates(
    expr: Aggregate, ids: Iterable[str], world: World, subject: Ref, evaluate: Evaluate
) -> tuple[Candidate, ...]:
    """The members not certainly out, each with what is known of its value."""
    found = []
    for id in ids:
        ref = Ref(expr.source.entity, id)
        inside = True if expr.where is None else evaluate(expr.where, world, subject, ref)
        if inside is not False:
            value = None if expr.value is None else evaluate(expr.value, world, subject, ref)
            found.append(Candidate(ref, inside, value))
    return tuple(found)


def unheard_of(op: AggregateOp, missing: Gaps) -> Group:
    """Over a collection nobody gave: a count is at least 0, anything else may be anything."""
    counts = op in (AggregateOp.COUNT, AggregateOp.DISTINCT, AggregateOp.AT_LEAST)
    return Group(Unknown(missing=missing), Unknown(0 if counts else None, None, missing), 0)


def reasons(found: Iterable[Candidate]) -> Gaps:
    """The facts that would make every member plain."""
    return gaps(*(k for c in found for k in (c.inside, c.value) if k is not None))


def count(found: tuple[Candidate, ...]) -> Known:
    """From those certainly in to those possibly in."""
    certain = sum([c.inside is True for c in found])
    return certain if certain == len(found) else between(certain, len(found), gaps(*[c.inside for c in found]))


def with_condition(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The members for whom the condition may hold; certain only where both certainly are."""
    kept = []
    for c in found:
        if c.value is not False:
            inside: Known = True if c.certain and c.value is True else Unknown(missing=reasons([c]))
            kept.append(Candidate(c.ref, inside, None))
    return tuple(kept)


def distinct(found: tuple[Candidate, ...]) -> Known:
    """From the values certainly there (one at least if anybody is) to all that may differ."""
    here = {c.value for c in found if c.certain and not isinstance(c.value, Unknown)}
    anywhere = {c.value for c in found if not isinstance(c.value, Unknown)}
    strangers = sum(isinstance(c.value, Unknown) for c in found)
    least = max(len(here), int(any(c.certain for c in found)))
    return between(least, len(anywhere) + strangers, reasons(found))


def total(found: tuple[Candidate, ...]) -> Known:
    """Each certain member gives its bounds; one that is only possible may also give 0."""
    low: Number | None = 0
    high: Number | None = 0
    for c in found:
        least, most = cast(interval.Ends, ends(cast(Known, c.value)))
        if not c.certain:
            least = None if least is None else min(least, 0)
            most = None if most is None else max(most, 0)
        low, high = interval.plus(low, least), interval.plus(high, most)
    return between(low, high, reasons(found))


def extreme(op: AggregateOp, found: tuple[Candidate, ...], ranks: Mapping[str, int] | None) -> Known:
    """The least or greatest. Unless somebody is certainly in, it may be over none, and that is unknown."""
    if not any(c.certain for c in found):
        return Unknown(missing=reasons(found))
    pick: Any = min if op is AggregateOp.MIN else max
    far = 0 if op is AggregateOp.MIN else 1

    def order(value: Any) -> Any:
        return value if ranks is None else ranks[value]

    outer = [ends(cast(Known, c.value))[far] for c in found]
    inner = [ends(cast(Known, c.value))[1 - far] for c in found if c.certain]
    bounds = [
        None if None in outer else pick(outer, key=order),
        pick((end for end in inner if end is not None), key=order, default=None),
    ]
    return between(bounds[far], bounds[1 - far], reasons(found))


def share(found: tuple[Candidate, ...]) -> Known:
    """Members for whom the condition holds, of all. A possible member is let in only where that moves the end."""
    certain = sum(c.certain for c in found)
    if certain == 0:
        return Unknown(missing=reasons(found))
    held = sum(c.certain and c.value is True for c in found)
    open_ = sum(c.certain and isinstance(c.value, Unknown) for c in found)
    for_ = sum(not c.certain and c.value is not False for c in found)
    against = sum(not c.certain and c.value is not True for c in found)
    low = interval.tidy(Fraction(held, certain + against))
    return between(low, interval.tidy(Fraction(held + open_ + for_, certain + for_)), reasons(found))


def quantified(op: AggregateOp, found: tuple[Candidate, ...]) -> Known:
    """Kleene conjunction (`all`) or disjunction (`any`) over the members."""
    decisive = op is AggregateOp.ANY
    if any(c.certain and c.value is decisive for c in found):
        return decisive
    undecided = [c for c in found if c.value is not (not decisive)]
    return Unknown(missing=reasons(undecided)) if undecided else not decisive


def reaches(number: Known, threshold: Known) -> Known:
    """Whether a number is at least `threshold`, as far as the ends of both tell."""
    (a, b), (c, d) = cast(interval.Ends, ends(number)), cast(interval.Ends, ends(threshold))
    if a is not None and d is not None and a >= d:
        return True
    if b is not None and c is not None and b < c:
        return False
    return Unknown(missing=gaps(number, threshold))
