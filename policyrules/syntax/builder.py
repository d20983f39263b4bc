"""YAML events -> nodes, without recursion, counting as it goes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from policyrules.diagnostics.catalogue import text as codes
from policyrules.diagnostics.core import Diagnostic, Related, Sentence
from policyrules.diagnostics.source import SourceText, Span
from policyrules.syntax.document import Broken, Entry, Map, Node, Scalar, Seq
from policyrules.syntax.escapes import SURROGATE_ESCAPE, bad_escape
from policyrules.syntax.limits import FORBIDDEN, MAX_DEPTH, MAX_PROBLEMS, MAX_TEXT, Room

# An event of yaml.parse. The stubs let marks be None, which those of parsed events never are.
ParsedEvent = Any

_FIRST = Sentence("先写在这里", "first written here")


class Stop(Exception):
    """A limit was met: the rest of the file is not read."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping whose end has not come yet."""

    start: int
    end: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _MapFrame(_Frame):
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None
    expects_key: bool = True


class Builder:
    """Feed it every event of one file; then `root` is the tree and `problems` what was wrong."""

    def __init__(self, source: SourceText, room: Room) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None
        self._stack: list[_Frame] = []
        self._room = room
        self._documents = 0

    def feed(self, event: ParsedEvent) -> None:
        """Take the next event; raises `Stop` where a limit is met, the one on problems included."""
        if len(self.problems) >= MAX_PROBLEMS:
            raise Stop
        kind = type(event)
        if kind is ScalarEvent:
            self._check_node(event)
            self._add(self._scalar(event))
        elif isinstance(event, CollectionStartEvent):
            self._open(event)
        elif isinstance(event, CollectionEndEvent):
            self._close(event)
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent:
            self._start_document(event)

    def finished(self, key: str) -> Entry | None:
        """The entry of the outermost mapping under `key`, where it is the last that was read whole."""
        frame = self._stack[0] if len(self._stack) == 1 else None
        entries = frame.entries[-1:] if isinstance(frame, _MapFrame) else []
        return next((entry for entry in entries if entry.key.text == key), None)

    def too_deep(self, offset: int) -> Diagnostic:
        """The diagnostic for nesting beyond the limit, found at `offset`."""
        return codes.TOO_DEEP.at(Span(self.source, offset, offset), limit=MAX_DEPTH)

    def _start_document(self, event: ParsedEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            start = event.start_mark.index
            word = self._word(start)
            self.problems.append(codes.SECOND_DOCUMENT.at(Span(self.source, start, start + len(word)), near=word))
            raise Stop

    def _check_node(self, event: ParsedEvent) -> None:
        """Count the node; refuse anchors and tags, which are no part of the format."""
        self._room.nodes += 1
        beyond = self._room.nodes - self._room.most
        if beyond == 1:  # of the files that follow nothing more is said
            self.problems.append(codes.TOO_MANY_NODES.at(self._span(event), limit=self._room.most))
        if beyond > 0:
            raise Stop
        if event.anchor is not None or event.tag is not None:
            code = codes.ANCHOR if event.anchor is not None else codes.TAG
            start = event.start_mark.index
            near = self._word(start)
            self.problems.append(code.at(Span(self.source, start, start + len(near)), near=near))

    def _alias(self, event: ParsedEvent) -> None:
        span = self._span(event)
        self.problems.append(codes.ANCHOR.at(span, near=self._word(span.start)))
        self._add(Broken(span))

    def _scalar(self, event: ParsedEvent) -> Scalar | Broken:
        value: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        text = self.source.text
        verbatim = text[start:end] == value
        if not verbatim and event.style in ("'", '"') and value and text[start + 1 : end - 1] == value:
            start, end, verbatim = start + 1, end - 1, True
        elif event.style in ("|", ">"):
            end = start + len(text[start:end].rstrip())
        span = Span(self.source, start, end)
        if len(value) > MAX_TEXT:
            self.problems.append(codes.TEXT_TOO_LONG.at(span, size=len(value), limit=MAX_TEXT))
            return Broken(span)
        if event.style == '"' and not verbatim and self._hides_character(value, span):
            return Broken(span)
        return Scalar(value, span, verbatim)

    def _hides_character(self, value: str, span: Span) -> bool:
        """Whether an escape made a character that may not be written either."""
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.problems.append(bad_escape(self.source, SURROGATE_ESCAPE, span.start))
            return True
        found = FORBIDDEN.search(value)
        if found:
            character = found[0][0]
            name = unicodedata.name(character, "control character").lower()
            self.problems.append(codes.FORBIDDEN_CHARACTER.at(span, character=f"U+{ord(character):04X}", name=name))
        return found is not None

    def _open(self, event: ParsedEvent) -> None:
        self._check_node(event)
        start, end = event.start_mark.index, event.end_mark.index
        if len(self._stack) >= MAX_DEPTH:
            self.problems.append(self.too_deep(start))
            raise Stop
        self._stack.append(_MapFrame(start, end) if type(event) is MappingStartEvent else _Frame(start, end))

    def _close(self, event: ParsedEvent) -> None:
        frame = self._stack.pop()
        # A block collection ends, for the parser, where the next token starts; for us with its last item.
        end = max(frame.end, event.end_mark.index if self._closes_bracket(event) else frame.end)
        span = Span(self.source, frame.start, end)
        if isinstance(frame, _MapFrame):
            self._add(Map(tuple(frame.entries), span))
        else:
            self._add(Seq(tuple(frame.items), span))

    def _closes_bracket(self, event: ParsedEvent) -> bool:
        start: int = event.start_mark.index
        return start < event.end_mark.index and self.source.text[start] in "]}"

    def _add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.end = max(frame.end, node.span.end)
        if not isinstance(frame, _MapFrame):
            frame.items.append(node)
        elif frame.expects_key:
            frame.key = self._key(node, frame)
            frame.expects_key = False
        else:
            if frame.key is not None:
                frame.entries.append(Entry(frame.key, node))
            frame.expects_key = True

    def _key(self, node: Node, frame: _MapFrame) -> Scalar | None:
        """The node as a key, or None where it is none: then its value is read and dropped."""
        if not isinstance(node, Scalar):
            if not isinstance(node, Broken) and not self._reported_at(node.span):
                self.problems.append(codes.KEY_NOT_TEXT.at(node.span))
            return None
        if not node.text.strip():
            self.problems.append(codes.EMPTY_KEY.at(node.span))
            return None
        if node.text == "<<":
            self.problems.append(codes.MERGE_KEY.at(node.span))
            return None
        folded = unicodedata.normalize("NFKC", node.text)
        first = frame.seen.setdefault(folded, node)
        if first is not node:
            twice = codes.DUPLICATE_KEY.at(node.span, key=node.text)
            self.problems.append(twice.with_related(Related(first.span, _FIRST)))
            return None
        return node

    def _reported_at(self, span: Span) -> bool:
        """Whether the last problem is the same one, found in a key within this key: `? [a]: b`."""
        last = self.problems[-1] if self.problems else None
        return (
            last is not None
            and last.code is codes.KEY_NOT_TEXT
            and isinstance(last.where, Span)
            and last.where.start == span.start
        )

    def _span(self, event: ParsedEvent) -> Span:
        return Span(self.source, event.start_mark.index, event.end_mark.index)

    def _word(self, start: int) -> str:
        """The first word from `start` on, for a message."""
        words = self.source.text[start : start + 40].split(maxsplit=1)
        return words[0] if words else ""
