"""Bulletins: what is counted in whose line, typed; those of upper layers hold below."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.compiler.passes.header import fixed_above
from policyrules.compiler.passes.shared import Context
from policyrules.compiler.passes.work import maybe_text, text
from policyrules.compiler.typing.words import type_in_words
from policyrules.diagnostics.catalogue import reports as codes
from policyrules.model.expr import TRUE, Expr
from policyrules.model.ruleset import BulletinDef, Rate
from policyrules.model.types import DATE, BoolType, NumberType, RefType
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import BulletinShape, Item


def compile_bulletins(context: Context) -> dict[str, BulletinDef]:
    """The bulletins of all layers."""
    found = dict(context.work.upper.ruleset.bulletins)
    for item in context.work.sections.bulletins:
        if item.id.value in found:
            context.work.tell(fixed_above(context.work, item.id))
            context.work.lose(item.span)
            continue
        made = bulletin(context, item)
        if made is not None:
            found[made.id] = made
    return found


def bulletin(context: Context, item: Item[BulletinShape]) -> BulletinDef | None:
    """One bulletin; None where something in it is wrong, which is reported."""
    shape, work, check = item.value, context.work, context.checker.check
    cites = work.citations(shape.cite)
    subject = work.entity(shape.subject, context.checker.vocabulary)
    if subject is None:
        work.lose(item.span)
        return None
    where = check(shape.where, subject) if shape.where else TRUE
    per = tuple(found for one in shape.per if (found := line(context, one, subject)) is not None)
    day = check(shape.day, subject, DATE) if shape.day else None
    rates = tuple(rates_of(context, shape, subject))
    readable = len(per) == len(shape.per) and (day is not None) is (shape.day is not None)
    if where is None or not readable or len(rates) < len(shape.rates):
        return None
    return BulletinDef(
        id=item.id.value,
        label=text(shape.label),
        subject=subject,
        where=where,
        per=per,
        day=day,
        every=shape.every.value if shape.every else None,
        rates=rates,
        citations=cites,
        layer=work.layer,
        assumption=maybe_text(shape.assumption),
        place=work.place(item.id.span),
    )


def line(context: Context, per: LocatedText, subject: str) -> Expr | None:
    """The record whose line is meant."""
    found = context.checker.check(per, subject, None)
    if found is None or isinstance(found.type, RefType):
        return found
    words = type_in_words(found.type, context.checker.vocabulary)
    context.work.tell(codes.NO_LINE.at(per.span, value=per.value, type=words))
    return None


def rates_of(context: Context, shape: BulletinShape, subject: str) -> Iterator[Rate]:
    """The rates that are in order."""
    for item in shape.rates:
        part = amount(context, item.value.part, subject)
        whole = context.checker.check(item.value.whole, subject, part.type if part else None)
        if part is not None and whole is not None:
            yield Rate(item.id.value, text(item.value.label), part, whole)


def amount(context: Context, part: LocatedText, subject: str) -> Expr | None:
    """What is counted or added up."""
    found = context.checker.check(part, subject, None)
    if found is None or isinstance(found.type, BoolType | NumberType):
        return found
    words = type_in_words(found.type, context.checker.vocabulary)
    context.work.tell(codes.NO_AMOUNT.at(part.span, value=part.value, type=words))
    return None
