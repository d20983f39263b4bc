"""Every clause of the source documents, with its fate."""

from __future__ import annotations

from policyrules.compiler.passes.header import fixed_above
from policyrules.compiler.passes.work import DOCUMENT, Work, maybe_text, text
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.model.ruleset import Clause
from policyrules.model.words import Fate


def compile_clauses(work: Work) -> dict[str, Clause]:
    """The clauses of all layers."""
    found = dict(work.upper.ruleset.clauses)
    for item in work.sections.clauses:
        shape, id = item.value, item.id.value
        if id in found:
            place = found[id].place
            work.tell(fixed_above(work, item.id, work.upper.spans.get(place) if place else None))
            continue
        if shape.document.value not in work.documents:
            work.unknown("sources", DOCUMENT, shape.document, work.documents)
            work.fail("clauses", id)
            continue
        fate, place = shape.fate.value, work.place(item.id.span)
        summary, reason = text(shape.summary), maybe_text(shape.reason)
        found[id] = Clause(id, shape.document.value, shape.at.value, fate, summary, reason, work.layer, place)
    return found


def check_cited(work: Work) -> None:
    """Every encoded clause of this layer must have come to something; what could not be read may cite any of them."""
    for item in work.sections.clauses:
        clause = work.clauses.get(item.id.value)
        if clause is None or clause.layer != work.layer or clause.fate is not Fate.ENCODED:
            continue
        if clause.id not in work.cited and not work.mentioned(clause.id):
            work.tell(codes.CLAUSE_NOT_CITED.at(item.id.span, clause=clause.id))
