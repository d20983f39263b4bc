"""One record at a time, for those who take facts as they arrive."""

from __future__ import annotations

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.intake.records import read_records
from policyrules.model.errors import FactsError
from policyrules.model.facts import Record
from policyrules.model.vocabulary import Vocabulary

_ABOUT_OTHERS = (codes.DANGLING, codes.UNPLACED)


def read_record(vocabulary: Vocabulary, entity: str, record: object) -> tuple[str, Record]:
    """The id and the fields of one record of `entity`, as `read_records` reads them.

    Raises FactsError for anything wrong with it, an unknown field or a value that cannot be read included: one record
    can be refused whole, a table of thousands cannot. Where its references lead is not asked; the other may come later.
    """
    given = read_records(vocabulary, {entity: [record]})
    problems = tuple(d for d in given.diagnostics if d.code not in _ABOUT_OTHERS)
    if problems:
        raise FactsError(problems)
    ((id, fields),) = given.facts.tables[entity].items()
    return id, fields
