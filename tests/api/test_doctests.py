"""The examples in the docstrings of the Python interface are true, and every public name stands where it is said to."""

from __future__ import annotations

import ast
import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

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
    assert policyrules.__all__ is api.__all__
    for name in api.__all__:
        assert getattr(policyrules, name) is getattr(api, name)
    with pytest.raises(AttributeError, match=r"policyrules\.api.*nothing"):
        api.nothing  # noqa: B018


def test_types_are_offered_for_the_very_same_names() -> None:
    tree = ast.parse(Path(api.__file__).read_text("utf-8"))
    typed = next(node for node in tree.body if isinstance(node, ast.If))
    offered = [(i.module, a.name, a.asname) for i in typed.body if isinstance(i, ast.ImportFrom) for a in i.names]
    assert all(name == asname for _, name, asname in offered)
    assert {name: module for module, name, _ in offered} == {
        name: f"policyrules.{home}" for name, home in api._HOME.items()
    }


def test_every_function_of_the_interface_is_offered() -> None:
    """A function of these files without an underscore is public, or helps another of these files."""
    helpers = {"known_entity", "no_entity", "on_day", "one_of", "other_rule", "usable", "usage"}
    helpers |= {"a_day", "a_path", "a_record", "a_ruleset", "a_text", "of_other_kind"}
    defined = {
        name
        for module in FILES
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert defined - helpers <= set(api.__all__)
