"""Findings as SARIF 2.1.0: a rule for each rule that is open somewhere, a result for each open finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.sarif import SCHEMA
from policyrules.diagnostics.width import inert
from policyrules.model.finding import Finding
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.report.evidence import Phrases
from policyrules.report.report import Report
from policyrules.report.selection import open_judgements

_KINDS = {Verdict.UNMET: "fail", Verdict.UNDETERMINED: "open", Verdict.PENDING: "review"}


def sarif_pieces(report: Report, lang: Lang) -> Iterator[str]:
    """One JSON object, in pieces. Places of rules are relative to the folder that holds the rulesets."""
    found = open_judgements(report)
    rules = report.ruleset.rules
    index = {id: place for place, id in enumerate(id for id in rules if id in {j.rule for j in found})}
    phrases = Phrases(report.ruleset, lang)
    files = {id: rule_file(rules[id], report.ruleset) for id in index}
    driver = {"name": "policyrules", "rules": [_rule(rules[id], files[id], phrases) for id in index]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "properties": {
            "ruleset": report.ruleset.id,
            "digest": report.ruleset.digest,
            "asOf": report.as_of.isoformat(),
        },
    }
    head = json.dumps({"$schema": SCHEMA, "version": "2.1.0"}, ensure_ascii=False)[:-1]
    yield f'{head}, "runs": [{json.dumps(run, ensure_ascii=False)[:-1]}, "results": ['
    before = "\n"
    for finding in report.explained(found):
        rule = rules[finding.rule]
        yield before + json.dumps(_result(finding, index[rule.id], rule, files[rule.id], lang), ensure_ascii=False)
        before = ",\n"
    yield "\n]}]}\n"


def _rule(rule: Rule, file: str | None, phrases: Phrases) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.label.get(phrases.lang)},
        "fullDescription": {"text": "\n".join(phrases.citation(c) for c in rule.citations)},
        "defaultConfiguration": {"level": "error" if rule.force is Force.MUST else "warning"},
    }
    return told if file is None else {**told, "helpUri": file}


def rule_file(rule: Rule, ruleset: Ruleset) -> str | None:
    """Where the rule, or what was last done to it, stands, relative to the folder that holds the rulesets."""
    if rule.place is None:
        return None
    # Files of the ruleset's own layer are named from its folder, those of upper layers from the folder above all.
    return quote(f"{ruleset.id}/{rule.place.file}" if rule.layer == ruleset.id else rule.place.file)


def _result(finding: Finding, index: int, rule: Rule, file: str | None, lang: Lang) -> dict[str, Any]:
    subject = inert(str(finding.subject))
    told: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "kind": _KINDS[finding.verdict],
        "level": _level(finding),
        "message": {"text": inert(finding.message.get(lang))},
        "locations": [_location(rule, file, subject, finding.subject.type)],
        "partialFingerprints": {"finding/v1": sha256(f"{finding.rule}\n{finding.subject}".encode()).hexdigest()},
        "properties": {"verdict": finding.verdict.value, "force": finding.force.value, "violation": finding.violation},
    }
    return told


def _level(finding: Finding) -> str:
    """SARIF keeps levels for what failed; all else has the level `none`."""
    if finding.verdict is not Verdict.UNMET:
        return "none"
    return "error" if finding.violation else "warning"


def _location(rule: Rule, file: str | None, subject: str, entity: str) -> dict[str, Any]:
    named: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": subject, "kind": entity}]}
    if file is None or rule.place is None:
        return named
    region = {"startLine": rule.place.line, "startColumn": rule.place.column}
    return {"physicalLocation": {"artifactLocation": {"uri": file}, "region": region}, **named}
