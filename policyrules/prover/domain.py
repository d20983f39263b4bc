"""The small domain of a few expressions: every fact they read, with values at and beside every threshold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import cast

from policyrules.model.expr import (
    Aggregate,
    Derived,
    Expr,
    Field,
    Literal,
    Member,
    Number,
    Parameter,
    Subject,
    Today,
    Value,
)
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, PeriodType, RefType, Type
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.model.words import Period
from policyrules.prover.encode.store import MayBeUnknown
from policyrules.prover.epochs import Days
from policyrules.prover.reach import reach
from policyrules.syntax import walk

ONE_DAY = timedelta(days=1)
Path = tuple[str, ...]
World = tuple[Facts, Ref, date]


@dataclass(frozen=True, slots=True)
class Asked:
    """Expressions whose facts make up a domain, and the ruleset they are read with."""

    ruleset: Ruleset
    exprs: tuple[Expr, ...]


class TooWide(Exception):
    """The domain has no end that could be walked to: members, or too many facts."""


@dataclass(slots=True)
class Names:
    """Facts by path from the subject, the constants they may be held against, and whether the day matters."""

    fields: dict[Path, tuple[str, FieldDef]]
    constants: dict[Type, set[Value]]
    today: bool = False


def facts_read(ruleset: Ruleset, expr: Expr, days: Days) -> dict[Path, FieldDef]:
    """The facts an expression reads, by path from the subject. Raises TooWide where it reads members."""
    names = Names({}, {})
    _gather(ruleset, expr, (), days, names)
    return {path: defined for path, (_, defined) in names.fields.items()}


def cases(
    vocabulary: Vocabulary, entity: str, asked: Iterable[Asked], days: Days, unknown: MayBeUnknown, most: int
) -> Iterator[World]:
    """Every combination of values, as facts about one subject. Raises TooWide before it yields more than `most`."""
    names = Names({}, {})
    for item in asked:
        for expr in item.exprs:
            _gather(item.ruleset, expr, (), days, names)
    paths = sorted(names.fields)
    axes = [_values(vocabulary, *names.fields[path], names, unknown, "-".join(path)) for path in paths]
    when = _days(days, names)
    if prod(len(axis) for axis in axes) * len(when) > most:
        raise TooWide
    for day in when:
        for combination in product(*axes):
            yield _facts(vocabulary, entity, dict(zip(paths, combination, strict=True))), Ref(entity, "X001"), day


def samples(
    vocabulary: Vocabulary, entity: str, asked: Iterable[Asked], days: Days, unknown: MayBeUnknown, most: int
) -> Iterator[World]:
    """Some small worlds with a few records of every kind, the same for the same question: a trial, no proof."""
    names = Names({}, {})
    fields: set[tuple[str, str]] = set()
    for item in asked:
        leans = reach(item.ruleset, item.exprs)
        inside = (item.ruleset.vocabulary.entities[owner].collections[name] for owner, name in leans.collections)
        fields |= {
            *((owner, name) for owner, name in leans.fields if name != "id"),
            *((c.entity, c.by) for c in inside),
        }
        for node in walk.nodes(*item.exprs, *(item.ruleset.definitions[key].expr for key in leans.definitions)):
            _mention(item.ruleset, node, days, names)
    defined = {(owner, name): vocabulary.entities[owner].fields[name] for owner, name in sorted(fields)}
    named = {one.type.entity for one in defined.values() if isinstance(one.type, RefType)}
    draw = Random(0).choice  # noqa: S311 - a trial, no secret
    entities = sorted({entity, *named, *(owner for owner, _ in fields)})
    for _ in range(most):
        ids = {e: [f"{e}-{i}" for i in range(draw((1, 2, 4)))] for e in entities}
        tables: dict[str, dict[str, dict[str, Value]]] = {e: {id: {} for id in ids[e]} for e in ids}
        for (owner, name), one in defined.items():
            for record in tables[owner].values():
                target = draw(ids[one.type.entity]) if isinstance(one.type, RefType) else ""
                value = draw(_values(vocabulary, owner, one, names, unknown, target))
                if value is not None:
                    record[name] = value
        yield Facts(tables), Ref(entity, ids[entity][0]), draw(_days(days, names))


def _mention(ruleset: Ruleset, node: walk.Node, days: Days, names: Names) -> None:
    """Keep the constant that a part of an expression is."""
    match node:
        case Parameter():
            version = ruleset.parameters[node.name].on(days.first)
            if version is not None and version.value is not None:
                _constant(names, node.type, version.value)
        case Literal():
            _constant(names, node.type, node.value)
        case Today():
            names.today = True


def _gather(ruleset: Ruleset, node: walk.Node, at: Path, days: Days, names: Names) -> None:
    match node:
        case Aggregate() | Member():
            raise TooWide
        case Derived():
            below = _path(node.base, at)
            _gather_base(ruleset, node.base, at, names)
            definition = ruleset.definitions[walk.entity_of(node.base), node.name]
            _gather(ruleset, definition.expr, below, days, names)
            return
        case Field():
            _gather_base(ruleset, node, at, names)
            return
        case _:
            _mention(ruleset, node, days, names)
    for child in walk.children(node):
        _gather(ruleset, child, at, days, names)


def _constant(names: Names, type: Type, value: Value) -> None:
    if isinstance(type, PeriodType):
        period = cast(Period, value)
        names.constants.setdefault(DateType(), set()).update((period.start, period.end))
    else:
        names.constants.setdefault(type, set()).add(value)


def _gather_base(ruleset: Ruleset, node: Expr, at: Path, names: Names) -> None:
    """A field, and every reference on the way to it."""
    if isinstance(node, Field):
        _gather_base(ruleset, node.base, at, names)
        if node.name == "id":
            raise TooWide
        entity = walk.entity_of(node.base)
        defined = ruleset.vocabulary.entities[entity].fields[node.name]
        names.fields[(*_path(node.base, at), node.name)] = entity, defined
    elif not isinstance(node, Subject):
        raise TooWide


def _path(base: Expr, at: Path) -> Path:
    match base:
        case Subject():
            return at
        case Field():
            return (*_path(base.base, at), base.name)
        case _:
            raise TooWide


def _values(
    vocabulary: Vocabulary, entity: str, defined: FieldDef, names: Names, unknown: MayBeUnknown, record: str
) -> list[Value | None]:
    """The values of one fact: the thresholds, their neighbours and its bounds; None where it may be unknown.

    `record`: the id of the record that a reference names.
    """
    found: Sequence[Value]
    match defined.type:
        case BoolType():
            found = [False, True]
        case EnumType(name):
            found = [m.id for m in vocabulary.enums[name].members]
        case NumberType(unit):
            step = Fraction(1, 10 ** vocabulary.units[unit].decimals)
            constants = cast("set[Number]", names.constants.get(defined.type, {0}))
            near = {n + d for n in constants for d in (-step, 0, step)}
            ends = {e for e in (defined.low, defined.high) if e is not None}
            found = sorted(_whole(n) for n in near | (ends or {0}) if _inside(n, defined))
        case DateType():
            days = cast("set[date]", names.constants.get(defined.type, {date(2020, 1, 1)}))
            found = sorted(d + n * ONE_DAY for d in days for n in (-1, 0, 1))
        case RefType():
            found = [record]
        case _:
            found = [*sorted(map(str, names.constants.get(defined.type, ()))), "-"]
    may = unknown(entity, defined) or (isinstance(defined.type, RefType) and defined.optional)
    return [*found, None] if may else [*found]


def _inside(n: int | Fraction, defined: FieldDef) -> bool:
    return (defined.low is None or defined.low <= n) and (defined.high is None or n <= defined.high)


def _whole(n: int | Fraction) -> int | Fraction:
    return n.numerator if n.denominator == 1 else n


def _days(days: Days, names: Names) -> list[date]:
    if not names.today:
        return [days.first]
    dates = cast("set[date]", names.constants.get(DateType(), set()))
    near = {d + n * ONE_DAY for d in dates for n in (-1, 0, 1)}
    return sorted({days.first, days.last} | {d for d in near if days.first <= d <= days.last})


def _facts(vocabulary: Vocabulary, entity: str, values: dict[Path, Value | None]) -> Facts:
    tables: dict[str, dict[str, dict[str, Value]]] = {entity: {"X001": {}}}
    places: dict[Path, tuple[str, str]] = {(): (entity, "X001")}
    for path, value in sorted(values.items(), key=lambda item: (len(item[0]), item[0])):
        owner = places.get(path[:-1])
        if owner is None or value is None:
            continue
        tables[owner[0]][owner[1]][path[-1]] = value
        defined = vocabulary.entities[owner[0]].fields[path[-1]]
        if isinstance(defined.type, RefType):
            places[path] = (defined.type.entity, str(value))
            tables.setdefault(defined.type.entity, {})[str(value)] = {}
    return Facts(tables)
