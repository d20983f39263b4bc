"""Redaction: nobody can be told, and the verdicts stay."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from policyrules.diagnostics.catalogue.facts import UNKNOWN_TABLE
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.model.errors import UsageError
from policyrules.model.facts import Facts
from policyrules.model.vocabulary import Vocabulary
from policyrules.report.forms import FORMS, pieces
from policyrules.report.redact import Redaction, key_of, persons
from policyrules.report.report import Report
from tests.build import DAY, VOCABULARY
from tests.report.example import judged
from tests.report.forms.full import facts, rules

KEY = b"a key that nobody else knows"


def report(given: Facts) -> Report:
    made = rules()
    return Report(made, DAY, "reference", given, tuple(judged(made, given, DAY)), (), ())


def redacted(key: bytes = KEY) -> Facts:
    return Redaction(VOCABULARY, key).facts(facts(20))


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


def test_references_and_texts_that_name_a_person_follow() -> None:
    entities = VOCABULARY.entities
    school = entities["school"]
    fields = {**school.fields, "head": replace(entities["county"].fields["name"], id="head")}
    vocabulary = Vocabulary(VOCABULARY.units, VOCABULARY.enums, {**entities, "school": replace(school, fields=fields)})
    given = Facts({"teacher": {"T1": {"school": "S1"}}, "school": {"S1": {"head": "T1"}, "S2": {"head": "nobody"}}})
    redaction = Redaction(vocabulary, KEY)
    after = redaction.facts(given)
    assert after.tables["school"]["S1"]["head"] == redaction.pseudonym("teacher", "T1") in after.tables["teacher"]
    assert after.tables["school"]["S2"]["head"] == "nobody"
    assert redaction.pseudonym("school", "S1") == "S1"


def test_diagnostics_keep_their_place_and_lose_their_values() -> None:
    told = (UNKNOWN_TABLE.at(None, file="张三.csv", known="李四", meant=""),)
    (hidden,) = Redaction(VOCABULARY, KEY).diagnostics(told)
    assert hidden.code is UNKNOWN_TABLE
    for lang in LANGS:
        said = hidden.message(lang) + hidden.reason(lang) + hidden.help(lang)
        assert "张三" not in said
        assert "李四" not in said


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
        Redaction(nobody, KEY)
    with pytest.raises(UsageError, match="PR953"):
        key_of("short")
