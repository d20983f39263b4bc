"""Cells that are only counted: once fifty of a column were told, a wrong one costs little, and a right one is read."""

from __future__ import annotations

import json
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
def test_a_column_full_of_mistakes_reads_as_before(text: str) -> None:
    for field in FIELDS:
        fresh, tired = Column(field, VOCABULARY), Column(field, VOCABULARY)
        for n in range(LIMIT + 2):
            tired.read(f"?{n}")
        assert outcome(tired.read(text)) == outcome(fresh.read(text)), field.id


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


def test_why_is_not_asked_of_what_is_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a wrong cell is that of counting it."""
    field = next(f for f in FIELDS if f.low is not None)
    column = Column(field, VOCABULARY)
    asked: list[str] = []

    def counted(text: str, *rest: Any) -> object:
        asked.append(text)
        return read_value(text, *rest)

    monkeypatch.setattr("policyrules.intake.cells.read_value", counted)
    for n in range(1_000):
        column.read(f"x{n}")
    assert len(asked) <= LIMIT + 1


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
