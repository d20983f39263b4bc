"""The inspection hierarchy as it was carried out: who has inspected whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from policyrules.model.expr import TRUE, Value
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Inspection, Rule
from policyrules.model.words import Verdict
from policyrules.report.report import Report
from policyrules.semantics import World
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Visit:
    """What one inspector has done: the ids of those inspected, of those not, and of those nobody recorded, sorted."""

    inspector: Ref
    verdict: Verdict
    done: tuple[str, ...]
    open: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many there are to inspect."""
        return len(self.done) + len(self.open) + len(self.unknown)


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of the hierarchy: a rule, and a visit for each inspector to whom it applies.

    `rate`: the share to be inspected of a sample, None where the documents give none.
    """

    rule: Rule
    inspection: Inspection
    rate: Value | None
    visits: tuple[Visit, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Inspected, not inspected, not recorded, over all inspectors."""
        done, left = sum(len(v.done) for v in self.visits), sum(len(v.open) for v in self.visits)
        return done, left, sum(v.total for v in self.visits) - done - left


def edges(report: Report) -> tuple[Edge, ...]:
    """Every edge that was judged, from the top of the hierarchy down."""
    world = World(report.ruleset, report.facts, report.as_of)
    rules = [rule for rule in report.ruleset.rules.values() if rule.inspection is not None]
    judged = [(rule, list(report.by(rule.id, tuple(Verdict)))) for rule in rules]
    found = [_edge(rule, visits, world) for rule, visits in judged if visits]
    order = {entity: place for place, entity in enumerate(_from_the_top(found))}
    return tuple(sorted(found, key=lambda edge: order[edge.inspection.inspector]))


def _edge(rule: Rule, judged: list[Judgement], world: World) -> Edge:
    inspection = rule.inspection
    if inspection is None:
        raise ValueError(f"{rule.id} is no inspection")
    told = [j for j in judged if j.verdict is not Verdict.NOT_APPLICABLE]
    asked = None if inspection.rate is None else evaluate(inspection.rate, world, judged[0].subject)
    rate = None if isinstance(asked, Unknown) else asked
    return Edge(rule, inspection, rate, tuple(_visit(inspection, j, world) for j in told))


def _visit(inspection: Inspection, judged: Judgement, world: World) -> Visit:
    subject = judged.subject
    found: dict[object, list[str]] = {True: [], False: [], None: []}
    ids = world.members(subject.type, inspection.collection.name, subject.id)
    for id in () if isinstance(ids, Unknown) else ids:  # Of a table that was not given there is nobody to name.
        member = Ref(inspection.inspected, id)
        among = evaluate(inspection.where or TRUE, world, subject, member)
        if among is False:
            continue
        done = evaluate(inspection.done, world, subject, member)
        known = among is True and isinstance(done, bool)
        found[done if known else None].append(id)
    return Visit(subject, judged.verdict, tuple(found[True]), tuple(found[False]), tuple(found[None]))


def _from_the_top(found: list[Edge]) -> list[str]:
    """The inspectors, each after whoever inspects it."""
    above = {edge.inspection.inspected: edge.inspection.inspector for edge in found}

    def depth(entity: str) -> int:
        steps: Counter[str] = Counter()
        while entity in above and not steps[entity]:
            steps[entity] += 1
            entity = above[entity]
        return steps.total()

    return sorted(dict.fromkeys(edge.inspection.inspector for edge in found), key=depth)
