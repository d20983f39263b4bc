"""What a proof that two rulesets mean the same rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """How it was proved that nobody tells two rulesets apart.

    `by`: "cases" (all `cases` of them, unknown facts included), "solver" (`cases` rechecked, or by a second solver
    where 0). `members`: up to so many kinds of members; None: any number.
    """

    by: str
    cases: int = 0
    members: int | None = None
