"""What type an expression should have, and why."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.core import Related, Sentence
from policyrules.model.expr import Expr
from policyrules.model.types import BOOL, EnumType, NumberType, PeriodType, Type


@dataclass(frozen=True, slots=True)
class Wanted:
    """The types that fit, the reason for that, and the place the reason stands at."""

    types: tuple[Type, ...]
    because: Sentence
    related: Related | None = None

    @property
    def number(self) -> NumberType | None:
        """The number type that fits, if one does."""
        return next((t for t in self.types if isinstance(t, NumberType)), None)

    @property
    def enum(self) -> str | None:
        """The enumeration that fits, if one does."""
        return next((t.name for t in self.types if isinstance(t, EnumType)), None)

    @property
    def period(self) -> bool:
        """Whether a period fits."""
        return any(isinstance(t, PeriodType) for t in self.types)


@dataclass(frozen=True, slots=True)
class Failed:
    """An expression with a mistake in it that has been reported; its type, where that is clear all the same."""

    type: Type | None = None


Result = Expr | Failed

PLAIN = Sentence("没有单位的数只是个数", "a number without a unit is a plain number")


def condition(op: str) -> Wanted:
    """A condition, because `op` joins conditions."""
    return Wanted((BOOL,), Sentence(f"`{op}` 只接条件", f"`{op}` takes conditions"))
