"""Cases: how facts are read and overlaid, what is wrong with them, and what they show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policyrules.compiler.cases import case_coverage, check_cases, check_coverage, load, load_cases
from policyrules.compiler.cases.ranges import expand, nth
from policyrules.compiler.discovery import SourceFile
from policyrules.compiler.matrix import clause_matrix
from policyrules.diagnostics.core import Diagnostic
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Fate, Verdict
from tests.compiler.build import BASE_FILES, compiled, edited, good, more, underlined

HEAD = "format: 1\ncases:\n"


def given(text: str, ruleset: Ruleset | None, tmp_path: Path) -> tuple[tuple, tuple]:  # type: ignore[type-arg]
    """The cases of one file."""
    folder = tmp_path / "base"
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    for name, body in BASE_FILES.items():
        (folder / name).write_text(body, encoding="utf-8")
    (folder / "cases" / "a.yaml").write_text(HEAD + text, encoding="utf-8")
    return load_cases(folder, ruleset or good(compiled()))


def case(check: str, records: str = "teacher: {T001: {in_post: true, online_hours: 24}}", subject: str = "T001") -> str:
    """One check of the base rule."""
    return (
        f"  online-hours:\n    as_of: 2021-01-01\n    subject: {subject}\n    given: {{{records}}}\n"
        f"    checks:\n      - {{name: {{zh: 甲, en: a}}, {check}}}\n"
    )


def test_facts_are_overlaid_field_by_field(tmp_path: Path) -> None:
    check = (
        "as_of: 2022-02-02, boundary: true, with: {teacher: {T001: {in_post: unknown}, T002: {}}}, expect: undetermined"
    )
    ((found,), problems) = given(case(check), None, tmp_path)
    assert problems == ()
    (one,) = found.cases
    assert one.facts == Facts({"teacher": {"T001": {"online_hours": 24}, "T002": {}}})
    assert (one.subject, one.as_of, one.boundary) == (Ref("teacher", "T001"), date(2022, 2, 2), True)
    assert (one.expect, one.points, one.name.en) == (Verdict.UNDETERMINED, None, "a")
    assert (one.place.file, one.place.line) == ("cases/a.yaml", 8)


def test_records_and_tables(tmp_path: Path) -> None:
    records = "teacher: {T001: {}, T002: {}}, school: {}"
    ((found,), _) = given(case("with: {teacher: {T002: removed}}, expect: met", records), None, tmp_path)
    assert found.cases[0].facts == Facts({"teacher": {"T001": {}}, "school": {}})


def test_ranges(tmp_path: Path) -> None:
    teachers = "{T001..T003: {school: S1..S3, name: a..b}, T010: {school: S1..S3}}"
    records = f"school: {{S1..S3: {{opened_on: 2000-01-01}}}}, teacher: {teachers}"
    ((found,), problems) = given(case("with: {teacher: {T002..T003: removed}}, expect: met", records), None, tmp_path)
    assert problems == ()
    tables = found.cases[0].facts.tables
    assert list(tables["school"]) == ["S1", "S2", "S3"]
    assert tables["teacher"]["T001"] == {"school": "S1", "name": "a..b"}
    assert list(tables["teacher"]) == ["T001", "T010"]
    assert tables["teacher"]["T010"] == {"school": "S1..S3"}


@pytest.mark.parametrize("text", ["S1..T3", "S3..S1", "S1..S10", "S..S", "..", "S1..S1", "S00001..S99999"])
def test_no_ranges(text: str) -> None:
    assert expand(text) is None
    assert nth(text, 0, 2) == text


@pytest.mark.parametrize(
    ("text", "code", "mark"),
    [
        (case("expect: met").replace("online-hours:", "online-hour:"), "PR801", "online-hour"),
        (case("expect: met", "techer: {T001: {}}"), "PR802", "techer"),
        (case("expect: met", "teacher: {T001: {in_pst: true}}"), "PR802", "in_pst"),
        (case("expect: met", "teacher: {T001: {in_post: perhaps}}"), "PR803", "perhaps"),
        (case("expect: met", "teacher: {T001: {online_hours: 501}}"), "PR804", "501"),
        (case("expect: met", "teacher: {T001: {online_hours: -1}}"), "PR804", "-1"),
        (case("expect: met", subject="T002"), "PR805", "T002"),
        (case("subject: T003, expect: met"), "PR805", "T003"),
        (case("with: {teacher: {T002: removed}}, expect: met"), "PR806", "T002"),
        (case("expect: met", "teacher: {T001: {}, T2..T1: {}}"), "PR807", "T2..T1"),
        (case("with: {teacher: {T2..T12: {}}}, expect: met"), "PR807", "T2..T12"),
        (case("points: 1, expect: met"), "PR808", "1"),
    ],
)
def test_what_is_wrong(text: str, code: str, mark: str, tmp_path: Path) -> None:
    sets, problems = given(text, None, tmp_path)
    assert [c for s in sets for c in s.cases] == []
    assert (problems[0].code.id, underlined(problems[0])) == (code, mark)
    assert len({d.code.id for d in problems}) == 1
    ruleset = good(compiled())
    assert list(check_coverage(ruleset, sets, {})) == [] or code == "PR801"


def test_a_bad_value_spoils_its_own_case_only(tmp_path: Path) -> None:
    text = (
        "  online-hours:\n    as_of: 2021-01-01\n    subject: T001\n    given: {teacher: {T001: {in_post: true}}}\n"
        "    checks:\n"
        "      - {name: {zh: 甲, en: a}, with: {teacher: {T001: {in_post: x}}}, expect: met}\n"
        "      - {name: {zh: 乙, en: b}, with: {teacher: {T001: {in_post: x}}}, expect: met}\n"
        "      - {name: {zh: 丙, en: c}, expect: undetermined}\n"
    )
    ((found,), problems) = given(text, None, tmp_path)
    assert [c.name.en for c in found.cases] == ["c"]
    assert not found.whole
    assert [d.code.id for d in problems] == ["PR803"]


def test_records_are_bounded(tmp_path: Path) -> None:
    many = ", ".join(f"T{letter}0000..T{letter}9999: {{}}" for letter in "ABCDEFGHIJKL")
    _, problems = given(case("expect: met", "teacher: {T001: {}, " + many + "}"), None, tmp_path)
    assert {d.code.id for d in problems} == {"PR807"}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    sets, problems = given("  - [", None, tmp_path)
    assert sets == ()
    assert problems


def test_cases_that_come_out_otherwise(tmp_path: Path) -> None:
    ruleset = good(compiled())
    sets, _ = given(case("expect: unmet"), ruleset, tmp_path)
    (found,) = check_cases(ruleset, sets, {})
    assert found.code.id == "PR810"
    assert (found.values["expected"], found.values["found"]) == ("unmet", "met")


SCORE = """vocabulary:
  units:
    points: {label: {zh: 分, en: points}, decimals: 1}
scores:
  merit:
    label: {zh: 加分, en: merit}
    subject: teacher
    unit: points
    hit: unique
    rows: [{when: in_post, points: 1.5}, {when: not in_post, points: -2, verdict: unmet}]
    cite: EX-01
"""


def score_case(*checks: str) -> str:
    """Checks of the score."""
    lines = "".join(f"      - {{name: {{zh: 甲, en: a}}, {c}}}\n" for c in checks)
    return (
        "  merit:\n    as_of: 2021-01-01\n    subject: T001\n    given: {teacher: {T001: {in_post: true}}}\n"
        f"    checks:\n{lines}"
    )


def test_scores(tmp_path: Path) -> None:
    ruleset = good(compiled(more(SCORE)))
    sets, problems = given(score_case("expect: met, points: 1.5", "expect: met, points: 1"), ruleset, tmp_path)
    assert problems == ()
    (found,) = check_cases(ruleset, sets, {})
    assert (found.values["expected"], found.values["found"]) == ("met 1", "met 1.5")
    row = next(r for r in case_coverage(ruleset, sets) if r.rule == "merit")
    assert row.can == ("row 1", "row 2", "undetermined")
    assert row.missing == ("row 2", "undetermined")
    _, problems = given(score_case("expect: met, points: many"), ruleset, tmp_path)
    assert [(d.code.id, underlined(d)) for d in problems] == [("PR803", "many")]


def can(*overlays: dict[str, str], rule: str = "online-hours") -> tuple[str, ...]:
    """What a rule of the base can show."""
    return next(r.can for r in case_coverage(good(compiled(*overlays)), ()) if r.rule == rule)


def test_what_a_rule_can_show() -> None:
    must = "must: online_hours >= online_hours_min"
    everything = ("met", "unmet", "pending", "boundary", "undetermined")
    assert can(edited("hours.yaml", (must, must + "\n    due: 2022-06-30"))) == everything
    absent = "- {value: absent, cite: EX-01, reason: {zh: 没有写, en: not stated}}"
    assert can(edited("hours.yaml", ("- {value: 20, cite: EX-01}", absent))) == ("undetermined",)
    plain = "requirements:\n  r:\n    label: {zh: 规, en: r}\n    subject: teacher\n    must: %s\n    cite: EX-01\n"
    assert can(more(plain % "in_post is known"), rule="r") == ("met", "unmet")
    assert can(more(plain % "in_post"), rule="r") == ("met", "unmet", "undetermined")
    assert can(more(plain % "final_grade >= pass"), rule="r") == ("met", "unmet", "undetermined")
    assert can(more(plain % "online_hours between 1 and 2"), rule="r") == ("met", "unmet", "boundary", "undetermined")


def test_phases_of_a_target_count_together(tmp_path: Path) -> None:
    target = (
        "phases:\n  one:\n    label: {zh: 一, en: one}\n    period: 2021\n    cite: EX-01\n"
        "targets:\n  posts:\n    label: {zh: 岗位数, en: posts}\n    subject: school\n    measure: count(teachers)\n"
        "    phases: {one: 1}\n    cite: EX-01\n"
    )
    ruleset = good(compiled(more(target)))
    text = (
        "  posts@one:\n    as_of: 2021-12-31\n    subject: S1\n    given: {school: {S1: {}}, teacher: {}}\n"
        "    checks: [{name: {zh: 甲, en: a}, expect: pending}]\n"
    )
    sets, problems = given(text, ruleset, tmp_path)
    assert problems == ()
    assert list(check_cases(ruleset, sets, {})) == []
    row = next(r for r in case_coverage(ruleset, sets) if r.rule == "posts")
    assert row.shown == ("pending",)
    missing = {d.values["rule"] for d in check_coverage(ruleset, sets, {})}
    assert missing == {"posts", "online-hours"}


def test_the_matrix_names_what_came_of_a_clause(tmp_path: Path) -> None:
    text = (
        "definitions:\n  busy:\n    label: {zh: 忙, en: busy}\n    subject: teacher\n    value: in_post\n"
        "    cite: EX-01\n"
        "phases:\n  one:\n    label: {zh: 一, en: one}\n    period: 2021\n    cite: EX-01\n"
        "clauses:\n  EX-02:\n    document: example-2020-1\n    at: 二\n    fate: aspiration\n"
        "    summary: {zh: 甲, en: a}\n    reason: {zh: 乙, en: b}\n"
    )
    ruleset = good(compiled(more(text)))
    sets, _ = given(case("expect: met"), ruleset, tmp_path)
    first, second = clause_matrix(ruleset, sets)
    assert (first.clause, first.document, first.locator, first.layer) == ("EX-01", "example-2020-1", "一", "base")
    assert first.rules == ("online-hours",)
    assert first.parameters == ("online_hours_min",)
    assert (first.definitions, first.phases, first.cases) == (("busy",), ("one",), 1)
    assert (second.fate, second.rules, second.cases) == (Fate.ASPIRATION, (), 0)


def test_the_records_of_all_checks_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check is judged over its tables: few lines can ask for very many records."""
    cases = (
        "format: 1\ncases:\n  online-hours:\n    as_of: 2022-01-01\n    subject: T1\n"
        "    given: {teacher: {T1: {in_post: true, online_hours: 20}, X1..X9: {in_post: true}}}\n    checks:\n"
    ) + "      - {name: {zh: 甲, en: a}, expect: met}\n" * 4
    ruleset = good(compiled())

    def read(most: int) -> tuple[int, list[str]]:
        monkeypatch.setattr(load, "MOST_RECORDS", most)
        found: list[Diagnostic] = []
        held = load.Held()
        files = [SourceFile(f"cases/{n}.yaml", cases.encode()) for n in "ab"]
        sets = [one for file in files for one in load.read_file(file, held, ruleset, found)]
        return sum(len(one.cases) for one in sets), [d.code.id for d in found]

    assert read(80) == (8, [])
    assert read(79) == (7, ["PR507"])
    assert read(30) == (3, ["PR507"]), "what comes after is not told again"
