"""Bulletins: typed, cited, in the digest; what they use is used; layers add to them."""

from __future__ import annotations

import jsonschema
import pytest

from policyrules.compiler.codec import decode, encode
from policyrules.compiler.matrix import clause_matrix
from policyrules.model.expr import TRUE, Derived
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Cadence
from policyrules.syntax.shape import json_schema
from tests.compiler.build import below, compiled, good, marked, more

BULLETIN = """
bulletins:
  {id}:
    label: {{zh: 达标情况, en: who complied}}
    subject: teacher
    per: school
    {keys}
    rates:
      passed: {{label: {{zh: 达标率, en: rate}}, part: {part}, whole: {whole}}}
    cite: EX-01
"""
DEFINITION = """
parameters:
  enough:
    label: {zh: 足够, en: enough}
    unit: hours
    values: [{value: 5, cite: EX-01}]
definitions:
  studied:
    label: {zh: 已学, en: studied}
    subject: teacher
    value: online_hours >= enough
    cite: EX-01
"""


def bulletin(
    keys: str = "every: month", part: str = "online_hours >= 20", whole: str = "in_post", id: str = "who"
) -> str:
    return BULLETIN.format(keys=keys, part=part, whole=whole, id=id)


def test_it_is_typed_and_in_the_digest() -> None:
    plain, made = good(compiled()), good(compiled(more(bulletin())))
    (found,) = made.bulletins.values()
    assert (found.id, found.subject, found.every, found.where, found.day) == (
        "who",
        "teacher",
        Cadence.MONTH,
        TRUE,
        None,
    )
    assert [c.clause for c in found.citations] == ["EX-01"]
    assert plain.digest != made.digest
    assert good(compiled(more(bulletin(part="online_hours >= 21")))).digest != made.digest
    assert decode(encode(made, Ruleset), Ruleset) == made


def test_chinese_says_the_same() -> None:
    chinese = bulletin(part="网络研修学时 不少于 20", whole="在岗").replace("per: school", "per: 所在学校")
    assert good(compiled(more(chinese))).digest == good(compiled(more(bulletin()))).digest


def test_the_clause_knows_it() -> None:
    (row,) = clause_matrix(good(compiled(more(bulletin()))), ())
    assert row.bulletins == ("who",)


def test_what_only_a_bulletin_uses_is_used() -> None:
    unused = compiled(more(DEFINITION))
    assert {code for code, _ in marked(unused)} == {"PR412"}
    used = compiled(more(DEFINITION + bulletin(part="studied")))
    assert used[1] == ()
    (found,) = good(used).bulletins.values()
    assert isinstance(found.rates[0].part, Derived)


@pytest.mark.parametrize(
    ("keys", "part", "whole", "code", "text"),
    [
        ("where: onlin_hours > 1", "in_post", "in_post", "PR320", "onlin_hours"),
        ("day: online_hours", "in_post", "in_post", "", "online_hours"),
        ("every: week", "in_post", "in_post", "", "week"),
        ("every: month", "online_hours", "in_post", "", "in_post"),
        ("every: month", "final_grade", "in_post", "PR955", "final_grade"),
        ("evry: month", "in_post", "in_post", "", "evry"),
    ],
)
def test_mistakes_are_told_where_they_stand(keys: str, part: str, whole: str, code: str, text: str) -> None:
    ruleset, found = compiled(more(bulletin(keys, part, whole)))
    assert ruleset is None
    assert [under for _, under in marked((ruleset, found))] == [text]
    assert not code or found[0].code.id == code


def test_a_line_is_a_record() -> None:
    wrong = compiled(more(bulletin().replace("per: school", "per: school.opened_on")))
    assert marked(wrong) == [("PR954", "school.opened_on")]
    unknown = compiled(more(bulletin().replace("subject: teacher", "subject: techer")))
    assert [code for code, _ in marked(unknown)] == ["PR402"]


def test_a_lower_layer_adds_and_does_not_change() -> None:
    added = below(bulletin(id="mine").replace("EX-01", "CTY-01"), more(bulletin()))
    assert list(good(added).bulletins) == ["who", "mine"]
    assert [b.layer for b in good(added).bulletins.values()] == ["base", "base/lower"]
    again = below(bulletin().replace("EX-01", "CTY-01"), more(bulletin()))
    assert again[0] is None
    assert [text for _, text in marked(again)] == ["who"]


def test_the_schema_knows_the_section() -> None:
    rates = {"passed": {"label": {"zh": "率", "en": "rate"}, "part": "in_post", "whole": "in_post"}}
    item = {"label": {"zh": "甲", "en": "a"}, "subject": "teacher", "per": "school", "rates": rates, "cite": "EX-01"}
    jsonschema.validate({"format": 1, "bulletins": {"who": item}}, json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": 1, "bulletins": {"who": {**item, "every": "week"}}}, json_schema())
