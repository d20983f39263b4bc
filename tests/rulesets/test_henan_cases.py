"""The cases beside the national and the Henan rules come out, and they pin every number down."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import CaseSet, case_coverage, check_cases, load_cases
from policyrules.diagnostics.render import render
from policyrules.model.expr import Value
from policyrules.model.ruleset import ParameterDef, Ruleset
from policyrules.model.types import RATIO_NUMBER, Type
from policyrules.model.words import Kind, Period, Verdict

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
    wrong = tuple(check_cases(*layer))
    assert not wrong, render(wrong, "en")


def test_every_side_of_every_rule_is_shown(layer: Layer) -> None:
    assert {row.rule: row.missing for row in case_coverage(*layer) if row.missing} == {}


def test_every_rule_shows_met_unmet_and_undetermined(layer: Layer) -> None:
    ruleset, sets = layer
    expected = {"met", "unmet", "undetermined"}
    shown = {one.rule: {case.expect.value for case in one.cases} for one in sets}
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


def moved(value: Value, kind: Type, step: int) -> Value:
    """The value a little higher or lower: by one, a share by one per cent."""
    if isinstance(value, Period):
        return replace(value, end=value.end + timedelta(days=step))
    if isinstance(value, (bool, str)):
        raise TypeError("only numbers, days and periods move")
    if isinstance(value, (int, Fraction)):
        return value + (Fraction(step, 100) if kind == RATIO_NUMBER else step)
    return value + timedelta(days=step)


def with_parameter(ruleset: Ruleset, parameter: ParameterDef, step: int) -> Ruleset:
    """The ruleset with one parameter moved."""
    values = tuple(
        v if v.value is None else replace(v, value=moved(v.value, parameter.type, step)) for v in parameter.values
    )
    return replace(ruleset, parameters={**ruleset.parameters, parameter.id: replace(parameter, values=values)})


@pytest.mark.parametrize("step", [1, -1])
def test_no_parameter_can_move_unnoticed(layer: Layer, step: int) -> None:
    """Whatever number changes, some case of the layer says so."""
    ruleset, sets = layer
    own = [p for p in ruleset.parameters.values() if p.provenance[-1].layer == ruleset.id]
    given = [p for p in own if any(v.value is not None for v in p.values)]
    assert given
    unnoticed = [p.id for p in given if not any(check_cases(with_parameter(ruleset, p, step), sets))]
    assert unnoticed == []


def test_kinds_and_forces_are_those_of_the_clause_table() -> None:
    ruleset, _ = loaded("henan")
    kinds = {kind: sum(r.kind is kind for r in ruleset.rules.values()) for kind in Kind}
    assert kinds[Kind.TARGET] == 15
    assert kinds[Kind.CONSISTENCY] == 8
    assert kinds[Kind.DUTY] == 15
    assert {r.force.value for r in ruleset.rules.values()} == {"must", "should", "may", "aim"}
    must = {r.id for r in ruleset.rules.values() if r.force.value == "must"}
    assert {"online-hours", "practice-hours", "total-hours", "practice-share", "school-tests-teachers"} <= must
    aims = {r.id for r in ruleset.rules.values() if r.force.value == "aim"}
    assert {"full-completion@closing-2023", "demonstration-lessons", "helped-schools", "provincial-horizon"} <= aims
