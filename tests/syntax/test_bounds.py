"""A file that is all wrong costs no more than a good one: what is told has a bound."""

from __future__ import annotations

import pytest

from policyrules.syntax.limits import MAX_PROBLEMS
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import read_shape

ALL_WRONG = {
    "repeated keys": "a: 1\n" * 3_000,
    "anchors": "- &a x\n" * 3_000,
    "unknown sections": "format: 1\n" + "".join(f"requirement{n}: 1\n" for n in range(3_000)),
    "bad ids": "format: 1\nduties:\n" + "".join(f"  R{n}: {{}}\n" for n in range(3_000)),
    "bad fields": "format: 1\nvocabulary: {entities: {t: {fields: {"
    + "".join(f"f{n}: x, " for n in range(3_000))
    + "}}}}",
}


@pytest.mark.parametrize("text", ALL_WRONG.values(), ids=ALL_WRONG)
def test_the_number_of_problems_is_bounded(text: str) -> None:
    document, diagnostics = read_document(text.encode(), "rules.yaml")
    if document is not None:
        diagnostics += read_shape(document)[1]
    assert MAX_PROBLEMS <= len(diagnostics) <= MAX_PROBLEMS + 1


def test_what_is_not_told_is_still_known_to_be_missing() -> None:
    document, _ = read_document(ALL_WRONG["bad ids"].encode(), "rules.yaml")
    assert document is not None
    assert len(read_shape(document)[0].failed) == 3_000


def test_blank_lines_cost_little() -> None:
    document, diagnostics = read_document(b"\n" * 1_900_000 + b"a: 1", "rules.yaml")
    assert document is not None
    assert not diagnostics
