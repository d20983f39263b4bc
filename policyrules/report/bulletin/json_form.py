"""A bulletin as JSON, with both languages and every row: the shape docs/reports.md describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.model.finding import Bounds
from policyrules.report.bulletin.bulletin import Bulletin, Ends, Figure, Problem, Row, Span
from policyrules.report.finding_json import citations_json
from policyrules.report.values import dumps, exact_json, ref_json, text_json, value_json


def json_pieces(bulletin: Bulletin, _lang: Lang) -> Iterator[str]:
    """One JSON object: what is counted, then a period a line."""
    before = "\n"
    yield dumps(_head(bulletin))[:-1] + ', "periods": ['
    for span in bulletin.spans:
        yield before + dumps(_span(bulletin, span))
        before = ",\n"
    yield "\n]}\n"


def _head(bulletin: Bulletin) -> dict[str, Any]:
    ruleset, definition = bulletin.ruleset, bulletin.definition
    return {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "bulletin": definition.id,
        "label": text_json(definition.label),
        "counted": definition.subject,
        "given": bulletin.given,
        "unit": ref_json(bulletin.unit),
        "levels": list(bulletin.levels),
        "rates": [{"id": rate.id, "label": text_json(rate.label)} for rate in definition.rates],
        "assumption": text_json(definition.assumption) if definition.assumption else None,
        "citations": citations_json(definition.citations),
        "doubts": bulletin.problems,
    }


def _span(bulletin: Bulletin, span: Span) -> dict[str, Any]:
    period, named = span.period, bulletin.names_records
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "label": text_json(span.label),
        "rows": [_row(row) for row in span.rows],
        "total": _row(span.total),
        "lacking": _problems(span.lacking if named else ()),
        "contrary": _problems(span.contrary if named else ()),
        "undated": span.undated,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "unit": ref_json(row.unit),
        "name": row.name,
        "records": row.records,
        "rates": {id: _figure(figure) for id, figure in row.figures.items()},
        "parts": [_row(part) for part in row.parts],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """The rate in the form findings have for values; exactly beside it where it had to be rounded."""
    return {
        **_value((figure.low, figure.high)),
        "part": _value(figure.part),
        "whole": _value(figure.whole),
        "lacking": figure.lacking,
        "contrary": figure.contrary,
    }


def _value(ends: Ends) -> dict[str, Any]:
    """One number, or the two ends it lies between; None where there is neither."""
    low, high = ends
    if low == high:
        return {"value": value_json(low), **exact_json(low)}
    exact = {name: exact_json(end).get("exact") for name, end in (("low", low), ("high", high))}
    return {"value": value_json(Bounds(low, high)), **({"exact": exact} if any(exact.values()) else {})}


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"subject": ref_json(problem.subject), "rate": problem.rate.id} for problem in problems]
