"""The frame engine: rules as expressions over whole columns, for a province's million in one run.

In:  a checked `Ruleset`, a day, and tables as data frames (Polars, pandas, pyarrow, DuckDB, PySpark), or `Facts`.
Out: frames of verdict codes of the same kind (`evaluate_frames`), or judgements (`judge_all`).
True here: one plan, of formulas over columns and tables that no engine has seen, spelled out in three ways: Polars'
expressions, narwhals' (the same names), one SQL query (Spark); the input is the two-valued lowering, so that no
engine's null rules decide; whole numbers only, every ratio compared crosswise, each step proven to fit 64 bits; what
has no exact plan is refused before anything runs, never approximated.

Reading order: column.py and relation.py (formulas and tables of a plan), truth.py, whole.py, number.py, values.py (what
a formula comes to: columns with what is known of them), scalar.py (operations over columns), graph.py and plan.py,
space.py (rows that grow columns), groups.py (aggregates), elsewhere.py (what is joined in), entity.py (tables and pairs
of rows), compile.py (rules to a table of codes), frames.py (plans spelled out), narrow.py, stepped.py, formula.py and
sql.py (the same for Spark), kind.py, local.py and kinds.py (kinds of frames), source.py, opened.py and checks.py
(tables as they were given), planning.py (plans made and kept), evaluate.py and result.py (the whole), around.py (facts
for explanations), records.py (behind the engines' common interface).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.engines.protocol import Progress
from policyrules.model.errors import UsageError
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset

if TYPE_CHECKING:
    from policyrules.engines.frame.result import FrameResult

__all__ = ["evaluate_frames", "judge_all"]


def judge_all(ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None) -> Sequence[Judgement]:
    """Every rule for every subject, by way of Polars frames. Raises UsageError where that cannot be done exactly."""
    _need_packages("polars", "narwhals")
    from policyrules.engines.frame import records

    return records.judge_all(ruleset, facts, as_of, progress)


def evaluate_frames(ruleset: Ruleset, frames: Mapping[str, Any], as_of: date) -> FrameResult:
    """Judge every record of the frames, which stand by entity. Raises FactsError and UsageError."""
    _need_packages("narwhals")
    from policyrules.engines.frame.kinds import ELSEWHERE, kind_of

    kinds = {kind_of(native) for native in frames.values()}
    if kinds.isdisjoint(ELSEWHERE):
        _need_packages("polars")
    if "pandas" in kinds:  # by way of Polars, which reads it with pyarrow
        _need_packages("pyarrow", extra="parquet")
    from policyrules.engines.frame import evaluate

    return evaluate.evaluate_frames(ruleset, frames, as_of)


def _need_packages(*packages: str, extra: str = "frame") -> None:
    """Say what to install where the extra is missing."""
    for package in packages:
        try:
            import_module(package)
        except ImportError:
            raise UsageError((codes.NOT_INSTALLED.at(None, engine="frame", package=package, extra=extra),)) from None
