"""The entrance: two rulesets compared."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.model.ruleset import Ruleset
from policyrules.prover.change import structure
from policyrules.prover.change.meaning import meaning
from policyrules.prover.change.result import Difference, How, RuleDifference
from policyrules.prover.desk import Desk
from policyrules.prover.limits import Limits
from policyrules.prover.prove import Progress, joint


def diff(old: Ruleset, new: Ruleset, limits: Limits | None = None, progress: Progress | None = None) -> Difference:
    """All that differs, in text and in meaning."""
    desk = Desk((old, new), joint([new.vocabulary, old.vocabulary]), limits or Limits())
    ids = [*old.rules, *(id for id in new.rules if id not in old.rules)]
    found: list[RuleDifference] = []
    for done, id in enumerate(ids):
        if progress is not None:
            progress(done, len(ids))
        found.extend(compared(desk, old, new, id))
    if progress is not None:
        progress(len(ids), len(ids))
    return Difference(
        old.id,
        new.id,
        structure.items(old.clauses, new.clauses),
        structure.definitions(old, new),
        structure.items(old.bulletins, new.bulletins),
        tuple(structure.parameters(old, new)),
        tuple(found),
    )


def compared(desk: Desk, old: Ruleset, new: Ruleset, id: str) -> Iterator[RuleDifference]:
    """One rule, where it differs."""
    was, now = old.rules.get(id), new.rules.get(id)
    if was is None or now is None:
        how = How.ADDED if was is None else How.REMOVED
        yield RuleDifference(id, how, (), (), meaning(desk, (old, was), (new, now)))
        return
    parts, through = structure.parts(was, now), structure.through(old, new, now)
    if parts or through:
        yield RuleDifference(id, How.CHANGED, parts, through, meaning(desk, (old, was), (new, now)))
