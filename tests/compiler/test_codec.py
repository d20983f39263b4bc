"""The codec: what goes in comes out, and nothing else is read."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.compiler import load_ruleset
from policyrules.compiler.codec import CodecError, decode, encode, signature
from policyrules.compiler.digest import ruleset_digest
from policyrules.model.expr import Expr, Literal, Value
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BOOL, NumberType
from policyrules.model.words import Period, Text, Validity
from tests.compiler.build import compiled, good

NUMBER = NumberType("hours")

values = st.one_of(
    st.booleans(),
    st.integers(),
    st.fractions(),
    st.dates(),
    st.text(),
    st.builds(Period, st.dates(), st.dates()),
)


@given(values)
def test_values_come_back(value: Value) -> None:
    text = json.dumps(encode(Literal(value, NUMBER), Expr))
    found = decode(json.loads(text), Expr)
    assert found == Literal(value, NUMBER)
    assert type(found.value) is type(value)


@pytest.mark.parametrize("name", ["national", "henan", "hunan/yongzhou-vocational"])
def test_rulesets_come_back(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")
    ruleset, _ = load_ruleset(name)
    assert ruleset is not None
    found = decode(json.loads(json.dumps(encode(ruleset, Ruleset))), Ruleset)
    assert found == ruleset
    assert list(found.rules) == list(ruleset.rules)
    assert [r.place for r in found.rules.values()] == [r.place for r in ruleset.rules.values()]
    assert ruleset_digest(found) == ruleset.digest


def test_the_canonical_encoding_has_neither_places_nor_order() -> None:
    ruleset = good(compiled())
    turned = decode(encode(ruleset, Ruleset), Ruleset)
    text = json.dumps(encode(turned, Ruleset, canonical=True))
    assert "hours.yaml" not in text
    assert "hours.yaml" in json.dumps(encode(turned, Ruleset))


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (1, bool),
        (True, int),
        ("2020-13-01", date),
        (7, date),
        ([1, 0], Fraction),
        ([1], Fraction),
        ([True, 2], Fraction),
        ("soon", Validity),
        (["2020-01-01"], Validity),
        (["a", "b", "c"], Text),
        ([1, "b"], Text),
        (["Nothing", []], Expr),
        ([["Literal"], []], Expr),
        (["Literal", [1]], Expr),
        ({}, Expr),
        (["Compare", ["=", 1, 2]], Expr),
    ],
)
def test_what_is_not_an_encoding_is_refused(wrong: object, kind: object) -> None:
    with pytest.raises(CodecError):
        decode(wrong, kind)


def test_an_unknown_word_and_a_key_twice_are_refused() -> None:
    encoded = encode(good(compiled()), Ruleset)
    text = json.dumps(encoded)
    assert '"primary"' in text
    with pytest.raises(CodecError):
        decode(json.loads(text.replace('"primary"', '"primal"')), Ruleset)
    documents = encoded[4]
    with pytest.raises(CodecError):
        decode([*encoded[:4], documents * 2, *encoded[5:]], Ruleset)


def test_only_declared_types_are_encoded() -> None:
    with pytest.raises(TypeError):
        encode(Literal(1.5, BOOL), Expr)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        encode({1}, set)
    with pytest.raises(TypeError):
        decode([], set)


def test_the_signature_names_every_field_and_word() -> None:
    text = signature(Ruleset)
    assert "hit_policy" not in text
    for part in ("exemptions", "tighten", "AggregateOp", "stricter"):
        assert part in text
