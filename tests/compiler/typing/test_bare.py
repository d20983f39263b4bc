"""Words of enumerations and numbers without a unit: what stands beside them says what they are."""

from __future__ import annotations

import pytest

from policyrules.diagnostics.source import Span
from policyrules.model.expr import IsKnown
from policyrules.model.types import BOOL, COUNT_NUMBER, DATE, Type
from policyrules.syntax.printer import show
from tests.compiler.typing.checked import check, typed
from tests.strategies.village import NAMES


def test_words_beside_an_aggregate_of_their_enumeration() -> None:
    for text in ("min(grade for schools.teachers) >= pass", "pass <= min(grade for schools.teachers)"):
        assert typed(text, None, "county").type == BOOL


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("pass == 3", ["PR320"]),
        ("3 in (pass, 4)", ["PR320"]),
        ("pass == fail", ["PR320", "PR320"]),
        ("pass == knd", ["PR320"]),
        ("(if in_post then pass else fail) == 3", ["PR320", "PR320"]),
        ("pass + 3 > 2", ["PR320"]),
        ("-pass > 3", ["PR320"]),
        ("max(pass, 3) > 2", ["PR320"]),
        ("pass in (fail)", ["PR320"]),
        ("pass is known", ["PR320"]),
    ],
)
def test_a_lone_word_never_fails_in_silence(text: str, codes: list[str]) -> None:
    expr, problems = check(text)
    assert expr is None
    assert [p.code.id for p in problems] == codes


def test_literals_in_lists_state_what_nothing_else_says() -> None:
    expr = typed("3 hours in (3, 4)")
    assert show(expr, NAMES, "en", BOOL) == "3 hours in (3, 4)"
    assert show(expr, NAMES, "zh", BOOL) == "3 学时 属于 (3, 4)"
    assert typed("3 in (3 hours, 4)") == typed("3 hours in (3, 4 hours)")
    assert typed("0.5 in (50%, 1)") == typed("50% in (50%, 100%)")


def test_one_of_a_unit_in_the_singular() -> None:
    assert typed("left_on - joined_on > 1 day") == typed("left_on - joined_on > 1 days")


def test_a_product_of_bare_numbers_needs_nothing_beside_it() -> None:
    assert isinstance(typed("2 * 3 is known", BOOL), IsKnown)
    assert typed("2 * 3").type == COUNT_NUMBER


@pytest.mark.parametrize("expected", [BOOL, DATE])
def test_a_product_of_bare_numbers_where_no_number_is_expected_is_one_mistake(expected: Type) -> None:
    expr, problems = check("2 * 3", expected)
    assert expr is None
    ((code, where),) = [(problem.code.id, problem.where) for problem in problems]
    assert isinstance(where, Span)
    assert (code, where.start, where.end) == ("PR330", 0, 5)


@pytest.mark.parametrize(
    ("text", "code", "beside"),
    [
        ("distinct(3 for helped) >= online_hours", "PR331", "`distinct(3 for helped)`"),
        ("1.5 < distinct(2 for helped)", "PR334", "`distinct(2 for helped)`"),
    ],
)
def test_a_count_of_bare_numbers_is_a_count(text: str, code: str, beside: str) -> None:
    _, (problem,) = check(text, BOOL)
    assert problem.code.id == code
    assert problem.reason("en").startswith(f"{beside} beside it is a plain number")
