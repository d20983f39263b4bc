"""Every section is read; every way to get one wrong is one message at the right characters."""
# ruff: noqa: E501  (the tables below are read across)

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.model.words import Action, Fate, Force, HitPolicy, Layer, Verdict
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import (
    Comparison,
    DefinitionShape,
    InspectionMode,
    InspectionShape,
    ParameterShape,
    ParameterTightenShape,
    RequirementShape,
    RuleExemptShape,
    RuleRepealShape,
    RuleTightenShape,
    ScoreShape,
    TargetShape,
    read_shape,
)
from tests.syntax.shapes import document, problems, shape, underlined

BASE = Path(__file__).parents[2] / "docs" / "diagnostics" / "_base"
LABEL = "{zh: 甲, en: a}"

EVERYTHING = f"""\
format: 1
ruleset:
  id: hunan/school
  version: 1.0.0
  label: {LABEL}
  layer: school
  extends: hunan
  valid: {{from: 2019年12月30日, to: 2023-12-31}}
sources:
  doc-1: {{title: {LABEL}, number: 号, issued: 2019-12-30, status: primary}}
vocabulary:
  units:
    hours: {{label: {LABEL}, decimals: 2}}
  enums:
    grade: {{label: {LABEL}, ordered: true, members: {{fail: {LABEL}, pass: {LABEL}}}}}
  entities:
    teacher:
      label: {LABEL}
      fields:
        school: {{label: {LABEL}, ref: school, inverse: {{name: teachers, label: {LABEL}}}, optional: false}}
        online_hours: {{label: {LABEL}, unit: hours, min: 0, max: 500, changeable: up}}
        name: {{label: {LABEL}, type: text, personal: true}}
    school: {{fields: {{}}}}
parameters:
  p_min:
    label: {LABEL}
    unit: hours
    stricter: higher
    values:
      - {{from: 2019-12-30, to: 2020-12-31, value: 20, cite: HEN-04}}
      - {{from: 2021-01-01, value: absent, cite: HEN-04, reason: {LABEL}}}
  p_upper: {{action: tighten, values: [{{value: 25, cite: H-1}}], cite: H-1}}
definitions:
  in_scope: {{label: {LABEL}, subject: teacher, type: bool, value: in_post, cite: HEN-02}}
phases:
  pilot-2019: {{label: {LABEL}, period: 2019, cite: [HEN-21, HEN-22]}}
requirements:
  online-hours:
    label: {LABEL}
    subject: teacher
    applies: in_scope
    unless: [{{when: ill, label: {LABEL}, cite: HEN-03}}]
    must: online_hours >= p_min
    due: 2023-12-31
    valid: {{from: 2019-12-30}}
    force: should
    after: registration
    cite: HEN-04
    assumption: {LABEL}
  tighter: {{action: tighten, must: x, cite: A}}
duties:
  exempt: {{action: exempt, unless: [{{when: x, label: {LABEL}, cite: A}}], cite: A, authority: B}}
consistency:
  repealed: {{action: repeal, cite: A, authority: B}}
inspections:
  sampled: {{label: {LABEL}, subject: province, inspected: cities, mode: sample, rate: r, done: d, cite: A}}
targets:
  schools: {{label: {LABEL}, subject: province, measure: m, compare: exactly, phases: {{pilot-2019: p_min}}, cite: A}}
scores:
  incentive:
    label: {LABEL}
    subject: teacher
    unit: points
    hit: unique
    rows: [{{when: a, points: 1.5}}, {{when: b, points: -2, verdict: unmet}}]
    cite: A
clauses:
  HEN-03: {{document: doc-1, at: 一, fate: encoded, summary: {LABEL}}}
inconsistencies:
  X-Y1: {{summary: {LABEL}, rules: [a@b], lints: PR603@choose-points}}
"""

CASES = f"""\
format: 1
cases:
  online-hours:
    as_of: 2023-12-31
    subject: T001
    given:
      school: {{}}
      teacher: {{T001: {{in_post: true, 在岗: 是}}}}
    checks:
      - {{name: {LABEL}, boundary: true, expect: met, points: 1.5}}
      - {{name: {LABEL}, with: {{teacher: {{T001: removed, 002: {{x: unknown}}}}}}, as_of: 2021-01-01, expect: pending}}
"""


def test_every_section_is_read() -> None:
    found, diagnostics = shape(EVERYTHING, "school/ruleset.yaml")
    assert not diagnostics
    assert not found.failed
    assert found.ruleset is not None
    assert found.ruleset.layer.value is Layer.SCHOOL
    assert found.ruleset.valid is not None
    assert found.ruleset.valid.start is not None
    assert found.ruleset.valid.start.value == date(2019, 12, 30)
    assert found.sources[0].id.value == "doc-1"
    assert found.vocabulary is not None
    assert [m.id.value for m in found.vocabulary.enums[0].value.members] == ["fail", "pass"]
    teacher, school = found.vocabulary.entities
    assert [f.id.value for f in teacher.value.field_list] == ["school", "online_hours", "name"]
    assert school.value.label is None


def test_statements_and_rules_have_the_model_of_their_action() -> None:
    found, _ = shape(EVERYTHING, "school/ruleset.yaml")
    new, tightened = (p.value for p in found.parameters)
    assert isinstance(new, ParameterShape)
    assert [v.absent for v in new.values] == [False, True]
    assert isinstance(tightened, ParameterTightenShape)
    assert isinstance(found.definitions[0].value, DefinitionShape)
    rule, tighter = (r.value for r in found.requirements)
    assert isinstance(rule, RequirementShape)
    assert rule.force is not None
    assert rule.force.value is Force.SHOULD
    assert [a.value for a in rule.after] == ["registration"]
    assert rule.must.part(0, 12).place.line == 43
    assert isinstance(tighter, RuleTightenShape)
    assert tighter.action.value is Action.TIGHTEN
    assert isinstance(found.duties[0].value, RuleExemptShape)
    assert isinstance(found.consistency[0].value, RuleRepealShape)
    inspection, target, score = found.inspections[0].value, found.targets[0].value, found.scores[0].value
    assert isinstance(inspection, InspectionShape)
    assert inspection.mode.value is InspectionMode.SAMPLE
    assert isinstance(target, TargetShape)
    assert target.compare is not None
    assert target.compare.value is Comparison.EXACTLY
    assert [p.value.value for p in target.phases] == ["p_min"]
    assert isinstance(score, ScoreShape)
    assert score.hit.value is HitPolicy.UNIQUE
    assert found.clauses[0].value.fate.value is Fate.ENCODED
    assert [r.value for r in found.inconsistencies[0].value.lints] == ["PR603@choose-points"]


def test_cases_are_read() -> None:
    found, diagnostics = shape(CASES, "school/cases/hours.yaml")
    assert not diagnostics
    case = found.cases[0].value
    assert [t.id.value for t in case.given] == ["school", "teacher"]
    assert [c.id.value for c in case.given[1].value[0].value.cells] == ["in_post", "在岗"]
    first, second = case.checks
    assert first.expect.value is Verdict.MET
    removed, added = second.changes[0].value
    assert removed.value.removed
    assert added.id.value == "002"


@pytest.mark.parametrize("path", sorted(BASE.glob("*.yaml")), ids=lambda p: p.name)
def test_the_base_ruleset_is_sound(path: Path) -> None:
    found, diagnostics = read_document(path.read_bytes(), path.name)
    assert found is not None
    assert not diagnostics
    assert read_shape(found)[1] == ()


RULE = {
    "label": LABEL,
    "subject": "teacher",
    "must": "x",
    "cite": "A",
}
INSPECTION = {"label": LABEL, "subject": "p", "inspected": "c", "mode": "census", "done": "d", "cite": "A"}
TARGET = {"label": LABEL, "subject": "p", "measure": "m", "value": "3", "cite": "A"}
SCORE = {"label": LABEL, "subject": "t", "unit": "u", "hit": "any", "rows": "[{when: a, points: 1}]", "cite": "A"}
PARAMETER = {"label": LABEL, "unit": "hours", "values": "[{value: 1, cite: A}]"}
CLAUSE = {"document": "d", "at": "一", "fate": "encoded", "summary": LABEL}
CHECK = f"{{name: {LABEL}, expect: met}}"


def item(section: str, id: str, base: dict[str, str], **changes: str | None) -> str:
    keys = {key: value for key, value in (base | changes).items() if value is not None}
    lines = "".join(f"    {key.rstrip('_')}: {value}\n" for key, value in keys.items())
    return f"format: 1\n{section}:\n  {id}:\n{lines}"


WRONG: list[tuple[str, str, list[tuple[str, str]]]] = [
    # the file as a whole
    ("a list", "[1]", [("PR203", "[1]")]),
    ("a text", "x", [("PR203", "x")]),
    ("a bare document mark", "---\n", [("PR216", "")]),
    ("an empty mapping", "{}", [("PR216", "")]),
    ("no format", "parameters: {}", [("PR216", "parameters")]),
    ("format 2", "format: 2", [("PR217", "2")]),
    ("format as a list", "format: [1]", [("PR217", "[1]")]),
    ("format 1.0", "format: 1.0", [("PR217", "1.0")]),
    ("unknown section", "format: 1\nrequirement: {}", [("PR219", "requirement")]),
    ("ruleset elsewhere", f"format: 1\nruleset: {{id: a, version: 1.0.0, label: {LABEL}, layer: city}}", [("PR218", "ruleset")]),
    ("cases elsewhere", "format: 1\ncases: {}", [("PR218", "cases")]),
    ("section as a list", "format: 1\nrequirements: [1]", [("PR203", "[1]")]),
    ("section left blank", "format: 1\nrequirements:", [("PR206", "")]),
    ("section as a text", "format: 1\nvocabulary: x", [("PR203", "x")]),
    # keys
    ("misspelt key", item("requirements", "r", RULE, aplies="x"), [("PR201", "aplies")]),
    ("misspelt required key", item("requirements", "r", RULE, lable=LABEL, label=None), [("PR201", "lable")]),
    ("chinese key", item("requirements", "r", RULE, 标签=LABEL, label=None), [("PR201", "标签")]),
    ("full-width colon in a key", item("requirements", "r", RULE, label="{zh：甲, en: a}"), [("PR220", "zh：甲")]),
    ("no cite", item("requirements", "r", RULE, cite=None), [("PR202", "r")]),
    ("two missing", item("requirements", "r", RULE, cite=None, must=None), [("PR202", "r"), ("PR202", "r")]),
    ("half a label", item("requirements", "r", RULE, label="{zh: 甲}"), [("PR202", "label")]),
    ("missing in a list", item("parameters", "p", PARAMETER, values="[{value: 1}]"), [("PR202", "value")]),
    ("empty mapping in a list", item("parameters", "p", PARAMETER, values="[{}]"), [("PR202", "{}"), ("PR202", "{}")]),
    ("due in a score", item("scores", "s", SCORE, due="2020-01-01"), [("PR201", "due")]),
    ("must in a target", item("targets", "t", TARGET, must="x"), [("PR201", "must")]),
    # kinds of nodes
    ("label as a text", item("requirements", "r", RULE, label="甲"), [("PR203", "甲")]),
    ("item as a text", "format: 1\nrequirements: {r: x}", [("PR203", "x")]),
    ("values as a mapping", item("parameters", "p", PARAMETER, values="{value: 1}"), [("PR204", "{value: 1}")]),
    ("values empty", item("parameters", "p", PARAMETER, values="[]"), [("PR206", "[]")]),
    ("subject as a list", item("requirements", "r", RULE, subject="[a]"), [("PR205", "[a]")]),
    ("must as a mapping", item("requirements", "r", RULE, must="{a: b}"), [("PR205", "{a: b}")]),
    ("must left blank", item("requirements", "r", RULE, must=""), [("PR206", "")]),
    ("must blank in quotes", item("requirements", "r", RULE, must="' '"), [("PR206", " ")]),
    ("cite as an empty list", item("requirements", "r", RULE, cite="[]"), [("PR206", "[]")]),
    ("cite as a mapping", item("requirements", "r", RULE, cite="{a: b}"), [("PR205", "{a: b}")]),
    # words and spellings
    ("wrong force", item("requirements", "r", RULE, force="msut"), [("PR207", "msut")]),
    ("force in capitals", item("requirements", "r", RULE, force="Must"), [("PR207", "Must")]),
    ("unknown action", item("requirements", "r", RULE, action="merge"), [("PR207", "merge")]),
    ("wrong verdict in a row", item("scores", "s", SCORE, rows="[{when: a, points: 1, verdict: undetermined}]"), [("PR207", "undetermined")]),
    ("wrong layer", f"format: 1\nruleset: {{id: a, version: 1.0.0, label: {LABEL}, layer: town}}", [("PR207", "town")]),
    ("wrong version", f"format: 1\nruleset: {{id: a, version: '1', label: {LABEL}, layer: city}}", [("PR222", "1")]),
    ("rule id in Chinese", item("requirements", "学时", RULE), [("PR208", "学时")]),
    ("rule id with a blank", item("requirements", "a b", RULE), [("PR208", "a b")]),
    ("rule id too long", item("requirements", "r" * 101, RULE), [("PR208", "r" * 101)]),
    ("parameter id with a dash", item("parameters", "p-min", PARAMETER), [("PR208", "p-min")]),
    ("subject with a dash", item("requirements", "r", RULE, subject="a-b"), []),
    ("clause id", item("requirements", "r", RULE, cite="[A, 'B、C']"), [("PR221", "B、C")]),
    ("lint", item("inconsistencies", "X", {"summary": LABEL}, lints="PR603"), [("PR208", "PR603")]),
    ("member id", f"format: 1\nvocabulary: {{enums: {{g: {{label: {LABEL}, members: {{甲: {LABEL}}}}}}}}}", [("PR208", "甲")]),
    ("field id", f"format: 1\nvocabulary: {{entities: {{t: {{fields: {{学时: {{label: {LABEL}, type: bool}}}}}}}}}}", [("PR208", "学时")]),
    ("no units", "format: 1\nvocabulary: {units: {}}", [("PR206", "{}")]),
    ("no members", f"format: 1\nvocabulary: {{enums: {{g: {{label: {LABEL}, members: {{}}}}}}}}", [("PR206", "{}")]),
    ("bad boolean", f"format: 1\nvocabulary: {{enums: {{g: {{label: {LABEL}, ordered: yes, members: {{a: {LABEL}}}}}}}}}", [("PR209", "yes")]),
    ("bad date", item("parameters", "p", PARAMETER, values="[{from: 2019-02-30, value: 1, cite: A}]"), [("PR210", "2019-02-30")]),
    ("date of two digits", item("parameters", "p", PARAMETER, values="[{from: 19-02-03, value: 1, cite: A}]"), [("PR210", "19-02-03")]),
    ("year 0", item("parameters", "p", PARAMETER, values="[{from: 0000-01-01, value: 1, cite: A}]"), [("PR210", "0000-01-01")]),
    ("bad decimals", f"format: 1\nvocabulary: {{units: {{h: {{label: {LABEL}, decimals: 10}}}}}}", [("PR211", "10")]),
    # keys against each other
    ("unit and type", item("parameters", "p", PARAMETER, type="bool"), [("PR212", "unit")]),
    ("no type", item("parameters", "p", PARAMETER, unit=None), [("PR213", "p")]),
    ("definition with two types", item("definitions", "d", {"label": LABEL, "subject": "t", "value": "x", "cite": "A"}, type="bool", enum="g"), [("PR212", "enum")]),
    ("value and phases", item("targets", "t", TARGET, phases="{p: 3}"), [("PR212", "phases")]),
    ("no bound", item("targets", "t", TARGET, value=None), [("PR213", "t")]),
    ("phases and due", item("targets", "t", TARGET, value=None, phases="{p: 3}", due="2020-01-01"), [("PR214", "due")]),
    ("phases empty", item("targets", "t", TARGET, value=None, phases="{}"), [("PR206", "{}")]),
    ("census with a rate", item("inspections", "i", INSPECTION, rate="r"), [("PR214", "rate")]),
    ("sample without a rate", item("inspections", "i", INSPECTION, mode="sample"), [("PR215", "i")]),
    ("bounds of a text", f"format: 1\nvocabulary: {{entities: {{t: {{fields: {{f: {{label: {LABEL}, type: text, min: 0}}}}}}}}}}", [("PR214", "min")]),
    ("optional text", f"format: 1\nvocabulary: {{entities: {{t: {{fields: {{f: {{label: {LABEL}, type: text, optional: true}}}}}}}}}}", [("PR214", "optional")]),
    ("absent without a reason", item("parameters", "p", PARAMETER, values="[{value: absent, cite: A}]"), [("PR215", "value")]),
    ("reason for a value", item("parameters", "p", PARAMETER, values=f"[{{value: 1, cite: A, reason: {LABEL}}}]"), [("PR214", "reason")]),
    ("fate without a reason", item("clauses", "C", CLAUSE, fate="aspiration"), [("PR215", "C")]),
    ("inconsistency nobody finds", item("inconsistencies", "X", {"summary": LABEL}), [("PR215", "X")]),
    # what a lower layer may say
    ("label in a repeal", item("requirements", "r", {"action": "repeal", "cite": "A"}, label=LABEL), [("PR201", "label")]),
    ("parameter cannot be repealed", item("parameters", "p", PARAMETER, action="repeal"), [("PR207", "repeal")]),
]  # fmt: skip

WRONG_CASES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("no subject", f"format: 1\ncases: {{r: {{as_of: 2020-01-01, checks: [{CHECK}]}}}}", [("PR215", "甲")]),
    ("no checks", "format: 1\ncases: {r: {as_of: 2020-01-01, subject: T}}", [("PR202", "r")]),
    ("removed in given", f"format: 1\ncases: {{r: {{as_of: 2020-01-01, subject: T, given: {{t: {{T: removed}}}}, checks: [{CHECK}]}}}}", [("PR203", "removed")]),
    ("cell as a list", f"format: 1\ncases: {{r: {{as_of: 2020-01-01, subject: T, given: {{t: {{T: {{a: [1]}}}}}}, checks: [{CHECK}]}}}}", [("PR205", "[1]")]),
    ("unknown verdict", f"format: 1\ncases: {{r: {{as_of: 2020-01-01, subject: T, checks: [{{name: {LABEL}, expect: mett}}]}}}}", [("PR207", "mett")]),
    ("rules beside cases", f"format: 1\nparameters: {{p: {{label: {LABEL}, unit: u, values: [{{value: 1, cite: A}}]}}}}", [("PR218", "parameters")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in WRONG])
def test_wrong_shape(text: str, expected: list[tuple[str, str]]) -> None:
    name = "ruleset.yaml" if "ruleset:" in text and ("PR218", "ruleset") not in expected else "rules.yaml"
    found, diagnostics = shape(text, name)
    assert diagnostics == expected
    assert found.failed or all(code in ("PR216", "PR217", "PR218", "PR219") for code, _ in expected)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in WRONG_CASES])
def test_wrong_cases(text: str, expected: list[tuple[str, str]]) -> None:
    assert shape(text, "cases/a.yaml")[1] == expected


@pytest.mark.parametrize("text", [t for _, t, _ in WRONG])
def test_every_message_says_what_to_do(text: str) -> None:
    for diagnostic in problems(text):
        for lang in ("zh", "en"):
            for sentence in (diagnostic.message(lang), diagnostic.reason(lang), diagnostic.help(lang)):
                assert len(sentence) > 3
                assert "pydantic" not in sentence


def test_a_bad_item_is_dropped_and_its_siblings_stay() -> None:
    text = item("requirements", "good", RULE) + "  bad: {label: x}\n  worse: []\n" + "duties:\n  d: {cite: A}\n"
    found, _ = shape(text)
    assert [r.id.value for r in found.requirements] == ["good"]
    failed = {("requirements", "bad"), ("requirements", "x"), ("requirements", "worse"), ("duties", "d")}
    assert found.failed == failed, "by id and by label, as both are names"


def test_a_bad_field_leaves_its_entity() -> None:
    fields = f"{{a: {{label: {LABEL}, type: bol}}, b: {{label: {LABEL}, type: bool}}}}"
    found, diagnostics = shape(f"format: 1\nvocabulary: {{entities: {{t: {{label: {LABEL}, fields: {fields}}}}}}}")
    assert diagnostics == [("PR207", "bol")]
    assert found.vocabulary is not None
    assert [f.id.value for f in found.vocabulary.entities[0].value.field_list] == ["b"]
    assert found.failed == {("fields", "t.a"), ("fields", "t.甲")}


def test_a_section_that_cannot_be_read_may_hold_anything() -> None:
    found, _ = shape("format: 1\nrequirements: x\nvocabulary: []")
    parts = {"vocabulary", "units", "enums", "entities", "fields"}
    assert found.failed == {("requirements", "*"), *((part, "*") for part in parts)}
    found, _ = shape("[]")
    assert ("clauses", "*") in found.failed


def test_what_the_reader_reported_is_not_reported_again() -> None:
    text = item("requirements", "r", RULE, must="*x") + "  *y : 1\nduties: *z\nvocabulary: *v\n"
    found, diagnostics = read_document(text.encode(), "rules.yaml")
    assert found is not None
    assert [d.code.id for d in diagnostics] == ["PR105"] * 4
    read, again = read_shape(found)
    assert not again
    assert {("requirements", "r"), ("duties", "*"), ("vocabulary", "*"), ("fields", "*")} <= read.failed


def test_a_broken_format_or_root_is_not_reported_again() -> None:
    for text in ("format: *x\n", "*x"):
        found, _ = read_document(text.encode(), "rules.yaml")
        assert found is not None
        assert read_shape(found)[1] == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("aplies", "applies"),
        ("适用", "applies"),
        ("必须", "must"),
        ("依据", "cite"),
        ("出处", "cite"),
        ("mustt", "must"),
    ],
)
def test_did_you_mean(wrong: str, right: str) -> None:
    (diagnostic,) = problems(item("requirements", "r", RULE | {"applies": "x"}, **{right: None, wrong: "A"}))
    assert f"`{right}`？" in diagnostic.help("zh")
    assert f"did you mean `{right}`?" in diagnostic.help("en")


def test_the_missing_key_says_what_it_is_for() -> None:
    (diagnostic,) = problems(item("requirements", "r", RULE, cite=None))
    assert diagnostic.reason("zh") == "每条规定都要说明出自哪一条款"
    assert diagnostic.reason("en") == "every statement names the clause it comes from"


LEAVES = st.sampled_from(
    ["x", "", "1", "true", "2020-01-01", "[a]", "{a: b}", LABEL, "甲", "absent", "tighten", "*q", "[]"]
)
SECTION_NAMES = st.sampled_from(
    ["requirements", "targets", "scores", "inspections", "parameters", "definitions", "phases", "clauses", "sources",
     "inconsistencies", "cases"]
)  # fmt: skip
KEY_NAMES = st.sampled_from(sorted({*RULE, *INSPECTION, *TARGET, *SCORE, *PARAMETER, *CLAUSE, "action", "checks", "x"}))


@given(SECTION_NAMES, st.dictionaries(KEY_NAMES, LEAVES, max_size=8))
def test_any_item_is_read_or_reported(section: str, keys: dict[str, str]) -> None:
    found, diagnostics = read_document(item(section, "a", keys).encode(), "rules.yaml")
    assert found is not None
    read, more = read_shape(found)
    assert getattr(read, section) or diagnostics or more
    for diagnostic in more:
        assert underlined(diagnostic) is not None
        assert all(diagnostic.message(lang) and diagnostic.help(lang) for lang in ("zh", "en"))


def test_spans_lead_back_to_the_file() -> None:
    text = item("requirements", "r", RULE, must="学时 >= 20")
    found, _ = read_shape(document(text))
    rule = found.requirements[0].value
    assert isinstance(rule, RequirementShape)
    span = rule.must.part(3, 5)
    assert text[span.start : span.end] == ">="


def test_a_target_may_have_one_bound() -> None:
    found, diagnostics = shape(item("targets", "t", TARGET, due="2023-12-31"))
    assert not diagnostics
    target = found.targets[0].value
    assert isinstance(target, TargetShape)
    assert target.phases == ()
