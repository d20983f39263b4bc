"""Many diagnostics in one order: by file, place and code, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policyrules.diagnostics.core import Diagnostic, Lang, Severity
from policyrules.diagnostics.source import Place

_NOWHERE = Place("\U0010ffff")
_NAMES = {
    Severity.ERROR: ("个错误", "error", "errors"),
    Severity.WARNING: ("个警告", "warning", "warnings"),
    Severity.NOTE: ("个提示", "note", "notes"),
}


def tidy(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line, column and code, without repetitions; those without a place come last."""
    keyed = {_key(d): d for d in reversed(list(diagnostics))}
    return tuple(keyed[key] for key in sorted(keyed))


def _key(diagnostic: Diagnostic) -> tuple[str, str, Place, str, tuple[tuple[str, str], ...]]:
    place = diagnostic.place or _NOWHERE
    return place.file, place.sheet, place, diagnostic.code.id, tuple(sorted(diagnostic.values.items()))


def summary(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    """How many of each severity: `2 errors, 1 warning`; the empty text where there are none."""
    counts = Counter(d.severity for d in diagnostics)
    present = [(counts[severity], names) for severity, names in _NAMES.items() if counts[severity]]
    if lang == "zh":
        return "，".join(f"{count} {zh}" for count, (zh, _, _) in present)
    return ", ".join(f"{count} {one if count == 1 else many}" for count, (_, one, many) in present)
