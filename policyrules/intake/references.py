"""Records that point at nobody, and records that point nowhere: counted, with the first five."""

from __future__ import annotations

from collections.abc import Mapping

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Sentence
from policyrules.intake.collect import Collector
from policyrules.intake.origin import Origin
from policyrules.intake.shown import shown
from policyrules.intake.words import say
from policyrules.model.facts import Columnar, Facts, Record
from policyrules.model.types import RefType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary

_SHOWN = 5


def check_references(vocabulary: Vocabulary, facts: Facts, origins: Mapping[str, Origin], found: Collector) -> None:
    """Report references between given tables that lead nowhere. `origins`: where each entity's table came from."""
    for entity, records in facts.tables.items():
        definition = vocabulary.entities[entity]
        for field in definition.fields.values():
            if isinstance(field.type, RefType) and field.type.entity in facts.tables:
                target = vocabulary.entities[field.type.entity]
                targets = facts.tables[target.id]
                _check_field(definition, field, target, records, targets, origins[entity], found)


def _check_field(
    entity: Entity,
    field: FieldDef,
    target: Entity,
    records: Mapping[str, Record],
    targets: Mapping[str, Record],
    origin: Origin,
    found: Collector,
) -> None:
    key, place = origin.key, origin.at()
    values = {"entity": say(entity.label), "column": field.id, "target": say(target.label)}
    astray, nowhere = strays(records, field.id, targets)
    if astray:
        examples = _few([f"{shown(id)} → {shown(to)}" for id, to in astray[:_SHOWN]], len(astray))
        meant = _meant(astray[0][1], targets)
        found.add(codes.DANGLING.at(place, count=len(astray), examples=examples, meant=meant, **values), key, field.id)
    unplaced = [] if field.optional else nowhere
    if unplaced:
        examples = _few([shown(id) for id in unplaced[:_SHOWN]], len(unplaced))
        found.add(codes.UNPLACED.at(place, count=len(unplaced), examples=examples, **values), key, field.id)


def _meant(id: str, targets: Mapping[str, Record]) -> Sentence:
    """The record meant by an id that lost its leading zeros, or has letters of the other case."""
    widths = {len(target) for target in targets} if id.isdecimal() else set()
    padded = next((word for width in sorted(widths) if (word := id.zfill(width)) in targets), None)
    if padded is None and id.casefold() != id.upper():
        padded = next((target for target in sorted(targets) if target.casefold() == id.casefold()), None)
    known = None if padded is None else shown(padded)
    return Sentence("", "") if known is None else Sentence(f"是不是 `{known}`？", f"did you mean `{known}`? ")


def strays(
    records: Mapping[str, Record], field: str, targets: Mapping[str, Record]
) -> tuple[list[tuple[str, str]], list[str]]:
    """The records whose reference names none of `targets`, and those without one, by id."""
    if isinstance(records, Columnar):
        return records.strays(field, targets)
    astray = sorted((id, str(r[field])) for id, r in records.items() if field in r and r[field] not in targets)
    return astray, sorted(id for id, r in records.items() if field not in r)


def _few(examples: list[str], total: int) -> Sentence:
    more = total - len(examples)
    zh, en = "、".join(f"`{e}`" for e in examples), ", ".join(f"`{e}`" for e in examples)
    return Sentence(f"{zh}，还有 {more} 条", f"{en} and {more} more") if more else Sentence(zh, en)
