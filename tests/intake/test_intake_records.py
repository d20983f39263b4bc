"""Records from Python programs, and the typed models."""

from __future__ import annotations

import dataclasses
import enum
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from policyrules.intake import models, read_folder, read_records
from policyrules.model.words import Text
from tests.build import VOCABULARY


class Grade(enum.Enum):
    GOOD = "excellent"


@dataclasses.dataclass
class Teacher:
    id: str
    hours: Decimal | None = None


def one(**fields: Any) -> dict[str, Any]:
    return dict(read_records(VOCABULARY, {"teacher": [{"id": "T1", **fields}]}).facts.tables["teacher"]["T1"])


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (2, 2),
        (Decimal("2.50"), Fraction(5, 2)),
        (Decimal("1E+0"), 1),
        (Fraction(1, 4), Fraction(1, 4)),
        (0.1, Fraction(1, 10)),
        (1e-2, Fraction(1, 100)),
        ("2.5", Fraction(5, 2)),
        (-0.0, 0),
    ],
)
def test_numbers_are_exact(given: object, value: object) -> None:
    assert one(hours=given) == {"hours": value}


def test_days_without_a_time_are_days() -> None:
    assert one(joined_on=datetime(2020, 9, 1)) == {"joined_on": date(2020, 9, 1)}
    assert one(joined_on=datetime(2020, 9, 1, tzinfo=UTC)) == {}


def test_what_pandas_and_numpy_hold() -> None:
    pandas, numpy = pytest.importorskip("pandas"), pytest.importorskip("numpy")
    assert one(hours=numpy.float64("2.5"), in_post=numpy.bool_(True)) == {"hours": Fraction(5, 2), "in_post": True}
    assert one(hours=numpy.int64(3), joined_on=pandas.Timestamp("2020-09-01")) == {
        "hours": 3,
        "joined_on": date(2020, 9, 1),
    }
    assert one(hours=numpy.float64("nan"), in_post=pandas.NA, joined_on=pandas.NaT) == {}
    assert one(hours=numpy.array([3]), in_post=numpy.int64(1)) == {}


@pytest.mark.parametrize(
    "given",
    [
        True,
        0.1 + 0.2,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("1E+1000000"),
        Decimal("1E-1000000"),
        Fraction(1, 3),
        10**4000,
        Fraction(10**5000, 3),
        date(2023, 1, 1),
        [2],
        {"hours": 2},
        b"2",
        object,
    ],
)
def test_what_is_no_number_is_unknown_and_said(given: object) -> None:
    intake = read_records(VOCABULARY, {"teacher": [{"id": "T1", "hours": given}]})
    assert intake.facts.tables == {"teacher": {"T1": {}}}
    assert [d.code.id for d in intake.diagnostics] == ["PR740"]
    assert str(intake.diagnostics[0].place) == "teacher:1:2"


def test_other_types() -> None:
    assert one(in_post=True, joined_on=date(2020, 9, 1), grade=Grade.GOOD, 附加学时=None, school="S1") == {
        "in_post": True,
        "joined_on": date(2020, 9, 1),
        "grade": "excellent",
        "school": "S1",
    }
    assert one(in_post=1, joined_on=datetime(2020, 9, 1, 12), grade=2, school=7) == {}


def test_shapes_of_records() -> None:
    objects = read_records(VOCABULARY, {"teacher": [Teacher("T1", Decimal(2)), {"编号": "T2"}]})
    by_id = read_records(VOCABULARY, {"teacher": {"T1": {"hours": 2}, "T2": {}}})
    streamed = read_records(VOCABULARY, {"teacher": iter([Teacher("T2"), Teacher("T1", Decimal(2))])})
    assert objects.facts == by_id.facts == streamed.facts
    assert objects.diagnostics == ()


def test_what_is_no_record() -> None:
    intake = read_records(VOCABULARY, {"teacher": ["T1", {"id": "T2"}, Teacher, {"hours": 2}, {"id": 3}]})
    assert [d.code.id for d in intake.diagnostics] == ["PR735", "PR735", "PR730", "PR736"]
    assert list(intake.facts.tables["teacher"]) == ["T2"]
    assert not intake.usable


def test_any_number_of_unknown_names_costs_little() -> None:
    records = [{"id": f"T{i}", f"hours{i}": 1, f"extra{i}": 2} for i in range(3000)]
    intake = read_records(VOCABULARY, {"teacher": records})
    assert [d.code.id for d in intake.diagnostics] == ["PR720"] * 50
    assert intake.diagnostics[-1].related[0].label.zh == "同样的问题还有 5950 处没有列出"
    assert len(intake.tables[0].ignored) == 6000


def test_an_unknown_entity() -> None:
    intake = read_records(VOCABULARY, {"teachers": []})
    assert [d.code.id for d in intake.diagnostics] == ["PR702", "PR711"]
    assert "`teacher`" in intake.diagnostics[0].help("zh")
    assert not intake.usable
    assert read_records(VOCABULARY, {"teachers": [], "teacher": []}).usable


def test_models_are_accepted_as_records() -> None:
    made = models(VOCABULARY)
    assert set(made) == set(VOCABULARY.entities)
    teacher = made["teacher"](id="T1", hours="2.5", grade="pass", joined_on="2020-09-01", in_post=True, school="S1")
    school = made["school"](id="S1", rooms=1, county="C1")
    intake = read_records(VOCABULARY, {"teacher": [teacher], "school": [school]})
    assert intake.diagnostics == ()
    assert intake.facts.tables["teacher"]["T1"] == {
        "school": "S1",
        "hours": Fraction(5, 2),
        "grade": "pass",
        "joined_on": date(2020, 9, 1),
        "in_post": True,
    }
    assert intake.facts.tables["school"]["S1"]["rooms"] == 1


@pytest.mark.parametrize("wrong", [{"hours": 5}, {"hours": -1}, {"grade": "good"}, {"hour": 1}, {"id": ""}])
def test_models_refuse_what_intake_would(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        models(VOCABULARY)["teacher"](**{"id": "T1", **wrong})


def test_models_say_what_fields_mean() -> None:
    schema = models(VOCABULARY)["teacher"].model_json_schema()
    assert schema["properties"]["hours"]["description"] == "网络研修学时 hours"
    assert schema["required"] == ["id"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.dates() | st.binary(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
names = st.sampled_from(["id", "编号", "hours", "在岗", "grade", "school", "joined_on", "code", "考核"]) | st.text()


@given(st.lists(st.dictionaries(names, anything, max_size=4) | anything, max_size=4))
def test_any_records_give_facts_and_diagnostics(records: list[Any]) -> None:
    intake = read_records(VOCABULARY, {"teacher": records})
    for diagnostic in intake.diagnostics:
        assert diagnostic.message("zh")
        assert diagnostic.message("en")
    for id, record in intake.facts.tables["teacher"].items():
        id.encode()
        assert set(record) <= set(VOCABULARY.entities["teacher"].fields)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.sampled_from([b"id,id\n", b'[{"id":"1"}]']))
def test_any_bytes_give_facts_or_diagnostics(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for suffix in ("csv", "json", "jsonl"):
        folder = tmp_path_factory.mktemp("any")
        (folder / f"teacher.{suffix}").write_bytes(data)
        intake = read_folder(VOCABULARY, folder)
        assert intake.diagnostics or "teacher" in intake.facts.tables


def test_a_word_of_an_enumeration_may_look_like_not_recorded() -> None:
    kinds = VOCABULARY.enums["kind"]
    member = dataclasses.replace(kinds.members[0], label=Text("未登记", "unregistered"))
    enums = {**VOCABULARY.enums, "kind": dataclasses.replace(kinds, members=(member, *kinds.members[1:]))}
    vocabulary = dataclasses.replace(VOCABULARY, enums=enums)
    records = {"school": [{"id": "S1", "kind": "未登记"}, {"id": "S2", "kind": "unknown"}]}
    assert read_records(vocabulary, records).facts.tables["school"] == {"S1": {"kind": "primary"}, "S2": {}}


@pytest.mark.parametrize("name", ["教师", "Teacher", " 教 师 "])
def test_entities_go_by_their_labels_as_files_do(name: str) -> None:
    records = [{"id": "T001", "in_post": True}]
    assert read_records(VOCABULARY, {name: records}) == read_records(VOCABULARY, {"teacher": records})


def test_one_entity_under_two_names_is_refused() -> None:
    intake = read_records(VOCABULARY, {"teacher": [{"id": "T001"}], "教师": [{"id": "T002"}]})
    assert [d.code.id for d in intake.diagnostics] == ["PR704"]
