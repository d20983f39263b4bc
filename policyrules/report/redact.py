"""Facts without what tells who somebody is: ids of persons become pseudonyms, fields marked personal are left out.

A person is a record of an entity that has a field marked personal. A pseudonym is a keyed hash of entity and id: under
one key the same person has the same pseudonym everywhere, in every report; without the key nobody can make one, nor
try ids until one fits. The key is never written anywhere.

Whatever names a person is replaced alike: the record's id, references to it, and texts that equal a person's id (a
staff number beside a school), so that rules which compare them come to the same verdicts.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace

from policyrules.diagnostics.catalogue import reports as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.model.errors import UsageError
from policyrules.model.expr import Value
from policyrules.model.facts import Facts, Record
from policyrules.model.types import RefType, TextType
from policyrules.model.vocabulary import Entity, Vocabulary

_DIGITS = 16
HIDDEN = "…"
SHORTEST = 16


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
    """The entities that hold a field marked personal."""
    entities = vocabulary.entities.values()
    return frozenset(e.id for e in entities if any(field.personal for field in e.fields.values()))


class Redaction:
    """Replaces persons by pseudonyms under one key."""

    def __init__(self, vocabulary: Vocabulary, key: bytes) -> None:
        """Look for persons in `vocabulary`. Raises UsageError where nothing in it is marked personal."""
        self._vocabulary, self._key, self._persons = vocabulary, key, persons(vocabulary)
        if not self._persons:
            raise UsageError((codes.NOBODY.at(None),))

    def facts(self, facts: Facts) -> Facts:
        """The same facts about nobody in particular."""
        named = {
            id: self.pseudonym(entity, id) for entity in sorted(self._persons) for id in facts.tables.get(entity, ())
        }
        entities = self._vocabulary.entities
        return Facts({entity: self._table(entities[entity], table, named) for entity, table in facts.tables.items()})

    def pseudonym(self, entity: str, id: str) -> str:
        """The pseudonym of a person; of anything else the id itself."""
        if entity not in self._persons:
            return id
        return "P-" + hmac.digest(self._key, f"{entity}\0{id}".encode(), "sha256").hex()[:_DIGITS]

    def diagnostics(self, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """What was wrong with the facts, without the values: they may hold what was written in a wrong place."""
        return tuple(replace(d, values=dict.fromkeys(d.values, HIDDEN), related=()) for d in diagnostics)

    def _table(self, entity: Entity, table: Mapping[str, Record], named: Mapping[str, str]) -> dict[str, Record]:
        made = {self.pseudonym(entity.id, id): self._record(entity, table[id], named) for id in table}
        return dict(sorted(made.items()))

    def _record(self, entity: Entity, record: Record, named: Mapping[str, str]) -> Record:
        kept: dict[str, Value] = {}
        for name, value in record.items():
            field = entity.fields.get(name)
            if field is None or field.personal:
                continue
            if isinstance(field.type, RefType):
                value = self.pseudonym(field.type.entity, str(value))
            elif isinstance(field.type, TextType):
                value = named.get(str(value), value)
            kept[name] = value
        return kept
