"""Decision tables: gaps, overlaps, dead rows, and agreement with trying every teacher there could be."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.compiler.tables import check
from policyrules.diagnostics.core import Diagnostic
from policyrules.engines.direct import compile_subject
from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.words import Verdict
from policyrules.semantics import World, evaluate
from policyrules.semantics.verdicts import VERDICTS
from tests.compiler.build import Result, compiled, errors, good, more

POINTS = "vocabulary:\n  units:\n    points: {label: {zh: 分, en: points}, decimals: 1}\n"


def table(*rows: str, hit: str = "unique", keys: str = "", extra: str = "") -> Result:
    """The base with a score whose rows are conditions; the points count the rows."""
    lines = "".join(f"      - {{when: '{row}', points: {i}}}\n" for i, row in enumerate(rows))
    score = (
        "scores:\n  merit:\n    label: {zh: 加分, en: merit}\n    subject: teacher\n    unit: points\n"
        f"    hit: {hit}\n    rows:\n{lines}{keys}    cite: EX-01\n"
    )
    return compiled(more(POINTS + extra + score))


def witness(result: Result) -> str:
    """The combination a table fails on."""
    found: Diagnostic = next(d for d in result[1] if "witness.en" in d.values)
    return found.values["witness.en"]


TOTAL = [
    ("in_post", "not in_post"),
    ("final_grade == fail", "final_grade in (pass, excellent)"),
    ("final_grade <= pass", "final_grade > pass"),
    ("online_hours < 10", "online_hours >= 10"),
    ("online_hours <= 10", "online_hours >= 10.1"),
    ("online_hours between 0 and 500",),
    ("school.opened_on < 2000-01-01", "school.opened_on >= 2000-01-01"),
    ("school.opened_on in 2000", "not school.opened_on in 2000"),
    ("online_hours >= online_hours_min", "online_hours < online_hours_min"),
    ("count(school.teachers) == 0", "count(school.teachers) == 1", "count(school.teachers) > 1"),
    ("share(in_post for school.teachers) >= 50%", "share(in_post for school.teachers) < 50%"),
    ("if in_post then final_grade == fail else true", "in_post and final_grade != fail"),
    ('name == "a"', 'name != "a"'),
    ("in_post is known", "in_post is unknown"),
    ("in_post == (final_grade == fail)", "not (in_post == (final_grade == fail))"),
    ("sum(online_hours for school.teachers) < 7", "sum(online_hours for school.teachers) >= 7"),
]


@pytest.mark.parametrize("rows", TOTAL, ids=" | ".join)
def test_total(rows: tuple[str, ...]) -> None:
    assert errors(table(*rows)) == []


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        (("in_post",), "`not in_post`"),
        (("final_grade == fail", "final_grade == excellent"), "`final_grade == pass`"),
        (("online_hours < 10", "online_hours > 10"), "`online_hours == 10`"),
        (("online_hours between 0 and 499",), "`online_hours == 499.1`"),
        (("school.opened_on < 2000-01-01", "school.opened_on > 2000-01-01"), "`school.opened_on == 2000-01-01`"),
        (("in_post and final_grade == fail", "not in_post"), "`in_post`, `final_grade == pass`"),
        (("count(school.teachers) > 0",), "`count(school.teachers) == 0`"),
        (("online_hours is known",), "`online_hours is unknown`"),
        (('name == "a"',), "`name is known`"),
    ],
    ids=str,
)
def test_gap(rows: tuple[str, ...], where: str) -> None:
    result = table(*rows)
    assert errors(result) == [("PR451", "merit")]
    assert witness(result) == where


@pytest.mark.parametrize(
    ("rows", "row", "where"),
    [
        (("final_grade >= pass", "final_grade <= pass"), "final_grade <= pass", "`final_grade == pass`"),
        (("in_post", "true"), "true", "`in_post`"),
        (("online_hours <= 10", "online_hours >= 10"), "online_hours >= 10", "`online_hours == 10`"),
    ],
)
def test_overlap(rows: tuple[str, ...], row: str, where: str) -> None:
    result = table(*rows)
    assert errors(result) == [("PR452", row)]
    assert witness(result) == where


def test_any_lets_rows_agree() -> None:
    text = (
        "scores:\n  merit:\n    label: {zh: 加分, en: merit}\n    subject: teacher\n    unit: points\n    hit: any\n"
        "    rows: [{when: in_post, points: 1}, {when: true, points: %s}]\n    cite: EX-01\n"
    )
    assert errors(compiled(more(POINTS + text % 1))) == []
    assert [c for c, _ in errors(compiled(more(POINTS + text % 2)))] == ["PR452"]


def test_first_and_collect() -> None:
    assert errors(table("in_post", "true", hit="first")) == []
    assert errors(table("true", "in_post", hit="first")) == [("PR453", "in_post")]
    assert errors(table("in_post", "final_grade == fail", hit="collect")) == []
    assert errors(table("in_post and not in_post", hit="collect")) == [("PR453", "in_post and not in_post")]


def test_only_whom_the_rule_concerns_needs_a_row() -> None:
    assert errors(table("final_grade == fail", "final_grade > fail", keys="    applies: in_post\n")) == []
    assert errors(table("in_post", keys="    applies: in_post\n")) == []
    spared = "    unless: [{when: not in_post, label: {zh: 离岗, en: away}, cite: EX-01}]\n"
    assert errors(table("in_post", keys=spared)) == []


def test_two_fields_are_held_against_each_other() -> None:
    own = "        own_hours: {label: {zh: 自学学时, en: own hours}, unit: hours}\n"
    fields = "  entities:\n    teacher:\n      fields:\n" + own
    assert errors(table("online_hours < own_hours", "own_hours <= online_hours", extra=fields)) == []
    result = table("online_hours < own_hours", "own_hours < online_hours", extra=fields)
    assert witness(result) in ("`online_hours == own_hours`", "`own_hours == online_hours`")
    assert errors(table("school.id == id", "school.id != id", extra=fields)) == []


def test_definitions_are_written_out() -> None:
    text = "definitions:\n" + "".join(
        f"  {id}:\n    label: {{zh: {zh}, en: {id}}}\n    subject: {subject}\n    value: {value}\n    cite: EX-01\n"
        for id, zh, subject, value in (
            ("able", "能上岗", "teacher", "in_post and final_grade > fail"),
            ("mark", "等第", "teacher", "final_grade"),
            ("old", "老校", "school", "opened_on < 1950-01-01"),
            ("twice", "双倍", "teacher", "online_hours * 2"),
        )
    )
    assert errors(table("able", "not in_post", "in_post and mark == fail", extra=text)) == []
    assert errors(table("school.old", "school.opened_on >= 1950-01-01", extra=text)) == []
    assert errors(table("twice > 3", "twice <= 3", extra=text)) == []


def test_every_stretch_of_a_parameter_is_tried() -> None:
    text = (
        "parameters:\n  line:\n    label: {zh: 线, en: line}\n    unit: hours\n    values:\n"
        "      - {to: 2020-12-31, value: 10, cite: EX-01}\n      - {from: 2021-01-01, value: 20, cite: EX-01}\n"
    )
    assert errors(table("online_hours < line", "online_hours >= 10", extra=text)) == [
        ("PR452", "online_hours >= 10"),
    ]
    assert errors(table("online_hours < line", "online_hours >= 20", extra=text))[0][0] == "PR451"


def test_a_parameter_left_open_decides_nothing() -> None:
    text = (
        "parameters:\n  line:\n    label: {zh: 线, en: line}\n    unit: hours\n    values:\n"
        "      - {value: absent, cite: EX-01, reason: {zh: 没有写, en: not stated}}\n"
    )
    assert errors(table("online_hours < line", "online_hours >= line", extra=text)) == []


def test_too_many_combinations() -> None:
    fields = "".join(f"        flag_{i}: {{label: {{zh: 标记{i}, en: flag {i}}}, type: bool}}\n" for i in range(15))
    extra = "  entities:\n    teacher:\n      fields:\n" + fields
    whole = " and ".join(f"flag_{i}" for i in range(15))
    assert errors(table(whole, f"not ({whole})", extra=extra)) == [("PR450", "merit")]


def test_each_row_names_the_first_it_quarrels_with() -> None:
    result = table("in_post", "in_post", "in_post", "not in_post")
    assert [(d.values["first"], d.values["second"]) for d in result[1]] == [("1", "2"), ("1", "3")]


def test_a_long_table() -> None:
    bands = [f"online_hours >= {i} and online_hours < {i + 1}" for i in range(90)]
    assert errors(table(*bands, "online_hours >= 90")) == []
    assert witness(table(*bands, "online_hours > 90")) == "`online_hours == 90`"


def test_the_longest_tables() -> None:
    """Engines compare every two rows: what they compile grows with the square of the rows, as the steps do."""
    both = [f"online_hours == {i} and final_grade == {grade}" for i in range(90) for grade in ("fail", "pass")]
    ruleset = good(table(*both, *(f"online_hours == {i}" for i in range(90)), "true", hit="first"))
    judge_one = compile_subject(ruleset, "teacher", date(2021, 1, 1))
    points = [judge_one({"id": "T001", "online_hours": 50, "final_grade": grade}) for grade in ("pass", "excellent")]
    assert {VERDICTS[verdicts[-1]] for verdicts in points} == {Verdict.MET}
    assert errors(table(*["in_post"] * 316, "true", hit="first")) == [("PR450", "merit")]


@pytest.mark.parametrize("hit", ["unique", "first"])
def test_a_table_that_would_take_minutes_is_refused(hit: str) -> None:
    rows = [f"online_hours > {i % 400} and final_grade == pass and in_post" for i in range(3_000)]
    assert errors(table(*rows, hit=hit)) == [("PR450", "merit")]


def test_definitions_that_use_the_last_one_twice() -> None:
    text = "definitions:\n" + "".join(
        f"  d{i}:\n    label: {{zh: 定义{i}, en: def {i}}}\n    subject: teacher\n    cite: EX-01\n"
        f"    value: {f'if d{i - 1} then not d{i - 1} else d{i - 1}' if i else 'in_post'}\n"
        for i in range(40)
    )
    assert errors(table("d39", "not d39", extra=text)) == [("PR453", "d39")]


CONDITIONS = (
    "in_post",
    "not in_post",
    "final_grade == fail",
    "final_grade >= pass",
    "final_grade in (fail, excellent)",
    "online_hours < 10",
    "online_hours >= 10",
    "online_hours between 10 and 20",
    "online_hours > 20",
    "true",
)
rows_of = st.lists(
    st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=3).map(" and ".join), min_size=1, max_size=4
)
TEACHERS: list[dict[str, Value]] = [
    {"in_post": post, "final_grade": grade, "online_hours": hours}
    for post, grade, hours in product((True, False), ("fail", "pass", "excellent"), (0, 5, 10, 15, 20, 21, 500))
]


@settings(max_examples=60)
@given(rows_of)
def test_gaps_and_overlaps_are_those_of_real_teachers(rows: list[str]) -> None:
    found = {code for code, _ in errors(table(*rows))}
    ruleset = good(compiled(more("definitions:\n" + "".join(as_definition(i, row) for i, row in enumerate(rows)))))
    hits = []
    for record in TEACHERS:
        world = World(ruleset, Facts({"teacher": {"T001": record}}), date(2021, 1, 1))
        rows_hit = (evaluate(d.expr, world, Ref("teacher", "T001")) for d in ruleset.definitions.values())
        hits.append(sum(hit is True for hit in rows_hit))
    assert ("PR451" in found) == (0 in hits)
    assert ("PR452" in found) == any(n > 1 for n in hits)


def as_definition(number: int, condition: str) -> str:
    """A condition that can be evaluated by itself."""
    label = f"{{zh: 第{number}行, en: row {number}}}"
    value = f"    subject: teacher\n    value: {condition}\n    cite: EX-01\n"
    return f"  row_{number}:\n    label: {label}\n{value}"


def test_all_tables_share_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each table alone is small enough."""
    rows = ", ".join(f"{{when: online_hours == {n}, points: 1}}" for n in range(9))
    rest = f"subject: teacher, unit: count, hit: collect, cite: EX-01, rows: [{rows}]"
    tables = [f"  t{n}: {{label: {{zh: 表{n}, en: t{n}}}, {rest}}}\n" for n in range(4)]
    assert errors(compiled(more("scores:\n" + "".join(tables)))) == []
    monkeypatch.setattr(check, "MAX_STEPS", 1_000)
    assert errors(compiled(more("scores:\n" + "".join(tables[:2])))) == []
    found = errors(compiled(more("scores:\n" + "".join(tables))))
    assert [code for code, _ in found] == ["PR450"], "the first that is too much is told, and no other"
