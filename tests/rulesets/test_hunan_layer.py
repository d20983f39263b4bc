"""The provincial layer: small, and honest about what has not been seen."""

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.lints.every import find_lints
from policyrules.diagnostics.core import has_errors
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Fate, SourceStatus


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    loaded, problems = load_ruleset("hunan")
    assert loaded is not None
    assert not has_errors(problems)
    return loaded


def test_layers(ruleset: Ruleset) -> None:
    assert [layer.id for layer in ruleset.layers] == ["national", "hunan"]


def test_what_was_not_seen_is_absent_not_zero(ruleset: Ruleset) -> None:
    own = {id: p for id, p in ruleset.parameters.items() if p.values[0].layer == "hunan"}
    assert set(own) == {"hunan_hours_min", "hunan_points_min"}
    assert all(value.value is None and value.reason for p in own.values() for value in p.values)


def test_rules_rest_on_unverified_sources_and_the_lints_say_so(ruleset: Ruleset) -> None:
    own = [r for r in ruleset.rules.values() if r.layer == "hunan"]
    assert {r.id for r in own} == {"hunan-hours", "hunan-points"}
    assert {c.status for r in own for c in r.citations} == {SourceStatus.UNVERIFIED}
    found = {lint.name for lint in find_lints(ruleset)}
    assert {f"{code}@{rule.id}" for code in ("PR606", "PR612") for rule in own} <= found


def test_one_countys_figures_are_not_adopted(ruleset: Ruleset) -> None:
    report = ruleset.clauses["HUN-05"]
    assert report.fate is Fate.OUT_OF_SCOPE
    assert report.reason is not None
    assert ruleset.documents[report.document].status is SourceStatus.SECONDARY
    assert not [r.id for r in ruleset.rules.values() if any(c.clause == "HUN-05" for c in r.citations)]
