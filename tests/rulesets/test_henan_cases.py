"""The cases beside the national and the Henan rules come out."""

from collections import defaultdict

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import CaseSet, case_coverage, check_cases, load_cases
from policyrules.diagnostics.render import render
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Kind, Verdict

Layer = tuple[Ruleset, tuple[CaseSet, ...]]
NEVER_DECIDED = {"province-samples-cities", "city-samples-counties", "exit-gate-levels"}


def loaded(name: str) -> Layer:
    ruleset, _ = load_ruleset(name)
    assert ruleset is not None
    sets, wrong = load_cases(name, ruleset)
    assert not wrong, render(wrong, "en")
    return ruleset, sets


@pytest.fixture(scope="module", params=["national", "henan"])
def layer(request: pytest.FixtureRequest) -> Layer:
    return loaded(request.param)


def test_cases_come_out(layer: Layer) -> None:
    wrong = tuple(check_cases(*layer, {}))
    assert not wrong, render(wrong, "en")


def test_every_side_of_every_rule_is_shown(layer: Layer) -> None:
    assert {row.rule: row.missing for row in case_coverage(*layer) if row.missing} == {}


def test_every_rule_shows_met_unmet_and_undetermined(layer: Layer) -> None:
    ruleset, sets = layer
    expected = {"met", "unmet", "undetermined"}
    shown: dict[str, set[str]] = defaultdict(set)
    for one in sets:
        shown[one.rule] |= {case.expect.value for case in one.cases}
    own = [r.id for r in ruleset.rules.values() if r.layer == ruleset.id]
    assert [id for id in own if not expected <= shown[id] and id not in NEVER_DECIDED | {"regular-bulletins"}] == []


def test_a_rate_the_plan_leaves_open_is_never_met() -> None:
    _, sets = loaded("henan")
    for one in sets:
        verdicts = {case.expect for case in one.cases}
        if one.rule in NEVER_DECIDED:
            assert verdicts <= {Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE}
        if one.rule == "regular-bulletins":
            assert verdicts == {Verdict.UNDETERMINED, Verdict.UNMET}


def test_names_differ_within_a_rule(layer: Layer) -> None:
    for one in layer[1]:
        names = [(c.name.zh, c.name.en) for c in one.cases]
        assert len({zh for zh, _ in names}) == len({en for _, en in names}) == len(names), one.rule
        assert max(len(zh) for zh, _ in names) <= 40


def test_kinds_and_forces_are_those_of_the_clause_table() -> None:
    ruleset, _ = loaded("henan")
    kinds = {kind: sum(r.kind is kind for r in ruleset.rules.values()) for kind in Kind}
    assert kinds[Kind.TARGET] == 15
    assert kinds[Kind.CONSISTENCY] == 9
    assert kinds[Kind.DUTY] == 15
    assert {r.force.value for r in ruleset.rules.values()} == {"must", "should", "may", "aim"}
    must = {r.id for r in ruleset.rules.values() if r.force.value == "must"}
    assert {"online-hours", "practice-hours", "total-hours", "practice-share", "school-tests-teachers"} <= must
    aims = {r.id for r in ruleset.rules.values() if r.force.value == "aim"}
    assert {"full-completion@closing-2023", "demonstration-lessons", "helped-schools", "provincial-horizon"} <= aims
