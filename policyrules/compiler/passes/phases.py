"""Phases: the stages of the programme."""

from __future__ import annotations

from policyrules.compiler.passes.header import fixed_above
from policyrules.compiler.passes.values import read
from policyrules.compiler.passes.work import Work, text
from policyrules.model.ruleset import Phase
from policyrules.model.types import PERIOD
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Period


def compile_phases(work: Work, vocabulary: Vocabulary) -> dict[str, Phase]:
    """The phases of all layers."""
    found = dict(work.upper.ruleset.phases)
    for item in work.sections.phases:
        id, shape = item.id.value, item.value
        if id in found:
            work.tell(fixed_above(work, item.id))
            continue
        period = read(work, shape.period, PERIOD, vocabulary)
        if isinstance(period, Period):
            found[id] = Phase(id, text(shape.label), period, work.citations(shape.cite))
        else:
            work.fail("phases", id)
    return found
