"""Every example of the language page is read as the language reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyrules.syntax.document import Map, Node, Scalar, Seq
from policyrules.syntax.expression import parse_expression
from policyrules.syntax.located import LocatedText
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import read_shape

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
CONDITIONS = {"must", "applies", "when", "where", "done", "measure", "due", "rate", "always", "given"}


def named(text: str) -> str:
    """The file the example would stand in."""
    if "\nruleset:" in text:
        return "ruleset.yaml"
    return "cases/example.yaml" if "\ncases:" in text else "example.yaml"


def expressions(node: Node, key: str = "") -> list[LocatedText]:
    """The expressions that stand in an example, by the keys that hold them."""
    if isinstance(node, Map):
        return [found for e in node.entries for found in expressions(e.value, e.key.text)]
    if isinstance(node, Seq):
        return [found for item in node.items for found in expressions(item)]
    return [LocatedText.from_scalar(node)] if isinstance(node, Scalar) and key in CONDITIONS else []


def test_there_are_examples_of_every_section() -> None:
    assert len(EXAMPLES) >= 13


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.split("\n")[0].rstrip(":"))
def test_example(text: str) -> None:
    whole = text if text.startswith("format:") else f"format: 1\n{text}"
    document, unreadable = read_document(whole.encode(), named("\n" + text))
    assert not unreadable
    assert document is not None
    _, misshapen = read_shape(document)
    assert [d.message("en") for d in misshapen] == []
    for expression in expressions(document.root):
        assert parse_expression(expression)[1] == ()
