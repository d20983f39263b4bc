"""The JSON Schema accepts what the loader accepts, and refuses what it can see is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policyrules.syntax.document import Map, Node, Scalar, Seq
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import json_schema
from policyrules.syntax.shape.keys import KEYS
from policyrules.syntax.shape.read import KEYS as SECTIONS

ROOT = Path(__file__).parents[2]
BASE = ROOT / "docs" / "diagnostics" / "_base"
RULESETS = sorted((ROOT / "rulesets").rglob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def plain(node: Node) -> Any:
    """A node as an editor's YAML reader would have it (YAML 1.2: only true and false are booleans)."""
    if isinstance(node, Map):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    if re.fullmatch(r"-?(0|[1-9]\d*)", node.text):
        return int(node.text)
    return {"true": True, "false": False}.get(node.text, node.text)


def read(data: bytes) -> Any:
    document, diagnostics = read_document(data, "rules.yaml")
    assert document is not None
    assert not diagnostics
    return plain(document.root)


@pytest.mark.parametrize(
    "path", [*sorted(BASE.rglob("*.yaml")), *RULESETS], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_every_ruleset_we_have_is_valid(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(read(path.read_bytes()))] == []


RULE = "label: {zh: 甲, en: a}, subject: teacher, must: x, cite: A"


@pytest.mark.parametrize(
    "text",
    [
        "parameters: {}",
        "format: 2",
        "format: 1\nrequirement: {}",
        "format: 1\nrequirements: []",
        f"format: 1\nrequirements: {{学时: {{{RULE}}}}}",
        f"format: 1\nrequirements: {{r: {{{RULE}, aplies: x}}}}",
        f"format: 1\nrequirements: {{r: {{{RULE}, force: msut}}}}",
        f"format: 1\nrequirements: {{r: {{{RULE}, valid: {{from: yesterday}}}}}}",
        "format: 1\nrequirements: {r: {label: {zh: 甲}, subject: teacher, must: x, cite: A}}",
        "format: 1\nrequirements: {r: {label: {zh: 甲, en: a}, subject: teacher, must: x}}",
        "format: 1\nrequirements: {r: {action: repeal}}",
        "format: 1\nvocabulary: {units: {hours: {label: {zh: 甲, en: a}, decimals: 12}}}",
        "format: 1\nvocabulary: {enums: {g: {label: {zh: 甲, en: a}, members: {}}}}",
        "format: 1\ncases: {r: {as_of: 2020-01-01, checks: [{name: {zh: 甲, en: a}, expect: mett}]}}",
    ],
)
def test_what_is_wrong_is_refused(text: str, validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid(read(text.encode()))


def test_what_a_lower_layer_says_is_valid(validator: jsonschema.Draft202012Validator) -> None:
    repeal = "requirements: {r: {action: repeal, cite: [A, B]}}"
    text = f"format: 1\n{repeal}\nparameters: {{p: {{action: tighten, values: [{{value: 60%, cite: A}}]}}}}"
    assert validator.is_valid(read(text.encode()))


def test_everything_is_described_in_both_languages() -> None:
    schema = json_schema()
    assert list(schema["properties"]) == list(SECTIONS)
    described = [(name, s) for d in (schema, *schema["$defs"].values()) for name, s in d["properties"].items()]
    for name, property in described:
        assert property["title"] == f"{KEYS[name].title} / {name}"
        assert KEYS[name].why.zh in property["description"]
        assert KEYS[name].why.en in property["description"]
    assert set(KEYS) == {name for name, _ in described}, "every key that is explained is a key"


def test_a_key_is_left_out_never_null() -> None:
    assert "null" not in str(json_schema())
