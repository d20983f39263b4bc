"""What pydantic found wrong, as diagnostics: its loc leads to our node, its own words are never shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from policyrules.diagnostics.catalogue import shape as codes
from policyrules.diagnostics.core import Code, Diagnostic, Sentence
from policyrules.diagnostics.source import Span
from policyrules.diagnostics.suggest import did_you_mean, listed, nearest
from policyrules.syntax.document import Entry, Map, Node, Scalar, Seq
from policyrules.syntax.shape.base import Reading, Shape
from policyrules.syntax.shape.keys import KEYS, UNKNOWN_WHY
from policyrules.syntax.shape.leaves import BROKEN

_WIDE = "：，｛｝［］＂＇"
_UNNAMED = Sentence("这一项", "this")


def explain_all(reading: Reading) -> Iterator[Diagnostic]:
    """Every diagnostic of the run."""
    for error, entry in reading.problems:
        if isinstance(error, PydanticCustomError):
            yield from _describe(error.type, error.context or {}, (), entry, reading)
        else:
            yield from _explain(error, entry, reading)


def _explain(error: ValidationError, entry: Entry, reading: Reading) -> Iterator[Diagnostic]:
    """The diagnostics for one item. A misspelt key that stands for a missing one is reported once."""
    problems = error.errors(include_url=False, include_input=False)
    meant: set[tuple[Any, ...]] = set()
    for problem in problems:
        if problem["type"] == "extra_forbidden":
            loc = problem["loc"]
            name = meant_key(str(loc[-1]), _unwritten(_parent(entry, loc)[1], reading))
            meant.add((*loc[:-1], name))
    for problem in problems:
        if problem["type"] != "missing" or problem["loc"] not in meant:
            yield from _describe(problem["type"], problem.get("ctx", {}), problem["loc"], entry, reading)


def _describe(
    kind: str, context: dict[str, Any], loc: Sequence[int | str], entry: Entry, reading: Reading
) -> Iterator[Diagnostic]:
    if kind == BROKEN:
        return
    key_span, node = _parent(entry, loc)
    if kind == "missing":
        yield _missing(str(loc[-1]), key_span, node, reading)
    elif kind == "extra_forbidden":
        yield _unknown(str(loc[-1]), node, reading)
    else:
        yield _misfit(context, loc, entry, reading)


def _misfit(context: dict[str, Any], loc: Sequence[int | str], entry: Entry, reading: Reading) -> Diagnostic:
    """A leaf or a check of ours objected; it knows the code, the place or the key, and the values."""
    code: Code = context["code"]
    where: Span | str = context["where"]
    names = [part for part in loc if isinstance(part, str)]
    values: dict[str, object] = {"key": names[-1] if names else entry.key.text}
    key_span, node = _follow(entry, loc)
    values["what"] = _what(node, reading)
    if isinstance(where, str):
        found = node.find(where) if isinstance(node, Map) else None
        values["key"] = where
        where = found.key.span if found else key_span
    return code.at(where, **(values | context["values"]))


def _missing(key: str, where: Span, node: Node, reading: Reading) -> Diagnostic:
    known = KEYS.get(key)
    why = known.why if known else UNKNOWN_WHY
    title = known.title if known else key
    changes = key == "label" and "action" in _keys(node, reading) and isinstance(node, Map) and not node.find("action")
    instead = codes.OR_CHANGE if changes else codes.NO_GUESS
    return codes.MISSING_KEY.at(where, what=_what(node, reading), key=key, title=title, why=why, instead=instead)


def _unknown(key: str, node: Node, reading: Reading) -> Diagnostic:
    found = node.find(key) if isinstance(node, Map) else None
    where = found.key.span if found else node.span
    known, free = _keys(node, reading), _unwritten(node, reading)
    return unknown_key(codes.UNKNOWN_KEY, key, where, known, free, what=_what(node, reading))


def unknown_key(
    code: Code, key: str, where: Span, known: Sequence[str], free: Sequence[str], **values: object
) -> Diagnostic:
    """The diagnostic for a key that is none of `known`; one of `free`, which are not written yet, may have been meant.
    Full-width punctuation in it explains itself."""
    wide = next((c for c in key if c in _WIDE), None)
    if wide:
        return codes.WIDE_PUNCTUATION.at(where, key=key, character=wide)
    name = meant_key(key, free)
    meant = did_you_mean(name, [name]) if name else codes.NO_GUESS
    return code.at(where, key=key, keys=listed(known), meant=meant, **values)


def meant_key(key: str, known: Sequence[str]) -> str | None:
    """The key that was meant, also where its Chinese title or a full-width colon was written."""
    head = next((key[:i] for i, character in enumerate(key) if character in _WIDE), key).strip()
    if head in known:
        return head
    titles = {title: name for name in known if name in KEYS for title in (KEYS[name].title, *KEYS[name].also)}
    by_title = nearest(key, titles)
    return nearest(key, known) or (titles[by_title] if by_title else None)


def _keys(node: Node, reading: Reading) -> list[str]:
    """The keys that may stand in this mapping, in the order they are usually written."""
    model = reading.models.get(id(node))
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _unwritten(node: Node, reading: Reading) -> list[str]:
    """Those of them that do not stand there: only they can have been meant by another."""
    return [key for key in _keys(node, reading) if not (isinstance(node, Map) and node.find(key))]


def _what(node: Node, reading: Reading) -> Sentence:
    model: type[Shape] | None = reading.models.get(id(node))
    return model.what if model else _UNNAMED


def _parent(entry: Entry, loc: Sequence[int | str]) -> tuple[Span, Node]:
    """The key and the node of the mapping that holds, or should hold, the last part of `loc`."""
    return _follow(entry, loc[:-1])


def _follow(entry: Entry, loc: Sequence[int | str]) -> tuple[Span, Node]:
    """Where `loc` leads from `entry`: the span to point at, and the node."""
    span, node = entry.key.span, entry.value
    for part in loc:
        if isinstance(node, Map) and (found := node.find(str(part))):
            span, node = found.key.span, found.value
        elif isinstance(node, Seq) and isinstance(part, int):
            node = node.items[part]
            span = _head(node)
    return span, node


def _head(node: Node) -> Span:
    """What to point at in a list's item: its first key, or all of it."""
    if isinstance(node, Map) and node.entries and not isinstance(node, Scalar):
        return node.entries[0].key.span
    return node.span
