"""Hierarchy: every unit of a kind that is inspected at all has an inspector."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.model.expr import Collection, Expr, Subject
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Inspection, Rule
from policyrules.model.words import Text
from policyrules.prover.answer import Answer
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.encode.store import Instance
from policyrules.prover.encode.terms import Beyond, Bit, conj, neg
from policyrules.prover.encode.verdict import concerned
from policyrules.prover.epochs import Days, epochs, in_force
from policyrules.prover.question import Question
from policyrules.prover.work import Work, unwanted
from policyrules.semantics import evaluate
from policyrules.semantics.judge import applies
from policyrules.syntax.walk import deciding

NAME = "hierarchy"


def check(work: Work) -> Iterator[Answer]:
    """An answer for each kind of unit."""
    edges: dict[str, list[tuple[Rule, Inspection]]] = {}
    for rule in work.ruleset.rules.values():
        if rule.inspection is not None:
            edges.setdefault(rule.inspection.inspected, []).append((rule, rule.inspection))
    for entity, found in edges.items():
        yield covered(work, entity, found)


def covered(work: Work, entity: str, edges: list[tuple[Rule, Inspection]]) -> Answer:
    """Whether some unit has no inspector while inspections of its kind are in force."""
    rules = [rule for rule, _ in edges]
    cut = [days for days in epochs(work.ruleset, work.horizon, (), rules) if any(in_force(r, days) for r in rules)]

    def question(days: Days) -> Question:
        live = [(rule, edge) for rule, edge in edges if in_force(rule, days)]
        return Question(
            entity,
            days,
            lambda bench: [neg(inspects(work, bench, entity, rule, edge, days)) for rule, edge in live],
            lambda case, _: not any(looks(work, case, rule, edge) for rule, edge in live),
        )

    found = work.first(cut, question)
    label = work.ruleset.vocabulary.entities[entity].label
    says = Text(f"每个{label.zh}都有督查者", f"every {label.en} has an inspector")
    if found.case is not None:
        says = Text(f"有的{label.zh}没有督查者", f"there can be a {label.en} without an inspector")
    shown = () if found.case is None else (found.case.witness(work.ruleset, also=asked(edges)),)
    return unwanted(NAME, tuple(rule.id for rule in rules), found, says, shown)


def asked(edges: list[tuple[Rule, Inspection]]) -> list[Expr]:
    """What decides whether a unit is reached, the references on the way up among it."""
    found: list[Expr] = []
    for rule, edge in edges:
        found += [*deciding(rule), *([edge.where] if edge.where is not None else [])]
    return found


def way_up(edge: Inspection, work: Work) -> list[str]:
    """The references from the inspected unit to its inspector."""
    steps = []
    source: object = edge.collection
    while isinstance(source, Collection):
        base = source.base
        owner = base.entity if isinstance(base, Collection | Subject) else None
        if owner is None:
            raise Beyond("path")
        steps.append(work.ruleset.vocabulary.entities[owner].collections[source.name].by)
        source = base
    return steps


def inspects(work: Work, bench: Bench, entity: str, rule: Rule, edge: Inspection, days: Days) -> Bit:
    """Whether an inspection reaches the bench's subject."""
    unit = at = bench.store.subject(entity)
    for step in way_up(edge, work):
        at = bench.store.reference(at, step)
    encoder = bench.encoder(work.ruleset, days, *deciding(rule))
    among = True if edge.where is None else encoder.truth(edge.where, at, unit).yes
    return conj((known(at, unit), among, concerned(rule, encoder, at).yes))


def known(inspector: Instance, unit: Instance) -> Bit:
    """Whether the way to the inspector is known."""
    return True if inspector is unit else inspector.exists


def looks(work: Work, case: Case, rule: Rule, edge: Inspection) -> bool:
    """The same, as the reference sees it."""
    world, at = case.world(work.ruleset), case.subject
    for step in way_up(edge, work):
        record = case.facts.get(at.type, at.id) or {}
        named = record.get(step)
        if not isinstance(named, str):
            return False
        target = work.ruleset.vocabulary.entities[at.type].fields[step].type
        at = Ref(getattr(target, "entity", ""), named)
    among = edge.where is None or evaluate(edge.where, world, at, case.subject) is True
    return among and applies(rule, at, world) is True
