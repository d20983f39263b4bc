"""Escapes in double quotes that stand for no character. Only the pure parser lets them through to us."""

from __future__ import annotations

import re

from policyrules.diagnostics.catalogue import text as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import SourceText, Span

SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")
BEYOND_UNICODE = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")


def bad_escape(source: SourceText, pattern: re.Pattern[str], start: int = 0) -> Diagnostic:
    """The diagnostic for the first escape of this kind from `start` on."""
    match = pattern.search(source.text, start)
    at = match.start() if match else start
    return codes.BAD_ESCAPE.at(Span(source, at, at + 2), near=source.text[at : at + 2])
