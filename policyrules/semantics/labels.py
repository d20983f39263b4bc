"""What the parts of an expression are called, from the vocabulary; and what must not be shown."""

from __future__ import annotations

from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    Arith,
    Collection,
    Derived,
    EndOf,
    Expr,
    Field,
    Literal,
    Negate,
    Parameter,
    Round,
    Today,
)
from policyrules.model.finding import MissingFact, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import COUNT_NUMBER, BoolType, RefType
from policyrules.model.words import Text
from policyrules.semantics.unknown import Gap, Unknown
from policyrules.semantics.wording import both, say
from policyrules.semantics.world import World
from policyrules.syntax.names import ID, ID_LABEL
from policyrules.syntax.walk import children, entity_of, nodes

COMPUTED = Text("计算值", "the computed value")
AGGREGATES: dict[AggregateOp, tuple[str, str]] = {
    AggregateOp.COUNT: ("{entity}数", "number of {collection}"),
    AggregateOp.SHARE: ("{entity}占比", "share of {collection}"),
    AggregateOp.SUM: ("{value}合计", "total {value}"),
    AggregateOp.MIN: ("最低{value}", "lowest {value}"),
    AggregateOp.MAX: ("最高{value}", "highest {value}"),
    AggregateOp.DISTINCT: ("不同的{value}数", "number of different values of {value}"),
    AggregateOp.ALL: ("符合条件的{entity}数", "number of {collection} that comply"),
    AggregateOp.ANY: ("符合条件的{entity}数", "number of {collection} that comply"),
    AggregateOp.AT_LEAST: ("符合条件的{entity}数", "number of {collection} that comply"),
}


def label(expr: Expr, world: World) -> Text:
    """What people call the value of `expr`."""
    match expr:
        case Field():
            return field_label(entity_of(expr.base), expr.name, world)
        case Derived():
            return world.ruleset.definitions[entity_of(expr.base), expr.name].label
        case Parameter():
            return world.ruleset.parameters[expr.name].label
        case Literal():
            return say(expr.value, expr.type, world.vocabulary)
        case Today():
            return Text("判定日", "the day of judgement")
        case Aggregate():
            return aggregate_label(expr, world)
        case Arith():
            left, right = (side_label(side, expr, world) for side in (expr.left, expr.right))
            return both(f"{{left}} {expr.op} {{right}}", f"{{left}} {expr.op} {{right}}", left=left, right=right)
        case Round() | Negate():
            return label(expr.item, world)
        case EndOf(end=end):
            zh, en = (
                ("{period}最后一天", "the last day of {period}")
                if end
                else ("{period}第一天", "the first day of {period}")
            )
            return both(zh, en, period=label(expr.period, world))
        case _:
            return COMPUTED


def side_label(side: Expr, whole: Arith, world: World) -> Text:
    """What one side of a sum is called; a bare count with the word of the whole."""
    if isinstance(side, Literal) and side.type == COUNT_NUMBER:
        return say(side.value, side.type, world.vocabulary, measure_word(whole, world.ruleset))
    return label(side, world)


def field_label(entity: str, field: str, world: World) -> Text:
    """The label of a field."""
    return ID_LABEL if field == ID else world.vocabulary.entities[entity].fields[field].label


def aggregate_label(expr: Aggregate, world: World) -> Text:
    """What people call an aggregate: from what it counts or adds up."""
    zh, en = AGGREGATES[expr.op]
    owner = entity_of(expr.source.base)
    return both(
        zh,
        en,
        entity=world.vocabulary.entities[expr.source.entity].label,
        collection=world.vocabulary.entities[owner].collections[expr.source.name].label,
        value=COMPUTED if expr.value is None else label(expr.value, world),
    )


def measure_word(expr: Expr, ruleset: Ruleset) -> str:
    """What Chinese puts behind the number `expr` comes to; empty where it is no count, or nothing says so."""
    if expr.type != COUNT_NUMBER:
        return ""
    entities = ruleset.vocabulary.entities
    match expr:
        case Field():
            return entities[entity_of(expr.base)].fields[expr.name].measure_word
        case Derived():
            definition = ruleset.definitions[entity_of(expr.base), expr.name]
            return definition.measure_word or measure_word(definition.expr, ruleset)
        case Parameter():
            return ruleset.parameters[expr.name].measure_word
        case Aggregate(value=value) if expr.op is AggregateOp.DISTINCT and value is not None:
            return entities[value.type.entity].measure_word if isinstance(value.type, RefType) else ""
        case Aggregate(op=AggregateOp.SUM | AggregateOp.MIN | AggregateOp.MAX, value=value) if value is not None:
            return measure_word(value, ruleset)
        case Aggregate():
            return entities[expr.source.entity].measure_word
        case _:
            parts = (measure_word(part, ruleset) for part in children(expr) if not isinstance(part, Collection))
            return next(filter(None, parts), "")


def private(expr: Expr, world: World) -> bool:
    """Whether the value of `expr` may give away a field marked personal. A yes or no gives nothing away."""
    if isinstance(expr, Field):
        return is_personal(expr, world)
    pending: list[Expr] = [expr]
    seen: set[tuple[str, str]] = set()
    while pending:
        top = pending.pop()
        if isinstance(top.type, BoolType) and not isinstance(top, Field):
            continue
        for node in nodes(top):
            if isinstance(node, Field):
                if is_personal(node, world):
                    return True
            elif isinstance(node, Derived):
                key = (entity_of(node.base), node.name)
                if key not in seen:
                    seen.add(key)
                    pending.append(world.ruleset.definitions[key].expr)
    return False


def is_personal(expr: Field, world: World) -> bool:
    """Whether the vocabulary marks this field personal."""
    return expr.name != ID and world.vocabulary.entities[entity_of(expr.base)].fields[expr.name].personal is True


def missing_fact(gap: Gap, world: World) -> MissingFact:
    """A gap with its name."""
    if gap.parameter:
        return MissingFact(None, None, None, gap.parameter, world.ruleset.parameters[gap.parameter].label)
    entity = world.vocabulary.entities[gap.entity]
    subject = Ref(gap.entity, gap.id) if gap.id else None
    if not gap.field:
        return MissingFact(gap.entity, subject, None, None, entity.label)
    return MissingFact(gap.entity, subject, gap.field, None, gap_label(gap, world))


def gap_label(gap: Gap, world: World) -> Text:
    """A field that is not recorded by its name; one that is, and a collection, with what is the matter with it."""
    if gap.field != ID and gap.field not in world.vocabulary.entities[gap.entity].fields:
        return both("{label}（没有可计的）", "{label} (none to count)", label=collection_label(gap, world))
    label = field_label(gap.entity, gap.field, world)
    if isinstance(world.fact(gap.entity, gap.id, gap.field), Unknown):
        return label
    return both("{label}（按登记的值算不出结果）", "{label} (no result follows from its value)", label=label)


def collection_label(gap: Gap, world: World) -> Text:
    """The label of the last collection on a path."""
    entity, label = gap.entity, COMPUTED
    for name in gap.field.split("."):
        collection = world.vocabulary.entities[entity].collections[name]
        entity, label = collection.entity, collection.label
    return label
