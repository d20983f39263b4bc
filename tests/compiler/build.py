"""Small rulesets in memory: the base of the diagnostic pages, with edits, and a layer below it."""

from __future__ import annotations

from collections.abc import Mapping

from policyrules.compiler.discovery import LayerFiles, SourceFile
from policyrules.compiler.load import compile_layers
from policyrules.diagnostics.core import Diagnostic, Severity
from policyrules.diagnostics.source import Span
from policyrules.model.ruleset import Ruleset
from tests.docs.pages import BASE

BASE_FILES = {p.name: p.read_text(encoding="utf-8") for p in sorted(BASE.glob("*.yaml"))}

LOWER_HEADER = """format: 1
ruleset:
  id: base/lower
  version: 1.0.0
  label: {zh: 下层示例, en: lower example}
  layer: city
  extends: base
  valid: {from: 2020-01-01, to: 2023-12-31}
sources:
  city-2021-2:
    title: {zh: 市级示例文件, en: example document of a city}
    issued: 2020-03-01
    status: primary
clauses:
  CTY-01:
    document: city-2021-2
    at: 一
    fate: encoded
    summary: {zh: 市里的网络研修学时, en: the city's online hours}
"""

Files = Mapping[str, str]
Result = tuple[Ruleset | None, tuple[Diagnostic, ...]]


def edited(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """A base file with its first occurrence of each text replaced."""
    text = BASE_FILES[name]
    for old, new in pairs:
        assert old in text, (name, old)
        text = text.replace(old, new, 1)
    return {name: text}


def more(text: str, name: str = "more.yaml") -> dict[str, str]:
    """A further file."""
    return {name: "format: 1\n" + text}


def layer(id: str, files: Files, prefix: str = "") -> LayerFiles:
    """A layer from texts."""
    return LayerFiles(id, tuple(SourceFile(prefix + name, text.encode()) for name, text in sorted(files.items())))


def compiled(*overlays: Files) -> Result:
    """The base with files laid over it."""
    files: dict[str, str] = dict(BASE_FILES)
    for overlay in overlays:
        files |= overlay
    return compile_layers([layer("base", files)])


def below(text: str, *overlays: Files, header: str = LOWER_HEADER) -> Result:
    """A city below the base, whose rules are `text`."""
    files: dict[str, str] = dict(BASE_FILES)
    for overlay in overlays:
        files |= overlay
    lower = {"ruleset.yaml": header, "hours.yaml": "format: 1\n" + text}
    return compile_layers([layer("base", files, "base/"), layer("base/lower", lower)])


def marked(result: Result) -> list[tuple[str, str]]:
    """Code and underlined text of every diagnostic."""
    return [(d.code.id, underlined(d)) for d in result[1]]


def errors(result: Result) -> list[tuple[str, str]]:
    """Code and underlined text of every error."""
    return [(d.code.id, underlined(d)) for d in result[1] if d.severity is Severity.ERROR]


def underlined(diagnostic: Diagnostic) -> str:
    """The characters a diagnostic points at."""
    where = diagnostic.where
    return where.source.text[where.start : where.end] if isinstance(where, Span) else ""


def good(result: Result) -> Ruleset:
    """The ruleset of a result without errors."""
    assert errors(result) == []
    assert result[0] is not None
    return result[0]
