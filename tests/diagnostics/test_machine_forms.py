"""JSON and SARIF."""

from __future__ import annotations

import json
from typing import Any

from policyrules.diagnostics.catalogue import all_codes
from policyrules.diagnostics.catalogue import text as codes
from policyrules.diagnostics.core import Related, Sentence
from policyrules.diagnostics.jsonform import to_json
from policyrules.diagnostics.sarif import to_sarif
from policyrules.diagnostics.source import Place, SourceText, Span

SOURCE = SourceText("子 目录/rules.yaml", "a: 1\n学: 2\na: 3\n")
FIRST = Related(Span(SOURCE, 0, 1), Sentence("先在这里", "first here"))
TWICE = codes.DUPLICATE_KEY.at(Span(SOURCE, 10, 11), key="a").with_related(FIRST)
EMPTY = codes.EMPTY_FILE.at(None, file="x")
FACT = codes.EMPTY_FILE.at(Place("teacher.csv", 7, 2), file="y")


def test_json_form() -> None:
    fact, twice, empty = to_json([TWICE, EMPTY, FACT, TWICE])
    assert twice["where"] == {"file": "子 目录/rules.yaml", "line": 3, "column": 1, "end_line": 3, "end_column": 2}
    assert empty["where"] is None
    assert fact["where"] == {"file": "teacher.csv", "line": 7, "column": 2, "end_line": 7, "end_column": 2}
    assert twice["related"][0]["label"] == {"zh": "先在这里", "en": "first here"}
    assert twice["message"] == {"zh": "键 `a` 写了两次", "en": "the key `a` is written twice"}
    assert list(fact) == ["code", "severity", "where", "message", "reason", "help", "related"]
    json.dumps([twice, fact, empty])


def test_sarif() -> None:
    log = to_sarif([TWICE, EMPTY, FACT], "zh", "1.2.3")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "policyrules"
    assert driver["version"] == "1.2.3"
    assert [rule["id"] for rule in driver["rules"]] == ["PR109", "PR116"]
    for result in run["results"]:
        check_result(result, driver["rules"])
    located = next(r for r in run["results"] if r["ruleId"] == "PR109")
    place = located["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E5%AD%90%20%E7%9B%AE%E5%BD%95/rules.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 2}
    assert located["relatedLocations"][0]["message"]["text"] == "先在这里"
    assert (
        to_sarif([TWICE], "en", "1")["runs"][0]["results"][0]["relatedLocations"][0]["message"]["text"] == "first here"
    )
    assert json.loads(json.dumps(log)) == log


def check_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    """What SARIF 2.1.0 asks of a result."""
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in ("error", "warning", "note")
    assert result["message"]["text"]
    for location in result["locations"]:
        region = location["physicalLocation"]["region"]
        assert (1, 1) <= (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_no_diagnostics_no_results() -> None:
    assert to_json([]) == []
    assert to_sarif([], "zh", "1")["runs"][0]["results"] == []


def test_every_code_is_well_formed() -> None:
    for id, code in all_codes().items():
        assert id == code.id
        for sentence in (code.message, code.reason, code.help):
            assert sentence.zh
            assert sentence.en
            assert not sentence.zh.endswith(("。", "."))
            assert not sentence.en.endswith(".")
        assert code.message.en[0].islower() or not code.message.en[0].isalpha(), code.id
