"""Short ways to read texts as documents and shapes."""

from __future__ import annotations

from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import Span
from policyrules.syntax.document import Document
from policyrules.syntax.reader import read_document
from policyrules.syntax.shape import FileShape, read_shape


def document(text: str, name: str = "rules.yaml") -> Document:
    """The document of a text that is sound YAML."""
    found, diagnostics = read_document(text.encode(), name)
    assert found is not None
    assert not diagnostics
    return found


def shape(text: str, name: str = "rules.yaml") -> tuple[FileShape, list[tuple[str, str]]]:
    """The shape of a text, and each diagnostic as its code and the characters it points at."""
    found, diagnostics = read_shape(document(text, name))
    return found, [(d.code.id, underlined(d)) for d in diagnostics]


def problems(text: str, name: str = "rules.yaml") -> tuple[Diagnostic, ...]:
    """What is wrong with the shape of a text."""
    return read_shape(document(text, name))[1]


def underlined(diagnostic: Diagnostic) -> str:
    """The characters a diagnostic points at."""
    assert isinstance(diagnostic.where, Span)
    return diagnostic.where.source.text[diagnostic.where.start : diagnostic.where.end]
