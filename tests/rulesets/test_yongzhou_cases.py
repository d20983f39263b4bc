"""Every case of Hunan and of the school comes out, and every rule shows every side it has."""

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import CaseSet, case_coverage, check_cases, load_cases
from policyrules.diagnostics.core import has_errors
from policyrules.diagnostics.render import render
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict

LAYERS = ["hunan", "hunan/yongzhou-vocational"]
NEVER_DECIDED = {"hunan-hours", "hunan-points", "regular-briefs"}
SIDES = {"met", "unmet", "undetermined", "boundary"}


@pytest.fixture(scope="module", params=LAYERS)
def layer(request: pytest.FixtureRequest) -> tuple[Ruleset, tuple[CaseSet, ...]]:
    ruleset, problems = load_ruleset(request.param)
    assert ruleset is not None
    assert not has_errors(problems), render(problems, "en")
    sets, wrong = load_cases(request.param, ruleset)
    assert not wrong, render(wrong, "en")
    return ruleset, sets


def test_cases_come_out(layer: tuple[Ruleset, tuple[CaseSet, ...]]) -> None:
    ruleset, sets = layer
    wrong = tuple(check_cases(ruleset, sets, {}))
    assert not wrong, render(wrong, "en")


def test_every_side_of_every_rule_is_shown(layer: tuple[Ruleset, tuple[CaseSet, ...]]) -> None:
    ruleset, sets = layer
    assert {row.rule: row.missing for row in case_coverage(ruleset, sets) if row.missing} == {}


def test_met_unmet_boundary_undetermined_for_each(layer: tuple[Ruleset, tuple[CaseSet, ...]]) -> None:
    ruleset, sets = layer
    shown: dict[str, set[str]] = {}
    for case in (c for one in sets for c in one.cases):
        found = shown.setdefault(case.rule, set())
        found.add(case.expect.value)
        found.update({"boundary"} if case.boundary else ())
    own = [r.id for r in ruleset.rules.values() if r.layer == ruleset.id]
    lacking = {id: SIDES - shown.get(id, set()) for id in own if id not in NEVER_DECIDED}
    assert {id: sides for id, sides in lacking.items() if sides} == {}
    for id in NEVER_DECIDED & set(own):
        assert shown[id] <= {"undetermined", "not_applicable", "boundary"}


def test_names_are_short_and_differ_within_a_rule(layer: tuple[Ruleset, tuple[CaseSet, ...]]) -> None:
    for one in layer[1]:
        names = [(c.name.zh, c.name.en) for c in one.cases]
        assert len({zh for zh, _ in names}) == len({en for _, en in names}) == len(names), one.rule
        assert max(len(zh) for zh, _ in names) <= 30
        assert max(len(en) for _, en in names) <= 80


def test_score_cases_give_points_for_each_outcome(layer: tuple[Ruleset, tuple[CaseSet, ...]]) -> None:
    ruleset, sets = layer
    for one in (s for s in sets if ruleset.rules[s.rule].table):
        for case in one.cases:
            assert (case.points is None) == (case.expect in (Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE))
