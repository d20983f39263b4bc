"""Whole tables judged at once, as data frames."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from policyrules.api.asked import on_day
from policyrules.api.subjects import known_entity
from policyrules.diagnostics.core import Sentence
from policyrules.model.kinds import a_ruleset, a_text, of_other_kind
from policyrules.model.ruleset import Ruleset

if TYPE_CHECKING:
    from policyrules.engines.frame.result import FrameResult

FRAMES = Sentence("每个实体一张表的字典", "a mapping from each entity to its table")


def evaluate_frame(rules: Ruleset, frames: Mapping[str, Any], as_of: date | None = None) -> FrameResult:
    """Judge whole tables at once: `frames` holds one data frame for each entity (Polars eager or lazy, pandas, pyarrow,
    DuckDB or PySpark), with a column `id` and one for each field that is recorded, named by the field's id or label.

    References and ids are text, words of an enumeration ids or labels, numbers of any exact kind (a float of 64
    bits counts as the shortest decimal that names it). `result.verdicts` holds frames of the kind that was given, their
    rows in no order of their own: join them by `id`.

    Raises FactsError for tables that cannot be used (ids twice, columns of another type), UsageError for rules that
    frames cannot decide exactly and where `policyrules[frame]` is not installed.
    """
    from policyrules.engines.frame import evaluate_frames

    a_ruleset(rules)
    if not isinstance(frames, Mapping):
        raise of_other_kind("frames", frames, FRAMES, '{"teacher": teachers, "school": schools}')
    for entity in frames:
        a_text(entity, "frames", '"teacher"')
        known_entity(rules, entity)
    return evaluate_frames(rules, frames, on_day(as_of))
