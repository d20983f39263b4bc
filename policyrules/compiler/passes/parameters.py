"""Parameters: dated values, tightened or replaced by lower layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from policyrules.compiler.constant import overlaps
from policyrules.compiler.passes.tighten import common, looser_days, outside
from policyrules.compiler.passes.values import read
from policyrules.compiler.passes.work import Work, maybe_text, plain, show_days, show_type, text
from policyrules.diagnostics.catalogue import layers as layer_codes
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import LANGS, Diagnostic, Related, Sentence
from policyrules.diagnostics.source import Span
from policyrules.model.expr import Value
from policyrules.model.ruleset import Citation, ParameterDef, ParameterValue, Provenance
from policyrules.model.types import BoolType, EnumType, PeriodType, TextType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Action, Stricter, Text
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import ParameterShape, ParameterTightenShape
from policyrules.syntax.shape.statements import ABSENT
from policyrules.syntax.values import write_value

Dated = tuple[ParameterValue, Span]
"""A value, and where it stands."""

OTHER_VALUE = Sentence("另一个值在这里", "the other value stands here")
NOT_LOWER = Sentence("低于", "lower")
NOT_HIGHER = Sentence("高于", "higher")


def compile_parameters(work: Work, vocabulary: Vocabulary) -> dict[str, ParameterDef]:
    """The parameters of all layers."""
    found = dict(work.upper.ruleset.parameters)
    for item in work.sections.parameters:
        shape, id = item.value, item.id
        above = found.get(id.value)
        made: ParameterDef | None
        if isinstance(shape, ParameterTightenShape):
            made = tightened(work, id, shape, above, vocabulary)
        elif shape.action is not None and shape.action.value is Action.REPLACE:
            made = replaced(work, id, shape, above, vocabulary)
        elif above is not None:
            made = None
            work.tell(already_above(work, id, above))
        else:
            new = stated(work, id, shape, vocabulary, Action.ADD)
            made = new[0] if new else None
        if made is not None:
            found[id.value] = made
        else:
            work.lose(item.span)
            if above is None:
                label = shape.label if isinstance(shape, ParameterShape) else None
                work.fail("parameters", id.value, label)
    return found


def already_above(work: Work, id: LocatedText, above: ParameterDef) -> Diagnostic:
    """That an upper parameter is defined again without an action."""
    problem = layer_codes.ALREADY_ABOVE.at(id.span, id=id.value, layer=above.provenance[-1].layer)
    first = work.upper.spans.get(above.place) if above.place else None
    return problem.with_related(Related(first, Sentence("上层在这里定义", "defined above here"))) if first else problem


def stated(
    work: Work, id: LocatedText, shape: ParameterShape, vocabulary: Vocabulary, action: Action
) -> tuple[ParameterDef, list[Dated]] | None:
    """A parameter with all it says, and where its values stand; None where its type names nothing known."""
    kind = work.type_of(shape, vocabulary)
    if kind is None:
        return None
    values = dated_values(work, id, shape, kind, vocabulary)
    cites = work.citations(shape.cite) or all_citations(values)
    step = Provenance(work.layer, action, cites, shape.authority.value if shape.authority else "")
    made = ParameterDef(
        id.value,
        text(shape.label),
        kind,
        tuple(v for v, _ in values),
        checked_stricter(work, shape, kind, vocabulary),
        (step,),
        assumption(shape),
        work.place(id.span),
        plain(shape.measure_word),
    )
    return made, values


def assumption(shape: ParameterShape | ParameterTightenShape) -> Text | None:
    """The reading that is ours: of the parameter as a whole, or of its first such value."""
    own = maybe_text(shape.assumption)
    return own or next((maybe_text(v.assumption) for v in shape.values if v.assumption), None)


def all_citations(values: Iterable[Dated]) -> tuple[Citation, ...]:
    """The clauses that give the values, each once."""
    return tuple(dict.fromkeys(c for v, _ in values for c in v.citations))


def checked_stricter(work: Work, shape: ParameterShape, kind: Type, vocabulary: Vocabulary) -> Stricter | None:
    """Which way the parameter tightens; only values with an order can."""
    if shape.stricter is None:
        return None
    ordered = not isinstance(kind, BoolType | TextType | PeriodType | EnumType)
    if isinstance(kind, EnumType):
        ordered = vocabulary.enums[kind.name].ordered
    if not ordered:
        work.tell(codes.STRICTER_WITHOUT_ORDER.at(shape.stricter.span, value=shape.stricter.value.value))
        return None
    return shape.stricter.value


def dated_values(
    work: Work, id: LocatedText, shape: ParameterShape | ParameterTightenShape, kind: Type, vocabulary: Vocabulary
) -> list[Dated]:
    """The values by day, those that can be read; overlaps are reported."""
    found: list[Dated] = []
    unread: set[int] = set()
    for v in shape.values:
        value = None if v.absent else read(work, v.value, kind, vocabulary)
        if value is None and not v.absent:
            work.fail("parameter values", id.value)
            unread.add(v.value.span.start)
        cites = work.citations(v.cite)
        found.append((ParameterValue(work.days(v), value, work.layer, cites, maybe_text(v.reason)), v.value.span))
    found.sort(key=lambda pair: pair[0].validity.start or date.min)
    if work.is_failed("parameters", id.value):  # some of its days may be lost
        work.fail("parameter values", id.value)
    else:
        found = list(apart(work, id, found))
    return [(value, span) for value, span in found if span.start not in unread]


def apart(work: Work, id: LocatedText, values: Iterable[Dated]) -> Iterator[Dated]:
    """The values, in the order of their days, that overlap no earlier one; the others are reported."""
    last: Dated | None = None
    for value, span in values:
        if last is None or not overlaps(last[0].validity, value.validity):
            last = value, span
            yield last
            continue
        both = common(last[0].validity, value.validity)
        problem = codes.VALUES_OVERLAP.at(span, id=id.value, days=show_days(both.start, both.end))
        work.tell(problem.with_related(Related(last[1], OTHER_VALUE)))
        work.fail("parameter values", id.value)


def tightened(
    work: Work, id: LocatedText, shape: ParameterTightenShape, above: ParameterDef | None, vocabulary: Vocabulary
) -> ParameterDef | None:
    """The parameter above with stricter values on the days that are given."""
    if above is None:
        nothing_above(work, id, Action.TIGHTEN)
        return None
    values = dated_values(work, id, shape, above.type, vocabulary)
    if above.stricter is None:
        work.tell(layer_codes.NO_STRICTER.at(id.span, id=id.value))
        return above
    tell_looser(work, id, values, above, above.stricter, vocabulary)
    taken = [v.validity for v, _ in values]
    kept = [part for v in above.values for part in outside(v, taken)]
    merged = sorted([*kept, *(v for v, _ in values)], key=lambda v: v.validity.start or date.min)
    step = Provenance(work.layer, Action.TIGHTEN, work.citations(shape.cite) or all_citations(values))
    return replace(
        above,
        values=tuple(merged),
        provenance=(*above.provenance, step),
        assumption=assumption(shape) or above.assumption,
        place=work.place(id.span),
    )


def replaced(
    work: Work, id: LocatedText, shape: ParameterShape, above: ParameterDef | None, vocabulary: Vocabulary
) -> ParameterDef | None:
    """The parameter stated anew: with authority, unless it is nowhere looser."""
    if above is None:
        nothing_above(work, id, Action.REPLACE)
        return None
    new = stated(work, id, shape, vocabulary, Action.REPLACE)
    if new is None:
        return above
    made, values = new
    if made.type != above.type:
        types = {"above": show_type(above.type), "type": show_type(made.type)}
        work.tell(layer_codes.TYPE_CHANGES.at(id.span, id=id.value, **types))
        return above
    if shape.authority is not None or above.stricter is None:
        work.authorised(shape.authority, id, Action.REPLACE.value, above.provenance[-1].layer)
    else:
        tell_looser(work, id, values, above, above.stricter, vocabulary)
    return replace(made, stricter=made.stricter or above.stricter, provenance=above.provenance + made.provenance)


def tell_looser(
    work: Work,
    id: LocatedText,
    values: Iterable[Dated],
    above: ParameterDef,
    stricter: Stricter,
    vocabulary: Vocabulary,
) -> None:
    """Report the values that ask for less than the layer above does on the same days, each once."""
    if work.is_failed("parameters", id.value):  # some of its days may be lost
        return
    for new, span in values:
        for old, days in islice(looser_days(new, above.values, stricter, above.type, vocabulary), 1):
            problem = layer_codes.LOOSER.at(
                span,
                id=id.value,
                days=show_days(days.start, days.end),
                value=shown(new.value, above.type, vocabulary),
                above=shown(old.value, above.type, vocabulary),
                layer=old.layer,
                way=NOT_LOWER if stricter is Stricter.HIGHER else NOT_HIGHER,
            )
            work.tell(problem)


def shown(value: Value | None, kind: Type, vocabulary: Vocabulary) -> Sentence:
    """A value in words."""
    if value is None:
        return Sentence(ABSENT, ABSENT)
    return Sentence(*(write_value(value, kind, vocabulary, lang) for lang in LANGS))


def nothing_above(work: Work, id: LocatedText, action: Action) -> None:
    """Report an action on something that no upper layer has."""
    above = work.upper.ruleset.parameters
    if not work.is_lost_above("parameters", id.value):
        work.tell(
            layer_codes.NOTHING_ABOVE.at(id.span, id=id.value, action=action.value, hint=work.hint(id.value, above))
        )
