"""Characters of a value lead back to characters of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.syntax.document import Map, Scalar
from policyrules.syntax.located import LocatedText
from tests.syntax.shapes import document


def value_of(text: str) -> LocatedText:
    root = document(text).root
    assert isinstance(root, Map)
    value = root.entries[0].value
    assert isinstance(value, Scalar)
    return LocatedText.from_scalar(value)


@pytest.mark.parametrize(
    "text",
    [
        "must: 学时 >= 最低学时\n",
        "must: '学时 >= 最低学时'\n",
        "must: >\n  学时 >=\n  最低学时\n",
        "must: |-\n    学时\n    >= 最低学时\n",
        "must: 学时\n  >= 最低学时\n",
        "must: '学时\n\n  >= 最低学时'\n",
        "must: >  # 最低学时\n  学时 >= 最低学时\n",
    ],
)
def test_a_part_is_found_in_the_file(text: str) -> None:
    value = value_of(text)
    start = value.value.index("最低学时")
    span = value.part(start, start + 4)
    assert text[span.start : span.end] == "最低学时"
    assert span.start == text.rindex("最低学时")
    operator = value.value.index(">=")
    span = value.part(operator, operator + 2)
    assert text[span.start : span.end] == ">="


@pytest.mark.parametrize("text", ["must: 'it''s'\n", 'must: "\\x41 b"\n', "must: ''\n"])
def test_where_escapes_stand_the_whole_is_meant(text: str) -> None:
    value = value_of(text)
    assert value.part(0, 1) == value.span


def test_a_part_beyond_the_end_of_a_folded_text_is_its_end() -> None:
    text = "must: >\n  a\n  b\n"
    value = value_of(text)
    span = value.part(len(value.value), len(value.value))
    assert text[span.start : span.end] == "b"


def test_a_text_of_its_own() -> None:
    value = LocatedText.of("a >= b", "--where")
    assert str(value.part(2, 4).place) == "--where:1:3"


@given(st.lists(st.sampled_from(["学", "a", " ", "\n  ", ">=", "1"]), min_size=1, max_size=20).map("".join), st.data())
def test_parts_lie_within_the_span(body: str, data: st.DataObject) -> None:
    value = value_of(f"must: |\n  x{body}\n")
    start = data.draw(st.integers(0, len(value.value)))
    end = data.draw(st.integers(start, len(value.value)))
    span = value.part(start, end)
    assert value.span.start <= span.start <= span.end <= value.span.end
    part = "".join(value.value[start:end].split())
    if part:
        assert "".join(span.source.text[span.start : span.end].split()) == part
