"""Numbers with and without units."""

from __future__ import annotations

from policyrules.compiler.typing.context import Context
from policyrules.compiler.typing.openness import plain_type
from policyrules.compiler.typing.wanted import PLAIN, Failed, Result, Wanted
from policyrules.compiler.typing.words import unit_in_words
from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.model.expr import Literal
from policyrules.model.types import PERIOD, RATIO, NumberType
from policyrules.syntax.characters import fold
from policyrules.syntax.dates import whole_year
from policyrules.syntax.tree import NameNode, NumberNode
from policyrules.syntax.values import fits, normal, too_fine, write_ratio


def number(context: Context, node: NumberNode, wanted: Wanted | None) -> Result:
    """A number literal in the unit it states, or in the one that is expected."""
    if node.percent:
        return fitted(context, node, RATIO, None)
    if node.unit is not None:
        unit = find_unit(context, node.unit)
        return Failed() if unit is None else fitted(context, node, unit, None)
    if wanted is not None and wanted.number is not None:
        return fitted(context, node, wanted.number.unit, wanted)
    if wanted is not None and wanted.period and node.end - node.start == 4 and node.value.denominator == 1:
        period = whole_year(int(node.value))
        if isinstance(period, Sentence):
            context.report(catalogue.BAD_DATE, node, found=context.words(node), why=period)
            return Failed(PERIOD)
        return Literal(period, PERIOD)
    return fitted(context, node, plain_type(node).unit, None)


def fitted(context: Context, node: NumberNode, unit: str, wanted: Wanted | None) -> Result:
    """The literal, if its decimals fit the unit."""
    if wanted is not None and unit == RATIO and abs(node.value) > 1 and wanted.because is not PLAIN:
        context.report(
            catalogue.RATIO,
            node,
            wanted.related,
            found=context.words(node),
            percent=write_ratio(node.value),
            because=wanted.because,
        )
        return Failed(NumberType(unit))
    decimals = context.vocabulary.units[unit].decimals
    if fits(node.value, decimals):
        return Literal(normal(node.value), NumberType(unit))
    label = unit_in_words(unit, context.vocabulary)
    plain = Sentence(f"它以{label.zh}计", f"it is in {label.en}")
    context.report(
        catalogue.TOO_FINE,
        node,
        wanted.related if wanted else None,
        found=context.words(node),
        because=wanted.because if wanted else plain,
        why=too_fine(decimals),
    )
    return Failed(NumberType(unit))


def find_unit(context: Context, node: NameNode) -> str | None:
    """The unit a word behind a number names, by id, by label or by its singular."""
    word = fold(node.word)
    units = context.vocabulary.units.values()
    if word in context.vocabulary.units:
        return word
    for unit in units:
        if word in (fold(unit.label.zh), fold(unit.label.en), fold(unit.singular)):
            return unit.id
    if context.is_poisoned(word):
        return None
    known = [name for unit in units for name in (unit.id, unit.label.zh)]
    shown = Sentence("、".join(f"`{u.label.zh}`" for u in units), ", ".join(f"`{u.id}`" for u in units))
    suggestion = did_you_mean(node.word, known)
    context.report(catalogue.UNKNOWN_UNIT, node, name=node.word, units=shown, suggestion=suggestion)
    return None
