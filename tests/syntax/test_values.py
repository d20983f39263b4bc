"""Cells and scalars to values and back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.diagnostics.core import LANGS, Lang
from policyrules.model.expr import Value
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    DAYS_NUMBER,
    PERIOD,
    RATIO_NUMBER,
    TEXT,
    RefType,
    Type,
)
from policyrules.model.vocabulary import Enumeration, EnumMember
from policyrules.model.words import Period, Text
from policyrules.syntax.dates import write_period
from policyrules.syntax.values import (
    MOST_DIGITS,
    Trouble,
    ValueProblem,
    parse_number,
    read_value,
    read_word,
    write_number,
    write_value,
)
from tests.strategies.expressions import Ground, literals
from tests.strategies.village import GRADE, HOURS, KIND, VOCABULARY

GROUND = Ground(VOCABULARY, {}, {})
TYPES: tuple[Type, ...] = (HOURS, COUNT_NUMBER, RATIO_NUMBER, DAYS_NUMBER, DATE, PERIOD, GRADE, KIND, BOOL)


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("20", HOURS, 20),
        (" ２０．５０ ", HOURS, Fraction(41, 2)),
        ("-0.25", HOURS, Fraction(-1, 4)),
        ("+3", COUNT_NUMBER, 3),
        ("010", COUNT_NUMBER, 10),
        ("60%", RATIO_NUMBER, Fraction(3, 5)),
        ("60 ％", RATIO_NUMBER, Fraction(3, 5)),
        ("120%", RATIO_NUMBER, Fraction(6, 5)),
        ("0.6", RATIO_NUMBER, Fraction(3, 5)),
        ("true", BOOL, True),
        ("否", BOOL, False),
        ("真", BOOL, True),
        ("2023-10-09", DATE, date(2023, 10, 9)),
        ("2023年10月9日", DATE, date(2023, 10, 9)),
        ("2023/10/9", DATE, date(2023, 10, 9)),
        ("２０２３．１０．９", DATE, date(2023, 10, 9)),
        ("2023", PERIOD, Period(date(2023, 1, 1), date(2023, 12, 31))),
        ("2023年2月", PERIOD, Period(date(2023, 2, 1), date(2023, 2, 28))),
        ("2023-10-early", PERIOD, Period(date(2023, 10, 1), date(2023, 10, 10))),
        ("2023年10月中旬", PERIOD, Period(date(2023, 10, 11), date(2023, 10, 20))),
        ("2023-10-late", PERIOD, Period(date(2023, 10, 21), date(2023, 10, 31))),
        ("2023年2月底", PERIOD, Period(date(2023, 2, 24), date(2023, 2, 28))),
        ("2023-09..2023-11-10", PERIOD, Period(date(2023, 9, 1), date(2023, 11, 10))),
        ("2021 至 2023年", PERIOD, Period(date(2021, 1, 1), date(2023, 12, 31))),
        ("pass", GRADE, "pass"),
        ("优秀", GRADE, "excellent"),
        ("teaching point", KIND, "point"),
        (" 张 ", TEXT, "张"),
        ("007", RefType("school"), "007"),
    ],
)
def test_values_are_read(text: str, type: Type, value: Value) -> None:
    found = read_value(text, type, VOCABULARY)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("text", "type", "kind", "reason"),
    [
        ("", HOURS, Trouble.FORM, "it is not written that way"),
        ("20 hours", HOURS, Trouble.FORM, "the unit is declared elsewhere; here stands the bare number"),
        ("20学时", HOURS, Trouble.FORM, "the unit is declared elsewhere; here stands the bare number"),
        ("1,000", COUNT_NUMBER, Trouble.FORM, "a number has no separators"),
        ("1e5", COUNT_NUMBER, Trouble.FORM, "it is not written that way"),
        ("5.", HOURS, Trouble.FORM, "it is not written that way"),
        ("1/2", RATIO_NUMBER, Trouble.FORM, "it is not written that way"),
        ("60%", HOURS, Trouble.FORM, "a percent sign belongs to ratios, and this is none"),
        ("١٢", COUNT_NUMBER, Trouble.FORM, "it is not written that way"),
        ("1.5", COUNT_NUMBER, Trouble.DECIMALS, "this unit has whole numbers only"),
        ("1.555", HOURS, Trouble.DECIMALS, "this unit has at most 2 decimal places"),
        ("9" * 39, COUNT_NUMBER, Trouble.DIGITS, "a number has at most 38 digits"),
        ("60", RATIO_NUMBER, Trouble.PERCENT, "a ratio without a percent sign lies between 0 and 1"),
        ("yes", BOOL, Trouble.FORM, "it is not written that way"),
        ("2023-02-30", DATE, Trouble.NO_SUCH_DAY, "February 2023 has 28 days"),
        ("2023年13月1日", DATE, Trouble.NO_SUCH_DAY, "a year has 12 months"),
        ("1899-12-31", DATE, Trouble.NO_SUCH_DAY, "years lie between 1900 and 2100"),
        ("2023-10", DATE, Trouble.FORM, "it is not written that way"),
        ("2023-1-5", PERIOD, Trouble.NO_SUCH_DAY, "that day is written `2023-01-05`"),
        ("2023/2/30", DATE, Trouble.NO_SUCH_DAY, "February 2023 has 28 days"),
        ("2023-01-32", DATE, Trouble.NO_SUCH_DAY, "January 2023 has 31 days"),
        ("2023-12-00", DATE, Trouble.NO_SUCH_DAY, "December 2023 has 31 days"),
        ("2023-10-09", PERIOD, Trouble.FORM, "it is not written that way"),
        ("2023-10..2023-09", PERIOD, Trouble.NO_SUCH_DAY, "it begins on 2023-10-01 but ends earlier, on 2023-09-30"),
        ("2023..x", PERIOD, Trouble.FORM, "it is not written that way"),
        ("x..2023", PERIOD, Trouble.FORM, "it is not written that way"),
        ("2023..2101", PERIOD, Trouble.NO_SUCH_DAY, "years lie between 1900 and 2100"),
        ("good", GRADE, Trouble.UNKNOWN_WORD, "there is no such word"),
        ("", TEXT, Trouble.FORM, "it is empty"),
        (" ", RefType("school"), Trouble.FORM, "it is empty"),
    ],
)  # fmt: skip
def test_what_is_no_value_says_why(text: str, type: Type, kind: Trouble, reason: str) -> None:
    found = read_value(text, type, VOCABULARY)
    assert isinstance(found, ValueProblem)
    assert (found.kind, found.text, found.reason.en) == (kind, text.strip(), reason)
    assert found.expected.zh
    assert found.expected.en


def test_an_expectation_names_unit_and_words() -> None:
    hours = read_value("x", HOURS, VOCABULARY)
    grade = read_value("x", GRADE, VOCABULARY)
    assert isinstance(hours, ValueProblem)
    assert isinstance(grade, ValueProblem)
    assert hours.expected.en == "a number with at most 2 decimal places (in hours) such as `20.5`"
    assert grade.expected.zh == "等级之一：`不合格`、`合格`、`优秀`"


@given(st.data(), st.sampled_from(TYPES), st.sampled_from(LANGS))
def test_what_is_written_reads_back(data: st.DataObject, type: Type, lang: Lang) -> None:
    strategy = literals(GROUND, type)
    assert strategy is not None
    value = data.draw(strategy).value
    assert read_value(write_value(value, type, VOCABULARY, lang), type, VOCABULARY) == value


@given(st.text(max_size=30) | st.text("0123456789.-+%年月日上中下旬底至/ ", max_size=16), st.sampled_from(TYPES))
def test_any_text_gives_a_value_or_a_problem(text: str, type: Type) -> None:
    found = read_value(text, type, VOCABULARY)
    if isinstance(found, ValueProblem):
        assert found.reason.en
    else:
        assert read_value(write_value(found, type, VOCABULARY, "zh"), type, VOCABULARY) == found


def test_endless_decimals_are_shown_as_fractions() -> None:
    assert write_number(Fraction(-1, 3)) == "-1/3"
    assert write_value(Fraction(2, 3), RATIO_NUMBER, VOCABULARY, "en") == "2/3"
    assert write_value(Fraction(5, 8), RATIO_NUMBER, VOCABULARY, "en") == "62.5%"
    assert write_value(Fraction(-1, 40), HOURS, VOCABULARY, "en") == "-0.025"
    assert write_value(False, BOOL, VOCABULARY, "zh") == "否"
    assert write_value("S1", RefType("school"), VOCABULARY, "zh") == "S1"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2023", "2023年", "2023"),
        ("2023-10", "2023年10月", "2023-10"),
        ("2023-10-early", "2023年10月上旬", "2023-10-early"),
        ("2023-10-end", "2023年10月底", "2023-10-end"),
        ("2021..2023", "2021年1月 至 2023年12月", "2021-01..2023-12"),
        ("2023-09..2023-11-10", "2023年9月1日 至 2023年11月10日", "2023-09-01..2023-11-10"),
    ],
)
def test_periods_take_their_shortest_form(text: str, zh: str, en: str) -> None:
    period = read_value(text, PERIOD, VOCABULARY)
    assert isinstance(period, Period)
    assert (write_period(period, "zh"), write_period(period, "en")) == (zh, en)


@given(st.from_regex(r"[+-]?[0-9]{1,40}(\.[0-9]{1,12})?", fullmatch=True))
def test_a_number_is_exactly_what_its_digits_say(text: str) -> None:
    found = parse_number(text)
    if sum(c.isdigit() for c in text) > MOST_DIGITS:
        assert found is Trouble.DIGITS
    else:
        assert found == Fraction(text)


@pytest.mark.parametrize(("members", "more"), [(12, False), (13, True)])
def test_a_dozen_words_are_listed_and_that_there_are_more(members: int, more: bool) -> None:
    words = tuple(EnumMember(f"w{n}", Text(f"词{n}", f"word {n}")) for n in range(1, members + 1))
    found = read_word("x", Enumeration("many", Text("词表", "words"), words, False))
    assert isinstance(found, ValueProblem)
    assert found.expected.zh.endswith("、`词12`" + ("……" if more else ""))
    assert found.expected.en.endswith(", `w12`" + (" ..." if more else ""))


@pytest.mark.parametrize(
    "text", ["2023-10 abc", "2023年10月x", "2023x", "2023-10x..2023-11", "2023-10-05..2023-10-09x", "x 2023-10"]
)
def test_a_period_is_the_whole_text(text: str) -> None:
    found = read_value(text, PERIOD, VOCABULARY)
    assert isinstance(found, ValueProblem)
    assert found.kind is Trouble.FORM


@pytest.mark.parametrize(("text", "number"), [("5%", True), ("55%", True), ("x%", False), ("%", False)])
def test_a_percent_sign_is_told_behind_a_number_only(text: str, number: bool) -> None:
    found = read_value(text, HOURS, VOCABULARY)
    assert isinstance(found, ValueProblem)
    assert ("percent sign" in found.reason.en) is number
