"""Frames in, frames of verdicts out: the whole of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.engines.frame.checks import Answers, Questions, checked
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
    lowered, plan = None, KEPT.get(ruleset, as_of, hoped)
    if plan is None:
        lowered = Lowered(ruleset, as_of, tables.sources)
        questions = Questions(tables, lowered.used)
        plan, answers = planned_meanwhile(lowered, hoped, questions)
    else:
        questions = Questions(tables, plan.used)
        answers = questions.answers()
    told, unsound = checked(questions, answers)
    found.extend(told)
    if has_errors(found):
        raise FactsError(tuple(found))
    if plan is None or unsound:
        lowered = lowered or Lowered(ruleset, as_of, tables.sources)
        known = doubtful(hoped, unsound)
        plan = planned(lowered, known) or planned_closely(lowered, known)
    return FrameResult(ruleset, as_of, tables, plan, tuple(found))


def hopeful(tables: Tables) -> Tables:
    """The same tables, all whole numbers of which are taken to lie within their limits, as they nearly always do. The
    checks say where they do not."""
    sources = {
        entity: replace(source, sound=frozenset(name for name in source.columns if source.is_whole(name)))
        for entity, source in tables.sources.items()
    }
    return replace(tables, sources=sources)


def doubtful(tables: Tables, unsound: Mapping[str, frozenset[str]]) -> Tables:
    """The same tables, less hopeful of some fields."""
    sources = {
        entity: replace(source, sound=source.sound - unsound.get(entity, frozenset()))
        for entity, source in tables.sources.items()
    }
    return replace(tables, sources=sources)


def planned_meanwhile(lowered: Lowered, tables: Tables, questions: Questions) -> tuple[Planned | None, Answers]:
    """Plan while the checks run, where it is Polars that runs them: it needs nothing of this thread's."""
    if not tables.kind.in_polars:
        return planned(lowered, tables), questions.answers()
    with ThreadPoolExecutor(1) as aside:
        answers = aside.submit(questions.answers)
        return planned(lowered, tables), answers.result()
