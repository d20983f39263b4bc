"""What rules of every kind say in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policyrules.compiler.passes.expressions import Expressions
from policyrules.compiler.passes.work import Work, maybe_text, text
from policyrules.diagnostics.source import Span
from policyrules.model.expr import TRUE, Expr
from policyrules.model.ruleset import Citation, Exemption, ParameterDef, Phase, Provenance, Rule
from policyrules.model.types import DATE, PERIOD
from policyrules.model.words import Action, Force, Kind
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import ExemptionShape, Item, RuleShape

DAY_OR_PERIOD = (DATE, PERIOD)


@dataclass(frozen=True, slots=True)
class Context:
    """What rules are compiled with."""

    work: Work
    checker: Expressions
    parameters: Mapping[str, ParameterDef]
    phases: Mapping[str, Phase]
    above: Mapping[str, list[Rule]]
    """The upper rules each id stands for."""
    rows: dict[str, tuple[Span, ...]]
    """Where the rows of each score stand, for the check of its table."""


@dataclass(frozen=True, slots=True)
class Common:
    """The parts of a rule that do not depend on its kind; `whole` says whether all of them could be read."""

    rule: Rule
    whole: bool


def common_parts(context: Context, kind: Kind, item: Item[RuleShape]) -> Common | None:
    """A rule without what decides it; None where it speaks of nothing known."""
    work, shape = context.work, item.value
    subject = work.entity(shape.subject, context.checker.vocabulary)
    cites = work.citations(shape.cite)
    if subject is None:
        return None
    applies: Expr | None = TRUE
    if shape.applies is not None:
        applies = context.checker.check(shape.applies, subject)
    exempt = exemptions(context, shape.unless, subject)
    rule = Rule(
        id=item.id.value,
        kind=kind,
        label=text(shape.label),
        subject=subject,
        force=shape.force.value if shape.force else Force.MUST,
        applies=applies or TRUE,
        must=None,
        validity=work.days(shape.valid),
        citations=cites,
        layer=work.layer,
        provenance=(Provenance(work.layer, action_of(shape), cites, shape.authority.value if shape.authority else ""),),
        exemptions=tuple(e for e in exempt if e is not None),
        after=tuple(a.value for a in shape.after),
        assumption=maybe_text(shape.assumption),
        place=work.place(item.id.span),
    )
    return Common(rule, applies is not None and None not in exempt)


def action_of(shape: RuleShape) -> Action:
    """What a fully stated rule does."""
    return shape.action.value if shape.action else Action.ADD


def exemptions(context: Context, shapes: Iterable[ExemptionShape], subject: str) -> list[Exemption | None]:
    """The conditions under which a rule does not apply; None for one that is wrong."""
    return [exemption(context, shape, subject) for shape in shapes]


def exemption(context: Context, shape: ExemptionShape, subject: str) -> Exemption | None:
    """One such condition."""
    when = context.checker.check(shape.when, subject)
    cites: tuple[Citation, ...] = context.work.citations(shape.cite)
    return None if when is None else Exemption(when, text(shape.label), cites, context.work.layer)


def due_of(context: Context, due: LocatedText | None, subject: str) -> tuple[Expr | None, bool]:
    """The deadline, and whether it could be read."""
    if due is None:
        return None, True
    found = context.checker.check(due, subject, DAY_OR_PERIOD)
    return found, found is not None
