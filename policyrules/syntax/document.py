"""The untyped tree of one YAML file: every node knows its characters, every scalar is still text."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.diagnostics.source import SourceText, Span


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `verbatim`: the span's characters are exactly `text` (no escape, no folding; quotes left outside)."""

    text: str
    span: Span
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """Something the reader has already reported; whoever meets it stays silent."""

    span: Span


@dataclass(frozen=True, slots=True)
class Seq:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value` of a mapping."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping, in the order written; no key stands in it twice."""

    entries: tuple[Entry, ...]
    span: Span

    def find(self, key: str) -> Entry | None:
        """The entry called `key`, or None."""
        return next((e for e in self.entries if e.key.text == key), None)


Node = Scalar | Seq | Map | Broken


@dataclass(frozen=True, slots=True)
class Document:
    """One file."""

    source: SourceText
    root: Node
