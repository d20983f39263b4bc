"""Rules as a durable-rules ruleset: our own JSON, made of the lowered formulas.

A verdict, with the points of a score, is a tree of cases. Each way through it is one rule of the network: a flat
conjunction of comparisons, so that of the ways of one rule exactly one fires. A tree with many ways is cut into several
(`Families`), each of which fires once: a branch that goes on elsewhere says where, and points that add up from many
rows are told row by row and added by whoever asked. Comparisons of a record's own numbers and
days, and of counts over its collections, are spelled as such, on whole numbers; what the network cannot say (ratios,
words, other records, what is not known) comes as a truth value that our semantics has computed. A record is one fact,
its counts are a second one, and the two meet in a join on the record's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from policyrules.engines.durable.worker import name_hash
from policyrules.engines.session.plan import Plan
from policyrules.engines.session.split import Sum
from policyrules.model.expr import CompareOp
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import Vocabulary
from policyrules.semantics.lowered import Node, Op, Pool
from policyrules.semantics.verdicts import VERDICTS

MOST_WAYS = 24  # of one family, so that a network has room for several
MOST_FAMILIES = 100  # of one rule, 2,400 ways; beyond, its verdict is computed and only told, its points are not
MOST_ADDED = 3  # that many rows that add up are told together, 8 ways; more, one by one
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
RESERVED = ("type", "key", "of", "id", "sid")
Conditions = tuple[tuple[Node, bool], ...]


class Outcome(NamedTuple):
    """What a way comes to: the verdict as its place in `VERDICTS`; points, unless they are not `checked`.

    `parts`: families whose points are to be added. `then`: the family that says what it comes to, nothing else counts.
    """

    verdict: int | None
    points: Any = None
    checked: bool = True
    parts: tuple[int, ...] = ()
    then: int | None = None

    def is_(self, verdict: int, points: Any) -> bool:
        """Whether it is this."""
        return verdict == self.verdict and (not self.checked or points == self.points)


Way = tuple[Conditions, Outcome]


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
        number = int(value) if self.scale == 1 else int(value * self.scale)
        return number if -LARGEST <= number <= LARGEST else LARGEST if number > 0 else -LARGEST


@dataclass(slots=True)
class Network:
    """One durable ruleset over one entity: its rules in the engine's JSON, and the fields of its facts.

    A rule is named by its family, the place of what it comes to in `outcomes`, and a number of its own.
    """

    name: str
    entity: str
    rules: dict[str, Any] = field(default_factory=dict)
    fields: dict[Feature, str] = field(default_factory=dict)
    outcomes: dict[int, list[Outcome]] = field(default_factory=dict)
    _hashes: set[int] = field(default_factory=lambda: {name_hash(name) for name in RESERVED})

    def named(self, feature: Feature) -> str:
        """The field's name. The engine tells names apart by a hash of 32 bits: one that is taken is passed over."""
        if feature not in self.fields:
            names = (f"{'c' if feature.counted else 'f'}{number}" for number in count(len(self.fields)))
            name = next(name for name in names if name_hash(name) not in self._hashes)
            self._hashes.add(name_hash(name))
            self.fields[feature] = name
        return self.fields[feature]

    def add(self, number: int, place: int, outcome: Outcome, tests: list[tuple[Feature, str, int]]) -> None:
        """One way of a rule."""
        outcomes = self.outcomes.setdefault(number, [])
        if outcome not in outcomes:
            outcomes.append(outcome)
        self.rules[f"{number}.{outcomes.index(outcome)}.{place}"] = {"all": _patterns(self, tests)}

    @property
    def counted(self) -> bool:
        """Whether records have a second fact here."""
        return any(feature.counted for feature in self.fields)


class Families:
    """The trees of all rules, cut: a rule's own place is its first family, further ones have the numbers behind."""

    def __init__(self, rules: int, pool: Pool) -> None:
        """Cut nothing yet of that many rules."""
        self.pool = pool
        self._next = rules
        self._open: list[tuple[int, Node, Node]] = []
        self._number: dict[tuple[Node, Node], int] = {}

    def of(self, number: int, verdict: Node, points: Node) -> Iterator[tuple[int, list[Way]]]:
        """All families of one rule, its own first."""
        made = self._next
        self._open, self._number = [(number, verdict, points)], {}
        found = []
        while self._open:
            family, *nodes = self._open.pop()
            ways = _ways(nodes[0], nodes[1], self)
            if ways is None or len(self._number) > MOST_FAMILIES:
                self._next = made
                return iter([(number, _told(verdict, self.pool))])
            found.append((family, ways))
        return iter(found)

    def number(self, verdict: Node, points: Node) -> int:
        """The family of a tree, which is cut later."""
        if (verdict, points) not in self._number:
            self._number[verdict, points] = self._next
            self._open.append((self._next, verdict, points))
            self._next += 1
        return self._number[verdict, points]


def networks(plan: Plan, vocabulary: Vocabulary) -> list[Network]:
    """The networks of all rules, a new one where one is full."""
    made: list[Network] = []
    current: dict[tuple[str, bool], Network] = {}
    families = Families(len(plan.rules), plan.registry.pool)
    for number, rule in enumerate(plan.rules):
        unit, verdict, points = plan.outputs[number]
        nodes = list(unit.places)
        moving = unit.level > 0
        for family, found in families.of(number, nodes[verdict], nodes[points]):
            ways = [(_tests(way, plan, vocabulary), outcome) for way, outcome in found]
            network = current.get((rule.subject, moving))
            fields = {feature for tests, _ in ways for feature, _, _ in tests}
            if network is None or not _fits(network, len(ways), fields, MOST_MOVING if moving else MOST_RULES):
                network = current[rule.subject, moving] = Network(f"n{len(made)}", rule.subject)
                made.append(network)
            for place, (tests, outcome) in enumerate(ways):
                network.add(family, place, outcome, tests)
    return made


def _fits(network: Network, ways: int, fields: set[Feature], most: int) -> bool:
    return len(network.rules) + ways <= most and len(network.fields.keys() | fields) <= MOST_FIELDS


def _ways(verdict: Node, points: Node, families: Families) -> list[Way] | None:
    """The ways through a verdict's cases and those of its points, none of which can be gone together with another.

    None where there is something else than cases in them.
    """
    found: list[Way] = []
    pending: list[tuple[Node, Node, Conditions]] = [(verdict, points, ())]
    while pending:
        *nodes, before = pending.pop()
        one, two = (_settled(node, dict(before), families.pool) for node in nodes)
        many = _summed(two)
        condition = _open(one) or (None if many else _open(two))
        if condition is None:
            if not one.is_const or not (many or two.is_const):
                return None
            parts = tuple(families.number(families.pool.null, part) for part in many)
            found.append((before, Outcome(one.data, 0 if many else two.data, parts=parts)))
        elif len(found) + len(pending) + 1 < MOST_WAYS:
            pending.extend((one, two, (*before, (condition, holds))) for holds in (False, True))
        else:
            found.append((before, Outcome(None, then=families.number(one, two))))
    return found


def _summed(node: Node) -> tuple[Node, ...]:
    """The parts of a sum, where they are too many for all their ways together; none elsewhere."""
    parts: list[Node] = []
    pending = [node]
    while pending:
        part = pending.pop()
        if part.op is Op.ADD:
            pending.extend(reversed(part.args))
        else:
            parts.append(part)
    return tuple(parts) if len(parts) > MOST_ADDED else ()


def _settled(node: Node, known: Mapping[Node, bool], pool: Pool) -> Node:
    """A formula, where some conditions are known to hold or not."""
    if node.op is Op.CASE and node.args[0] in known:
        return _settled(node.args[1] if known[node.args[0]] else node.args[2], known, pool)
    if node.op is Op.ADD:
        return pool.make(Op.ADD, *(_settled(part, known, pool) for part in node.args))
    return node


def _open(node: Node) -> Node | None:
    """The first condition a case, or a sum of cases, hangs on."""
    if node.op is Op.CASE:
        return node.args[0]
    return next(filter(None, map(_open, node.args)), None) if node.op is Op.ADD else None


def _told(verdict: Node, pool: Pool) -> list[Way]:
    """A way for each verdict, which only says whether it is this one; the points are not told."""
    return [
        (((pool.compare(CompareOp.EQ, verdict, pool.const(code)), True),), Outcome(code, checked=False))
        for code in range(len(VERDICTS))
    ]


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
