"""Bytes -> Document. Everything in the bytes is hostile until it has passed here.

A byte order mark at the very start is accepted (Notepad and Excel write one) and is not part of the text.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import suppress

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from policyrules.diagnostics.catalogue import text as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import SourceText, Span
from policyrules.syntax.builder import Builder, ParsedEvent, Stop
from policyrules.syntax.document import Document, Map
from policyrules.syntax.escapes import BEYOND_UNICODE, bad_escape
from policyrules.syntax.limits import FORBIDDEN, MAX_BYTES, MAX_REPORTED, Room
from policyrules.syntax.yaml_errors import explain_yaml_error

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, same answers
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+(%[^\n]*)")


def read_document(data: bytes, name: str, room: Room | None = None) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document in `data`, and what is wrong with it.

    None where the file cannot be read as YAML at all. Otherwise mistakes stand in the tree as `Broken`, so that the
    rest of the file is still checked. `name` is the path shown to users; `room` is shared by what is read together.
    """
    if len(data) > MAX_BYTES:
        return None, (codes.TOO_LARGE.at(_at(SourceText(name, ""), 0, 0), size=len(data), limit=MAX_BYTES),)
    body = data.removeprefix(BOM_UTF8)
    try:
        source = SourceText(name, body.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, (_not_utf8(body, name, error),)
    unfit = tuple(_unfit_characters(source))
    return (None, unfit) if unfit else _read_text(source, room or Room())


def read_section(data: bytes, name: str, key: str) -> Document | None:
    """The document with its section `key` alone, read no further than the end of that; None where it is not come to.

    What is wrong in it is for `read_document` to say.
    """
    with suppress(Stop, yaml.YAMLError, ValueError, RecursionError):
        source = SourceText(name, data.removeprefix(BOM_UTF8).decode("utf-8"))
        builder = Builder(source, Room())
        for event in _under(key, yaml.parse(source.text, Loader=_Loader)):
            builder.feed(event)
            entry = builder.finished(key)
            if entry is not None:
                return Document(source, Map((entry,), entry.value.span))
    return None


def _under(key: str, events: Iterable[ParsedEvent]) -> Iterator[ParsedEvent]:
    """The events of a document without what its outermost mapping holds under other keys: building a tree of that takes
    four times as long as reading past it."""
    depth, is_key, wanted = 0, True, False
    for event in events:
        opens, closes = isinstance(event, CollectionStartEvent), isinstance(event, CollectionEndEvent)
        depth -= closes
        if depth == 1 and is_key and not closes:
            wanted = isinstance(event, ScalarEvent) and event.value == key
        if depth == 0 or wanted:
            yield event
        if depth == 1 and not opens:
            is_key = not is_key
        depth += opens


def _read_text(source: SourceText, room: Room) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The tree of a text whose characters are all allowed."""
    directive = _DIRECTIVE.match(source.text)
    if directive:
        span = _at(source, *directive.span(1))
        return None, (codes.DIRECTIVE.at(span, near=directive[1].strip()),)
    builder = Builder(source, room)
    try:
        for event in yaml.parse(source.text, Loader=_Loader):
            builder.feed(event)
    except Stop:
        return None, tuple(builder.problems)
    except yaml.YAMLError as error:
        return None, (*builder.problems, explain_yaml_error(error, source))
    except ValueError:  # only the pure parser, which hands every escape to chr()
        return None, (*builder.problems, bad_escape(source, BEYOND_UNICODE))
    except RecursionError:  # only the pure parser recurses, and only on nesting far beyond our limit
        return None, (*builder.problems, builder.too_deep(len(source.text)))
    if builder.root is None:
        return None, (*builder.problems, codes.EMPTY_FILE.at(_at(source, 0, 0), file=source.name))
    return Document(source, builder.root), tuple(builder.problems)


def _unfit_characters(source: SourceText) -> Iterator[Diagnostic]:
    """One diagnostic for each run of one forbidden character."""
    for number, match in enumerate(FORBIDDEN.finditer(source.text)):
        if number == MAX_REPORTED:
            return
        character = match[0][0]
        name = unicodedata.name(character, "control character")
        span = _at(source, *match.span())
        yield codes.FORBIDDEN_CHARACTER.at(span, character=f"U+{ord(character):04X}", name=name.lower())


def _not_utf8(body: bytes, name: str, error: UnicodeDecodeError) -> Diagnostic:
    """Where the first wrong byte stands, in the text as far as it can be read."""
    before = len(body[: error.start].decode("utf-8"))
    source = SourceText(name, body.decode("utf-8", errors="replace"))
    return codes.NOT_UTF8.at(_at(source, before, before + 1), bytes=f"{body[error.start]:02X}")


def _at(source: SourceText, start: int, end: int) -> Span:
    return Span(source, start, end)
