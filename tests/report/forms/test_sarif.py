"""SARIF: every result leads to the lines of its rule, in whatever layer they stand."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from policyrules import api
from policyrules.compiler.discovery import bundled_root, bundled_rulesets
from policyrules.diagnostics.core import LANGS
from policyrules.report.sarif import rule_file, sarif_pieces
from tests.build import DAY
from tests.compiler.build import BASE_FILES, LOWER_HEADER
from tests.report.forms.full import full

LOWER = """format: 1
requirements:
  online-hours:
    action: tighten
    force: must
    must: online_hours >= 25 hours
    cite: CTY-01
"""
OWN = """format: 1
requirements:
  own:
    label: {zh: 另一条, en: another}
    subject: teacher
    must: in_post
    cite: CTY-01
"""
FACTS = {
    "teacher": [{"id": "T1", "in_post": False, "online_hours": 22}, {"id": "T2", "in_post": True, "online_hours": 22}]
}


@pytest.mark.parametrize("name", bundled_rulesets())
def test_every_rule_leads_to_its_line(name: str) -> None:
    rules = api.load(name)
    for rule in rules.rules.values():
        file = rule_file(rule, rules)
        assert file is not None
        assert rule.place is not None
        line = (bundled_root() / unquote(file)).read_text("utf-8").split("\n")[rule.place.line - 1]
        assert line.strip().startswith(f"{rule.id.split('@')[0]}:")


def test_a_rule_leads_to_what_was_last_done_to_it(tmp_path: Path) -> None:
    root = tmp_path / "some rulesets"
    for name, files in (
        ("base", BASE_FILES),
        ("base/lower", {"ruleset.yaml": LOWER_HEADER, "提高.yaml": LOWER, "own.yaml": OWN}),
    ):
        for file, text in files.items():
            (root / name).mkdir(parents=True, exist_ok=True)
            (root / name / file).write_text(text, "utf-8")
    lower = root / "base" / "lower"
    rules = api.load(lower)
    report = api.evaluate(rules, FACTS, DAY)
    for lang in LANGS:
        run = json.loads("".join(sarif_pieces(report, lang)))["runs"][0]
        found = {r["ruleId"]: r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
        assert {id: unquote(uri) for id, uri in found.items()} == {
            "online-hours": "base/lower/提高.yaml",
            "own": "base/lower/own.yaml",
        }
        assert {rule["id"]: rule["helpUri"] for rule in run["tool"]["driver"]["rules"]} == found
    shutil.rmtree(lower)
    plain = api.evaluate(api.load(root / "base"), {"teacher": [{"id": "T1", "in_post": True, "online_hours": 2}]}, DAY)
    assert '"base/hours.yaml"' in "".join(sarif_pieces(plain, "zh"))


def test_rules_of_an_upper_layer_keep_its_folder() -> None:
    rules = api.load("henan")
    upper = next(rule for rule in rules.rules.values() if rule.layer == "national")
    assert str(rule_file(upper, rules)).startswith("national/")
    assert "national/national" not in str(rule_file(upper, rules))


def test_rules_without_a_place_lead_nowhere() -> None:
    report = full(8)
    assert all(rule_file(replace(rule, place=None), report.ruleset) is None for rule in report.ruleset.rules.values())
