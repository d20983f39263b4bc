"""All properties of a ruleset, or one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policyrules.model.ruleset import Ruleset
from policyrules.model.vocabulary import Entity, Enumeration, Unit, Vocabulary
from policyrules.prover.answer import Answer
from policyrules.prover.desk import Desk
from policyrules.prover.limits import Limits
from policyrules.prover.memory import give_back
from policyrules.prover.properties import PROPERTIES
from policyrules.prover.work import Work

Progress = Callable[[int, int], None]


def prove(
    ruleset: Ruleset,
    properties: Iterable[str] | None = None,
    against: Iterable[Ruleset] = (),
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> tuple[Answer, ...]:
    """The answers to `properties` (names of `PROPERTIES`; default: all), in a fixed order.

    `against`: the layers above, each compiled alone, for `tighten_only`. `progress` is told properties done and all.
    """
    chosen = list(PROPERTIES) if properties is None else [name for name in PROPERTIES if name in set(properties)]
    try:
        return _answers(ruleset, chosen, tuple(against), limits or Limits(), progress)
    finally:
        give_back()


def _answers(
    ruleset: Ruleset, chosen: list[str], upper: tuple[Ruleset, ...], limits: Limits, progress: Progress | None
) -> tuple[Answer, ...]:
    """All solvers live in here, and go with it."""
    desk = Desk((ruleset, *upper), joint([ruleset.vocabulary, *(u.vocabulary for u in upper)]), limits)
    work = Work(ruleset, desk, upper)
    answers: list[Answer] = []
    for done, name in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen))
        answers.extend(PROPERTIES[name](work))
    if progress is not None:
        progress(len(chosen), len(chosen))
    return tuple(answers)


def joint(vocabularies: list[Vocabulary]) -> Vocabulary:
    """One vocabulary with everything any of them has; where two say different things, the first counts."""
    units: dict[str, Unit] = {}
    enums: dict[str, Enumeration] = {}
    entities: dict[str, Entity] = {}
    for vocabulary in reversed(vocabularies):
        units.update(vocabulary.units)
        enums.update(vocabulary.enums)
        for id, entity in vocabulary.entities.items():
            known = entities.get(id)
            fields = {**(known.fields if known else {}), **entity.fields}
            collections = {**(known.collections if known else {}), **entity.collections}
            entities[id] = Entity(id, entity.label, fields, collections)
    return Vocabulary(units, enums, entities)
