"""A witness as a small table of facts and what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import display_width, inert
from policyrules.model.expr import Value
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import RefType
from policyrules.prover.answer import Witness
from policyrules.prover.show.names import VERDICTS
from policyrules.semantics.wording import say

MOST_RECORDS = 12


def table(witness: Witness, ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    """The facts, a line a record's fact; alike records in one line; then the judgements."""
    label = ruleset.vocabulary.entities[witness.subject.type].label.get(lang)
    yield f"{label} {inert(witness.subject.id)}, {witness.day}"
    yield from aligned(list(facts(witness, ruleset, lang)))
    for judgement in witness.judgements:
        yield f"→ {judged(judgement, lang)}"


def judged(judgement: Judgement, lang: Lang) -> str:
    """One judgement in a line."""
    points = "" if judgement.points is None else f", {judgement.points}"
    colon = "：" if lang == "zh" else ": "
    return f"`{judgement.rule}`{colon}{VERDICTS[judgement.verdict].get(lang)}{points}"


def facts(witness: Witness, ruleset: Ruleset, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Record, fact, value. Records that are alike are told once, with their number."""
    for entity, records in witness.facts.tables.items():
        kinds: dict[tuple[tuple[str, Value], ...], list[str]] = {}
        for id, record in records.items():
            kinds.setdefault(tuple(sorted(record.items(), key=lambda item: item[0])), []).append(id)
        label = ruleset.vocabulary.entities[entity].label.get(lang) if entity in ruleset.vocabulary.entities else entity
        if not records:
            yield label, "没有" if lang == "zh" else "none", ""
        for record_items, ids in list(kinds.items())[:MOST_RECORDS]:
            name = f"{label} {inert(ids[0])}" if len(ids) == 1 else f"{label} {inert(ids[0])}… x {len(ids)}"
            if not record_items:
                yield name, "", ""
            for field, value in record_items:
                yield name, *fact(ruleset, entity, field, value, lang)
                name = ""
        if len(kinds) > MOST_RECORDS:
            yield label, "…", ""


def fact(ruleset: Ruleset, entity: str, field: str, value: Value, lang: Lang) -> tuple[str, str]:
    """A field's label and value."""
    known = ruleset.vocabulary.entities.get(entity)
    defined = None if known is None else known.fields.get(field)
    if defined is None:
        return field, inert(str(value))
    if isinstance(defined.type, RefType):
        return defined.label.get(lang), inert(str(value))
    return defined.label.get(lang), say(value, defined.type, ruleset.vocabulary, defined.measure_word).get(lang)


def aligned(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    """Rows in columns."""
    widths = [max((display_width(row[i]) for row in rows), default=0) for i in range(2)]
    for row in rows:
        cells = [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=False)]
        yield "  " + "  ".join([*cells, row[2]]).rstrip()
