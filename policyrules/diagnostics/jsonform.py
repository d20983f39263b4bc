"""Diagnostics -> plain dicts, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policyrules.diagnostics.collect import tidy
from policyrules.diagnostics.core import LANGS, Diagnostic
from policyrules.diagnostics.source import Place, Span


def to_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """One dict a diagnostic, in the order of `tidy`.

    Keys: `code`, `severity`, `where` (`file`, `line`, `column`, `end_line`, `end_column`, counted from 1 in
    characters, the end excluded; null where there is no place), `message`, `reason`, `help` (each with `zh` and `en`),
    `related` (a list of `where` and `label`). A place in a workbook also has `sheet` and `cell` (`C5`).
    """
    return [_one(d) for d in tidy(diagnostics)]


def _one(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code.id,
        "severity": diagnostic.severity.value,
        "where": region(diagnostic.where),
        "message": {lang: diagnostic.message(lang) for lang in LANGS},
        "reason": {lang: diagnostic.reason(lang) for lang in LANGS},
        "help": {lang: diagnostic.help(lang) for lang in LANGS},
        "related": [
            {"where": region(r.where), "label": {"zh": r.label.zh, "en": r.label.en}} for r in diagnostic.related
        ],
    }


def region(where: Span | Place | None) -> dict[str, Any] | None:
    """Where it starts and ends; a place without a span ends where it starts."""
    if where is None:
        return None
    place = where.place if isinstance(where, Span) else where
    line, column = where.source.position(where.end) if isinstance(where, Span) else (place.line, place.column)
    found = {"file": place.file, "line": place.line, "column": place.column, "end_line": line, "end_column": column}
    return {**found, "sheet": place.sheet, "cell": place.cell} if place.sheet else found
