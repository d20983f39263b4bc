"""The examples in the docstrings of the Python interface are true."""

from __future__ import annotations

import doctest

import policyrules
from policyrules import api


def test_examples() -> None:
    for module in (api, policyrules):
        result = doctest.testmod(module)
        assert result.failed == 0
    assert doctest.testmod(api).attempted > 3
