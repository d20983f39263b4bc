"""A statement whose shape is wrong, without what is wrong with it: so that the rest of it is checked in the same run.

A wrong value or an unknown key is taken out; a missing label or citation is filled in. What decides how the rest is to
be read (subject, type, action ...) is never guessed: then there is no mended statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import ValidationError

from policyrules.syntax.document import Broken, Entry, Map, Node, Scalar, Seq
from policyrules.syntax.shape.base import Reading, Shape
from policyrules.syntax.shape.leaves import Unwritten

ROUNDS = 8
"""What is taken out may be found missing in the next round; nothing is mended in more."""
VITAL = frozenset({"action", "authority", "subject", "type", "unit", "enum", "hit", "compare", "mode", "phases"})
"""Keys without which the rest would be read differently, and told to be wrong where it is not."""
LISTS = frozenset({"values", "unless", "rows"})
"""Lists of mappings that are mended one by one."""

Loc = Sequence[int | str]


def mended(model: type[Shape], node: Node, error: ValidationError) -> Shape | None:
    """The shape of `node` with what `error` complains of taken out or filled in; None where too little is left."""
    for _ in range(ROUNDS):
        for problem in reversed(error.errors(include_url=False, include_input=False)):
            found = _without(node, problem["loc"], missing=problem["type"] == "missing")
            if found is None:
                return None
            node = found
        try:
            return model.model_validate(node, context=Reading())
        except ValidationError as again:
            error = again
    return None


def _without(node: Node, loc: Loc, missing: bool) -> Node | None:
    """`node` without what stands at `loc`, or with it where it is `missing`; None where that cannot be."""
    if isinstance(node, Map) and loc:
        return _in_map(node, str(loc[0]), loc[1:], missing)
    if isinstance(node, Seq) and loc and isinstance(loc[0], int):
        return _in_list(node, loc[0], loc[1:], missing)
    return None


def _in_map(node: Map, key: str, rest: Loc, missing: bool) -> Node | None:
    if key in VITAL:
        return None
    entry = node.find(key)
    if entry is None:
        filler = _filler(key, node) if missing and not rest else None
        return None if filler is None else replace(node, entries=(*node.entries, filler))
    inner = _without(entry.value, rest, missing) if rest and (key in LISTS or key == "label") else None
    changed = () if inner is None else (Entry(entry.key, inner),)
    return replace(node, entries=tuple(e for old in node.entries for e in (changed if old is entry else (old,))))


def _in_list(node: Seq, index: int, rest: Loc, missing: bool) -> Node | None:
    """The list with one item mended. One that cannot be is broken now, and gone in the next round: so that the
    numbers of the others stay what they are in this one."""
    old = node.items[index]
    new = () if isinstance(old, Broken) else (_without(old, rest, missing) or Broken(old.span),)
    return replace(node, items=(*node.items[:index], *new, *node.items[index + 1 :]))


def _filler(key: str, node: Map) -> Entry | None:
    """What stands for a missing label or citation; a condition or a value cannot be made up."""
    text = Scalar("?", node.span, verbatim=False)
    both = tuple(Entry(Scalar(lang, node.span, verbatim=False), text) for lang in ("zh", "en"))
    fillers: dict[str, Node] = {"zh": text, "en": text, "label": Map(both, node.span), "cite": Unwritten((), node.span)}
    return Entry(Scalar(key, node.span, verbatim=False), fillers[key]) if key in fillers else None
