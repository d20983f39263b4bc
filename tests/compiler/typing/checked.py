"""Expressions of the village, checked."""

from __future__ import annotations

from policyrules.compiler.typing import check_expression
from policyrules.diagnostics.core import Diagnostic
from policyrules.model.expr import Expr
from policyrules.model.types import Type
from policyrules.syntax.expression import parse_expression
from policyrules.syntax.located import LocatedText
from tests.strategies.village import scope


def check(
    text: str, expected: Type | tuple[Type, ...] | None = None, subject: str = "teacher", **more: object
) -> tuple[Expr | None, list[Diagnostic]]:
    tree, wrong = parse_expression(LocatedText.of(text))
    expr, problems = check_expression(tree, scope(subject, **more), expected)  # type: ignore[arg-type]
    return expr, [*wrong, *problems]


def typed(text: str, expected: Type | tuple[Type, ...] | None = None, subject: str = "teacher") -> Expr:
    expr, problems = check(text, expected, subject)
    assert expr is not None
    assert not problems
    return expr
