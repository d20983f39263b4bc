"""The examples in the docstrings of the Python interface are true, and every public name stands where it is said to."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import policyrules
from policyrules import api

FILES = [import_module(f"policyrules.api.{found.name}") for found in pkgutil.iter_modules(api.__path__)]


def test_examples(request: pytest.FixtureRequest) -> None:
    given = {"getfixture": request.getfixturevalue}
    results = [doctest.testmod(module, extraglobs=given) for module in (policyrules, api, *FILES)]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 8


def test_every_public_name_has_a_home() -> None:
    for name in api.__all__:
        assert getattr(api, name) is not None
    assert {name for name in policyrules.__all__ if getattr(policyrules, name) is not getattr(api, name)} == set()


def test_every_function_of_the_interface_is_offered() -> None:
    """A function of these files without an underscore is public, or helps another of these files."""
    helpers = {"known_entity", "on_day", "one_of", "other_rule", "usable", "usage"}
    helpers |= {"a_day", "a_path", "a_record", "a_ruleset", "a_text", "of_other_kind"}
    defined = {
        name
        for module in FILES
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert defined - helpers <= set(api.__all__)
