"""One plan: a ruleset lowered for a day, over tables of which some were given.

Columns get names of the plan's own making, so that no two spaces ever clash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from policyrules.engines.frame.graph import Anchors, is_member, postorder
from policyrules.engines.frame.source import Source
from policyrules.model.vocabulary import CollectionDef, Vocabulary
from policyrules.semantics.certain import Certain, Ends, Lowering
from policyrules.semantics.lowered import Node, Op

PARTS = {part: place for fields in (Certain._fields, Ends._fields) for place, part in enumerate(fields)}


@dataclass(frozen=True)
class Path:
    """The members of a loop: `collections` from the record `owner` down to the records of `entity`."""

    owner: Node
    collections: tuple[tuple[str, CollectionDef], ...]
    entity: str

    @property
    def top(self) -> str:
        """The entity of the owner."""
        return self.collections[0][0]


@dataclass
class Plan:
    """What all spaces share: the formulas and the tables."""

    lowering: Lowering
    sources: Mapping[str, Source]
    anchors: Anchors = field(default_factory=Anchors)
    spaces: dict[str, Any] = field(default_factory=dict)
    _turned: dict[tuple[Node, int], Node] = field(default_factory=dict)
    _names: Any = field(default_factory=count)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the ruleset."""
        return self.lowering.ruleset.vocabulary

    def fresh(self) -> str:
        """The name of a new column."""
        return f"c{next(self._names)}"

    def rows(self, entity: str) -> int:
        """How many rows a table has at most."""
        return self.sources[entity].rows

    def path(self, members: Node) -> Path:
        """The owner and the collections behind a MEMBERS or FLATTEN node."""
        steps: list[tuple[str, CollectionDef]] = []
        node = members
        while True:
            entity, name = node.data
            steps.append((entity, self.vocabulary.entities[entity].collections[name]))
            if node.op is Op.MEMBERS:
                break
            node = node.args[0]
        steps.reverse()
        return Path(node.args[0], tuple(steps), steps[-1][1].entity)

    def is_given(self, path: Path) -> bool:
        """Whether every table on the way was given."""
        return path.top in self.sources and all(c.entity in self.sources for _, c in path.collections)

    def owner_key(self, path: Path) -> Node:
        """The id of the owner, seen from a member, which is the subject here."""
        pool = self.lowering.pool
        node = pool.make(Op.SUBJECT, data=path.entity)
        for _, collection in reversed(path.collections):
            node = pool.make(Op.FACT, node, data=(collection.entity, collection.by))
        return node

    def of_subject(self, root: Node, level: int) -> Node:
        """A formula about the member at a level alone as one about a subject, so that both are computed once."""
        pool, turned = self.lowering.pool, self._turned
        for node in postorder([root], lambda n: () if (n, level) in turned else n.args):
            if (node, level) in turned:
                continue
            if is_member(node, level):
                turned[node, level] = pool.make(Op.SUBJECT, data=node.data[0])
            else:
                args = [turned[a, level] for a in node.args]
                turned[node, level] = pool.make(node.op, *args, data=node.data) if args else node
        return turned[root, level]

    def over_subject(self, loop: Node, path: Path) -> Node:
        """The same loop over the collections of the owner itself."""
        pool = self.lowering.pool
        members = pool.make(Op.SUBJECT, data=path.top)
        for place, (entity, collection) in enumerate(path.collections):
            op = Op.FLATTEN if place else Op.MEMBERS
            members = pool.make(op, members, data=(entity, collection.id))
        return pool.make(loop.op, members, *loop.args[1:], data=loop.data)

    def definition(self, data: tuple[str, str, str]) -> Node:
        """One part of a definition, for the record itself."""
        entity, name, part = data
        subject = self.lowering.place(entity).subject
        known = self.lowering._inlined
        if (entity, name, subject) not in known:
            known[entity, name, subject] = self.lowering.definition(entity, name)
        return known[entity, name, subject][PARTS[part]]
