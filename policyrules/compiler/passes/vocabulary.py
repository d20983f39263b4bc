"""Units, enumerations, entities and fields; a lower layer may add, never redefine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policyrules.compiler.passes.header import fixed_above
from policyrules.compiler.passes.sections import FIRST_PLACE
from policyrules.compiler.passes.values import read
from policyrules.compiler.passes.work import ENTITY, Work, plain, text
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Related
from policyrules.model.expr import Number
from policyrules.model.types import COUNT_NUMBER, RefType, Type
from policyrules.model.vocabulary import CollectionDef, Entity, Enumeration, EnumMember, FieldDef, Unit, Vocabulary
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import EntityShape, FieldShape, Item
from policyrules.syntax.values import write_number


def compile_vocabulary(work: Work) -> Vocabulary:
    """The words of all layers."""
    above = work.upper.ruleset.vocabulary
    units, enums = dict(above.units), dict(above.enums)
    for unit in work.sections.units:
        if unit.id.value in units:
            work.tell(fixed_above(work, unit.id))
        else:
            label, decimals = text(unit.value.label), unit.value.decimals.value
            units[unit.id.value] = Unit(unit.id.value, label, decimals, plain(unit.value.singular))
    for enum in work.sections.enums:
        if enum.id.value in enums:
            work.tell(fixed_above(work, enum.id))
        else:
            members = tuple(EnumMember(m.id.value, text(m.value)) for m in enum.value.members)
            ordered = enum.value.ordered is not None and enum.value.ordered.value
            enums[enum.id.value] = Enumeration(enum.id.value, text(enum.value.label), members, ordered)
    entities = declared_entities(work, above.entities)
    partial = Vocabulary(units, enums, entities)
    for item in work.sections.entities:
        if item.id.value in entities:
            entities[item.id.value] = with_fields(work, entities[item.id.value], item.value, partial)
    return Vocabulary(units, enums, with_collections(work, entities))


def declared_entities(work: Work, above: Mapping[str, Entity]) -> dict[str, Entity]:
    """All entities, new ones still without fields."""
    found = dict(above)
    first: dict[str, LocatedText] = {}
    for item in work.sections.entities:
        id, label = item.id, item.value.label
        if label is None:
            continue
        if id.value in first:
            problem = codes.DUPLICATE.at(id.span, id=id.value)
            work.tell(problem.with_related(Related(first[id.value].span, FIRST_PLACE)))
        elif id.value in found:
            work.tell(fixed_above(work, id))
        else:
            first[id.value] = id
            found[id.value] = Entity(id.value, text(label), {}, {}, work.place(id.span), plain(item.value.measure_word))
    for item in work.sections.entities:
        if item.id.value not in found:
            work.unknown("entities", ENTITY, item.id, found)
            work.fail("entities", item.id.value)
    return found


def with_fields(work: Work, entity: Entity, shape: EntityShape, vocabulary: Vocabulary) -> Entity:
    """The entity with the fields that are added here."""
    fields = dict(entity.fields)
    for item in shape.field_list:
        name = f"{entity.id}.{item.id.value}"
        known = fields.get(item.id.value)
        if known is not None and known.place is not None:
            first = work.spans.get(known.place)
            if first is None:
                work.tell(fixed_above(work, item.id, work.upper.spans.get(known.place)))
            else:
                work.tell(codes.DUPLICATE.at(item.id.span, id=item.id.value).with_related(Related(first, FIRST_PLACE)))
            continue
        found = compile_field(work, item, vocabulary)
        if found is None:
            work.fail("fields", name, item.value.label)
        else:
            fields[found.id] = found
    said = shape.personal.value if shape.personal else None
    return replace(entity, fields=fields, personal=entity.personal or (entity.personal if said is None else said))


def compile_field(work: Work, item: Item[FieldShape], vocabulary: Vocabulary) -> FieldDef | None:
    """One field; None where its type names nothing known."""
    shape = item.value
    kind = field_type(work, shape, vocabulary)
    if kind is None:
        return None
    low, high = (bound(work, b, kind, vocabulary) for b in (shape.min, shape.max))
    if low is not None and high is not None and low > high:
        values = {"low": write_number(low), "high": write_number(high)}
        work.tell(codes.BOUNDS_REVERSED.at(shape.min.span if shape.min else item.id.span, **values))
        low = high = None
    return FieldDef(
        item.id.value,
        text(shape.label),
        kind,
        low,
        high,
        optional=shape.optional is not None and shape.optional.value,
        changeable=shape.changeable.value if shape.changeable else None,
        cost=cost_of(work, shape, vocabulary),
        personal=shape.personal.value if shape.personal else None,
        place=work.place(item.id.span),
        measure_word=plain(shape.measure_word),
    )


def cost_of(work: Work, shape: FieldShape, vocabulary: Vocabulary) -> Number:
    """What a change of the field counts in a remedy: a whole number, by default 1."""
    cost = None if shape.cost is None else read(work, shape.cost, COUNT_NUMBER, vocabulary)
    return cost if isinstance(cost, int) else 1


def field_type(work: Work, shape: FieldShape, vocabulary: Vocabulary) -> Type | None:
    """The type a field names."""
    if shape.ref is not None:
        entity = work.entity(shape.ref, vocabulary)
        return None if entity is None else RefType(entity)
    return work.type_of(shape, vocabulary)


def bound(work: Work, cell: LocatedText | None, kind: Type, vocabulary: Vocabulary) -> Number | None:
    """A least or greatest value."""
    value = None if cell is None else read(work, cell, kind, vocabulary)
    return value if isinstance(value, Number) and not isinstance(value, bool) else None


def with_collections(work: Work, entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """Entities with the collections that references make on their other side."""
    found = dict(entities)
    for item in work.sections.entities:
        for f in item.value.field_list:
            inverse, ref = f.value.inverse, f.value.ref
            if inverse is None or ref is None or ref.value not in found or item.id.value not in found:
                continue
            owner = found[ref.value]
            if inverse.name.value in owner.collections or inverse.name.value in owner.fields:
                work.tell(codes.DUPLICATE.at(inverse.name.span, id=inverse.name.value))
                continue
            made = CollectionDef(inverse.name.value, text(inverse.label), item.id.value, f.id.value)
            found[ref.value] = replace(owner, collections={**owner.collections, made.id: made})
    return found
