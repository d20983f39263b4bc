"""A province made up for measuring: teachers, a hundredth as many schools, every field the chosen rules read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

KINDS = ["kindergarten", "primary", "junior", "senior", "vocational", "other"]
DAYS = ("chosen_on", "studied_on", "applied_on", "assessed_on")
REVIEWS = ("self_reviewed_on", "group_reviewed_on", "school_reviewed_on")
ACTS = ("problem_diagnosed", "point_set", "courses_chosen")
STATES = ("assessed", "enrolled", "has_task")
SCHOOL = (
    "exit_assessed",
    "development_plan_made",
    "themes_set",
    "plan_carried_out",
    "assessment_held",
    "scheme_made",
    "guides_groups",
    "guides_teachers",
    "review_rules_made",
    "rubric_made",
    "team_has_dean",
    "team_trained",
    "rolled_out",
)


def made(folder: Path, number: int) -> tuple[Path, Path]:
    """The two tables as parquet files, made once; a tenth of the facts is not recorded."""
    files = folder / f"teacher-{number}.parquet", folder / f"school-{number}.parquet"
    if not all(file.exists() for file in files):
        folder.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(number)
        teachers(random, number).write_parquet(files[0])
        schools(random, max(1, number // 100)).write_parquet(files[1])
    return files


def teachers(random: np.random.Generator, number: int) -> pl.DataFrame:
    """`number` teachers."""
    school = random.integers(0, max(1, number // 100), number)
    columns = {
        "id": pl.Series(np.arange(number)).cast(pl.String).str.zfill(8),
        "school": "S" + pl.Series(school).cast(pl.String).str.zfill(6),
        "in_post": yes(random, number, 0.95),
        "online_hours": gaps(random, pl.Series(random.integers(0, 41, number), dtype=pl.Int32)),
        "practice_hours": gaps(random, pl.Series(random.integers(15, 61, number), dtype=pl.Int32)),
        **{name: yes(random, number, 0.9) for name in (*ACTS, *STATES)},
        **{name: days(random, number, 60 * place) for place, name in enumerate(DAYS)},
        **{name: days(random, number, 60 * place) for place, name in enumerate(REVIEWS)},
    }
    return pl.DataFrame(columns)


def schools(random: np.random.Generator, number: int) -> pl.DataFrame:
    """`number` schools."""
    heads = pl.Series(random.integers(0, 3, number)).cast(pl.String)
    columns = {
        "id": "S" + pl.Series(np.arange(number)).cast(pl.String).str.zfill(6),
        "kind": gaps(random, pl.Series(random.choice(KINDS, number))),
        **{name: yes(random, number, 0.9) for name in SCHOOL},
        "run_by": gaps(random, pl.Series(random.choice(["county_run", "department_run"], number, p=[0.9, 0.1]))),
        "plan_outcome": gaps(random, pl.Series(random.choice(["approved", "returned"], number))),
        **{
            name: days(random, number, 60 * n)
            for n, name in enumerate(("plan_filed_on", "plan_reviewed_on", "rolled_out_on"))
        },
        "principal": gaps(random, heads),
        "cio": gaps(random, pl.Series(random.integers(0, 3, number)).cast(pl.String)),
        "training_budget": gaps(random, pl.Series(random.integers(0, 5, number), dtype=pl.Int32)),
    }
    return pl.DataFrame(columns)


def yes(random: np.random.Generator, number: int, share: float) -> pl.Series:
    """True for that share."""
    return gaps(random, pl.Series(random.random(number) < share))


def days(random: np.random.Generator, number: int, later: int) -> pl.Series:
    """Days of half a year."""
    first = date(2022, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
    return gaps(random, pl.Series(first + later + random.integers(0, 180, number), dtype=pl.Int32).cast(pl.Date))


def gaps(random: np.random.Generator, values: pl.Series) -> pl.Series:
    """A tenth of the values taken out."""
    taken = pl.Series(random.random(len(values)) < 0.1)
    return pl.select(pl.when(~taken).then(values)).to_series()
