"""A solver's model as facts: the witness a person can look at and the reference can judge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from policyrules.model.expr import Number, Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, RefType
from policyrules.model.vocabulary import FieldDef
from policyrules.prover.encode.store import FIRST_TEXT, Fact, Instance, Store
from policyrules.prover.encode.terms import Beyond, Bit, Int
from policyrules.prover.sure import sure

MOST_RECORDS = 60_000


class Model:
    """The values of one answer of a solver."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._read: dict[int, tuple[Any, Any]] = {}

    def bit(self, bit: Bit) -> bool:
        """A formula's value."""
        return bit if isinstance(bit, bool) else bool(self._value(bit, z3.is_true))

    def int(self, term: Int) -> int:
        """A whole number's value."""
        return term if isinstance(term, int) else int(self._value(term, z3.IntNumRef.as_long))

    def _value(self, term: Any, plain: Callable[[Any], Any]) -> Any:
        """What the solver says of a term, asked once: members alike are read as often as there are of them."""
        found = self._read.get(term.get_id())
        if found is None:
            # The term is kept beside its value, so that no other gets its number.
            found = self._read[term.get_id()] = (term, plain(self.model.eval(term, model_completion=True)))
        return found[1]


Copy = tuple[int, ...]


class Decoder:
    """Facts from a model: every record on a path from the subject, every member as often as it weighs."""

    def __init__(self, store: Store, model: Model) -> None:
        """Read `model` as values of the variables of `store`."""
        self.store = store
        self.model = model
        self.texts = {code: text for text, code in store.texts.items()}
        self.tables: dict[str, dict[str, dict[str, Value]]] = {}
        self.counts: dict[str, int] = {}
        self.names: dict[tuple[str, int, Copy], str] = {}
        self.size = 0

    def facts(self) -> Facts:
        """All records there are; a table for every entity that is looked at."""
        for instance in self.store.instances.values():
            self.tables.setdefault(instance.entity, {})
        for key, name in self.store.members:
            owner = self.store.instances[key]
            self.tables.setdefault(self.store.vocabulary.entities[owner.entity].collections[name].entity, {})
        for instance in self.store.instances.values():
            if instance.owner is None and self.model.bit(instance.present):
                for k in range(self.model.int(instance.weight)):
                    which = (k,) if k else ()
                    self.record(instance, self.id(instance, which), which)
        for (key, _), slots in self.store.members.items():
            owner = self.store.instances[key]
            if owner.owner is None and self.model.bit(owner.present):
                self.members(slots, self.id(owner))
        return Facts({entity: dict(sorted(table.items())) for entity, table in self.tables.items()})

    def subject(self, entity: str) -> Ref:
        """The record the question was about."""
        return Ref(entity, self.id(self.store.instances[entity]))

    def day(self) -> date:
        """The day of the answer."""
        return date.fromordinal(self.model.int(self.store.today))

    def id(self, instance: Instance, copy: Copy = ()) -> str:
        """The id of a record; of several alike each `copy` but the first has one of its own."""
        key = (instance.entity, self.model.int(instance.code), copy)
        name = self.names.get(key)
        if name is None:
            text = None if copy else self.texts.get(key[1])
            name = self.names[key] = text or self.fresh(instance.entity)
        return name

    def fresh(self, entity: str) -> str:
        """An id nobody has: the entity's first letter and a number."""
        while True:
            self.counts[entity] = self.counts.get(entity, 0) + 1
            name = f"{entity[0].upper()}{self.counts[entity]:03d}"
            if name not in self.store.texts:
                return name

    def members(self, slots: list[Instance], owner: str, copy: Copy = ()) -> None:
        """The members of one owner, and theirs."""
        for slot in slots:
            by = sure(slot.owner, "a member has an owner")[0]
            copies = self.model.int(slot.weight)
            self.size += copies
            if self.size > MOST_RECORDS:
                raise Beyond("size")
            for k in range(copies):
                which = (*copy, k) if k or copy else ()
                name = self.id(slot, which)
                self.record(slot, name, which)
                self.tables[slot.entity][name][by] = owner
                for (key, _), inner in self.store.members.items():
                    if key == slot.key:
                        self.members(inner, name, which)

    def record(self, instance: Instance, name: str, copy: Copy) -> None:
        """Set down what is known of one record, one `copy` of several alike."""
        record = self.tables[instance.entity].setdefault(name, {})
        for field, fact in instance.facts.items():
            defined = self.store.vocabulary.entities[instance.entity].fields[field]
            if self.model.bit(fact.known) and not (instance.owner and instance.owner[0] == field):
                record[field] = self.value(fact, defined, copy)

    def value(self, fact: Fact, defined: FieldDef, copy: Copy = ()) -> Value:
        """A field's value; where alike records name a record each, this copy its own."""
        match defined.type:
            case RefType():
                return self.id(fact.value, copy if self.model.int(fact.value.weight) > 1 else ())
            case BoolType():
                return self.model.bit(fact.value)
            case NumberType():
                return tidy(Fraction(self.model.int(fact.value), self.store.scale(defined)))
            case DateType():
                return date.fromordinal(self.model.int(fact.value))
            case EnumType(name):
                return self.store.vocabulary.enums[name].members[self.model.int(fact.value)].id
            case _:
                code = self.model.int(fact.value)
                return self.texts.get(code) or f"text-{code % FIRST_TEXT}"


def tidy(number: Fraction) -> Number:
    """A whole Fraction as an int."""
    return number.numerator if number.denominator == 1 else number
