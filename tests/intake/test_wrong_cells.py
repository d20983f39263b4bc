"""Cells that are only counted: once fifty of a column were told, a wrong one costs little, and a right one is read."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policyrules.diagnostics.catalogue.facts import BAD_CELL, BAD_PERSONAL_CELL
from policyrules.intake import build, read_folder
from policyrules.intake.cells import CellProblem, Column, Doubted
from policyrules.intake.collect import LIMIT
from policyrules.intake.plain import plain
from policyrules.intake.tables import json_table
from policyrules.intake.tables.raw import NumberText
from policyrules.intake.words import fold
from policyrules.model.expr import Value
from policyrules.model.types import RATIO_NUMBER, BoolType, EnumType, RefType
from policyrules.syntax.values import read_value
from tests.build import VOCABULARY

FIELDS = [field for entity in VOCABULARY.entities.values() for field in entity.fields.values()]
WORDS = st.sampled_from(
    ["true", "是", "否", "ｔｒｕｅ", "２０", "-5", "＋5", "20%", "2023-10-09", "2023年10月9日", "二〇二三年十月"]
)
PIECES = st.lists(WORDS | st.text("0９.,-＋%年月日 甲x合格优秀√×", max_size=4), max_size=4).map("".join)
LABELS = st.sampled_from([word for e in VOCABULARY.enums.values() for m in e.members for word in (m.id, m.label.zh)])


def outcome(read: object) -> object:
    """A value, or the code of what is wrong."""
    if isinstance(read, Doubted):
        return read.code, outcome(read.value)
    return read.code if isinstance(read, CellProblem) else read


@settings(max_examples=300)
@given(PIECES | LABELS | LABELS.map(lambda word: f" {word} ") | st.text(max_size=8))
@example("是")
@example(" ２０ ")
def test_a_cell_is_passed_over_only_where_its_reader_would_refuse_it(text: str) -> None:
    for field in FIELDS:
        quick, thorough = Column(field, VOCABULARY), Column(field, VOCABULARY)
        thorough._needs = re.compile("")
        assert quick.read(text) == thorough.read(text), field.id


@pytest.mark.parametrize(
    ("before", "wrong", "reason"),
    [
        ([f"{600 + n}" for n in range(LIMIT + 10)], "abc", "写法不符"),
        ([f"{'x' * 70}{n}" for n in range(LIMIT + 10)], "abc", "写法不符"),
        ([f"x{n}" for n in range(LIMIT + 10)], "9999", "它超出词汇表给出的范围"),
    ],
    ids=["after numbers out of range", "after one long value", "the other way round"],
)
def test_what_is_told_says_why_whatever_was_wrong_before(
    tmp_path: Path, before: list[str], wrong: str, reason: str
) -> None:
    rows = [f"T{n},{cell}\n" for n, cell in enumerate([*before, wrong])]
    (tmp_path / "teacher.csv").write_text("".join(["id,hours\n", *rows]), encoding="utf-8")
    told = [d for d in read_folder(VOCABULARY, tmp_path).diagnostics if d.values.get("value") == wrong]
    assert [d.reason("zh") for d in told] == [reason]


@given(
    PIECES | LABELS | st.sampled_from(["true", "True", "TRUE", "未登记", "unknown", "√"]), PIECES | LABELS, st.data()
)
def test_a_word_of_an_office_takes_no_meaning_away(text: str, other: str, data: st.DataObject) -> None:
    for field in FIELDS:
        plain = Column(field, VOCABULARY)
        if not isinstance(field.type, BoolType | EnumType):
            continue
        key = fold(data.draw(st.sampled_from([text.swapcase(), text.upper(), f" {text}", other])))
        own: dict[str, Value] = {key: "own word"}
        before, after = outcome(plain.read(text)), outcome(Column(field, VOCABULARY, own).read(text))
        assert after == before or (
            before in (BAD_CELL, BAD_PERSONAL_CELL) and after == "own word" and key == fold(text)
        )


@given(st.from_regex(r"[0-9]{1,40}(\.[0-9]{1,40})?", fullmatch=True))
def test_numbers_of_json_are_read_digit_for_digit(text: str) -> None:
    read = plain(NumberText(text), RATIO_NUMBER)
    assert read is not None
    assert Fraction(read) == Fraction(text)


def test_more_words_than_are_remembered() -> None:
    column = Column(next(f for f in FIELDS if isinstance(f.type, RefType)), VOCABULARY)
    for n in [*range(10_000), *range(10_000)]:
        assert column.read(f"S{n}") == f"S{n}"


def test_why_is_not_asked_of_what_is_only_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a wrong cell is that of counting it."""
    asked: list[str] = []

    def counted(text: str, *rest: Any) -> object:
        asked.append(text)
        return read_value(text, *rest)

    monkeypatch.setattr("policyrules.intake.cells.read_value", counted)
    rows = [f"T{n},x{n}\n" for n in range(1_000)]
    (tmp_path / "teacher.csv").write_text("".join(["id,hours\n", *rows]), encoding="utf-8")
    (found,) = (d for d in read_folder(VOCABULARY, tmp_path).diagnostics if d.values.get("value") == "x49")
    assert len([text for text in asked if text]) == LIMIT
    assert [related.label.zh for related in found.related] == ["同样的问题还有 950 处没有列出"]


def test_records_that_each_have_names_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_table, "MOST_NAMES", 30)
    records = [{"id": f"T{n}", f"name {n}": 1} for n in range(29)]
    (tmp_path / "teacher.json").write_text(json.dumps(records), encoding="utf-8")
    assert len(read_folder(VOCABULARY, tmp_path).facts.tables["teacher"]) == 29
    records += [{"id": f"U{n}", f"other {n}": 1} for n in range(2)]
    (tmp_path / "teacher.json").write_text(json.dumps(records), encoding="utf-8")
    said = [d.code.id for d in read_folder(VOCABULARY, tmp_path).diagnostics]
    assert "PR709" in said


@pytest.mark.parametrize(("name", "row"), [("teacher.jsonl", "{}\n"), ("teacher.csv", ",S1\n")])
def test_rows_that_make_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, row: str) -> None:
    monkeypatch.setattr(build, "MOST_WITHOUT", 60)
    head = "id,school\n" if name.endswith("csv") else ""
    (tmp_path / name).write_text(head + row * 59, encoding="utf-8")
    assert "PR722" not in [d.code.id for d in read_folder(VOCABULARY, tmp_path).diagnostics]
    (tmp_path / name).write_text(head + row * 100, encoding="utf-8")
    intake = read_folder(VOCABULARY, tmp_path)
    assert "PR722" in [d.code.id for d in intake.diagnostics]
    assert "teacher" not in intake.facts.tables
