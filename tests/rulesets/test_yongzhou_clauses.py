"""The 54 clauses of the school's plan, each with its fate, and the sixteen contradictions, each with its finder."""

from collections import defaultdict
from collections.abc import Callable

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.lints.every import find_lints
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Fate, SourceStatus

LAYER = "hunan/yongzhou-vocational"
NOT_ENCODED = {
    "YZ-01": Fate.OUT_OF_SCOPE,
    "YZ-13": Fate.ASPIRATION,
    "YZ-21": Fate.ASPIRATION,
    "YZ-22": Fate.ASPIRATION,
    "YZ-29": Fate.ASPIRATION,
    "YZ-52": Fate.HUMAN_JUDGED,
}
WITH_REASON_ONLY = {"X-Y8", "X-Y14", "X-Y15"}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    loaded, _ = load_ruleset(LAYER)
    assert loaded is not None
    return loaded


def test_all_clauses_are_there(ruleset: Ruleset) -> None:
    own = {id: c for id, c in ruleset.clauses.items() if id.startswith("YZ-")}
    assert list(own) == [f"YZ-{i:02}" for i in range(1, 55)]
    assert {c.document for c in own.values()} == {"yongzhou-plan-2023"}
    assert {id: c.fate for id, c in own.items() if c.fate is not Fate.ENCODED} == NOT_ENCODED


def test_the_two_parts_three_are_told_apart(ruleset: Ruleset) -> None:
    locators = {id: c.locator for id, c in ruleset.clauses.items() if id.startswith("YZ-")}
    assert not [at for at in locators.values() if at.startswith("三") and at[:2] not in ("三a", "三b")]
    assert [id for id, at in locators.items() if at.startswith("三a")] == ["YZ-03", "YZ-04", "YZ-05"]
    assert [id for id, at in locators.items() if at.startswith("三b")] == ["YZ-06", "YZ-07"]


def citing(ruleset: Ruleset) -> dict[str, list[str]]:
    """The rules that rest on each clause."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule in ruleset.rules.values():
        for citation in rule.citations:
            found[citation.clause].append(rule.id)
    return found


def test_no_clause_loses_its_rule(ruleset: Ruleset, golden: Callable[[str, str], None]) -> None:
    rules = citing(ruleset)
    own = [c for c in ruleset.clauses.values() if c.id.startswith(("YZ-", "HUN-"))]
    assert [c.id for c in own if c.fate is Fate.ENCODED and not rules[c.id]] == []
    lines = [f"{c.id} {c.locator} {c.fate}: {' '.join(rules[c.id])}".rstrip(": ") for c in own]
    golden("rulesets/yongzhou_clauses.txt", "\n".join(lines) + "\n")


def test_the_plan_is_a_primary_source_and_the_province_is_not(ruleset: Ruleset) -> None:
    assert ruleset.documents["yongzhou-plan-2023"].status is SourceStatus.PRIMARY
    assert {d.status for id, d in ruleset.documents.items() if id.startswith("hunan-")} == {
        SourceStatus.UNVERIFIED,
        SourceStatus.SECONDARY,
    }


def test_every_contradiction_has_a_finder_or_a_reason(ruleset: Ruleset) -> None:
    own = {id: x for id, x in ruleset.inconsistencies.items() if id.startswith("X-Y")}
    assert set(own) == {f"X-Y{i}" for i in range(1, 19)}
    assert {id for id, x in own.items() if not x.rules and not x.lints} == WITH_REASON_ONLY
    assert all(own[id].reason for id in WITH_REASON_ONLY)
    assert all(rule in ruleset.rules for x in own.values() for rule in x.rules)


def test_lints_find_what_is_listed(ruleset: Ruleset) -> None:
    found = {lint.name for lint in find_lints(ruleset)}
    listed = {name for x in ruleset.inconsistencies.values() for name in x.lints}
    assert {name for name in listed if name not in found} == set()
    assert "PR603@hand-in-evidence" in listed
    assert "PR613@province-certifies-the-excellent" in listed
