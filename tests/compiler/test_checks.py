"""Every check of one layer: the code and the characters it points at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from policyrules.compiler import compile_documents
from policyrules.compiler.hints import hint
from policyrules.compiler.passes.work import MOST_PROBLEMS
from policyrules.diagnostics.core import LANGS, Related
from policyrules.diagnostics.source import Span
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Force, Kind, Validity
from policyrules.syntax.document import Document
from policyrules.syntax.reader import read_document
from tests.compiler.build import BASE_FILES, compiled, edited, errors, good, marked, more

RULE = """requirements:
  in-post:
    label: {zh: 在岗登记, en: registered}
    subject: teacher
    must: in_post is known
    cite: EX-01
"""
CITE = "    cite: EX-01\n"
FIELDS = "vocabulary:\n  entities:\n    teacher:\n      fields:\n"


def rule(line: str) -> dict[str, str]:
    """A further rule with one line more."""
    return more(RULE.replace(CITE, f"    {line}\n{CITE}"))


def definition(id: str, value: str, keys: str = "") -> str:
    """A definition of teachers."""
    label = f"{{zh: 定义{id}, en: definition {id}}}"
    return f"  {id}:\n    label: {label}\n    subject: teacher\n    value: {value}\n{keys}    cite: EX-01\n"


def definitions(*texts: str) -> dict[str, str]:
    """A file of definitions."""
    return more("definitions:\n" + "".join(texts), "definitions.yaml")


SCORE = (
    "scores:\n  merit:\n    label: {zh: 加分, en: merit}\n    subject: teacher\n    unit: count\n    hit: first\n"
    "    rows: [{when: in_post, points: 1}, {when: true, points: 0}]\n    cite: EX-01\n"
)
TARGET = (
    "targets:\n  posts:\n    label: {zh: 岗位数, en: posts}\n    subject: school\n    measure: count(teachers)\n"
    "    value: 3\n    cite: EX-01\n"
)
INSPECTION = (
    "inspections:\n  census:\n    label: {zh: 普查, en: census}\n    subject: school\n    inspected: teachers\n"
    "    mode: census\n    done: in_post is known\n    cite: EX-01\n"
)

CHECKS: dict[str, tuple[Mapping[str, str], str, str]] = {
    "an id twice": (more(RULE.replace("in-post:", "online-hours:")), "PR401", "online-hours"),
    "an entity twice": (
        more("vocabulary:\n  entities:\n    teacher:\n      label: {zh: 老师, en: tutor}\n"),
        "PR401",
        "teacher",
    ),
    "a field twice": (
        more(FIELDS + "        in_post: {label: {zh: 上岗, en: at work}, type: bool}\n"),
        "PR401",
        "in_post",
    ),
    "unknown subject": (edited("hours.yaml", ("subject: teacher", "subject: techer")), "PR402", "techer"),
    "unknown unit of a field": (
        more(FIELDS + "        credit: {label: {zh: 学分, en: credit}, unit: credits}\n"),
        "PR402",
        "credits",
    ),
    "unknown enumeration": (
        more(FIELDS + "        rank: {label: {zh: 职级, en: rank}, enum: ranks}\n"),
        "PR402",
        "ranks",
    ),
    "unknown reference": (
        more(FIELDS + "        boss: {label: {zh: 上级, en: boss}, ref: leader}\n"),
        "PR402",
        "leader",
    ),
    "fields of nobody": (
        more("vocabulary:\n  entities:\n    pupil:\n      fields:\n        a: {label: {zh: 甲, en: a}, type: bool}\n"),
        "PR402",
        "pupil",
    ),
    "unknown document": (edited("clauses.yaml", ("document: example-2020-1", "document: exmple")), "PR402", "exmple"),
    "unknown rule before": (rule("after: [online-hour]"), "PR402", "online-hour"),
    "unknown rule of an inconsistency": (
        more("inconsistencies:\n  X-1:\n    summary: {zh: 甲, en: a}\n    rules: [nothing]\n"),
        "PR402",
        "nothing",
    ),
    "unknown phase": (
        more(
            "targets:\n  posts:\n    label: {zh: 岗位数, en: posts}\n    subject: school\n"
            "    measure: count(teachers)\n    phases: {start-up: 3}\n    cite: EX-01\n"
        ),
        "PR402",
        "start-up",
    ),
    "days reversed": (rule("valid: {from: 2022-01-01, to: 2021-01-01}"), "PR403", "2022-01-01"),
    "only the end, before the layer begins": (rule("valid: {to: 2019-01-01}"), "PR403", "2019-01-01"),
    "bounds reversed": (edited("vocabulary.yaml", ("min: 0, max: 500", "min: 7, max: 2")), "PR404", "7"),
    "a bound that is no number": (edited("vocabulary.yaml", ("min: 0", "min: none")), "PR405", "none"),
    "a value that is no number": (edited("hours.yaml", ("value: 20", "value: twenty")), "PR405", "twenty"),
    "a period that is none": (
        more("phases:\n  one:\n    label: {zh: 一, en: one}\n    period: soon\n    cite: EX-01\n"),
        "PR405",
        "soon",
    ),
    "label twice": (edited("vocabulary.yaml", ("en: in post", "en: name")), "PR406", "name"),
    "label of a collection": (
        edited("vocabulary.yaml", ("en: opened on", "en: teachers")),
        "PR406",
        "teachers",
    ),
    "label is a keyword": (edited("vocabulary.yaml", ("zh: 在岗", "zh: 其中")), "PR407", "其中"),
    "id is a keyword": (definitions(definition("where", "in_post")), "PR407", "where"),
    "definition is a parameter": (definitions(definition("online_hours_min", "in_post")), "PR408", "online_hours_min"),
    "values overlap": (
        edited("hours.yaml", ("- {value: 20,", "- {value: 30, cite: EX-01}\n      - {from: 2021-01-01, value: 20,")),
        "PR410",
        "20",
    ),
    "days without a value at the end": (
        edited("hours.yaml", ("{value: 20,", "{to: 2021-12-31, value: 20,")),
        "PR411",
        "online_hours_min",
    ),
    "days without a value in between": (
        edited(
            "hours.yaml",
            ("- {value: 20,", "- {to: 2021-01-31, value: 20, cite: EX-01}\n      - {from: 2021-02-02, value: 20,"),
        ),
        "PR411",
        "online_hours_min",
    ),
    "unused parameter": (edited("hours.yaml", (">= online_hours_min", ">= 20")), "PR412", "online_hours_min"),
    "stricter text": (
        more(
            "parameters:\n  motto:\n    label: {zh: 口号, en: motto}\n    type: text\n    stricter: lower\n"
            "    values: [{value: a, cite: EX-01}]\n" + RULE.replace("in_post is known", "name == motto")
        ),
        "PR413",
        "lower",
    ),
    "definitions in a circle": (
        definitions(definition("a", "in_post and b"), definition("b", "in_post and c"), definition("c", "a")),
        "PR420",
        "a",
    ),
    "definition of itself": (definitions(definition("a", "a")), "PR420", "a"),
    "unknown clause": (rule("unless: [{when: in_post, label: {zh: 甲, en: a}, cite: EX-99}]"), "PR430", "EX-99"),
    "order in a circle": (rule("after: in-post"), "PR440", "in-post"),
    "lint that does not occur": (
        more("inconsistencies:\n  X-1:\n    summary: {zh: 甲, en: a}\n    lints: [PR604@online-hours]\n"),
        "PR460",
        "PR604@online-hours",
    ),
    "a collection twice": (
        more(
            "vocabulary:\n  entities:\n    pupil:\n      label: {zh: 学生, en: pupil}\n      fields:\n"
            "        school: {label: {zh: 所在, en: at}, ref: school, "
            "inverse: {name: teachers, label: {zh: 众, en: everybody}}}\n"
        ),
        "PR401",
        "teachers",
    ),
    "a score in an unknown unit": (more(SCORE.replace("unit: count", "unit: pionts")), "PR402", "pionts"),
    "points that are no number": (more(SCORE.replace("points: 1}", "points: one}")), "PR405", "one"),
    "a target of nobody": (more(TARGET.replace("subject: school", "subject: schol")), "PR402", "schol"),
    "an inspection by nobody": (more(INSPECTION.replace("subject: school", "subject: schol")), "PR402", "schol"),
    "a score of nobody": (more(SCORE.replace("subject: teacher", "subject: techer")), "PR402", "techer"),
    "a deadline that is a number": (rule("due: 20"), "PR331", "20"),
    "a wrong condition": (rule("applies: online_hours"), "PR331", "online_hours"),
}


@pytest.mark.parametrize("name", CHECKS)
def test_check(name: str) -> None:
    overlay, code, text = CHECKS[name]
    found = [e for e in errors(compiled(overlay)) if not e[0].startswith("PR3") or code.startswith("PR3")]
    expected = [code if not code.startswith("PR3") else found[0][0]]
    assert [c for c, _ in found] == expected
    assert found[0][1] == text


def test_a_circle_is_shown_whole() -> None:
    result = compiled(definitions(definition("a", "b"), definition("b", "c"), definition("c", "b")))
    (found,) = [d for d in result[1] if d.code.id == "PR420"]
    assert found.values["path"] == "b -> c -> b"


def test_both_places_of_an_id_are_shown() -> None:
    (found,) = compiled(more(RULE.replace("in-post:", "online-hours:")))[1]
    assert [type(r) for r in found.related] == [Related]
    assert isinstance(found.related[0].where, Span)
    assert found.related[0].where.source.name == "hours.yaml"


def test_everything_is_reported_in_one_run() -> None:
    result = compiled(
        edited("vocabulary.yaml", ("min: 0, max: 500", "min: 9, max: 3")),
        edited("clauses.yaml", ("at: 一", "at: 一")),
        rule("after: nothing"),
        definitions(definition("a", "b"), definition("b", "a")),
    )
    assert sorted(code for code, _ in errors(result)) == ["PR402", "PR404", "PR420"]


def test_a_failed_definition_gives_one_message() -> None:
    result = compiled(
        definitions(definition("first", "in_post and nonsense"), definition("second", "first")),
        rule("applies: second"),
    )
    assert [text for _, text in errors(result)] == ["nonsense"]


def test_what_a_failed_rule_mentions_counts_as_used() -> None:
    wrong = "    must: online_hours >= online_hours_min and nonsense\n"
    result = compiled(edited("hours.yaml", ("    must: online_hours >= online_hours_min\n", wrong)))
    assert [text for _, text in errors(result)] == ["nonsense"]


def test_definitions_may_be_written_in_any_order() -> None:
    result = compiled(definitions(*(definition(f"d{i}", f"d{i + 1}") for i in range(90)), definition("d90", "in_post")))
    assert "PR420" not in [code for code, _ in marked(result)]
    assert ("teacher", "d0") in good(result).definitions


def test_a_very_long_chain_of_definitions_is_refused_without_harm() -> None:
    chain = [definition(f"d{i}", f"d{i + 1}") for i in range(2000)]
    codes = {code for code, _ in errors(compiled(definitions(*chain, definition("d2000", "in_post"))))}
    assert codes == {"PR421"}


def test_a_definition_states_its_type() -> None:
    words = definition("level", "if in_post then pass else fail", "    enum: grade\n")
    ruleset = good(compiled(definitions(words), rule("applies: level == pass")))
    assert ruleset.definitions["teacher", "level"].expr.type.name == "grade"


def test_a_definition_of_an_unknown_unit_fails_once() -> None:
    words = definition("level", "online_hours", "    unit: lessons\n")
    assert errors(compiled(definitions(words), rule("applies: level > 3"))) == [("PR402", "lessons")]


def test_the_same_definition_for_two_entities() -> None:
    other = definition("known", "opened_on is known").replace("subject: teacher", "subject: school")
    files = definitions(definition("known", "in_post is known"))
    files |= more("definitions:\n" + other, "schools.yaml")
    files |= rule("applies: known and school.known")
    assert set(good(compiled(files)).definitions) == {("teacher", "known"), ("school", "known")}


def test_a_rule_carries_what_was_written() -> None:
    text = rule("due: 2022-06-30\n    force: aim\n    valid: {from: 2021-01-01}\n    after: online-hours")
    found = good(compiled(text)).rules["in-post"]
    assert (found.kind, found.force, found.after) == (Kind.REQUIREMENT, Force.AIM, ("online-hours",))
    assert found.validity == Validity(date(2021, 1, 1), date(2023, 12, 31))
    assert [c.document for c in found.citations] == ["example-2020-1"]


def test_targets_make_a_rule_a_phase() -> None:
    phases = (
        "phases:\n  one:\n    label: {zh: 一期, en: one}\n    period: 2021\n    cite: EX-01\n"
        "  two:\n    label: {zh: 二期, en: two}\n    period: 2022-10-early\n    cite: EX-01\n"
    )
    target = (
        "targets:\n  posts:\n    label: {zh: 岗位数, en: posts}\n    subject: school\n"
        "    measure: count(teachers where in_post and school.opened_on <= phase_end)\n    compare: at_most\n"
        "    phases: {one: 3, two: 4}\n    cite: EX-01\n"
    )
    ruleset = good(compiled(more(phases + target), more(RULE.replace(CITE, f"    after: posts\n{CITE}"), "z.yaml")))
    one, two = ruleset.rules["posts@one"], ruleset.rules["posts@two"]
    assert ruleset.rules["in-post"].after == ("posts@one", "posts@two")
    assert (one.validity.start, two.validity.start) == (date(2021, 1, 1), date(2022, 10, 1))
    assert one.label.en == "posts (one)"
    assert two.due is not None
    assert two.due.value == date(2022, 10, 10)
    assert one.must is not None
    assert one.must.op.value == "<="


def test_samples_and_censuses() -> None:
    text = """inspections:
  census:
    label: {zh: 普查, en: census}
    subject: school
    inspected: teachers
    where: in_post
    mode: census
    done: online_hours is known
    cite: EX-01
  sample:
    label: {zh: 抽查, en: sample}
    subject: school
    inspected: teachers
    mode: sample
    rate: 20%
    done: online_hours is known
    due: 2022-06-30
    cite: EX-01
"""
    ruleset = good(compiled(more(text)))
    census, sample = ruleset.rules["census"], ruleset.rules["sample"]
    assert census.inspection is not None
    assert (census.kind, census.inspection.inspected, census.inspection.rate) == (Kind.DUTY, "teacher", None)
    assert sample.must is not None
    assert sample.must.left.op.value == "share"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("inspected: teachers", "inspected: techers", "techers"),
        ("where: in_post", "where: in_pst", "in_pst"),
        ("done: online_hours is known", "done: online_hour is known", "online_hour"),
        ("rate: 20%", "rate: 20 hours", "20 hours"),
        ("due: 2022-06-30", "due: soon", "soon"),
    ],
)
def test_an_inspection_that_is_wrong(old: str, new: str, text: str) -> None:
    inspection = """inspections:
  sample:
    label: {zh: 抽查, en: sample}
    subject: school
    inspected: teachers
    where: in_post
    mode: sample
    rate: 20%
    done: online_hours is known
    due: 2022-06-30
    cite: EX-01
"""
    assert [t for _, t in errors(compiled(more(inspection.replace(old, new))))] == [text]


def documents(texts: Mapping[str, str]) -> list[Document]:
    """Documents from texts."""
    read = [read_document(text.encode(), name)[0] for name, text in texts.items()]
    return [d for d in read if d is not None]


def test_the_order_of_files_does_not_count() -> None:
    files = BASE_FILES | definitions(definition("a", "in_post")) | rule("applies: a")
    forwards, _ = compile_documents(documents(files))
    backwards, _ = compile_documents(documents(dict(reversed(files.items()))))
    assert isinstance(forwards, Ruleset)
    assert forwards == backwards
    assert backwards is not None
    assert forwards.digest == backwards.digest


def test_the_digest_speaks_of_content_alone() -> None:
    plain = good(compiled())
    spaced = good(compiled({"hours.yaml": "# a remark\n" + BASE_FILES["hours.yaml"].replace("\n", "\n\n")}))
    chinese = good(
        compiled(edited("hours.yaml", ("online_hours >= online_hours_min", "网络研修学时 不少于 网络研修最低学时")))
    )
    other = good(compiled(edited("hours.yaml", ("value: 20", "value: 21"))))
    assert plain.digest == spaced.digest == chinese.digest
    assert plain.digest != other.digest


def test_a_file_that_cannot_be_read_silences_what_hangs_on_it() -> None:
    assert [c for c, _ in errors(compiled({"vocabulary.yaml": "format: [1"}))] == ["PR119"]


def test_no_ruleset_section() -> None:
    result = compiled({"ruleset.yaml": "format: 1\nsources:" + BASE_FILES["ruleset.yaml"].split("sources:")[1]})
    assert [c for c, _ in errors(result)] == ["PR471"]


@pytest.mark.parametrize("name", CHECKS)
def test_every_sentence_has_its_values(name: str) -> None:
    for diagnostic in compiled(CHECKS[name][0])[1]:
        for lang in LANGS:
            texts = diagnostic.message(lang), diagnostic.reason(lang), diagnostic.help(lang)
            assert all(texts)
            assert "{" not in "".join(texts)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ("to: 2021-12-31", "days from 2022-01-01 to 2023-12-31"),
        ("to: 2023-12-30", "2023-12-31"),
        ("from: 2020-01-02", "2020-01-01"),
    ],
)
def test_days_are_said_in_words(days: str, text: str) -> None:
    (found,) = compiled(edited("hours.yaml", ("{value: 20,", f"{{{days}, value: 20,")))[1]
    assert found.values["days.en"] == text


def test_open_days_are_said_in_words() -> None:
    head = edited("ruleset.yaml", ("valid: {from: 2020-01-01, to: 2023-12-31}", "valid: {}"))
    for days, text in (("to: 2021-12-31", "days from 2022-01-01"), ("from: 2022-01-01", "days up to 2021-12-31")):
        (found,) = compiled(head, edited("hours.yaml", ("{value: 20,", f"{{{days}, value: 20,")))[1]
        assert found.values["days.en"] == text
    twice = edited("hours.yaml", ("- {value: 20,", "- {value: 30, cite: EX-01}\n      - {value: 20,"))
    (found,) = compiled(head, twice)[1]
    assert found.values["days.en"] == "any day"


def test_hints() -> None:
    assert hint("x", ()).en == "none has been declared yet"
    assert hint("zzzz", ["b", "a"]).en == "there are `a`, `b`"
    assert hint("zzzz", [f"name{i}" for i in range(9)]).en.endswith("and others")
    assert hint("online_hour", ["online_hours"]).en == "did you mean `online_hours`?"


def test_a_file_full_of_mistakes_is_not_checked_to_its_end() -> None:
    chain = (definition(f"d{i}", f"d{i + 1} and nonsense") for i in range(MOST_PROBLEMS + 100))
    result = compiled(definitions(*chain), rule("after: [nothing, nowhere]"))
    found = [text for code, text in errors(result) if code == "PR320"]
    assert len(found) == MOST_PROBLEMS
    late = [d.values["hint.en"] for d in result[1] if d.code.id == "PR402"]
    assert late == ["check the name", "check the name"]


@pytest.mark.parametrize(
    ("label", "told"),
    [("“请假”", True), ("‘请假’", True), ("“请”和“假”", False), ("请“假”", False), ("“”", False), ("请", False)],
)
def test_a_label_in_quotes(label: str, told: bool) -> None:
    field = f"vocabulary: {{entities: {{teacher: {{fields: {{f: {{label: {{zh: {label}, en: a}}, type: bool}}}}}}}}}}\n"
    word = f"vocabulary: {{enums: {{g: {{label: {{zh: 甲, en: g}}, members: {{a: {{zh: {label}, en: a}}}}}}}}}}\n"
    for text in (field, word):
        assert errors(compiled(more(text))) == ([("PR409", label)] if told else [])
