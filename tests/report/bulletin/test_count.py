"""What a bulletin counts: rows, totals, and the two ends of what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.model.finding import Ref
from policyrules.report.bulletin import Figure
from policyrules.report.bulletin.amounts import Amount, added
from policyrules.report.bulletin.ends import figure
from tests.report.bulletin.town import counted, facts, rules, teacher, yearly

COUNTIES = [{"id": "C1", "name": "甲县"}, {"id": "C2", "name": "乙县"}]
SCHOOLS = [{"id": "S1", "county": "C1"}, {"id": "S2", "county": "C2"}, {"id": "S3"}]


def ends(found: Figure) -> tuple[Fraction | None, Fraction | None]:
    return found.low, found.high


def test_persons_are_counted_in_their_county() -> None:
    people = [
        *(teacher(f"T{n}", in_post=True, finished=n < 3) for n in range(4)),
        teacher("T4", in_post=False, finished=True),  # not of the whole, so not of the part
        teacher("T5", "S2", in_post=True, finished=True),
        teacher("T6", in_post=True, finished=True, online_hours=0),  # does not count
        teacher("T7", in_post=True, finished=False, finished_on="2023-04-01"),  # another quarter
    ]
    made = counted("finished-by-county", "2023-01..2023-03", facts(county=COUNTIES, school=SCHOOLS, teacher=people))
    (span,) = made.spans
    assert span.label.zh == "2023年第一季度"
    assert [(row.unit, row.name, row.records) for row in span.rows] == [
        (Ref("county", "C1"), "甲县", 5),
        (Ref("county", "C2"), "乙县", 1),
    ]
    first, second = (row.figures["completion"] for row in span.rows)
    assert (first.part, first.whole, ends(first)) == ((3, 3), (4, 4), (Fraction(3, 4), Fraction(3, 4)))
    assert ends(second) == (1, 1)
    assert (span.total.records, span.total.figures["completion"].whole) == (6, (5, 5))


def test_what_is_not_recorded_leaves_two_ends() -> None:
    people = [teacher(f"T{n}", in_post=True, finished=n < 6) for n in range(8)]
    people += [teacher("U1", in_post=True, finished=None), teacher("U2", in_post=None, finished=True)]
    made = counted("finished-by-county", "2023-01..2023-03", facts(county=COUNTIES, school=SCHOOLS, teacher=people))
    found = made.spans[0].rows[0].figures["completion"]
    assert ends(found) == (Fraction(6, 9), Fraction(8, 10))
    assert (found.part, found.whole, found.lacking, found.known) == ((6, 8), (9, 10), 2, False)
    assert [problem.subject.id for problem in made.spans[0].lacking] == ["U1", "U2"]


def test_records_that_may_not_belong_may_be_left_out() -> None:
    people = [teacher("T1", in_post=True, finished=True), teacher("T2", in_post=True, finished=False, finished_on=None)]
    people.append(teacher("T3", in_post=True, finished=False, online_hours=None))
    made = counted("finished-by-county", "2023-01..2023-03", facts(county=COUNTIES, school=SCHOOLS, teacher=people))
    assert ends(made.spans[0].total.figures["completion"]) == (Fraction(1, 3), 1)
    assert made.spans[0].undated == 1


def test_records_without_a_unit_have_a_row_and_count_in_the_total() -> None:
    people = [teacher("T1", in_post=True, finished=True), teacher("T2", "S3", in_post=True, finished=False)]
    people.append(teacher("T3", "S9", in_post=True, finished=False))
    made = counted("finished-by-county", "2023-01..2023-03", facts(county=COUNTIES, school=SCHOOLS, teacher=people))
    rows = made.spans[0].rows
    assert [(row.unit and row.unit.id, row.records) for row in rows] == [("C1", 1), ("C2", 0), (None, 2)]
    assert ends(rows[1].figures["completion"]) == (None, None)
    assert ends(made.spans[0].total.figures["completion"]) == (Fraction(1, 3), Fraction(1, 3))


def test_without_the_table_there_is_nothing_to_count() -> None:
    made = counted("finished-by-county", "2023-01..2023-03", facts(county=COUNTIES))
    assert not made.given
    assert [row.records for row in made.spans[0].rows] == [0, 0]


def test_numbers_are_added_up_and_narrow_each_other() -> None:
    returns = [yearly("Y1", planned=3, selected=2, reported=2), yearly("Y2", planned=3, selected=None, reported=1)]
    made = counted("returns", "2023", facts(school=SCHOOLS, yearly=returns))
    selection, reporting = made.spans[0].total.figures.values()
    assert (selection.part, selection.whole) == ((3, 5), (6, 6))  # between those who reported and those planned
    assert ends(selection) == (Fraction(1, 2), Fraction(5, 6))
    assert ends(reporting) == (Fraction(3, 5), 1)


def test_records_that_contradict_themselves_count_as_they_are() -> None:
    returns = [yearly("Y1", planned=1, selected=2, reported=2), yearly("Y2", planned=1, selected=None, reported=3)]
    span = counted("returns", "2023", facts(school=SCHOOLS, yearly=returns)).spans[0]
    selection, reporting = span.total.figures.values()
    assert (selection.contrary, selection.lacking) == (1, 1)
    assert [(problem.subject.id, problem.rate.label.zh) for problem in span.contrary] == [("Y1", "选送率")]
    assert selection.part[0] == 2
    assert reporting.low is not None


def test_a_whole_without_limit_takes_the_rate_down_to_nothing() -> None:
    open_ = Amount((0, None), (0, None), ((0, 0),))
    assert ends(figure([open_])) == (0, 1)
    assert ends(figure([Amount((2, 2), (2, None), ((2, 2),)), Amount((1, 1), (1, 1), ((1, 1),))])) == (0, 1)
    assert ends(figure([])) == (None, None)
    assert figure([open_]).whole == (0, None)


def test_a_part_of_nothing_is_no_rate() -> None:
    assert ends(figure([Amount((5, 5), (0, 0), ((5, 0),))])) == (None, None)


maybe = st.sampled_from([True, False, None])
amount = st.sampled_from([0, 1, 2, 3, None])


def completed(values: tuple[object, ...], choices: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Every way the missing values could turn out."""
    yield from product(*(choices if value is None else (value,) for value in values))


@given(st.lists(st.tuples(maybe, maybe), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_ends_of_a_count_are_exactly_what_it_can_be(people: list[tuple[bool | None, bool | None]]) -> None:
    given_ = [teacher(f"T{n}", in_post=post, finished=done) for n, (post, done) in enumerate(people)]
    made = counted("finished-by-county", "2023-01..2023-03", facts(county=COUNTIES, school=SCHOOLS, teacher=given_))
    rates = set()
    for one in product(*(completed(person, (True, False)) for person in people)):
        whole = sum(1 for post, _ in one if post)
        if whole:
            rates.add(Fraction(sum(1 for post, done in one if post and done), whole))
    assert ends(made.spans[0].total.figures["completion"]) == ((min(rates), max(rates)) if rates else (None, None))


@given(st.lists(st.tuples(amount, amount, amount), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_the_ends_of_a_sum_are_exactly_what_it_can_be(returns: list[tuple[int | None, int | None, int | None]]) -> None:
    given_ = [yearly(f"Y{n}", planned=p, selected=s, reported=r) for n, (p, s, r) in enumerate(returns)]
    figures = counted("returns", "2023", facts(school=SCHOOLS, yearly=given_)).spans[0].total.figures
    possible = [[one for one in completed(record, (0, 1, 2, 3)) if one[0] >= one[1] >= one[2]] for record in returns]  # type: ignore[operator]
    if not all(possible):
        return  # Records that contradict themselves are counted as they are.
    for place, found in enumerate(figures.values()):
        every = [(sum(c[place + 1] for c in all_), sum(c[place] for c in all_)) for all_ in product(*possible)]  # type: ignore[misc]
        rates = {Fraction(part, whole) for part, whole in every if whole}
        assert ends(found) == ((min(rates), max(rates)) if rates else (None, None))


def test_an_amount_without_a_limit_is_not_known() -> None:
    rate = rules().bulletins["returns"].rates[0]
    numbers = {rate.part: (2, 2), rate.whole: (2, None)}
    assert not added(rate, numbers).known
