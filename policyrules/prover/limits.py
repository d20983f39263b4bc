"""What a question may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for one question to the solver; `steps` the same in the solver's own unit, so that the answer does not
    hang on the machine; `kinds` of members a collection is expanded to, and `wider` where a rule needs more; `cases` at
    most for a proof by exhaustion."""

    seconds: float = 10.0
    steps: int = 40_000_000
    kinds: int = 4
    wider: tuple[int, ...] = (8,)
    cases: int = 256
