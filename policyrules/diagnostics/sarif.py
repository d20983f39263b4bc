"""Diagnostics -> SARIF 2.1.0, which code hosts show beside the lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from policyrules.diagnostics.collect import tidy
from policyrules.diagnostics.core import Code, Diagnostic, Lang
from policyrules.diagnostics.jsonform import region
from policyrules.diagnostics.source import Place, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(diagnostics: Iterable[Diagnostic], lang: Lang, version: str) -> dict[str, Any]:
    """One run of the tool `policyrules` in its `version`, with a rule per code and a result per diagnostic."""
    ordered = tidy(diagnostics)
    codes = {d.code.id: d.code for d in ordered}
    index = {id: number for number, id in enumerate(sorted(codes))}
    driver = {"name": "policyrules", "version": version, "rules": [_rule(codes[id]) for id in index]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, index[d.code.id], lang) for d in ordered],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> dict[str, Any]:
    return {"id": code.id, "defaultConfiguration": {"level": code.severity.value}}


def _result(diagnostic: Diagnostic, index: int, lang: Lang) -> dict[str, Any]:
    sentences = (diagnostic.message(lang), diagnostic.reason(lang), diagnostic.help(lang))
    result: dict[str, Any] = {
        "ruleId": diagnostic.code.id,
        "ruleIndex": index,
        "level": diagnostic.severity.value,
        "message": {"text": "\n".join(sentences)},
        "locations": [_location(diagnostic.where)] if diagnostic.where else [],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, **_location(r.where), "message": {"text": r.label.zh if lang == "zh" else r.label.en}}
            for number, r in enumerate(diagnostic.related)
        ]
    return result


def _location(where: Span | Place) -> dict[str, Any]:
    found = region(where) or {}
    physical = {
        "artifactLocation": {"uri": quote(found["file"])},
        "region": {
            "startLine": found["line"],
            "startColumn": found["column"],
            "endLine": found["end_line"],
            "endColumn": found["end_column"],
        },
    }
    return {"physicalLocation": physical}
