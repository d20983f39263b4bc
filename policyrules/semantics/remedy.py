"""The smallest change that makes a rule met."""

from __future__ import annotations

from policyrules.model.finding import Change, Ref
from policyrules.model.ruleset import Rule
from policyrules.semantics.world import World


def remedy(rule: Rule, subject: Ref, world: World) -> tuple[Change, ...]:
    """Filled in below."""
    return ()
