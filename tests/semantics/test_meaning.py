"""The table of meanings is whole."""

from __future__ import annotations

from typing import get_args

from policyrules.model.expr import Expr
from policyrules.semantics.evaluate import MEANING


def test_every_kind_of_expression_has_a_meaning() -> None:
    assert set(MEANING) == set(get_args(Expr))
