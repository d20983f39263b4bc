"""A question about one subject on some days, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from policyrules.prover.answer import Check
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.domain import Asked
from policyrules.prover.encode.decode import Model
from policyrules.prover.encode.terms import Bit
from policyrules.prover.epochs import Days


@dataclass(frozen=True, slots=True)
class Question:
    """Is there a subject of `entity`, on one of `days`, such that all of `build` holds?

    `shows`: whether concrete facts are such a one, as the reference judges them: every witness is held to it, and a
    proof that there is none is rechecked with it over the small domain of `asked`. `hoped`: there should be somebody,
    so nobody within a bound on members settles nothing and is not worth a recheck. `group`: what is asked is encoded
    beside other questions of the same group; of none, by itself. `recorded`: only of those whose facts are all known.
    """

    entity: str
    days: Days
    build: Callable[[Bench], Iterable[Bit]]
    shows: Callable[[Case, Model | None], bool]
    asked: tuple[Asked, ...] = ()
    hoped: bool = False
    group: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question: a case; or nobody (`check` says how that was checked); or `gave_up` says why not.

    `members`: nobody among collections of up to so many kinds of members; None: whatever their number.
    """

    case: Case | None = None
    gave_up: str = ""
    check: Check | None = None
    members: int | None = None
    model: Model | None = None

    @property
    def nobody(self) -> bool:
        """Whether it is settled that there is none (within `members`)."""
        return self.case is None and not self.gave_up

    @property
    def certainly_nobody(self) -> bool:
        """Whether there is none however many members collections have."""
        return self.nobody and self.members is None
