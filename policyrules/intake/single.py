"""One record at a time, for those who take facts as they arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Severity
from policyrules.intake.cells import NOT_RECORDED
from policyrules.intake.records import read_records
from policyrules.intake.tables.raw import NumberText
from policyrules.model.errors import FactsError
from policyrules.model.expr import Value
from policyrules.model.facts import Record
from policyrules.model.types import RATIO, BoolType, DateType, EnumType, NumberType, RefType
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.syntax.names import ID

_ABOUT_OTHERS = (codes.DANGLING, codes.UNPLACED)
_PLAIN_LENGTH, _LARGEST = 15, 10**15


def read_record(vocabulary: Vocabulary, entity: str, record: object) -> tuple[str, Record]:
    """The id and the fields of one record of `entity`, as `read_records` reads them.

    Raises FactsError for anything wrong with it, an unknown field or a value that cannot be read included: one record
    can be refused whole, a table of thousands cannot. Where its references lead is not asked; the other may come later.
    """
    plainly = _plain_record(vocabulary, entity, record)
    if plainly is not None:
        return plainly
    given = read_records(vocabulary, {entity: [record]})
    problems = tuple(d for d in given.diagnostics if d.code not in _ABOUT_OTHERS and d.severity is not Severity.NOTE)
    if problems:
        raise FactsError(problems)
    ((id, fields),) = given.facts.tables[entity].items()
    return id, fields


def _plain_record(vocabulary: Vocabulary, entity: str, record: object) -> tuple[str, Record] | None:
    """A record in which every value is plainly what its field asks for: most are, and arrive in thousands.

    None where anything needs a closer look; then the one reader that knows everything has it.
    """
    if not isinstance(record, Mapping) or not _plain_word(record.get(ID)):
        return None
    fields, found = vocabulary.entities[entity].fields, dict[str, Value]()
    for name, raw in record.items():
        if name == ID or raw is None:
            continue
        field = fields.get(name)
        value = None if field is None else _plain_value(field, raw, vocabulary)
        if value is None:
            return None
        found[name] = value
    return str(record[ID]), found


def _plain_value(field: FieldDef, raw: object, vocabulary: Vocabulary) -> Value | None:
    match field.type:
        case BoolType():
            return raw if isinstance(raw, bool) else None
        case NumberType(unit):
            number = int(raw) if isinstance(raw, NumberText) and raw.isdigit() and len(raw) < _PLAIN_LENGTH else raw
            if not isinstance(number, int) or isinstance(number, bool) or unit == RATIO:
                return None
            return number if abs(number) < _LARGEST and _within(field, number) else None
        case DateType():
            return raw if type(raw) is date else None
        case EnumType(name):
            return raw if isinstance(raw, str) and any(m.id == raw for m in vocabulary.enums[name].members) else None
        case RefType():
            return str(raw) if _plain_word(raw) else None
    return None


def _within(field: FieldDef, number: int) -> bool:
    return (field.low is None or field.low <= number) and (field.high is None or number <= field.high)


def _plain_word(raw: object) -> bool:
    """Whether a text is an id beyond doubt."""
    return type(raw) is str and raw.isalnum() and raw.isascii() and raw.casefold() not in NOT_RECORDED
