"""Rules and what is known of tables -> a plan; plans made before are kept.

A plan speaks of nobody's rows, only of the columns that tables have. So whoever judges again with the same ruleset on
the same day, over tables of the same columns, has the plan already: all that stands between the call and the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.engines.frame.column import rows
from policyrules.engines.frame.compile import Output, compiled
from policyrules.engines.frame.graph import postorder
from policyrules.engines.frame.kind import Kind, Spelled
from policyrules.engines.frame.opened import Tables, label
from policyrules.engines.frame.plan import Plan
from policyrules.engines.frame.relation import steps
from policyrules.engines.frame.source import Source
from policyrules.engines.frame.values import UnfitError, pieces
from policyrules.engines.frame.whole import TooLargeError
from policyrules.engines.recent import Recent
from policyrules.model.errors import UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import NumberType
from policyrules.semantics.certain import Lowering
from policyrules.semantics.lowered import Op
from policyrules.semantics.verdicts import Judging, LoweredRule

# Where rules look at records by way of records by way of records, each level doubles or trebles the steps of a plan.
# Henan's and Yongzhou's take up to 140. Measured at 2,000: Polars begins after 0.05 s, DuckDB after 1.2 s; at 5,000
# DuckDB after 9 s, and at 35,000 Polars after 3.4 s.
MOST_STEPS = 2_000
# A plan of 60 rules takes about a megabyte. Whoever judges in a loop has one ruleset and one day, or the days of a
# year one after the other.
MOST_KEPT = 8


@dataclass(frozen=True)
class Planned:
    """The plan of each entity that was given and that rules speak of. `used`: the fields they look at, by entity."""

    used: Mapping[str, frozenset[str]]
    outputs: Mapping[str, Output]
    spelled: Spelled


class Lowered:
    """The rules on some entities, lowered for a day. `used`: the recorded fields they look at, by entity."""

    def __init__(self, ruleset: Ruleset, as_of: date, sources: Mapping[str, Source]) -> None:
        """Lower the rules of `ruleset` whose subjects stand in `sources`."""
        self.lowering = Lowering(ruleset, as_of)
        judging = Judging(self.lowering)
        rules = [rule for rule in ruleset.rules.values() if rule.subject in sources]
        self.rules = {rule.id: judging.rule(rule) for rule in rules}
        self.subjects = {
            subject: [rule.id for rule in rules if rule.subject == subject]
            for subject in dict.fromkeys(rule.subject for rule in rules)
        }
        self.used = self._used(sources)

    def of(self, entity: str) -> dict[str, LoweredRule]:
        """The rules on an entity."""
        return {id: self.rules[id] for id in self.subjects[entity]}

    def _used(self, sources: Mapping[str, Source]) -> dict[str, frozenset[str]]:
        plan = Plan(self.lowering, sources)
        roots = [node for rule in self.rules.values() for node in rule]
        found: dict[str, set[str]] = {entity: set() for entity in sources}
        for node in postorder(roots, lambda n: (*n.args, *((plan.definition(n.data),) if n.op is Op.DERIVED else ()))):
            if node.op is Op.FACT:
                entity, name = node.data
            elif node.op in (Op.MEMBERS, Op.FLATTEN):
                collection = plan.vocabulary.entities[node.data[0]].collections[node.data[1]]
                entity, name = collection.entity, collection.by
            else:
                continue
            if entity in sources and name in sources[entity].columns:
                found[entity].add(name)
        return {entity: frozenset(names) for entity, names in found.items()}


KEPT: Recent[Planned] = Recent(MOST_KEPT)


def planned(lowered: Lowered, tables: Tables) -> Planned | None:
    """The plan for tables of which no more is known than that they have these columns; None where a number might grow
    too large with some data, or a rule cannot be said at all."""
    try:
        made = _planned(lowered, tables.sources, tables.kind)
    except (TooLargeError, UnfitError):
        return None
    KEPT.put(lowered.lowering.ruleset, (lowered.lowering.as_of, tables.keys), made)
    return made


def planned_closely(lowered: Lowered, tables: Tables) -> Planned:
    """The plan for the very numbers at hand. Raises UsageError where even those do not fit."""
    sources = {entity: measured(tables, source) for entity, source in tables.sources.items()}
    try:
        return _planned(lowered, sources, tables.kind)
    except (TooLargeError, UnfitError):
        raise refused(lowered, sources) from None


def _planned(lowered: Lowered, sources: Mapping[str, Source], kind: Kind) -> Planned:
    plan = Plan(lowered.lowering, sources)
    outputs = {entity: compiled(plan, entity, lowered.of(entity)) for entity in lowered.subjects}
    deep = [entity for entity, output in outputs.items() if steps(output.frame) > MOST_STEPS]
    if deep:
        raise UsageError(tuple(too_deep(lowered, sources, entity) for entity in deep))
    return Planned(lowered.used, outputs, kind.spelled([output.frame for output in outputs.values()]))


def too_deep(lowered: Lowered, sources: Mapping[str, Source], entity: str) -> Diagnostic:
    """Said of the rules on an entity: the one that alone takes the most steps."""
    alone = {
        id: steps(compiled(Plan(lowered.lowering, sources), entity, {id: rule}).frame)
        for id, rule in lowered.of(entity).items()
    }
    worst = max(alone, key=lambda id: alone[id])
    known = lowered.lowering.ruleset
    entity_ = label(known.vocabulary.entities[entity])
    return codes.TOO_DEEP.at(known.rules[worst].place, rule=worst, entity=entity_, limit=MOST_STEPS)


def measured(tables: Tables, source: Source) -> Source:
    """A table with the bounds its numbers really keep, all of them."""
    names = [f for f in source.columns if isinstance(source.entity.fields[f].type, NumberType)]
    asked = [rows()]
    for name in names:
        value, made = source.read(source.entity.fields[name], source.raw(name), source.columns[name][1])
        whole = pieces(value)[0] if made is None else made
        asked += [whole.over_rows("min"), whole.over_rows("max")]
    ((number, *ends),) = tables.rows(source.asked(asked))
    pairs = zip(names, ends[::2], ends[1::2], strict=True)
    bounds = {name: (int(least or 0), int(most or 0)) for name, least, most in pairs}
    return replace(source, rows=max(1, number), bounds=bounds)


def refused(lowered: Lowered, sources: Mapping[str, Source]) -> UsageError:
    """Every rule that has no exact plan, and why."""
    found: list[Diagnostic] = []
    for id, rule in lowered.rules.items():
        declared = lowered.lowering.ruleset.rules[id]
        try:
            compiled(Plan(lowered.lowering, sources), declared.subject, {id: rule})
        except TooLargeError:
            found.append(codes.TOO_LARGE.at(declared.place, rule=id))
        except UnfitError:
            found.append(codes.UNFIT.at(declared.place, rule=id))
    return UsageError(tuple(found))
