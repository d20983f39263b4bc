"""The same rules for OpenFisca-core (the extra `bench`), as far as it can say them: it knows no fact that is not
recorded, so these are tables in which every fact is. Teachers are its persons, schools their groups."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.frame_by_hand import IN_PLAN, NATIONAL

MET, PENDING, UNMET, NOT_APPLICABLE = 3, 2, 0, 4
YEAR = periods.period("2023")
Formula = Callable[..., Any]


def code(applies: Any, met: Any, failed: int) -> Any:
    """The codes of a verdict."""
    return np.where(applies, np.where(met, MET, failed), NOT_APPLICABLE).astype(np.int32)


def ordered(read: Callable[[str], Any], *names: str) -> Any:
    """Days none of which comes before the one named before it."""
    found: Any = True
    for one, two in pairwise(names):
        found = found & (read(one) <= read(two))
    return found


def of_teachers(late: int) -> dict[str, Formula]:
    """The rules on teachers: for each, who is concerned, what is to be, and what failing it means."""

    def rule(national: bool, met: Callable[[Callable[[str], Any]], Any], failed: int) -> Formula:
        scope = "national" if national else "scope"

        def formula(teacher: Any, period: Any) -> Any:
            return code(teacher(scope, period), met(lambda name: teacher(name, period)), failed)

        return formula

    days = ("chosen_on", "studied_on", "applied_on", "assessed_on")
    reviews = ("self_reviewed_on", "group_reviewed_on", "school_reviewed_on")
    return {
        "total-hours": rule(True, lambda f: f("online_hours") + f("practice_hours") >= 50, late),
        "practice-share": rule(True, lambda f: f("practice_hours") >= 30, late),
        "online-hours": rule(False, lambda f: f("online_hours") >= 20, late),
        "practice-hours": rule(False, lambda f: f("practice_hours") >= 30, late),
        "three-acts": rule(False, lambda f: f("problem_diagnosed") & f("point_set") & f("courses_chosen"), late),
        "point-cycle": rule(False, lambda f: ordered(f, *days), UNMET),
        "review-order": rule(False, lambda f: ordered(f, *reviews), UNMET),
    }


def of_schools(late: int, words: dict[str, list[str]]) -> dict[str, Formula]:
    """The rules on schools."""

    def rule(met: Callable[[Callable[[str], Any]], Any], failed: int, more: Any = None) -> Formula:
        def formula(school: Any, period: Any) -> Any:
            def read(name: str) -> Any:
                return school(name, period)

            applies = read("plan") if more is None else read("plan") & more(read)
            return code(applies, met(read), failed)

        return formula

    def place(column: str, word: str) -> int:
        return words[column].index(word) if word in words[column] else -1

    def whole(school: Any, period: Any) -> Any:
        inside = school.members("scope", period)
        number, held = school.sum(inside), school.sum(inside & school.members("enrolled", period))
        return code(school("plan", period), held >= number, late)

    def tested(school: Any, period: Any) -> Any:
        doubtful = school.members("scope", period) & ~school.members("assessed", period)
        return code(school("plan", period), ~school.any(doubtful), late)

    small = [place("kind", "kindergarten"), place("kind", "teaching_point")]
    approved, department = place("plan_outcome", "approved"), place("run_by", "department_run")
    filed = ("plan_filed_on", "plan_reviewed_on", "rolled_out_on")
    return {
        "entry-gate-plan": rule(
            lambda f: (f("plan_outcome") == approved) & ordered(f, *filed),
            UNMET,
            lambda f: f("rolled_out") & (f("run_by") != department),
        ),
        "exit-gate-assessed": rule(lambda f: f("exit_assessed"), late),
        "whole-school": whole,
        "school-tests-teachers": tested,
        "development-plan": rule(lambda f: f("development_plan_made") & f("themes_set"), UNMET),
        "plan-carried-out": rule(lambda f: f("plan_carried_out"), late),
        "school-assessment": rule(lambda f: f("assessment_held"), late),
        "review-documents": rule(lambda f: f("review_rules_made") & f("rubric_made"), UNMET),
        "school-training-budget": rule(lambda f: f("training_budget") > 0, UNMET),
        "team-has-dean": rule(lambda f: f("team_has_dean"), UNMET, lambda f: ~np.isin(f("kind"), small)),
        "principal-is-cio": rule(lambda f: f("cio") == f("principal"), UNMET),
        "school-team-trained": rule(lambda f: f("team_trained"), UNMET),
    }


def is_kind(places: list[int]) -> Formula:
    """Whether a school is of one of these kinds."""
    return lambda school, period: np.isin(school("kind", period), places)


def in_post_at(kinds: str) -> Formula:
    """Whether a teacher is in post at a school of these kinds."""
    return lambda teacher, period: teacher("in_post", period) & teacher.school(kinds, period)


class Province:
    """Tables as OpenFisca wants them, and its system of variables: made once, before anything is measured."""

    def __init__(self, teachers: pl.DataFrame, schools: pl.DataFrame, due: bool) -> None:
        """Take over the tables; words and ids become numbers."""
        late = UNMET if due else PENDING
        heads = pl.concat([schools["principal"], schools["cio"]]).unique().sort().to_list()
        words = {name: schools[name].unique().sort().to_list() for name in ("kind", "run_by", "plan_outcome")}
        words |= {"principal": heads, "cio": heads}
        self.teacher = build_entity(key="teacher", plural="teachers", label="", is_person=True)
        roles = [{"key": "member", "plural": "members", "label": ""}]
        self.school = build_entity(key="school", plural="schools", label="", roles=roles)
        self.system = TaxBenefitSystem([self.teacher, self.school])
        self.inputs: dict[str, Any] = {}
        for entity, frame in ((self.teacher, teachers), (self.school, schools)):
            for column in frame.drop("id", "school", strict=False):
                values = column
                if column.dtype == pl.String:
                    known = words[column.name]
                    values = column.replace_strict(known, list(range(len(known))), return_dtype=pl.Int32)
                if column.dtype == pl.Date:
                    values = column.cast(pl.Int32)
                self.inputs[column.name] = values.to_numpy()
                self._variable(column.name, entity, bool if column.dtype == pl.Boolean else int, None)
        for name, known in (("plan", IN_PLAN), ("nation", NATIONAL)):
            places = [n for n, word in enumerate(words["kind"]) if word in known]
            self._variable(name, self.school, bool, is_kind(places))
        for name, kinds in (("scope", "plan"), ("national", "nation")):
            self._variable(name, self.teacher, bool, in_post_at(kinds))
        self.rules = {"teacher": of_teachers(late), "school": of_schools(late, words)}
        for entity, rules in ((self.teacher, self.rules["teacher"]), (self.school, self.rules["school"])):
            for id, formula in rules.items():
                self._variable(id, entity, int, formula)
        self.ids = np.arange(len(teachers)), np.arange(len(schools))
        table = pl.DataFrame({"school": schools["id"], "n": self.ids[1]})
        self.home = (
            teachers.select("school").join(table, on="school", how="left", maintain_order="left")["n"].to_numpy()
        )

    def _variable(self, name: str, entity: Any, type_: type, formula: Formula | None) -> None:
        body = {"value_type": type_, "entity": entity, "definition_period": periods.DateUnit.YEAR, "label": name}
        self.system.add_variable(type(name, (Variable,), body | ({} if formula is None else {"formula": formula})))

    def simulation(self) -> Any:
        """A simulation with its facts set."""
        builder = SimulationBuilder()
        builder.create_entities(self.system)
        builder.declare_person_entity("teacher", self.ids[0])
        schools = builder.declare_entity("school", self.ids[1])
        builder.join_with_persons(schools, self.home, np.zeros(len(self.home), dtype=int))
        simulation = builder.build(self.system)
        for name, values in self.inputs.items():
            simulation.set_input(name, YEAR, values)
        return simulation

    def judged(self, simulation: Any) -> dict[str, dict[str, Any]]:
        """All rules calculated: codes by entity and rule."""
        return {e: {id: simulation.calculate(id, YEAR) for id in rules} for e, rules in self.rules.items()}
