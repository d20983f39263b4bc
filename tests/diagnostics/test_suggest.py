"""Did you mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.diagnostics.suggest import _distance, did_you_mean, nearest
from policyrules.diagnostics.width import display_width, inert

NAMES = [
    "online_hours",
    "practice_hours",
    "in_post",
    "school",
    "网络研修学时",
    "校本研修学时",
    "在岗",
    "学校",
    "cite",
    "due",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("onlin_hours", "online_hours"),
        ("online-hours", "online_hours"),
        ("Online_Hours", "online_hours"),
        ("ｏｎｌｉｎｅ_hours", "online_hours"),
        ("practise_hours", "practice_hours"),
        ("shcool", "school"),
        ("inpost", "in_post"),
        ("ciet", "cite"),
        ("网络研修课时", "网络研修学时"),
        ("网络学时", "网络研修学时"),
        ("研修学时", "校本研修学时"),
        ("校本研修", "校本研修学时"),
        ("学较", "学校"),
        ("在岗的", "在岗"),
    ],
)
def test_nearest(word: str, meant: str) -> None:
    assert nearest(word, NAMES) == meant


@pytest.mark.parametrize("word", ["", "  ", "x", "grade", "等级", "x" * 500])
def test_nothing_near(word: str) -> None:
    assert nearest(word, NAMES) is None


def test_did_you_mean_is_a_half_sentence_or_nothing() -> None:
    assert did_you_mean("shcool", NAMES).en == "did you mean `school`? "
    assert did_you_mean("shcool", NAMES).zh == "是不是 `school`？"
    assert did_you_mean("grade", NAMES).en == ""


@given(st.text(max_size=70), st.lists(st.text(max_size=12), max_size=12))
def test_the_order_of_names_does_not_matter(word: str, names: list[str]) -> None:
    found = nearest(word, names)
    assert found == nearest(word, reversed(names))
    assert found is None or found in names


@given(st.text("abcd", max_size=6), st.text("abce", max_size=6), st.integers(0, 6))
def test_a_distance_is_the_same_however_soon_it_is_given_up(left: str, right: str, limit: int) -> None:
    whole = _distance(left, right, 12)
    assert whole is not None
    assert _distance(left, right, limit) == (whole if whole <= limit else None)


def test_the_nearest_of_thousands_of_names() -> None:
    names = [f"field_number_{n}" for n in range(5_000)]
    assert nearest("feild_number_4321", names) == "field_number_4321"


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("学时", 4), ("ｘ", 2), ("e\u0301", 1), ("😀", 2), ("", 0)])
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


@given(st.text())
def test_inert_text_prints_as_it_is(text: str) -> None:
    shown = inert(text)
    assert all(c.isprintable() or c == "\u3000" for c in shown)
    assert inert("学 a\u3000b") == "学 a\u3000b"
