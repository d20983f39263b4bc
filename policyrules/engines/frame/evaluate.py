"""Frames in, frames of verdicts out: the whole of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.engines.frame.checks import Answers, Questions, checked, known
from policyrules.engines.frame.opened import Tables, opened
from policyrules.engines.frame.planning import KEPT, Lowered, Planned, planned, planned_closely
from policyrules.engines.frame.result import FrameResult
from policyrules.model.errors import FactsError
from policyrules.model.ruleset import Ruleset


def evaluate_frames(ruleset: Ruleset, frames: Mapping[str, Any], as_of: date) -> FrameResult:
    """Judge every record of the frames. Raises FactsError for tables and UsageError for rules that do not fit."""
    found: list[Diagnostic] = []
    tables = opened(ruleset.vocabulary, frames, found)
    if has_errors(found):
        raise FactsError(tuple(found))
    hoped = hopeful(tables)
    lowered, plan = None, KEPT.get(ruleset, (as_of, hoped.keys))
    if plan is None:
        lowered = Lowered(ruleset, as_of, tables.sources)
        questions = Questions(tables, lowered.used)
        plan, answers = planned_meanwhile(lowered, hoped, questions)
    else:
        questions = Questions(tables, plan.used)
        answers = questions.answers()
    told, seen = checked(questions, answers)
    found.extend(told)
    if has_errors(found):
        raise FactsError(tuple(found))
    if plan is None or seen.keys != hoped.keys:
        lowered = lowered or Lowered(ruleset, as_of, tables.sources)
        plan = planned(lowered, seen) or planned_closely(lowered, seen)
    return FrameResult(ruleset, as_of, tables, plan, tuple(found))


def hopeful(tables: Tables) -> Tables:
    """The same tables, of which more is taken to be known than is, and nearly always rightly: that they are no longer
    than tables are, and that whole numbers lie within their limits. The checks say where that is wrong."""
    return known(tables, {})


def planned_meanwhile(lowered: Lowered, tables: Tables, questions: Questions) -> tuple[Planned | None, Answers]:
    """Plan while the checks run, where it is Polars that runs them: it needs nothing of this thread's."""
    if not tables.kind.in_polars:
        return planned(lowered, tables), questions.answers()
    with ThreadPoolExecutor(1) as aside:
        answers = aside.submit(questions.answers)
        return planned(lowered, tables), answers.result()
