"""The properties, one file each. A new one is a file with `check(work)` and a line in `PROPERTIES`.

In:  `Work`: a ruleset, the days, the layers above.
Out: answers.
True here: a property asks questions of the desk and words their answers; it never talks to the solver's own API.
classes.py is a part of `gap`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from policyrules.prover.answer import Answer
from policyrules.prover.properties import (
    conflict,
    dead,
    declared,
    gap,
    hierarchy,
    masked,
    satisfiable,
    tighten,
    timeline,
    total,
)
from policyrules.prover.work import Work

Check = Callable[[Work], Iterator[Answer]]

PROPERTIES: Mapping[str, Check] = {
    gap.NAME: gap.check,
    total.NAME: total.check,
    total.OVERLAP: total.overlaps,
    dead.NAME: dead.check,
    conflict.NAME: conflict.check,
    masked.NAME: masked.check,
    satisfiable.NAME: satisfiable.check,
    tighten.NAME: tighten.check,
    timeline.NAME: timeline.check,
    hierarchy.NAME: hierarchy.check,
    declared.NAME: declared.check,
}
