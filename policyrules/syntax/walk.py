"""Walking over typed expressions: what stands in them and which names they use. The one place that knows how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, cast, get_args

from policyrules.model.expr import Collection, Derived, Expr, Field, Member, Parameter, Subject
from policyrules.model.ruleset import Rule
from policyrules.model.types import EnumType, RefType

Node = Expr | Collection
N = TypeVar("N", bound=Expr | Collection)
NAMED = (Subject, Member, Collection)
NODES: tuple[type[Node], ...] = get_args(Node)
PARTS = {
    kind: tuple(f.name for f in fields(kind) if any(word in str(f.type) for word in ("Expr", "Collection", "Literal")))
    for kind in NODES
}
"""The fields of each kind of node that hold nodes: one, several or None."""


def children(node: Node) -> Iterator[Node]:
    """The expressions directly inside `node`, in reading order."""
    for name in PARTS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def nodes(*roots: Node | None) -> Iterator[Node]:
    """Every node of `roots`, outermost first, in reading order."""
    pending = [r for r in reversed(roots) if r is not None]
    while pending:
        top = pending.pop()
        yield top
        pending.extend(reversed(list(children(top))))


def rewritten(node: N, change: Callable[[Expr], Expr]) -> N:
    """`node` with `change` applied to every expression in it, the innermost first."""
    changed: dict[str, Any] = {}
    for name in type(node).__match_args__:
        value = getattr(node, name)
        items = value if isinstance(value, tuple) else (value,)
        new = tuple(rewritten(item, change) if isinstance(item, NODES) else item for item in items)
        if new != items:
            changed[name] = new if isinstance(value, tuple) else new[0]
    made = replace(node, **changed) if changed else node
    return made if isinstance(made, Collection) else cast(N, change(made))


@dataclass(frozen=True, slots=True)
class Uses:
    """The names expressions use directly: definitions, fields and collections as (entity, id)."""

    parameters: frozenset[str]
    definitions: frozenset[tuple[str, str]]
    fields: frozenset[tuple[str, str]]
    collections: frozenset[tuple[str, str]]
    enums: frozenset[str]


def uses(*roots: Node | None) -> Uses:
    """The names `roots` use. Definitions are named, not followed."""
    every = list(nodes(*roots))
    return Uses(
        frozenset(n.name for n in every if isinstance(n, Parameter)),
        frozenset((entity_of(n.base), n.name) for n in every if isinstance(n, Derived)),
        frozenset((entity_of(n.base), n.name) for n in every if isinstance(n, Field)),
        frozenset((entity_of(n.base), n.name) for n in every if isinstance(n, Collection)),
        frozenset(n.type.name for n in every if not isinstance(n, Collection) and isinstance(n.type, EnumType)),
    )


def entity_of(node: Node) -> str:
    """The entity of the record or records `node` stands for."""
    if isinstance(node, NAMED):
        return node.entity
    if not isinstance(node.type, RefType):
        raise TypeError(f"{node!r} is no record")
    return node.type.entity


def deciding(rule: Rule) -> Iterator[Expr]:
    """The expressions of a rule that decide its verdict, the due day aside."""
    yield rule.applies
    yield from (e.when for e in rule.exemptions)
    if rule.must is not None:
        yield rule.must
    if rule.table is not None:
        yield from (row.when for row in rule.table.rows)
