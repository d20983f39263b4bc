"""Cells of cases to typed facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policyrules.compiler.cases.ranges import MAX_RECORDS, expand, nth
from policyrules.compiler.hints import hint
from policyrules.diagnostics.catalogue import cases as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.model.expr import Value
from policyrules.model.types import NumberType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import Item, RecordShape, Table
from policyrules.syntax.values import ValueProblem, read_value, write_number

UNKNOWN = "unknown"
ENTITY = Sentence("实体", "entity")
FIELD = Sentence("字段", "field")

Records = dict[str, dict[str, Value]]
Tables = dict[str, Records]


@dataclass(slots=True)
class FactReader:
    """Reads the tables of one case; `broken` says whether any of it was wrong."""

    vocabulary: Vocabulary
    report: list[Diagnostic]
    broken: bool = False
    room: int = MAX_RECORDS * 5
    """How many more records the cases of this rule may write."""
    texts: dict[tuple[str, str, str], Value | None] = field(default_factory=dict)
    """Values read before: cases repeat themselves."""

    def tables(self, given: Iterable[Item[Table]]) -> Tables:
        """The tables of `given`."""
        return self.overlaid({}, given)

    def overlaid(self, base: Tables, changes: Iterable[Item[Table]]) -> Tables:
        """`base` with changes, field by field; `base` itself stays as it is."""
        found = dict(base)
        for item in changes:
            entity = self.vocabulary.entities.get(item.id.value)
            if entity is None:
                self.unknown(item.id, ENTITY, self.vocabulary.entities)
                continue
            records = dict(found.get(entity.id, {}))
            for record in item.value:
                self.change(records, entity, record)
            found[entity.id] = records
        return found

    def change(self, records: Records, entity: Entity, item: Item[RecordShape]) -> None:
        """One record, or a range of records, of a table."""
        ids = expand(item.id.value, self.room)
        if ids is None or len(ids) > self.room:
            self.tell(codes.BAD_RANGE.at(item.id.span, range=item.id.value, limit=MAX_RECORDS))
            return
        if item.value.removed:
            for id in ids:
                if records.pop(id, None) is None:
                    self.tell(codes.NOTHING_TO_REMOVE.at(item.id.span, id=id))
            return
        self.room -= len(ids)
        fields = [(self.field(entity, cell.id), cell.value) for cell in item.value.cells]
        for number, id in enumerate(ids):
            records[id] = self.record(records.get(id, {}), fields, number, len(ids))

    def record(
        self, base: dict[str, Value], fields: list[tuple[FieldDef | None, LocatedText]], number: int, count: int
    ) -> dict[str, Value]:
        """A record with its cells written over."""
        found = dict(base)
        for definition, cell in fields:
            if definition is None:
                continue
            if cell.value == UNKNOWN:
                found.pop(definition.id, None)
                continue
            value = self.value(definition, cell, nth(cell.value, number, count))
            if value is not None:
                found[definition.id] = value
        return found

    def field(self, entity: Entity, name: LocatedText) -> FieldDef | None:
        """The field a key names."""
        found = entity.fields.get(name.value)
        if found is None:
            self.unknown(name, FIELD, entity.fields)
        return found

    def value(self, definition: FieldDef, cell: LocatedText, text: str) -> Value | None:
        """The typed value of a cell; None where it is none, which is reported once a cell."""
        key = (str(definition.type), definition.id, text)
        if key not in self.texts:
            self.texts[key] = self.fresh_value(definition, cell, text)
        elif self.texts[key] is None:
            self.broken = True
        return self.texts[key]

    def fresh_value(self, definition: FieldDef, cell: LocatedText, text: str) -> Value | None:
        """The typed value of a text that has not been read before."""
        found = read_value(text, definition.type, self.vocabulary)
        if isinstance(found, ValueProblem):
            values = {"value": text, "reason": found.reason, "expected": found.expected}
            self.tell(codes.BAD_VALUE.at(cell.span, field=definition.id, **values))
            return None
        if isinstance(definition.type, NumberType):
            for limit, way in ((definition.low, -1), (definition.high, 1)):
                if limit is not None and (found - limit) * way > 0:  # type: ignore[operator]
                    bound = write_number(limit)
                    self.tell(codes.OUT_OF_BOUNDS.at(cell.span, field=definition.id, value=text, bound=bound))
                    return None
        return found

    def unknown(self, name: LocatedText, what: Sentence, known: Mapping[str, object]) -> None:
        """Report a name that is none."""
        self.tell(codes.UNKNOWN_NAME.at(name.span, name=name.value, what=what, hint=hint(name.value, known)))

    def tell(self, diagnostic: Diagnostic) -> None:
        """Report, and remember that the case cannot be used."""
        self.broken = True
        self.report.append(diagnostic)
