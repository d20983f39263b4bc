"""What a remedy says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policyrules.model.expr import Number, Value
from policyrules.model.finding import Ref
from policyrules.prover.answer import Check


@dataclass(frozen=True, slots=True)
class Step:
    """Set `field` of `subject` from `before` (None: unknown) to `after`, at `cost`."""

    subject: Ref
    field: str
    before: Value | None
    after: Value
    cost: Number


@dataclass(frozen=True, slots=True)
class Counted:
    """Why so many members have to change: `needed` more of them, of `candidates` who can, the cheapest first.

    `spared`: what the cheapest of those left alone would have cost; nobody who was chosen costs more.
    """

    needed: int
    candidates: int
    dearest_chosen: Number
    spared: Number | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """How `subject` comes to meet `rules` on `day`.

    `options`: every cheapest way, as far as listed (`more`: there are others); empty where `against` names the smallest
    set of rules no change can meet together, or where nothing has to change, or where `gave_up` says why not (a key of
    `answer.REASONS`).
    """

    subject: Ref
    day: date
    rules: tuple[str, ...]
    cost: Number = 0
    options: tuple[tuple[Step, ...], ...] = ()
    more: bool = False
    against: tuple[str, ...] = ()
    gave_up: str = ""
    counted: Counted | None = None
    check: Check | None = None
