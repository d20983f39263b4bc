"""A finding as JSON: the shape docs/findings.md describes."""

from __future__ import annotations

from typing import Any

from policyrules.model.finding import Change, Evidence, Finding, MissingFact, Shortfall
from policyrules.model.ruleset import Citation
from policyrules.model.types import EnumType, NumberType, RefType, Type
from policyrules.report.values import exact_json, number_json, ref_json, text_json, validity_json, value_json


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "rule": finding.rule,
        "subject": ref_json(finding.subject),
        "verdict": finding.verdict.value,
        "force": finding.force.value,
        "violation": finding.violation,
        "message": text_json(finding.message),
        "citations": [_citation(c) for c in finding.citations],
        "evidence": [_evidence(e) for e in finding.evidence],
        "missing": [_missing(m) for m in finding.missing],
        "shortfall": _shortfall(finding.shortfall),
        "remedy": [_change(c) for c in finding.remedy],
        "points": None if finding.points is None else number_json(finding.points),
        "due": None if finding.due is None else finding.due.isoformat(),
        "layer": finding.layer,
    }


def _citation(citation: Citation) -> dict[str, str]:
    return {
        "clause": citation.clause,
        "document": citation.document,
        "locator": citation.locator,
        "status": citation.status.value,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "source": evidence.source,
        "name": evidence.name,
        "label": text_json(evidence.label),
        "type": type_json(evidence.type),
        "value": value_json(evidence.value),
        **exact_json(evidence.value),
        "subject": ref_json(evidence.subject),
        "validity": validity_json(evidence.validity),
        "layer": evidence.layer,
        "citations": [_citation(c) for c in evidence.citations],
        "undecided": evidence.undecided,
    }


def _missing(missing: MissingFact) -> dict[str, Any]:
    return {
        "entity": missing.entity,
        "subject": ref_json(missing.subject),
        "field": missing.field,
        "parameter": missing.parameter,
        "label": text_json(missing.label),
    }


def _shortfall(shortfall: Shortfall | None) -> dict[str, Any] | None:
    if shortfall is None:
        return None
    return {"amount": number_json(shortfall.amount), **exact_json(shortfall.amount), "type": type_json(shortfall.type)}


def _change(change: Change) -> dict[str, Any]:
    return {
        "subject": ref_json(change.subject),
        "field": change.field,
        "label": text_json(change.label),
        "type": type_json(change.type),
        "before": value_json(change.before),
        "after": value_json(change.after),
        "count": change.count,
        "candidates": [ref_json(c) for c in change.candidates],
    }


def type_json(type: Type) -> dict[str, str]:
    """A type: its kind, and the unit, enumeration or entity that goes with it."""
    match type:
        case NumberType(unit):
            return {"kind": "number", "unit": unit}
        case EnumType(name):
            return {"kind": "enum", "enum": name}
        case RefType(entity):
            return {"kind": "ref", "entity": entity}
        case _:
            return {"kind": type.__class__.__name__.removesuffix("Type").lower()}
