"""Redaction: nobody can be told, and the verdicts stay."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from policyrules.diagnostics.catalogue.facts import UNKNOWN_TABLE
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.diagnostics.source import Place
from policyrules.intake import Intake, TableSummary
from policyrules.model.errors import UsageError
from policyrules.model.expr import Field, Literal, Subject
from policyrules.model.facts import Facts, Record
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import TEXT, RefType, Type
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.report.forms import FORMS, pieces
from policyrules.report.redact import Redaction, about_persons, key_of, persons
from policyrules.report.report import Report
from tests.build import DAY, VOCABULARY, compare, rule, text
from tests.report.example import judged
from tests.report.forms.full import facts, rules

KEY = b"a key that nobody else knows"


def report(given: Facts) -> Report:
    made = rules()
    return Report(made, DAY, "reference", given, tuple(judged(made, given, DAY)), (), ())


def redacted(key: bytes = KEY) -> Facts:
    return Redaction(rules(), key).facts(facts(20))


def test_teachers_are_persons_schools_are_not() -> None:
    assert persons(VOCABULARY) == {"teacher"}


def test_ids_and_personal_fields_are_gone_and_verdicts_stay() -> None:
    before, after = facts(20), redacted()
    assert len(after.tables["teacher"]) == 20
    assert all(re.fullmatch("P-[0-9a-f]{16}", id) for id in after.tables["teacher"])
    assert not [record for record in after.tables["teacher"].values() if "code" in record]
    assert after.tables["school"] == before.tables["school"]
    counts = [Counter((j.rule, j.verdict) for j in report(given).judgements) for given in (before, after)]
    assert counts[0] == counts[1]


def test_one_key_one_pseudonym() -> None:
    assert redacted() == redacted()
    assert not set(redacted(b"another key nobody knows").tables["teacher"]) & set(redacted().tables["teacher"])
    assert key_of(None) != key_of(None)
    assert key_of("sixteen letters!") == b"sixteen letters!"


def text_field(id: str, type: Type = TEXT, personal: bool | None = None) -> FieldDef:
    return FieldDef(id, text(id), type, personal=personal)


def with_school(**fields: FieldDef) -> Ruleset:
    """The rules, where schools have further fields."""
    entities = VOCABULARY.entities
    school = replace(entities["school"], fields={**entities["school"].fields, **fields})
    vocabulary = Vocabulary(VOCABULARY.units, VOCABULARY.enums, {**entities, "school": school})
    return replace(rules(), vocabulary=vocabulary)


def test_references_and_texts_that_name_a_record_follow() -> None:
    made = with_school(head=text_field("head"), twin=text_field("twin"))
    schools: dict[str, Record] = {"S1": {"head": "T1", "twin": "S2"}, "S2": {"head": "nobody we know", "twin": "S2"}}
    redaction = Redaction(made, KEY)
    after = redaction.facts(Facts({"teacher": {"T1": {"school": "S1"}}, "school": schools}))
    assert after.tables["school"]["S1"] == {"head": redaction.name("teacher", "T1"), "twin": "S2"}
    assert after.tables["school"]["S1"]["head"] in after.tables["teacher"]
    assert after.tables["school"]["S2"]["twin"] == "S2"
    assert redaction.name("school", "S1") == "S1"


def test_free_text_is_masked_unless_the_vocabulary_says_it_names_nobody() -> None:
    made = with_school(note=text_field("note"), motto=text_field("motto", personal=False))
    given: dict[str, Record] = {
        "S1": {"note": "see Some Body", "motto": "learn"},
        "S2": {"note": "see Some Body", "motto": "do as T00001 does"},
        "S3": {"note": "x" * 5000, "motto": "y" * 5000},
    }
    people: dict[str, Record] = {"T00001": {"school": "S1", "code": "Some Body"}}
    after = Redaction(made, KEY).facts(Facts({"teacher": people, "school": given})).tables["school"]
    assert after["S1"]["motto"] == "learn"
    masked = [after[id][field] for id, field in (("S1", "note"), ("S2", "motto"), ("S3", "note"), ("S3", "motto"))]
    assert all(re.fullmatch("X-[0-9a-f]{16}", str(text)) for text in masked)
    assert after["S1"]["note"] == after["S2"]["note"]  # What was equal stays so.


def test_texts_of_the_rules_are_no_secret() -> None:
    made = with_school(sort=text_field("sort"))
    compared = compare(Field(Subject("school"), "sort", TEXT), "==", Literal("boarding", TEXT))
    made = replace(made, rules={**made.rules, "boards": rule(compared, "boards", "school")})
    facts_ = Facts({"school": {"S1": {"sort": "boarding"}, "S2": {"sort": "a secret"}}})
    after = Redaction(made, KEY).facts(facts_).tables["school"]
    assert after["S1"]["sort"] == "boarding"
    assert after["S2"]["sort"] != "a secret"


def test_ids_that_hold_a_name_and_references_to_nobody_are_masked() -> None:
    people: dict[str, Record] = {
        "T00001": {"school": "S1", "code": "某某人"},
        "T2": {"school": "the house of Some Body"},
    }
    schools: dict[str, Record] = {"S1": {}, "某某人工作室": {"county": "C1"}, "school of T00001": {}}
    after = Redaction(rules(), KEY).facts(Facts({"teacher": people, "school": schools, "county": {"C1": {}}})).tables
    assert sorted(id[:2] for id in after["school"]) == ["S1", "X-", "X-"]
    assert {str(record["school"])[:2] for record in after["teacher"].values()} == {"S1", "X-"}
    assert list(after["county"]) == ["C1"]


def test_who_is_a_person_is_what_the_vocabulary_says() -> None:
    entities = VOCABULARY.entities
    assert about_persons(VOCABULARY) == frozenset()

    def marked(**personal: bool | None) -> Vocabulary:
        changed = {id: replace(entities[id], personal=said) for id, said in personal.items()}
        return Vocabulary(VOCABULARY.units, VOCABULARY.enums, {**entities, **changed})

    assert persons(marked(teacher=False)) == frozenset()
    assert persons(marked(county=True)) == {"teacher", "county"}
    entry = replace(entities["school"], id="entry", fields={"who": text_field("who", RefType("teacher"))})
    note = replace(entry, id="note", fields={"about": text_field("about", RefType("entry"))})
    listed = {**entities, "entry": entry, "note": note}
    assert about_persons(Vocabulary(VOCABULARY.units, {}, listed)) == {"entry", "note"}
    listed["entry"] = replace(entry, personal=False)
    assert about_persons(Vocabulary(VOCABULARY.units, {}, listed)) == frozenset()


def test_what_was_read_is_told_by_place_alone() -> None:
    told = (
        UNKNOWN_TABLE.at(Place("张三.csv", 1, 1), file="张三.csv", known="李四", meant=""),
        UNKNOWN_TABLE.at(Place("teacher.csv", 7, 2, "王五"), file="x", known="y", meant=""),
        UNKNOWN_TABLE.at(None, file="张三.csv", known="李四", meant=""),
    )
    table = TableSummary("teacher", "teacher.xlsx", 3, 3, ("id", "张三"), ("张三",), "教师")
    after = Redaction(rules(), KEY).intake(
        Intake(Facts({}), told, (table, replace(table, source="张三.xlsx", sheet="李四")))
    )
    assert [str(d.place) for d in after.diagnostics] == ["….csv:1:1", "teacher.csv#…!B7", "None"]
    for hidden in after.diagnostics:
        assert hidden.code is UNKNOWN_TABLE
        for lang in LANGS:
            assert not re.search("[张李王]", hidden.message(lang) + hidden.reason(lang) + hidden.help(lang))
    first, second = after.tables
    assert (first.header, first.ignored, first.origin) == (("id", "…"), ("…",), "teacher.xlsx#教师")
    assert second.origin == "….xlsx#…"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.text])
def test_no_form_names_anybody(form: str, lang: Lang) -> None:
    made, _ = pieces(report(redacted()), form, lang, Path("x"))
    text = "".join(piece for piece in made if isinstance(piece, str))
    assert not re.search("T000|SECRET", text)
    assert re.search(r"P\\?-[0-9a-f]{16}", text)


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.text])
def test_personal_fields_are_in_no_form_even_without_redaction(form: str) -> None:
    made, _ = pieces(report(facts(20)), form, "zh", Path("x"))
    assert "SECRET" not in "".join(piece for piece in made if isinstance(piece, str))


def test_a_vocabulary_without_persons_or_a_short_key_is_refused() -> None:
    nobody = Vocabulary(VOCABULARY.units, VOCABULARY.enums, {"school": VOCABULARY.entities["school"]})
    with pytest.raises(UsageError, match="PR952"):
        Redaction(replace(rules(), vocabulary=nobody), KEY)
    with pytest.raises(UsageError, match="PR953"):
        key_of("short")
