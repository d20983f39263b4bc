"""What somebody who knows Polars well would write for the same rules: every rule spelled out, nothing general."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl

UNMET, UNDETERMINED, PENDING, MET, NOT_APPLICABLE = (pl.lit(code, pl.Int8) for code in range(5))
IN_PLAN = [
    "kindergarten",
    "primary",
    "teaching_point",
    "junior",
    "nine_year",
    "senior",
    "complete_secondary",
    "special",
]
NATIONAL = [*IN_PLAN, "vocational"]
c = pl.col


def verdict(name: str, applies: pl.Expr, met: pl.Expr, failed: pl.Expr) -> pl.Expr:
    """The code of a verdict, from a condition that may be null."""
    return (
        pl.when(applies.is_null())
        .then(UNDETERMINED)
        .when(~applies)
        .then(NOT_APPLICABLE)
        .when(met.is_null())
        .then(UNDETERMINED)
        .when(met)
        .then(MET)
        .otherwise(failed)
        .alias(name)
    )


def by_hand(teacher: pl.LazyFrame, school: pl.LazyFrame, as_of: date) -> dict[str, pl.LazyFrame]:
    """The verdicts on teachers and on schools."""
    late = PENDING if as_of <= date(2023, 12, 31) else UNMET
    kinds = school.select(
        c("id").alias("school"), c("kind").is_in(IN_PLAN).alias("plan"), c("kind").is_in(NATIONAL).alias("nation")
    )
    known = teacher.join(kinds, on="school", how="left").with_columns(
        scope=c("in_post") & c("plan"), national=c("in_post") & c("nation")
    )
    people = known.select(
        "id",
        verdict("total-hours", c("national"), c("online_hours") + c("practice_hours") >= 50, late),
        verdict("practice-share", c("national"), c("practice_hours") >= 30, late),
        verdict("online-hours", c("scope"), c("online_hours") >= 20, late),
        verdict("practice-hours", c("scope"), c("practice_hours") >= 30, late),
        verdict("three-acts", c("scope"), c("problem_diagnosed") & c("point_set") & c("courses_chosen"), late),
        verdict("point-cycle", c("scope"), ordered("chosen_on", "studied_on", "applied_on", "assessed_on"), UNMET),
        verdict(
            "review-order", c("scope"), ordered("self_reviewed_on", "group_reviewed_on", "school_reviewed_on"), UNMET
        ),
    )
    return {"teacher": people, "school": schools(known, school, late)}


def ordered(*names: str) -> pl.Expr:
    """Days none of which comes before the one named before it."""
    return pl.all_horizontal(c(one) <= c(two) for one, two in pairwise(names))


def schools(teachers: pl.LazyFrame, school: pl.LazyFrame, late: pl.Expr) -> pl.LazyFrame:
    """The verdicts on schools."""
    inside, maybe = c("scope").fill_null(False), c("scope").is_null()
    yes, no = c("enrolled").fill_null(False), ~c("enrolled").fill_null(True)
    counted = teachers.group_by("school").agg(
        inside.sum().alias("n"),
        (inside & yes).sum().alias("held"),
        (inside & ~no).sum().alias("open"),
        (maybe & ~no).sum().alias("for"),
        (maybe & ~yes).sum().alias("against"),
        (inside & ~c("assessed").fill_null(True)).any().alias("failed"),
        ((inside | maybe) & ~c("assessed").fill_null(False)).any().alias("doubt"),
    )
    zero = ("n", "held", "open", "for", "against")
    known = school.join(counted, left_on="id", right_on="school", how="left").with_columns(
        c(zero).fill_null(0), c("failed").fill_null(False), c("doubt").fill_null(False), plan=c("kind").is_in(IN_PLAN)
    )
    everybody = (
        pl.when(c("n") == 0)
        .then(None)
        .when(c("held") >= c("n") + c("against"))
        .then(True)
        .when(c("open") + c("for") < c("n") + c("for"))
        .then(False)
    )
    tested = pl.when(c("failed")).then(False).when(~c("doubt")).then(True)
    plan, filed = (
        c("plan"),
        (c("plan_outcome") == "approved") & ordered("plan_filed_on", "plan_reviewed_on", "rolled_out_on"),
    )
    return known.select(
        "id",
        verdict("entry-gate-plan", plan & c("rolled_out") & (c("run_by") != "department_run"), filed, UNMET),
        verdict("exit-gate-assessed", plan, c("exit_assessed"), late),
        verdict("whole-school", plan, everybody, late),
        verdict("school-tests-teachers", plan, tested, late),
        verdict("development-plan", plan, c("development_plan_made") & c("themes_set"), UNMET),
        verdict("plan-carried-out", plan, c("plan_carried_out"), late),
        verdict("school-assessment", plan, c("assessment_held"), late),
        verdict("review-documents", plan, c("review_rules_made") & c("rubric_made"), UNMET),
        verdict("school-training-budget", plan, c("training_budget") > 0, UNMET),
        verdict(
            "team-has-dean", plan & ~c("kind").is_in(["kindergarten", "teaching_point"]), c("team_has_dean"), UNMET
        ),
        verdict("principal-is-cio", plan, c("cio") == c("principal"), UNMET),
        verdict("school-team-trained", plan, c("team_trained"), UNMET),
    )
