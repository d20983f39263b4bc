"""Frames in, frames of verdicts out: the whole of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.engines.frame.checks import checked
from policyrules.engines.frame.compile import Output, compiled
from policyrules.engines.frame.opened import opened
from policyrules.engines.frame.plan import Plan
from policyrules.engines.frame.result import FrameResult
from policyrules.engines.frame.source import Source
from policyrules.engines.frame.values import UnfitError
from policyrules.engines.frame.whole import TooLargeError
from policyrules.model.errors import FactsError, UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.certain import Lowering


def evaluate_frames(ruleset: Ruleset, frames: Mapping[str, Any], as_of: date) -> FrameResult:
    """Judge every record of the frames. Raises FactsError for tables and UsageError for rules that do not fit."""
    found: list[Diagnostic] = []
    sources, kind = opened(ruleset.vocabulary, frames, found)
    if has_errors(found):
        raise FactsError(tuple(found))
    sources, outputs = planned(ruleset, sources, as_of)
    for source in sources.values():
        found.extend(checked(source))
    if has_errors(found):
        raise FactsError(tuple(found))
    return FrameResult(ruleset, as_of, sources, outputs, kind, tuple(found))


def planned(ruleset: Ruleset, sources: dict[str, Source], as_of: date) -> tuple[dict[str, Source], dict[str, Output]]:
    """The plans of all entities that rules speak of. Where numbers might grow too large with any data, the data at
    hand are looked at: how many rows there are and, if that does not settle it, how large the numbers are."""
    for with_values in (None, False, True):
        known = sources
        if with_values is not None:
            known = {entity: source.measured(with_values) for entity, source in sources.items()}
        plan = Plan(Lowering(ruleset, as_of), known)
        try:
            return known, outputs(plan)
        except TooLargeError:
            continue
        except UnfitError:
            break
    raise refused(plan)


def outputs(plan: Plan) -> dict[str, Output]:
    """The plan of each entity that was given and that rules speak of."""
    ruleset = plan.lowering.ruleset
    subjects = dict.fromkeys(rule.subject for rule in ruleset.rules.values())
    return {entity: compiled(plan, entity, ruleset.rules_for(entity)) for entity in subjects if entity in plan.sources}


def refused(plan: Plan) -> UsageError:
    """Every rule that has no exact plan, and why."""
    found: list[Diagnostic] = []
    for rule in plan.lowering.ruleset.rules.values():
        if rule.subject not in plan.sources:
            continue
        try:
            compiled(plan, rule.subject, [rule])
        except TooLargeError:
            found.append(codes.TOO_LARGE.at(rule.place, rule=rule.id))
        except UnfitError:
            found.append(codes.UNFIT.at(rule.place, rule=rule.id))
    return UsageError(tuple(found))
