"""The 55 clauses of Henan's plan, each with its fate, and its twelve oddities, each with its finder."""

from collections.abc import Callable

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import load_cases
from policyrules.compiler.lints.every import find_lints
from policyrules.compiler.matrix import ClauseRow, clause_matrix
from policyrules.diagnostics.core import has_errors
from policyrules.diagnostics.render import render
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Fate, SourceStatus

FOUND_BY = {
    "X-H1": {"PR602@pilot-schools@pilot-2019"},
    "X-H2": {"provincial-horizon"},
    "X-H3": {"scope-covers-national"},
    "X-H4": set(),
    "X-H5": {
        "county-has-inspector",
        "school-has-inspector",
        "PR605@city-samples-counties",
        "PR605@county-censuses-schools",
    },
    "X-H6": set(),
    "X-H7": {"PR610@cross-schools", "PR610@demonstration-schools", "PR610@pilot-schools"},
    "X-H8": set(),
    "X-H9": {"PR609@HEN-03"},
    "X-H10": set(),
    "X-H11": {
        "PR606@province-samples-cities",
        "PR606@city-samples-counties",
        "PR606@exit-gate-levels",
        "PR606@regular-bulletins",
    },
    "X-H12": set(),
    "X-H13": {"PR604@programme_end"},
    "X-H14": {"PR609@HEN-51"},
}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    loaded, problems = load_ruleset("henan")
    assert loaded is not None
    assert not has_errors(problems), render(problems, "en")
    return loaded


@pytest.fixture(scope="module")
def rows(ruleset: Ruleset) -> list[ClauseRow]:
    sets, wrong = load_cases("henan", ruleset)
    assert not wrong
    return [row for row in clause_matrix(ruleset, sets) if row.layer == "henan"]


def test_all_55_clauses_are_there(ruleset: Ruleset, rows: list[ClauseRow]) -> None:
    assert [row.clause for row in rows] == [f"HEN-{i:02}" for i in range(1, 56)]
    assert {row.document for row in rows} == {"henan-2019-869"}
    assert ruleset.documents["henan-2019-869"].status is SourceStatus.PRIMARY
    assert [row.clause for row in rows if row.fate is not Fate.ENCODED] == ["HEN-05"]


def test_the_clause_left_out_says_why(ruleset: Ruleset) -> None:
    clause = ruleset.clauses["HEN-05"]
    assert clause.fate is Fate.ASPIRATION
    assert clause.reason is not None
    assert clause.reason.zh
    assert clause.reason.en


def test_no_clause_loses_its_rule(rows: list[ClauseRow], golden: Callable[[str, str], None]) -> None:
    encoded = [row for row in rows if row.fate is Fate.ENCODED]
    assert [row.clause for row in encoded if not row.rules] == []
    assert [row.clause for row in encoded if not row.cases] == []
    lines = [f"{row.clause} {row.locator}: {' '.join(row.rules)}\n" for row in encoded]
    golden("rulesets/henan_clauses.txt", "".join(lines))


def test_oddities_are_each_found_or_explained(ruleset: Ruleset) -> None:
    own = {id: x for id, x in ruleset.inconsistencies.items() if id.startswith("X-H")}
    assert {id: {*x.rules, *x.lints} for id, x in own.items()} == FOUND_BY
    assert {id for id, x in own.items() if x.reason} == {id for id, found in FOUND_BY.items() if not found}
    assert all(rule in ruleset.rules for x in own.values() for rule in x.rules)


def test_the_lints_named_really_occur(ruleset: Ruleset) -> None:
    occurring = {f"{lint.code.id}@{lint.target}" for lint in find_lints(ruleset)}
    named = {f for found in FOUND_BY.values() for f in found if "@" in f and f.startswith("PR")}
    assert named <= occurring


def test_every_summary_is_in_both_languages_and_short(ruleset: Ruleset) -> None:
    for clause in ruleset.clauses.values():
        assert 4 <= len(clause.summary.zh) <= 60, clause.id
        assert 10 <= len(clause.summary.en) <= 140, clause.id
        assert clause.summary.en.isascii(), clause.id


def test_national_clauses_rest_on_documents_read_in_copies() -> None:
    national, problems = load_ruleset("national")
    assert national is not None
    assert not has_errors(problems), render(problems, "en")
    assert {d.status for d in national.documents.values()} == {SourceStatus.SECONDARY}
    cited = {row.clause for row in clause_matrix(national, ()) if row.rules or row.parameters or row.definitions}
    assert cited == {id for id, c in national.clauses.items() if c.fate is Fate.ENCODED}
