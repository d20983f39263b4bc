"""What every engine can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset

Progress = Callable[[int], None]


class Engine(Protocol):
    """Judges every rule for every subject in the facts."""

    def __call__(
        self, ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None
    ) -> Iterable[Judgement]:
        """Judgements in the order of the rules, then of the subjects' ids; `progress` hears how many are made, as often
        as that is known."""
