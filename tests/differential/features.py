"""What of the language stands in drawn rules: a count for each thing docs/language.md lets a rule say.

`features` counts what was drawn; `wanted` is what must be, made from the tables of the checker, so that a new operator
or type is missing there until it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product

from policyrules.compiler.typing.operators import ARITHMETIC, has_order
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
from policyrules.model.ruleset import ParameterDef, Rule, Ruleset
from policyrules.model.types import TEXT, EnumType, NumberType, RefType, Type
from policyrules.model.words import Force, HitPolicy, Kind, Validity, Verdict
from policyrules.syntax.walk import deciding, nodes
from tests.strategies import district

Node = Expr | Collection


def features(drawn: Ruleset) -> Counter[str]:
    """In how many rules, definitions and parameters of a ruleset each thing is."""
    found: Counter[str] = Counter()
    for rule in drawn.rules.values():
        found.update({*of_rule(rule), *of_nodes(*deciding(rule), rule.due)})
    for definition in drawn.definitions.values():
        inside = set(of_nodes(definition.expr))
        resting = any(feature.startswith("definition ") for feature in inside)
        found.update(
            {*inside, f"definition: {word(type_of(definition.expr))}", *(["definition: on another"] * resting)}
        )
    for parameter in drawn.parameters.values():
        found.update(of_parameter(parameter))
    return found


def of_rule(rule: Rule) -> Iterator[str]:
    """What a rule says beside its conditions."""
    yield f"rule: {rule.kind}"
    yield f"rule: {rule.force}"
    if rule.exemptions:
        yield "rule: unless"
    if not isinstance(rule.applies, Literal):
        yield "rule: applies"
    if rule.due is not None:
        yield f"rule: due {word(rule.due.type)}"
    if rule.validity != Validity():
        yield "rule: in force on some days"
    if rule.inspection is not None:
        yield "inspection: census" if rule.inspection.rate is None else "inspection: sample"
        if rule.inspection.where is not None:
            yield "inspection: where"
    if rule.measure is not None and isinstance(rule.must, Compare):
        yield f"target: {rule.must.op}"
    if rule.table is not None:
        yield f"score: {rule.table.hit}"
        yield from (f"score: row {row.verdict}" for row in rule.table.rows)


def of_parameter(parameter: ParameterDef) -> Iterator[str]:
    """What a parameter says from day to day."""
    yield f"parameter: {word(parameter.type)}"
    values = [version.value for version in parameter.values]
    if len(values) > 1:
        yield "parameter: absent on some days" if None in values else "parameter: another value from a day on"
    elif None in values:
        yield "parameter: absent"


def of_nodes(*roots: Node | None) -> Iterator[str]:
    """What stands in expressions."""
    for node in nodes(*roots):
        yield from of_node(node)


def of_node(node: Node) -> Iterator[str]:
    """What one node is, with the types it is about."""
    match node:
        case Compare(op, left, _):
            yield f"{op} of {word(left.type)}"
        case Between(item):
            yield f"between of {word(item.type)}"
        case OneOf(item):
            yield f"in a list of {word(item.type)}"
        case IsKnown(item):
            yield f"is known of {word(item.type)}"
        case Arith(op, left, right):
            yield f"{word(left.type)} {op} {word(right.type)}"
        case Negate(item):
            yield f"minus {word(item.type)}"
        case Round(mode, item, places):
            yield f"{mode} of {word(item.type)}"
            yield f"round to {places} places"
        case Extreme(op, _, type):
            yield f"{op} of several {word(type)}"
        case If(_, _, _, type):
            yield f"if of {word(type)}"
        case EndOf(end):
            yield "end of a period" if end else "start of a period"
        case And() | Or() | Not() | Within() | Today():
            yield type_name(node)
        case Parameter(_, type):
            yield f"parameter {word(type)}"
        case Literal(_, type):
            yield f"literal {word(type)}"
        case Derived(base):
            yield f"definition of {whose(base)}"
        case Field(base):
            yield "id" if node.name == "id" else f"fact of {whose(base)}"
        case Aggregate():
            yield from of_aggregate(node)


def of_aggregate(node: Aggregate) -> Iterator[str]:
    """An aggregate: over what, of whom, held against whom."""
    yield f"{node.op} for members" if node.where is None else f"{node.op} where"
    if node.op in (AggregateOp.SUM, AggregateOp.MIN, AggregateOp.MAX, AggregateOp.DISTINCT) and node.value is not None:
        yield f"{node.op} of {word(node.value.type)}"
    steps, base = 0, node.source
    while isinstance(base, Collection):
        steps, base = steps + 1, base.base  # type: ignore[assignment]
    yield f"collection of {steps} steps of {whose(base)}"
    inside = [n for part in (node.where, node.value) if part is not None for n in nodes(part)]
    if any(isinstance(n, Subject) for n in inside):
        yield f"{node.op} held against the subject"
    if any(isinstance(n, Aggregate) for n in inside):
        yield "aggregate inside another"
    if node.threshold is not None and not isinstance(node.threshold, Literal):
        yield "at_least as many as something says"


def whose(base: Node) -> str:
    """Whose a fact, definition or collection is."""
    steps = 0
    while isinstance(base, Field):
        steps, base = steps + 1, base.base
    return ("the member" if isinstance(base, Member) else "the subject") + f", {steps} references on" * bool(steps)


def type_of(expr: Expr) -> Type:
    """The type of an expression; conditions do not carry theirs."""
    return expr.type


def type_name(node: Node) -> str:
    """The kind of node."""
    return type(node).__name__.lower()


def word(type: Type) -> str:
    """A type in a word: a unit, `ordered word`, `word`, `record`, `date`."""
    match type:
        case NumberType(unit):
            return unit
        case EnumType(name):
            return "ordered word" if district.VOCABULARY.enums[name].ordered else "word"
        case RefType():
            return "record"
    return type.__class__.__name__.removesuffix("Type").lower()


@cache
def wanted() -> frozenset[str]:
    """Everything that must be drawn: each operator with each type the checker takes, each kind of everything else."""
    numbers = [t for t in district.LITERALS if isinstance(t, NumberType)]
    ordered = [word(t) for t in district.PLAIN if has_order(t, district.VOCABULARY)]
    plain = [word(t) for t in district.PLAIN]
    literal = [word(t) for t in district.LITERALS]
    pairs = [*product(numbers, numbers), *product(district.ORDERED, district.ORDERED)]
    found = {f"{op} of {t}" for op in CompareOp for t in ordered} | {
        f"{op} of {t}" for op in ("==", "!=") for t in plain
    }
    found |= {f"{word(a)} {op} {word(b)}" for op in ArithOp for a, b in pairs if ARITHMETIC[op](a, b) is not None}
    found |= {f"{what} {t}" for t in ordered for what in ("between of", "min of several", "max of several")}
    found |= {f"{op} of {t}" for op in ("min", "max", "distinct") for t in ordered}
    found |= {f"distinct of {t}" for t in plain} | {f"sum of {word(t)}" for t in numbers}
    found |= {f"minus {word(t)}" for t in numbers} | {f"{mode} of {word(t)}" for mode in RoundMode for t in numbers}
    found |= {f"if of {t}" for t in [*plain, "period"]} | {f"literal {t}" for t in literal}
    found |= {f"parameter {word(p.type)}" for p in district.PARAMETERS}
    found |= {f"definition: {word(t)}" for _, _, t in district.DEFINED}
    found |= {f"{op} {how}" for op in AggregateOp for how in ("for members", "where", "held against the subject")}
    found |= {f"rule: {one}" for one in (*Kind, *Force, "unless", "applies", "due date", "due period")}
    found |= {f"score: {hit}" for hit in HitPolicy} | {f"score: row {v}" for v in (Verdict.MET, Verdict.UNMET)}
    found |= {f"target: {op}" for op in (CompareOp.GE, CompareOp.LE, CompareOp.EQ)}
    found |= {f"inspection: {one}" for one in ("census", "sample", "where")}
    found |= {f"in a list of {t}" for t in ("hours", "ordered word", "word", word(TEXT))}
    found |= {f"is known of {t}" for t in ("hours", "ordered word", "word", word(TEXT))}
    found |= {f"fact of {who}" for who in ("the subject", "the member", "the subject, 1 references on")}
    found |= {f"definition of {who}" for who in ("the subject", "the member", "the subject, 2 references on")}
    found |= {f"collection of {n} steps of the subject" for n in (1, 2, 3)}
    return frozenset(found | set(OTHERS))


OTHERS = (
    "and",
    "or",
    "not",
    "within",
    "today",
    "id",
    "start of a period",
    "end of a period",
    "round to 0 places",
    "round to 1 places",
    "score: row pending",
    "rule: in force on some days",
    "definition: on another",
    "aggregate inside another",
    "at_least as many as something says",
    "collection of 1 steps of the subject, 1 references on",
    "collection of 1 steps of the member",
    "parameter: absent",
    "parameter: absent on some days",
    "parameter: another value from a day on",
    "layers, tighten due",
    *(f"layers, {action} requirements" for action in ("add", "exempt", "repeal", "replace", "tighten")),
    *(f"layers, {action} parameters" for action in ("replace", "tighten")),
    "layers, replace definitions",
    "layers, exempt targets",
)
