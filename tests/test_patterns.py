"""No regular expression of the library takes time that grows with the square of the text it is given."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from time import process_time

import pytest

import policyrules

LENGTH = 10_000
SHORT = {
    "policyrules.compiler.cases.ranges.RANGE": 100,
    "policyrules.syntax.shape.leaves._BETWEEN_NAMES": 100,
}
"""Expressions that only ever meet texts this short: ids."""
PUMPED: tuple[str, ...] = (
    " ",
    "\u3000",
    " \u3000",
    "\n",
    " \n",
    "# \n",
    "a",
    "a-",
    "a: ",
    "- ",
    "1",
    "1.",
    "1..",
    "1,000,",
    ".",
    "-",
)
PUMPED += ('"', '" ', '"%', "(", "()", "[", "<", "> ", "_", "#", "\\", "、", "年", "合计", "%", "x0")
SECONDS = 0.2
"""A linear search of such a text takes a hundredth of this; one that starts anew at every character, more than twice
this."""
ALONE = ("__main__", "policyrules.engines.durable.worker")
"""What is run, not imported."""


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in walk_packages(policyrules.__path__, "policyrules."):
        if not module.name.endswith(ALONE):
            values = vars(import_module(module.name)).items()
            found |= {f"{module.name}.{name}": value for name, value in values if isinstance(value, re.Pattern)}
    return found


PATTERNS = patterns()
SOURCE = "\n".join(path.read_text("utf-8") for path in Path(policyrules.__file__).parent.rglob("*.py"))
USED = re.findall(r"\b(\w+)\.(match|fullmatch|search|sub|split|finditer)\(", SOURCE)


def used(name: str) -> set[str]:
    """How the library looks with an expression: anywhere in a text, or only from where it stands."""
    ways = {way for known, way in USED if known == name.rpartition(".")[2]}
    anywhere = {"search"} if ways & {"search", "sub", "split", "finditer"} else set()
    return (ways & {"match", "fullmatch"}) | anywhere or {"fullmatch"}


def test_there_are_some() -> None:
    assert len(PATTERNS) > 50


@pytest.mark.parametrize("name", PATTERNS)
def test_expression_is_fast_on_repeated_texts(name: str) -> None:
    ways = used(name)
    for pumped in PUMPED:
        text = ("中a" + pumped * (LENGTH // len(pumped)))[: SHORT.get(name, LENGTH)] + "a\x01"
        for way in ways:
            begun = process_time()
            getattr(PATTERNS[name], way)(text)
            assert process_time() - begun < SECONDS, (way, pumped)


def test_a_heading_spread_by_blanks_costs_little() -> None:
    from policyrules.intake.words import fold

    begun = process_time()
    assert fold("姓" + " " * LENGTH + "名") == "姓名"
    assert fold("姓a" + " " * LENGTH + "a") == "姓a a"
    assert process_time() - begun < SECONDS
