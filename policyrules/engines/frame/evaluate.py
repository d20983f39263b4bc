"""Frames in, frames of verdicts out: the whole of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.engines.frame.checks import checked
from policyrules.engines.frame.compile import Output, compiled
from policyrules.engines.frame.graph import postorder
from policyrules.engines.frame.opened import opened
from policyrules.engines.frame.plan import Plan
from policyrules.engines.frame.result import FrameResult
from policyrules.engines.frame.source import Source
from policyrules.engines.frame.values import UnfitError
from policyrules.engines.frame.whole import TooLargeError
from policyrules.model.errors import FactsError, UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.certain import Lowering
from policyrules.semantics.lowered import Op
from policyrules.semantics.verdicts import Judging


def evaluate_frames(ruleset: Ruleset, frames: Mapping[str, Any], as_of: date) -> FrameResult:
    """Judge every record of the frames. Raises FactsError for tables and UsageError for rules that do not fit."""
    found: list[Diagnostic] = []
    sources, kind = opened(ruleset.vocabulary, frames, found)
    if has_errors(found):
        raise FactsError(tuple(found))
    lowering = Lowering(ruleset, as_of)
    note_used(lowering, sources)
    for source in sources.values():
        found.extend(checked(source))
    if has_errors(found):
        raise FactsError(tuple(found))
    sources, outputs = planned(lowering, sources)
    return FrameResult(ruleset, as_of, sources, outputs, kind, tuple(found))


def note_used(lowering: Lowering, sources: Mapping[str, Source]) -> None:
    """Note which columns of the tables the rules look at."""
    plan = Plan(lowering, sources)
    judging = Judging(lowering)
    rules = [rule for rule in lowering.ruleset.rules.values() if rule.subject in sources]
    roots = [node for rule in rules for node in judging.rule(rule)]
    for node in postorder(roots, lambda n: (*n.args, *((plan.definition(n.data),) if n.op is Op.DERIVED else ()))):
        if node.op is Op.FACT:
            entity, name = node.data
        elif node.op in (Op.MEMBERS, Op.FLATTEN):
            collection = lowering.ruleset.vocabulary.entities[node.data[0]].collections[node.data[1]]
            entity, name = collection.entity, collection.by
        else:
            continue
        if entity in sources and name in sources[entity].columns:
            sources[entity].used.add(name)


def planned(lowering: Lowering, sources: dict[str, Source]) -> tuple[dict[str, Source], dict[str, Output]]:
    """The plans of all entities that rules speak of. Where numbers might grow too large with any data, those at hand
    are looked at."""
    for measured in (False, True):
        known = {entity: source.measured() for entity, source in sources.items()} if measured else sources
        plan = Plan(lowering, known)
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
            compiled(Plan(plan.lowering, plan.sources), rule.subject, [rule])
        except TooLargeError:
            found.append(codes.TOO_LARGE.at(rule.place, rule=rule.id))
        except UnfitError:
            found.append(codes.UNFIT.at(rule.place, rule=rule.id))
    return UsageError(tuple(found))
