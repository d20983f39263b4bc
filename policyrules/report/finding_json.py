"""A finding as JSON text: the shape docs/findings.md describes.

Findings are many and most of what they say stands in the ruleset, so the text is put together from parts that were
spelled before; only what is rare goes through dictionaries.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from policyrules.model.expr import Value
from policyrules.model.finding import Bounds, Change, Evidence, Finding, MissingFact, Ref, Shortfall
from policyrules.model.ruleset import Citation
from policyrules.model.types import EnumType, NumberType, RefType, Type
from policyrules.model.words import Text, Validity
from policyrules.report.values import (
    dumps,
    exact_json,
    number_json,
    quoted,
    ref_json,
    text_json,
    validity_json,
    value_json,
)

T = TypeVar("T")
Spelled = tuple[object, str]
NOWHERE = ', "validity": null, "layer": null, "citations": [], "undecided": '


class FindingWriter:
    """Writes the findings of one ruleset, each as one JSON object on one line."""

    def __init__(self) -> None:
        """Nothing is spelled yet; what is kept grows with the ruleset, not with the findings."""
        self._once: dict[int, Spelled] = {}
        self._heads: dict[tuple[str, str, str, str, Type], str] = {}

    def write(self, finding: Finding) -> str:
        """One finding."""
        evidence = ", ".join(map(self._evidence, finding.evidence))
        missing = ", ".join([dumps(_missing(m)) for m in finding.missing])
        remedy = ", ".join([dumps(_change(c)) for c in finding.remedy])
        shortfall = "null" if finding.shortfall is None else dumps(_shortfall(finding.shortfall))
        points = "null" if finding.points is None else quoted(number_json(finding.points))
        due = "null" if finding.due is None else f'"{finding.due.isoformat()}"'
        return (
            f'{{"rule": {quoted(finding.rule)}, "subject": {_ref(finding.subject)}'
            f', "verdict": "{finding.verdict.value}", "force": "{finding.force.value}"'
            f', "violation": {"true" if finding.violation else "false"}, "message": {_text(finding.message)}'
            f', "citations": {self._spelled(finding.citations, _citations)}, "evidence": [{evidence}]'
            f', "missing": [{missing}], "shortfall": {shortfall}, "remedy": [{remedy}]'
            f', "points": {points}, "due": {due}, "layer": {quoted(finding.layer)}}}'
        )

    def _evidence(self, evidence: Evidence) -> str:
        label = evidence.label
        key = (evidence.source, evidence.name, label.zh, label.en, evidence.type)
        head = self._heads.get(key)
        if head is None:
            head = self._heads[key] = (
                f'{{"source": {quoted(evidence.source)}, "name": {quoted(evidence.name)}'
                f', "label": {_text(label)}, "type": {dumps(type_json(evidence.type))}, "value": '
            )
        whose = "null" if evidence.subject is None else _ref(evidence.subject)
        return f'{head}{_value(evidence.value)}, "subject": {whose}{self._origin(evidence)}{evidence.undecided}}}'

    def _origin(self, evidence: Evidence) -> str:
        """Where a parameter's value comes from; anything else comes from the facts."""
        if evidence.validity is None and evidence.layer is None and not evidence.citations:
            return NOWHERE
        validity = "null" if evidence.validity is None else self._spelled(evidence.validity, _validity)
        layer = "null" if evidence.layer is None else quoted(evidence.layer)
        citations = self._spelled(evidence.citations, _citations)
        return f', "validity": {validity}, "layer": {layer}, "citations": {citations}, "undecided": '

    def _spelled(self, thing: T, spell: Callable[[T], str]) -> str:
        """What stands in the ruleset, spelled once. It is kept, so its id stays its own."""
        found = self._once.get(id(thing))
        if found is None:
            found = self._once[id(thing)] = thing, spell(thing)
        return found[1]


def _value(value: Value | Bounds | None) -> str:
    """A value, and where it had to be rounded its exact form."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f'"{value}"'
    exact = exact_json(value) if isinstance(value, Fraction) else {}
    written = quoted(value) if isinstance(value, str) else dumps(value_json(value))
    return f'{written}, "exact": {quoted(exact["exact"])}' if exact else written


def _text(text: Text) -> str:
    return f'{{"zh": {quoted(text.zh)}, "en": {quoted(text.en)}}}'


def _ref(ref: Ref) -> str:
    return f'{{"type": {quoted(ref.type)}, "id": {quoted(ref.id)}}}'


def _citations(citations: tuple[Citation, ...]) -> str:
    return dumps(citations_json(citations))


def _validity(validity: Validity) -> str:
    return dumps(validity_json(validity))


def _missing(missing: MissingFact) -> dict[str, Any]:
    return {
        "entity": missing.entity,
        "subject": ref_json(missing.subject),
        "field": missing.field,
        "parameter": missing.parameter,
        "label": text_json(missing.label),
    }


def _shortfall(shortfall: Shortfall) -> dict[str, Any]:
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


def citations_json(citations: tuple[Citation, ...]) -> list[dict[str, str]]:
    """The clauses something rests on."""
    return [
        {"clause": c.clause, "document": c.document, "locator": c.locator, "status": c.status.value} for c in citations
    ]


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
