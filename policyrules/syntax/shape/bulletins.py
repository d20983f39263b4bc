"""`bulletins`: rates that are published by unit and period."""

from __future__ import annotations

from typing import Annotated, ClassVar

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.shape.base import Item, Keyed, Shape
from policyrules.syntax.shape.common import TextShape
from policyrules.syntax.shape.leaves import (
    SNAKE_ID,
    SNAKE_STYLE,
    CadenceWord,
    Cites,
    Expression,
    Expressions,
    SnakeName,
)


class RateShape(Shape):
    """A part of a whole."""

    what: ClassVar[Sentence] = Sentence("比率", "a rate")
    label: TextShape
    part: Expression
    whole: Expression


class BulletinShape(Shape):
    """Which records are counted, in whose line, in which period, and the rates they come to."""

    what: ClassVar[Sentence] = Sentence("通报", "a bulletin")
    label: TextShape
    subject: SnakeName
    where: Expression | None = None
    per: Expressions
    day: Expression | None = None
    every: CadenceWord | None = None
    rates: Annotated[tuple[Item[RateShape], ...], Keyed(RateShape, SNAKE_ID, SNAKE_STYLE)]
    cite: Cites
    assumption: TextShape | None = None
