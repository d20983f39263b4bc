"""What a word can name: fields, definitions, collections, parameters and words of enumerations.

An id is a name, and so is a label in either language; where a word is somebody's id, it names that and no label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from policyrules.diagnostics.core import Sentence
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import TEXT, Type
from policyrules.model.vocabulary import CollectionDef, Enumeration, Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.characters import fold

ID = "id"
ID_LABEL = Text("编号", "id")


class Kind(Enum):
    """What a name can stand for."""

    FIELD = Sentence("字段", "field")
    DEFINITION = Sentence("定义", "definition")
    COLLECTION = Sentence("集合", "collection")
    PARAMETER = Sentence("参数", "parameter")
    WORD = Sentence("选项", "word of an enumeration")


@dataclass(frozen=True, slots=True)
class Named:
    """One thing a word can name. `type` is known for fields and parameters, `collection` for collections.

    A definition's type is asked of whoever checks definitions.
    """

    kind: Kind
    id: str
    label: Text
    type: Type | None = None
    collection: CollectionDef | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """Things by id and by label."""

    by_id: Mapping[str, Named]
    by_label: Mapping[str, tuple[Named, ...]]

    def find(self, word: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
        """The things with this id, and those with this label."""
        plain = fold(word)
        found = self.by_id.get(plain)
        return (() if found is None else (found,)), self.by_label.get(plain, ())


@dataclass(frozen=True, slots=True)
class NamedParameter:
    """A parameter, as far as expressions need to know it."""

    type: Type
    label: Text


@dataclass(frozen=True, eq=False)
class Names:
    """All that expressions of a ruleset can name. `definitions` maps (entity, id) to the label."""

    vocabulary: Vocabulary
    parameters: Mapping[str, NamedParameter]
    definitions: Mapping[tuple[str, str], Text]
    _indexes: dict[str, Index] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, ruleset: Ruleset) -> Names:
        """The names of a checked ruleset."""
        return cls(
            ruleset.vocabulary,
            {p.id: NamedParameter(p.type, p.label) for p in ruleset.parameters.values()},
            {key: d.label for key, d in ruleset.definitions.items()},
        )

    def of_entity(self, entity: str) -> Index:
        """The fields, definitions and collections of an entity."""
        return self._index(f"entity {entity}", lambda: self._entity(entity))

    def of_parameters(self) -> Index:
        """The parameters."""
        return self._index("parameters", self._parameters)

    def of_enum(self, enum: str) -> Index:
        """The words of an enumeration."""
        return self._index(f"enum {enum}", lambda: self._words(self.vocabulary.enums[enum]))

    def _index(self, key: str, things: Callable[[], Iterator[Named]]) -> Index:
        if key not in self._indexes:
            self._indexes[key] = index(things())
        return self._indexes[key]

    def _entity(self, entity: str) -> Iterator[Named]:
        declared = self.vocabulary.entities[entity]
        if ID not in declared.fields:
            yield Named(Kind.FIELD, ID, ID_LABEL, TEXT)
        for f in declared.fields.values():
            yield Named(Kind.FIELD, f.id, f.label, f.type)
        for (owner, id), label in self.definitions.items():
            if owner == entity:
                yield Named(Kind.DEFINITION, id, label)
        for c in declared.collections.values():
            yield Named(Kind.COLLECTION, c.id, c.label, collection=c)

    def _parameters(self) -> Iterator[Named]:
        for id, parameter in self.parameters.items():
            yield Named(Kind.PARAMETER, id, parameter.label, parameter.type)

    def _words(self, enum: Enumeration) -> Iterator[Named]:
        for member in enum.members:
            yield Named(Kind.WORD, member.id, member.label)


def index(things: Iterable[Named]) -> Index:
    """Things by id and label; two things with one label are both kept."""
    by_id: dict[str, Named] = {}
    by_label: dict[str, tuple[Named, ...]] = {}
    for thing in things:
        by_id[thing.id] = thing
        for label in {fold(thing.label.zh), fold(thing.label.en)}:
            by_label[label] = (*by_label.get(label, ()), thing)
    return Index(by_id, by_label)


def find(word: str, indexes: Iterable[Index]) -> tuple[Named, ...]:
    """Everything `word` can name: those with that id, or if there are none, those with that label."""
    found = [i.find(word) for i in indexes]
    return tuple(t for ids, _ in found for t in ids) or tuple(t for _, labels in found for t in labels)
