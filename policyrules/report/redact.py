"""Facts without what tells who somebody is: persons under pseudonyms, what is personal left out, free text masked.

Who is a person, and what is personal, the vocabulary says; what it does not say is taken to be personal:

* Persons are the records of an entity marked `personal: true`, and of one that holds a field so marked. Their ids
  become `P-...`.
* Records that refer to a person (an hour record, a list entry) are about that person. Their ids become `R-...`.
  Schools, counties and so on are not, nor is an entity marked `personal: false`.
* A field marked `personal: true` is left out. Free text is replaced by `X-...`, unless its field is marked
  `personal: false`, or it is the id of a record, or stands in the rules themselves.
* Whatever else holds a person's id or a personal text within it is replaced too: the id of a school, a column nobody
  knows, the name of a file.

A pseudonym is a keyed hash of what it stands for: under one key the same person has the same pseudonym everywhere, in
every report, and texts that were equal stay so, so that rules come to the same verdicts; without the key nobody can
make one, nor try ids until one fits. The key is never written anywhere.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from policyrules.compiler.reach import bulletin_roots, rule_roots
from policyrules.diagnostics.catalogue import reports as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import Span
from policyrules.intake import Intake, TableSummary
from policyrules.model.errors import UsageError
from policyrules.model.expr import Literal, Value
from policyrules.model.facts import Facts, Record
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import RefType, TextType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary
from policyrules.model.words import Layer
from policyrules.syntax.walk import nodes

_DIGITS = 16
HIDDEN = "…"
SHORTEST = 16
_LEVELS = frozenset(layer.value for layer in Layer)
_TELLING_ID, _TELLING_TEXT = 4, 2
"""A person's id, and a personal text, are looked for within other texts from this length on: `7` is in everything."""
_LONGEST = 200
"""Of a longer text it is not asked what it holds: it is masked."""


def key_of(text: str | None) -> bytes:
    """The key of a secret text, which gives the same pseudonyms every time; without one a key for this time only.

    Raises UsageError where the text is too short to be a secret.
    """
    if text is None:
        return secrets.token_bytes(32)
    if len(text) < SHORTEST:
        raise UsageError((codes.SHORT_KEY.at(None, length=len(text), least=SHORTEST),))
    return text.encode()


def persons(vocabulary: Vocabulary) -> frozenset[str]:
    """The entities whose records are persons."""
    return frozenset(entity.id for entity in vocabulary.entities.values() if _is_person(entity))


def _is_person(entity: Entity) -> bool:
    if entity.personal is not None:
        return entity.personal
    return entity.id not in _LEVELS and any(field.personal for field in entity.fields.values())


def about_persons(vocabulary: Vocabulary) -> frozenset[str]:
    """The entities whose records are no persons but refer to one, or to such a record."""
    people = persons(vocabulary)
    found = set(people)
    others = [e for e in vocabulary.entities.values() if e.id not in _LEVELS | people and e.personal is None]
    while new := {e.id for e in others if e.id not in found and not found.isdisjoint(_referred(e))}:
        found |= new
    return frozenset(found - people)


def _referred(entity: Entity) -> set[str]:
    return {field.type.entity for field in entity.fields.values() if isinstance(field.type, RefType)}


class Redaction:
    """Replaces persons by pseudonyms under one key."""

    def __init__(self, ruleset: Ruleset, key: bytes) -> None:
        """Look for persons in the vocabulary. Raises UsageError where nothing in it is marked personal."""
        self._entities, self._key = ruleset.vocabulary.entities, key
        self._persons, self._about = persons(ruleset.vocabulary), about_persons(ruleset.vocabulary)
        if not self._persons:
            raise UsageError((codes.NOBODY.at(None),))
        self._written = _texts(ruleset)
        self._telling: frozenset[str] = frozenset()
        self._ids: dict[str, str] = {}

    def intake(self, given: Intake) -> Intake:
        """The same facts about nobody in particular, and what was wrong with them by its place alone."""
        facts = self.facts(given.facts)
        told = tuple(map(self._diagnostic, given.diagnostics))
        return Intake(facts, told, tuple(map(self._summary, given.tables)))

    def facts(self, facts: Facts) -> Facts:
        """The same facts about nobody in particular."""
        self._telling = frozenset(self._tell_tales(facts))
        # Where a text is the id of two records, it is taken for the person's.
        order = sorted(facts.tables, key=lambda entity: (entity in self._persons, entity in self._about, entity))
        self._ids = {id: self.name(entity, id) for entity in order for id in facts.tables[entity]}
        return Facts({entity: self._table(entity, table, facts) for entity, table in facts.tables.items()})

    def name(self, entity: str, id: str) -> str:
        """What a record is called now."""
        if entity in self._persons:
            return self._hidden("P", f"{entity}\0{id}")
        if entity in self._about:
            return self._hidden("R", f"{entity}\0{id}")
        return self._hidden("X", id) if self._tells(id) else id

    def _hidden(self, kind: str, what: str) -> str:
        return f"{kind}-" + hmac.digest(self._key, what.encode("utf-8", "surrogatepass"), "sha256").hex()[:_DIGITS]

    def _tell_tales(self, facts: Facts) -> Iterable[str]:
        """The ids of persons and the personal texts."""
        for entity, table in facts.tables.items():
            personal = [field for field in self._entities[entity].fields.values() if field.personal]
            if entity in self._persons:
                yield from (id for id in table if len(id) >= _TELLING_ID)
            for record in table.values() if personal else ():
                values = (record.get(field.id) for field in personal)
                yield from (value for value in values if isinstance(value, str) and len(value) >= _TELLING_TEXT)

    def _tells(self, text: str) -> bool:
        """Whether a text holds a person's id or a personal text."""
        if len(text) > _LONGEST:
            return True
        ends = range(_TELLING_TEXT, len(text) + 1)
        return any(text[start:end] in self._telling for end in ends for start in range(end - _TELLING_TEXT + 1))

    def _table(self, entity: str, table: Mapping[str, Record], facts: Facts) -> dict[str, Record]:
        fields = self._entities[entity].fields
        made = {self.name(entity, id): self._record(fields, record, facts) for id, record in table.items()}
        return dict(sorted(made.items()))

    def _record(self, fields: Mapping[str, FieldDef], record: Record, facts: Facts) -> Record:
        kept: dict[str, Value] = {}
        for name, value in record.items():
            field = fields.get(name)
            if field is None or field.personal:
                continue
            if isinstance(field.type, RefType):
                value = self._reference(field.type.entity, str(value), facts)
            elif isinstance(field.type, TextType):
                value = self._text(field, str(value))
            kept[name] = value
        return kept

    def _reference(self, entity: str, id: str, facts: Facts) -> str:
        """What names nobody may be anything."""
        known = facts.get(entity, id) is not None
        return self.name(entity, id) if known or entity in self._persons | self._about else self._hidden("X", id)

    def _text(self, field: FieldDef, text: str) -> str:
        if text in self._ids:
            return self._ids[text]
        if text in self._written or (field.personal is False and not self._tells(text)):
            return text
        return self._hidden("X", text)

    def _diagnostic(self, told: Diagnostic) -> Diagnostic:
        """What was wrong with the facts, without the values: they may hold what was written in a wrong place."""
        where = told.where.place if isinstance(told.where, Span) else told.where
        place = None if where is None else replace(where, file=self._file(where.file), sheet=self._sheet(where.sheet))
        return replace(told, where=place, values=dict.fromkeys(told.values, HIDDEN), related=())

    def _summary(self, table: TableSummary) -> TableSummary:
        """What was read, without columns nobody knows: where a heading is missing they hold the first person."""
        unknown = frozenset(table.ignored)
        return replace(
            table,
            source=self._file(table.source),
            sheet=self._sheet(table.sheet),
            header=tuple(HIDDEN if name in unknown else name for name in table.header),
            ignored=(HIDDEN,) * len(table.ignored),
        )

    def _file(self, name: str) -> str:
        """A table's file is called after its entity; any other name may be somebody's."""
        path = PurePath(name)
        return name if self._is_entity(path.name.split(".")[0]) else HIDDEN + path.suffix

    def _sheet(self, name: str) -> str:
        return name if not name or self._is_entity(name) else HIDDEN

    def _is_entity(self, name: str) -> bool:
        return any(name in (entity.id, entity.label.zh, entity.label.en) for entity in self._entities.values())


def _texts(ruleset: Ruleset) -> frozenset[str]:
    """The texts that stand in the rules themselves, which everybody may read."""
    roots = [root for rule in ruleset.rules.values() for root in rule_roots(rule)]
    roots += [root for bulletin in ruleset.bulletins.values() for root in bulletin_roots(bulletin)]
    roots += [definition.expr for definition in ruleset.definitions.values()]
    literals = (node.value for root in roots for node in nodes(root) if isinstance(node, Literal))
    parameters = (value.value for parameter in ruleset.parameters.values() for value in parameter.values)
    return frozenset(value for value in (*literals, *parameters) if isinstance(value, str))
