"""headers.yaml: what an office's own names of tables and columns, and its own words in cells, stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from policyrules.diagnostics.catalogue.tables import BAD_MAPPING, UNUSED_MAPPING
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Span
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.cells import CellProblem, Column, options
from policyrules.intake.collect import Collector
from policyrules.intake.words import all_names, fold, name_index
from policyrules.model.expr import Value
from policyrules.model.types import BoolType, EnumType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.document import Broken, Map, Node, Scalar
from policyrules.syntax.names import ID, ID_LABEL
from policyrules.syntax.reader import read_document
from policyrules.syntax.values import BOOL_WORDS

FILE = "headers.yaml"
IGNORED = ("ignore", "不读")
_PARTS = ("tables", "columns", "words")
_NO_PART = Sentence("没有这一部分", "there is no such part")
_NO_ENTITY = Sentence("没有这种实体", "there is no such entity")
_NO_FIELD = Sentence("这种实体没有这个字段", "that entity has no such field")
_NO_WORDS = Sentence("这个字段不是选项，也不是是否，不能另定词", "that field has no options and is no yes or no")
_HAS_MEANING = Sentence("这个词在这个字段里已有别的意思", "in that field the word already means something else")
_NO_NAME = Sentence("这里应是一个名称", "a name belongs here")
_NO_MAP = Sentence("这里应是“名称: 名称”的对照", "lines of the form `name: name` belong here")
_NOTHING = Sentence("", "")


@dataclass(frozen=True, slots=True)
class Given:
    """What the file says about the table of one entity.

    `columns`: folded names of columns -> field, "" to leave the column. `words`: field -> folded words -> what a cell
    that holds one means. A word that no table holds is no mistake: a cell that holds another one is reported anyway.
    """

    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, Value]] = field(default_factory=dict)


NOTHING_GIVEN = Given()


@dataclass(slots=True)
class Mapping:
    """Folded names of files and sheets -> entity; and what is given per entity.

    `spans`: where each name stands, until a table was seen that has it.
    """

    tables: dict[str, str] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    spans: dict[tuple[str, str], tuple[str, Span]] = field(default_factory=dict)

    def used(self, entity: str, header: Iterable[str]) -> None:
        """Remember that a table of `entity` with these columns was read."""
        for name in header:
            self.spans.pop((entity, fold(name)), None)

    def check_used(self, read: Iterable[str], seen: dict[str, list[str]], found: Collector) -> None:
        """Warn of names that occurred nowhere in the tables of the entities `read`; `seen` are the columns of each."""
        entities = set(read)
        for (entity, _), (word, span) in self.spans.items():
            if entity in entities or not entity:
                meant = did_you_mean(word, seen.get(entity, ()))
                found.add(UNUSED_MAPPING.at(span, word=word, meant=meant), FILE)


def read_mapping(data: bytes, vocabulary: Vocabulary, found: Collector) -> Mapping:
    """The mapping in `data`; what is wrong with it goes to `found`, and the rest holds."""
    document, problems = read_document(data, FILE)
    for problem in problems:
        found.add(problem, FILE)
    return _Reader(vocabulary, found).read(document.root) if document is not None else Mapping()


class _Reader:
    def __init__(self, vocabulary: Vocabulary, found: Collector) -> None:
        self._vocabulary, self._found = vocabulary, found
        self._labels = {e.id: e.label for e in vocabulary.entities.values()}
        self._entities = name_index(self._labels.items())
        self._mapping = Mapping()

    def read(self, root: Node) -> Mapping:
        for key, value in self._pairs(root):
            if key.text == "tables":
                self._tables(value)
            elif key.text == "columns":
                self._of_entities(value, self._columns)
            elif key.text == "words":
                self._of_entities(value, self._words)
            else:
                self._wrong(key, _NO_PART, _PARTS)
        return self._mapping

    def _tables(self, node: Node) -> None:
        for key, value in self._pairs(node):
            word = self._word(value)
            entity = None if word is None else self._entity(word)
            if entity is not None:
                self._mapping.tables[fold(key.text)] = entity
                self._mapping.spans["", fold(key.text)] = (key.text, key.span)

    def _of_entities(self, node: Node, read: Callable[[Entity, Given, Node], None]) -> None:
        for key, value in self._pairs(node):
            entity = self._entity(key)
            if entity is not None:
                given = self._mapping.given.setdefault(entity, Given())
                read(self._vocabulary.entities[entity], given, value)

    def _columns(self, entity: Entity, given: Given, node: Node) -> None:
        labels: dict[str, Text] = {ID: ID_LABEL, **{f.id: f.label for f in entity.fields.values()}}
        index = name_index(labels.items())
        for key, value in self._pairs(node):
            word = self._word(value)
            if word is None:
                continue
            target = index.get(fold(word.text), "" if word.text in IGNORED else None)
            if target is None:
                self._wrong(word, _NO_FIELD, all_names(labels))
            else:
                given.columns[fold(key.text)] = target
                self._mapping.spans[entity.id, fold(key.text)] = (key.text, key.span)

    def _words(self, entity: Entity, given: Given, node: Node) -> None:
        labels = {f.id: f.label for f in entity.fields.values()}
        index = name_index(labels.items())
        for key, value in self._pairs(node):
            field = entity.fields.get(index.get(fold(key.text), ""))
            if field is None:
                self._wrong(key, _NO_FIELD, all_names(labels))
            elif not isinstance(field.type, BoolType | EnumType):
                self._wrong(key, _NO_WORDS, ())
            else:
                self._meanings(field, given.words.setdefault(field.id, {}), value)

    def _meanings(self, field: FieldDef, words: dict[str, Value], node: Node) -> None:
        column = Column(field, self._vocabulary)
        for key, value in self._pairs(node):
            word = self._word(value)
            if word is None:
                continue
            target, before = column.read(word.text), column.read(key.text)
            if not isinstance(target, bool | str):
                takes = column.expected
                takes = Sentence(f"应填 {takes.zh}", f"write {takes.en}")
                self._wrong(word, takes, options(field, self._vocabulary) or BOOL_WORDS)
            elif not isinstance(before, CellProblem) and before != target:
                self._wrong(key, _HAS_MEANING, ())  # What is not recorded keeps its meaning too.
            elif words.setdefault(fold(key.text), target) != target:
                self._wrong(key, _HAS_MEANING, ())

    def _entity(self, word: Scalar) -> str | None:
        entity = self._entities.get(fold(word.text))
        if entity is None:
            self._wrong(word, _NO_ENTITY, all_names(self._labels))
        return entity

    def _pairs(self, node: Node) -> Iterator[tuple[Scalar, Node]]:
        if isinstance(node, Map):
            yield from ((entry.key, entry.value) for entry in node.entries)
        elif not isinstance(node, Broken):
            self._wrong(node, _NO_MAP, ())

    def _word(self, node: Node) -> Scalar | None:
        if isinstance(node, Scalar):
            return node
        if not isinstance(node, Broken):
            self._wrong(node, _NO_NAME, ())
        return None

    def _wrong(self, node: Node, detail: Sentence, known: Iterable[str]) -> None:
        word = node.text if isinstance(node, Scalar) else "…"
        meant = did_you_mean(word, known) if isinstance(node, Scalar) else _NOTHING
        self._found.add(BAD_MAPPING.at(node.span, word=word, detail=detail, meant=meant), FILE)
