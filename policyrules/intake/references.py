"""Records that point at nobody, and records that point nowhere: counted, with the first five."""

from __future__ import annotations

from collections.abc import KeysView, Mapping

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Sentence
from policyrules.intake.collect import Collector
from policyrules.intake.origin import Origin
from policyrules.intake.shown import shown
from policyrules.intake.words import say
from policyrules.model.facts import Facts, Record
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
                targets = facts.tables[target.id].keys()
                _check_field(definition, field, target, records, targets, origins[entity], found)


def _check_field(
    entity: Entity,
    field: FieldDef,
    target: Entity,
    records: Mapping[str, Record],
    targets: KeysView[str],
    origin: Origin,
    found: Collector,
) -> None:
    key, place = origin.key, origin.at()
    values = {"entity": say(entity.label), "column": field.id, "target": say(target.label)}
    astray = sorted((id, str(r[field.id])) for id, r in records.items() if field.id in r and r[field.id] not in targets)
    if astray:
        examples = _few([f"{shown(id)} → {shown(to)}" for id, to in astray[:_SHOWN]], len(astray))
        meant = _meant(astray[0][1], targets)
        found.add(codes.DANGLING.at(place, count=len(astray), examples=examples, meant=meant, **values), key, field.id)
    unplaced = [] if field.optional else sorted(id for id, r in records.items() if field.id not in r)
    if unplaced:
        examples = _few([shown(id) for id in unplaced[:_SHOWN]], len(unplaced))
        found.add(codes.UNPLACED.at(place, count=len(unplaced), examples=examples, **values), key, field.id)


def _meant(id: str, targets: KeysView[str]) -> Sentence:
    """The record meant by an id that lost its leading zeros, or has letters of the other case."""
    widths = {len(target) for target in targets} if id.isdecimal() else set()
    padded = next((word for width in sorted(widths) if (word := id.zfill(width)) in targets), None)
    if padded is None and id.casefold() != id.upper():
        padded = next((target for target in sorted(targets) if target.casefold() == id.casefold()), None)
    known = None if padded is None else shown(padded)
    return Sentence("", "") if known is None else Sentence(f"是不是 `{known}`？", f"did you mean `{known}`? ")


def _few(examples: list[str], total: int) -> Sentence:
    more = total - len(examples)
    zh, en = "、".join(f"`{e}`" for e in examples), ", ".join(f"`{e}`" for e in examples)
    return Sentence(f"{zh}，还有 {more} 条", f"{en} and {more} more") if more else Sentence(zh, en)
