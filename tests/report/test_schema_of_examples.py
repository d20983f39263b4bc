"""Every finding of both shipped examples is what docs/findings.schema.json says, all 43,000 of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import policyrules as pr
from policyrules.report.report_json import json_pieces

ROOT = Path(__file__).parents[2]
FREE = ("zh", "en", "id")
"""Keys whose texts the schema leaves free: a text in their place is as good as any other."""


def plain(node: Any) -> Any:
    """The same with free texts left out, so that what differs in nothing else is held to the schema once."""
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, dict):
        return {key: "" if key in FREE and isinstance(item, str) else plain(item) for key, item in node.items()}
    return node


def bare(item: dict[str, Any]) -> dict[str, Any]:
    """An item of a list without its value, which is held to the schema by itself."""
    return {**item, "value": None} if "value" in item else item


@pytest.mark.parametrize(
    ("ruleset", "example", "day", "least"),
    [
        ("henan", "henan", date(2023, 12, 31), 33_000),
        ("hunan/yongzhou-vocational", "yongzhou", date(2023, 11, 11), 9_000),
    ],
)
def test_the_whole_output(ruleset: str, example: str, day: date, least: int) -> None:
    report = pr.evaluate(pr.load(ruleset), ROOT / "examples" / example, day)
    whole = json.loads("".join(json_pieces(report)))
    findings = whole.pop("findings")
    assert len(findings) == len(report.judgements) > least
    schema = json.loads((ROOT / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate({**whole, "findings": []})
    lists = {"evidence": "evidence", "missing": "missing", "remedy": "change"}
    parts = {kind: set[str]() for kind in ("finding", "value", *lists.values())}
    for finding in findings:
        parts["value"].update(json.dumps(item["value"]) for item in finding["evidence"])
        for name, kind in lists.items():
            parts[kind].update(json.dumps(plain(bare(item))) for item in finding[name])
        parts["finding"].add(json.dumps(plain({**finding, **{key: [] for key in lists}})))
    for kind, distinct in parts.items():
        validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})
        for part in distinct:
            validator.validate(json.loads(part))
