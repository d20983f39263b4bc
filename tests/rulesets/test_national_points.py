"""The catalogue of thirty points and the algebra of grades."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.compiler import load_ruleset
from policyrules.model.expr import Derived, Subject
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import EnumType
from policyrules.model.words import Verdict
from policyrules.semantics import World, evaluate, judge

DAY = date(2022, 6, 30)
GRADES = ("fail", "pass", "excellent")
CELLS = {
    ("learner_analysis", "multimedia"): 1,
    ("learner_analysis", "hybrid"): 1,
    ("lesson_design", "multimedia"): 3,
    ("lesson_design", "hybrid"): 2,
    ("lesson_design", "smart"): 2,
    ("learning_guidance", "multimedia"): 6,
    ("learning_guidance", "hybrid"): 5,
    ("learning_guidance", "smart"): 3,
    ("learning_assessment", "multimedia"): 3,
    ("learning_assessment", "hybrid"): 2,
    ("learning_assessment", "smart"): 2,
}


@cache
def national() -> Ruleset:
    ruleset, _ = load_ruleset("national")
    assert ruleset is not None
    return ruleset


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return national()


def cells(ruleset: Ruleset) -> list[tuple[str, tuple[object, object]]]:
    """Every point with the dimension and environment that the definitions give it."""
    points = [m.id for m in ruleset.vocabulary.enums["ability_point"].members]
    world = World(ruleset, Facts({"chosen_point": {p: {"point": p} for p in points}}), DAY)

    def value(name: str, point: str) -> object:
        derived = Derived(Subject("chosen_point"), name, EnumType(name))
        return evaluate(derived, world, Ref("chosen_point", point))

    return [(p, (value("dimension", p), value("environment", p))) for p in points]


def test_thirty_points_in_eleven_cells(ruleset: Ruleset) -> None:
    found = [cell for _, cell in cells(ruleset)]
    assert len(found) == 30
    assert {cell: found.count(cell) for cell in found} == CELLS


def test_a_point_is_named_after_its_environment(ruleset: Ruleset) -> None:
    letters = {"multimedia": "a", "hybrid": "b", "smart": "c"}
    assert all(point.startswith(letters[str(environment)]) for point, (_, environment) in cells(ruleset))
    labels = {m.id: m.label for m in ruleset.vocabulary.enums["ability_point"].members}
    assert all(label.zh.startswith(id.upper()) and label.en.startswith(id.upper()) for id, label in labels.items())


def test_no_choice_within_smart_covers_every_dimension(ruleset: Ruleset) -> None:
    dimensions = {m.id for m in ruleset.vocabulary.enums["dimension"].members}
    smart = {dimension for _, (dimension, environment) in cells(ruleset) if environment == "smart"}
    assert dimensions - smart == {"learner_analysis"}


@given(st.lists(st.sampled_from(GRADES), min_size=1, max_size=6), st.sampled_from(GRADES))
def test_a_point_is_as_good_as_its_weakest_evidence(evidence: list[str], recorded: str) -> None:
    ruleset = national()
    rows = {f"E{i}": {"chosen_point": "C1", "grade": grade} for i, grade in enumerate(evidence)}
    facts = Facts({"chosen_point": {"C1": {"point": "a6", "grade": recorded}}, "point_evidence": rows})
    verdict = judge(ruleset.rules["point-grade"], Ref("chosen_point", "C1"), World(ruleset, facts, DAY)).verdict
    weakest = min(evidence, key=GRADES.index)
    assert verdict is (Verdict.MET if recorded == weakest else Verdict.UNMET)
    assert (weakest == "excellent") == all(grade == "excellent" for grade in evidence)


@given(st.booleans(), st.booleans(), st.booleans())
def test_evidence_gets_exactly_one_grade(on_task: bool, pass_met: bool, excellent_met: bool) -> None:
    ruleset = national()
    flags = {"on_task": on_task, "pass_met": pass_met, "excellent_met": excellent_met}
    facts = Facts({"point_evidence": {grade: {**flags, "grade": grade} for grade in GRADES}})
    world = World(ruleset, facts, DAY)
    rule = ruleset.rules["evidence-grade"]
    met = [g for g in GRADES if judge(rule, Ref("point_evidence", g), world).verdict is Verdict.MET]
    assert len(met) == 1
