"""Where records belong, found for a whole table, is where each of them belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policyrules.model.expr import Value
from policyrules.model.facts import Facts, Record
from policyrules.model.finding import Ref
from policyrules.report.groups import Groups
from tests.build import VOCABULARY

IDS = st.sampled_from(["1", "2", "3", "4"])


def table(*fields: str) -> st.SearchStrategy[dict[str, Record]]:
    """Some records with some of these references, a few of which lead nowhere."""
    record: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries({}, optional=dict.fromkeys(fields, IDS))
    return st.dictionaries(IDS, record)


@given(st.fixed_dictionaries({"teacher": table("school")}, optional={"school": table("county"), "county": table()}))
def test_a_table_is_placed_as_each_of_its_records_is(tables: dict[str, dict[str, Record]]) -> None:
    facts = Facts(tables)
    for entity in tables:
        at = Groups(VOCABULARY, facts).places(entity)
        one_by_one = Groups(VOCABULARY, facts)
        assert [at.groups[place] for place in at.of] == [
            one_by_one.of(Ref(entity, id)) for id in sorted(tables[entity])
        ]
        assert len(set(at.groups)) == len(at.groups)
