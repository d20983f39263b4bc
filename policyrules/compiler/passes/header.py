"""Who the layer speaks for, and the documents it rests on."""

from __future__ import annotations

from policyrules.compiler.passes.work import Work, text
from policyrules.diagnostics.catalogue import layers as codes
from policyrules.diagnostics.catalogue import rules as rule_codes
from policyrules.diagnostics.core import Diagnostic, Related, Sentence
from policyrules.diagnostics.source import Span
from policyrules.model.ruleset import Document, LayerInfo
from policyrules.model.words import Validity
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import EVERYTHING

ABOVE = Sentence("上层在这里定义", "defined in the upper layer here")


def compile_header(work: Work) -> tuple[LayerInfo, ...]:
    """All layers, this one last. Sets the days the layer is in force."""
    above = work.upper.ruleset.layers
    shape = work.sections.ruleset
    if shape is None:
        if not work.is_failed("ruleset", EVERYTHING) and work.sections.head is not None:
            work.tell(rule_codes.NO_RULESET_SECTION.at(work.sections.head, file=work.sections.head.source.name))
        return above
    work.validity = work.days(shape.valid, Validity())
    level = shape.layer.value
    if above and level.depth <= above[-1].level.depth:
        values = {"level": level.value, "above": above[-1].id, "above_level": above[-1].level.value}
        work.tell(codes.NOT_BELOW.at(shape.layer.span, **values))
    return (*above, LayerInfo(shape.id.value, text(shape.label), level, shape.version.value, work.validity))


def compile_documents(work: Work) -> dict[str, Document]:
    """The source documents of all layers."""
    found = dict(work.upper.ruleset.documents)
    for item in work.sections.sources:
        shape = item.value
        if item.id.value in found:
            work.tell(fixed_above(work, item.id))
            continue
        number = shape.number.value if shape.number else None
        issued = shape.issued.value if shape.issued else None
        found[item.id.value] = Document(item.id.value, text(shape.title), shape.status.value, number, issued)
    return found


def fixed_above(work: Work, id: LocatedText, first: Span | None = None) -> Diagnostic:
    """That something cannot be defined again."""
    layer = work.upper.ruleset.layers[-1].id if work.upper.ruleset.layers else work.layer
    found = codes.FIXED_ABOVE.at(id.span, id=id.value, layer=layer)
    return found.with_related(Related(first, ABOVE)) if first else found
