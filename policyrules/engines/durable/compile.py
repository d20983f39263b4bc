"""Rules as a durable-rules ruleset: our own JSON, made of the lowered formulas.

Every verdict is a tree of cases. Each way through it is one rule of the network: a flat conjunction of comparisons, so
that of the ways of one rule exactly one fires. Comparisons of a record's own numbers and days, and of counts over its
collections, are spelled as such, on whole numbers; what the network cannot say (ratios, words, other records, what is
not known) comes as a truth value that our semantics has computed. A record is one fact, its counts are a second one,
and the two meet in a join on the record's number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policyrules.engines.session.plan import Plan
from policyrules.engines.session.split import Sum
from policyrules.model.expr import CompareOp
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import Vocabulary
from policyrules.semantics.lowered import Node, Op
from policyrules.semantics.verdicts import VERDICTS

MOST_WAYS = 24  # of one rule; beyond, its verdict is computed and only told
MOST_RULES = 60  # of one network: a fact that matches more than 64 is refused by the engine
MOST_MOVING = 32  # where rules rest on other records, whose every change fires the whole network of a record again
MOST_FIELDS = 120
LARGEST = 2**61  # whole numbers saturate at 2**63; a fact beyond is laid on the same side of every limit
OPERATORS = {
    CompareOp.LT: "$lt",
    CompareOp.LE: "$lte",
    CompareOp.GT: "$gt",
    CompareOp.GE: "$gte",
    CompareOp.NE: "$neq",
}
Test = tuple[str, Any, int]  # operator, field, whole number
Way = tuple[tuple[tuple[Node, bool], ...], int]


@dataclass(frozen=True, slots=True)
class Feature:
    """One field of a fact: the formula it comes from and, for a number, by what it is scaled. `counted`: of the
    second fact."""

    node: Node
    scale: int
    counted: bool

    def told(self, value: Any) -> int | None:
        """The value as the network takes it: a whole number, or nothing."""
        if value is None:
            return None
        if isinstance(value, date):
            return value.toordinal()
        number = value * self.scale
        return max(-LARGEST, min(LARGEST, int(number)))


@dataclass(slots=True)
class Network:
    """One durable ruleset over one entity: its rules in the engine's JSON, and the fields of its facts."""

    name: str
    entity: str
    rules: dict[str, Any] = field(default_factory=dict)
    fields: dict[Feature, str] = field(default_factory=dict)

    def named(self, feature: Feature) -> str:
        """The field's name."""
        return self.fields.setdefault(feature, f"{'c' if feature.counted else 'f'}{len(self.fields)}")

    @property
    def counted(self) -> bool:
        """Whether records have a second fact here."""
        return any(feature.counted for feature in self.fields)


def networks(plan: Plan, vocabulary: Vocabulary) -> list[Network]:
    """The networks of all rules, a new one where one is full."""
    made: list[Network] = []
    current: dict[tuple[str, bool], Network] = {}
    for number, rule in enumerate(plan.rules):
        unit, verdict, _ = plan.outputs[number]
        node = list(unit.places)[verdict]
        ways = [(_tests(way, plan, vocabulary), code) for way, code in _ways(node, plan)]
        moving = unit.level > 0
        network = current.get((rule.subject, moving))
        fields = {feature for tests, _ in ways for feature, _, _ in tests}
        if network is None or not _fits(network, len(ways), fields, MOST_MOVING if moving else MOST_RULES):
            network = current[rule.subject, moving] = Network(f"n{len(made)}", rule.subject)
            made.append(network)
        for place, (tests, code) in enumerate(ways):
            network.rules[f"{number}.{code}.{place}"] = {"all": _patterns(network, tests)}
    return made


def _fits(network: Network, ways: int, fields: set[Feature], most: int) -> bool:
    return len(network.rules) + ways <= most and len(network.fields.keys() | fields) <= MOST_FIELDS


def _ways(verdict: Node, plan: Plan) -> list[Way]:
    """The ways through a verdict's cases, none of which can be gone together with another."""
    found: list[Way] = []
    pending: list[tuple[Node, tuple[tuple[Node, bool], ...]]] = [(verdict, ())]
    while pending:
        node, before = pending.pop()
        if node.op is Op.CASE and len(found) + len(pending) < MOST_WAYS:
            condition, then, other = node.args
            pending.extend([(other, (*before, (condition, False))), (then, (*before, (condition, True)))])
        elif node.is_const:
            if all((condition, not holds) not in before for condition, holds in before):
                found.append((tuple(dict.fromkeys(before)), node.data))
        else:
            return [(((_is(verdict, code, plan), True),), code) for code in range(len(VERDICTS))]
    return found


def _is(verdict: Node, code: int, plan: Plan) -> Node:
    pool = plan.registry.pool
    return pool.compare(CompareOp.EQ, verdict, pool.const(code))


def _tests(way: Iterable[tuple[Node, bool]], plan: Plan, vocabulary: Vocabulary) -> list[tuple[Feature, str, int]]:
    """A way's conditions as comparisons of fields."""
    tests: list[tuple[Feature, str, int]] = []
    pending = list(way)
    while pending:
        node, holds = pending.pop(0)
        if node.op is Op.NOT:
            pending.insert(0, (node.args[0], not holds))
        elif node.op is Op.AND and holds:
            pending[:0] = [(item, True) for item in node.args]
        else:
            plain = _comparison(node, plan, vocabulary) if holds else None
            tests.append(plain or (Feature(node, 1, False), "", int(holds)))
    return list(dict.fromkeys(tests))


def _comparison(node: Node, plan: Plan, vocabulary: Vocabulary) -> tuple[Feature, str, int] | None:
    """A comparison the network can make itself: of a number or day with a fixed one."""
    if node.op is not Op.COMPARE or not node.args[1].is_const:
        return None
    feature = _number(node.args[0], plan, vocabulary)
    limit = node.args[1].data
    if feature is None or isinstance(limit, bool | str) or limit is None:
        return None
    scaled = limit.toordinal() if isinstance(limit, date) else limit * feature.scale
    if scaled != int(scaled) or abs(scaled) >= LARGEST:
        return None
    return feature, OPERATORS.get(node.data, ""), int(scaled)


def _number(node: Node, plan: Plan, vocabulary: Vocabulary) -> Feature | None:
    """A number or day of the record itself, or a count over one of its collections."""
    if not node.args or node.args[0].op is not Op.SUBJECT:
        return None
    if node.op is Op.FACT:
        entity, name = node.data
        type_ = vocabulary.entities[entity].fields[name].type
        if isinstance(type_, NumberType):
            return Feature(node, 10 ** vocabulary.units[type_.unit].decimals, False)
        return Feature(node, 1, False) if type(type_).__name__ == "DateType" else None
    found = plan.registry.beyond(node)
    return Feature(node, 1, True) if isinstance(found, Sum) and found.op in (Op.COUNT, Op.DISTINCT) else None


def _patterns(network: Network, tests: list[tuple[Feature, str, int]]) -> list[dict[str, Any]]:
    """One pattern for the record's fact and, where counts are compared, one for the fact that holds them.

    Each starts with the type. The second ends with a comparison that always holds: without it the engine was seen to
    read beyond its memory where the last comparison of a join fails.
    """
    own: list[Any] = [{"type": network.entity}]
    counts: list[Any] = []
    for feature, operator, number in tests:
        name = network.named(feature)
        test = {operator: {name: number}} if operator else {name: number}
        (counts if feature.counted else own).append(test)
    if not counts:
        return [{"a": {"$and": own}}]
    joined = [{"type": network.entity + "+"}, *counts, {"of": {"a": "key"}}, {"$neq": {"type": {"a": "type"}}}]
    return [{"a": {"$and": own}}, {"b": {"$and": joined}}]
