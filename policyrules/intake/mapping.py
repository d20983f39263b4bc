"""headers.yaml: which of a school's own names for tables and columns stand for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policyrules.diagnostics.catalogue.tables import BAD_MAPPING, UNUSED_MAPPING
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Span
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.collect import Collector
from policyrules.intake.words import all_names, fold, name_index
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.document import Broken, Map, Node, Scalar
from policyrules.syntax.names import ID, ID_LABEL
from policyrules.syntax.reader import read_document

FILE = "headers.yaml"
IGNORED = ("ignore", "不读")
_PARTS = ("tables", "columns")
_NO_PART = Sentence("没有这一部分", "there is no such part")
_NO_ENTITY = Sentence("没有这种实体", "there is no such entity")
_NO_FIELD = Sentence("这种实体没有这个字段", "that entity has no such field")
_NO_NAME = Sentence("这里应是一个名称", "a name belongs here")
_NO_MAP = Sentence("这里应是“名称: 名称”的对照", "lines of the form `name: name` belong here")
_NOTHING = Sentence("", "")


@dataclass(slots=True)
class Mapping:
    """Folded names of files and sheets -> entity; per entity folded names of columns -> field, "" to leave it.

    `spans`: where each name stands, until a table was seen that has it.
    """

    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
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
                self._columns(value)
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

    def _columns(self, node: Node) -> None:
        for key, value in self._pairs(node):
            entity = self._entity(key)
            if entity is not None:
                self._fields(entity, value)

    def _fields(self, entity: str, node: Node) -> None:
        fields = self._vocabulary.entities[entity].fields.values()
        labels: dict[str, Text] = {ID: ID_LABEL, **{f.id: f.label for f in fields}}
        index = name_index(labels.items())
        given = self._mapping.columns.setdefault(entity, {})
        for key, value in self._pairs(node):
            word = self._word(value)
            if word is None:
                continue
            target = index.get(fold(word.text), "" if word.text in IGNORED else None)
            if target is None:
                self._wrong(word, _NO_FIELD, all_names(labels))
            else:
                given[fold(key.text)] = target
                self._mapping.spans[entity, fold(key.text)] = (key.text, key.span)

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
