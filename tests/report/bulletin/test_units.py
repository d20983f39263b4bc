"""Rows of several levels: a tree whose parts add up, each unit once, and one unit picked out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.report.bulletin import Bulletin, Row
from policyrules.report.bulletin.wording import Wording
from policyrules.report.forms import bulletin_pieces
from tests.report.bulletin.town import counted, facts, yearly

COUNTIES = [{"id": "C1"}, {"id": "C2"}, {"id": "C3"}]
SCHOOLS = [{"id": "S1", "county": "C1"}, {"id": "S2", "county": "C1"}, {"id": "S3", "county": "C2"}, {"id": "S4"}]


def made(returns: list[dict[str, object]], unit: Ref | None = None) -> Bulletin:
    return counted("returns-by-county", "2023", town(returns), unit)


def town(returns: list[dict[str, object]]) -> Facts:
    return facts(county=COUNTIES, school=SCHOOLS, yearly=returns)


def tree(rows: tuple[Row, ...]) -> list[object]:
    """Ids with the numbers of records; what stands below in a list behind."""
    return [(row.unit and row.unit.id, row.records, *([tree(row.parts)] if row.parts else [])) for row in rows]


def every(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from every(row.parts)


def test_every_unit_has_a_row_below_the_one_it_belongs_to() -> None:
    returns = [
        yearly("Y1", "S1", county="C1", planned=3, selected=2),
        yearly("Y2", None, county="C1", planned=3, selected=3),  # of the county's own
        yearly("Y3", "S3", planned=3, selected=1),  # its school says which county
        yearly("Y4", "S2", county="C2", planned=1, selected=1),  # contradicts the school: that decides
        yearly("Y5", "S4", county="C3", planned=1, selected=1),  # the school says nothing
        yearly("Y6", None, planned=1, selected=0),
    ]
    span = made(returns).spans[0]
    assert tree(span.rows) == [
        ("C1", 3, [("S1", 1), ("S2", 1), (None, 1)]),
        ("C2", 1, [("S3", 1)]),
        ("C3", 1, [("S4", 1)]),
        (None, 1),
    ]
    assert span.rows[0].figures["selection"].part == (6, 6)
    assert (span.total.records, span.total.parts) == (6, ())


def test_a_level_that_no_record_names_is_left_out() -> None:
    span = made([yearly("Y1", None, county="C1", planned=3, selected=2)]).spans[0]
    assert tree(span.rows) == [("C1", 1), ("C2", 0), ("C3", 0)]
    assert tree(made([]).spans[0].rows) == [("C1", 0), ("C2", 0), ("C3", 0)]


places = st.sampled_from(["S1", "S2", "S3", "S4", "S9", None])
counties = st.sampled_from(["C1", "C2", "C9", None])
amount = st.sampled_from([0, 1, 2, 3, None])


@given(st.lists(st.tuples(places, counties, amount, amount), max_size=8))
@settings(max_examples=80, deadline=None)
def test_rows_add_up_and_each_unit_picked_alone_reads_the_same(
    drawn: list[tuple[str | None, str | None, int | None, int | None]],
) -> None:
    returns = [
        yearly(f"Y{n}", school, county=county, planned=planned, selected=selected)
        for n, (school, county, planned, selected) in enumerate(drawn)
    ]
    span = made(returns).spans[0]
    assert sum(row.records for row in span.rows) == span.total.records == len(drawn)
    for row in every(span.rows):
        if row.parts:
            assert sum(part.records for part in row.parts) == row.records
            for end in (0, 1):
                parts = [part.figures["selection"].part[end] for part in row.parts]
                assert sum(filter(None, parts)) == row.figures["selection"].part[end]
        if row.unit is not None and row.unit.id != "S4":  # It belongs nowhere, so it may stand below two counties.
            alone = made(returns, row.unit).spans[0].total
            assert (alone.unit, alone.records, alone.figures) == (row.unit, row.records, row.figures)
    named = [row.unit for row in every(span.rows) if row.unit and row.unit.type == "county"]
    assert sorted(named, key=lambda ref: ref.id) == [Ref("county", f"C{n}") for n in (1, 2, 3)]


def test_one_unit_is_named_in_the_title_and_as_the_total() -> None:
    returns = [yearly("Y1", "S1", county="C1", planned=3, selected=2)]
    wording = Wording(made(returns, Ref("county", "C1")), "en")
    assert wording.title.endswith("(county C1)")
    assert (wording.heads[0], wording.total) == ("school", "C1")
    lowest = made(returns, Ref("school", "S1"))
    assert lowest.spans[0].rows == ()
    assert (Wording(lowest, "en").heads[0], Wording(lowest, "zh").total) == ("school", "S1")


def test_rows_stand_below_each_other_in_what_people_read() -> None:
    bulletin = made([yearly("Y1", "S1", county="C1", planned=3, selected=2)])
    shown, _ = Wording(bulletin, "zh").rows(bulletin.spans[0])
    assert [(name, depth) for name, depth, _ in shown][:3] == [("C1", 0), ("S1", 1), ("S2", 1)]
    assert Wording(bulletin, "en").heads[0] == "county, school"
    text = "".join(map(str, bulletin_pieces(bulletin, "text", "zh", None)))
    assert "\n  C1" in text
    assert "\n    S1" in text
    page = "".join(map(str, bulletin_pieces(bulletin, "html", "zh", None)))
    assert '<tr class="below-1"><th scope="row">S1</th>' in page
    assert [piece for piece in bulletin_pieces(bulletin, "docx", "zh", Path("x")) if piece]


def test_json_holds_every_row_exactly() -> None:
    returns = [
        yearly("Y1", "S1", county="C1", planned=3, selected=2),
        yearly("Y2", "S1", county="C1", planned=3, selected=None),
        yearly("Y3", "S3", planned=2, selected=3),
    ]
    whole = json.loads("".join(map(str, bulletin_pieces(made(returns), "json", "zh", None))))
    assert (whole["bulletin"], whole["counted"], whole["levels"]) == (
        "returns-by-county",
        "yearly",
        ["county", "school"],
    )
    (span,) = whole["periods"]
    assert (span["from"], span["to"], span["total"]["records"]) == ("2023-01-01", "2023-12-31", 3)
    first = span["rows"][0]
    assert (first["unit"], [part["unit"]["id"] for part in first["parts"]]) == (
        {"type": "county", "id": "C1"},
        ["S1", "S2"],
    )
    assert first["rates"]["selection"] == {
        "value": {"low": "0.333333", "high": "0.833334"},
        "exact": {"low": "1/3", "high": "5/6"},
        "part": {"value": {"low": "2", "high": "5"}},
        "whole": {"value": "6"},
        "lacking": 1,
        "contrary": 0,
    }
    assert first["parts"][1]["rates"]["selection"]["value"] is None
    assert span["rows"][1]["rates"]["selection"]["value"] == "1.5"
    assert span["lacking"] == [{"subject": {"type": "yearly", "id": "Y2"}, "rate": "selection"}]
    assert span["contrary"] == [{"subject": {"type": "yearly", "id": "Y3"}, "rate": "selection"}]
