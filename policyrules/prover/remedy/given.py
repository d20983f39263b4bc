"""Facts as a store: every record there is, constants for what cannot move, variables for what can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from policyrules.model.expr import Number, Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, RefType
from policyrules.model.vocabulary import FieldDef
from policyrules.model.words import Direction
from policyrules.prover.encode import terms
from policyrules.prover.encode.decode import Decoder, Model
from policyrules.prover.encode.store import Fact, Instance, Settings, Store
from policyrules.prover.encode.terms import Beyond, Bit, Int, at_most, iff, neg, pick
from policyrules.prover.remedy.result import Step
from policyrules.semantics import World

MOST_MOVABLE = 1_000
NOBODY = ""


@dataclass(frozen=True)
class Movable:
    """A fact that can be changed: its variable, what it is now, and whether it has moved."""

    ref: Ref
    field: str
    defined: FieldDef
    before: Value | None
    fact: Fact
    moved: Bit
    distance: Int


class Given(Store):
    """A store over actual records. Instances go by entity and id; `movable` lists what may change."""

    def __init__(
        self, ruleset: Ruleset, facts: Facts, subject: Ref, day: date, fields: set[tuple[str, str]], context: Any
    ):
        """The records around `subject`; `fields`: those the rules look at."""
        super().__init__(ruleset.vocabulary, Settings(), lambda entity, field: False, context)
        self.facts_given = facts
        self.root = subject
        self.fields = fields
        self.world = World(ruleset, facts, day)
        self.today = day.toordinal()
        self.movable: list[Movable] = []

    def record(self, ref: Ref, exists: Bit = True, owner: tuple[str, Instance] | None = None) -> Instance:
        """A record as an instance; one that is not in the facts has nothing recorded."""
        key = f"{ref.type}:{ref.id}"
        found = self.instances.get(key)
        if found is None:
            found = self.instances[key] = Instance(key, ref.type, self.text(ref.id), exists, 1, key, owner)
        return found

    def subject(self, entity: str) -> Instance:
        """The record the remedy is for."""
        return self.record(self.root)

    def reference(self, base: Instance, name: str) -> Instance:
        """The record a reference names."""
        return self.fact(base, name).value  # type: ignore[no-any-return]

    def fact(self, base: Instance, name: str) -> Fact:
        """A field: a constant, or a variable where it may be changed."""
        found = base.facts.get(name)
        if found is None:
            found = base.facts[name] = self._given(base, name, self.vocabulary.entities[base.entity].fields[name])
        return found

    def _given(self, base: Instance, name: str, defined: FieldDef) -> Fact:
        ref = Ref(base.entity, base.key.partition(":")[2])
        value = (self.facts_given.get(ref.type, ref.id) or {}).get(name)
        if isinstance(defined.type, RefType):
            if value is None:
                return Fact(False, self.record(Ref(defined.type.entity, NOBODY), exists=False))
            return Fact(True, self.record(Ref(defined.type.entity, str(value))))
        if defined.changeable is not None and self.owned(ref):
            return self._movable(ref, name, defined, value)
        return Fact(value is not None, self.plain(value, defined))

    def owned(self, ref: Ref) -> bool:
        """Whether the record is the subject or hangs on it: nobody is asked to change what is above."""
        at, steps = ref, 0
        while at != self.root:
            record = self.facts_given.get(at.type, at.id) or {}
            fields = self.vocabulary.entities[at.type].fields.values()
            named = [
                Ref(f.type.entity, str(record[f.id])) for f in fields if isinstance(f.type, RefType) and f.id in record
            ]
            if self.root in named:
                return True
            steps += 1
            if not named or steps > len(self.vocabulary.entities):
                return False
            at = named[0]
        return True

    def _movable(self, ref: Ref, name: str, defined: FieldDef, value: Value | None) -> Fact:
        if len(self.movable) >= MOST_MOVABLE:
            raise Beyond("movable")
        key = f"{ref}.{name}"
        moved = self.variable(key, defined)
        now = self.plain(value, defined)
        if value is None:
            known = self.bit(f"{key}?")
            fact = Fact(known, moved)
            self.movable.append(Movable(ref, name, defined, None, fact, known, 0))
            return fact
        fact = Fact(True, moved)
        if isinstance(defined.type, BoolType):
            changed, distance = neg(iff(moved, now)), 0
            if (defined.changeable is Direction.UP and now) or (defined.changeable is Direction.DOWN and not now):
                self.require(neg(changed))
        else:
            changed = neg(terms.equal(moved, now))
            distance = pick(at_most(now, moved), terms.add((moved, -now)), terms.add((now, terms.scale(moved, -1))))
            if defined.changeable is Direction.UP:
                self.require(at_most(now, moved))
            elif defined.changeable is Direction.DOWN:
                self.require(at_most(moved, now))
        self.movable.append(Movable(ref, name, defined, value, fact, changed, distance))
        return fact

    def plain(self, value: Value | None, defined: FieldDef) -> Any:
        """A value as the store's variables have it."""
        match defined.type:
            case BoolType():
                return bool(value)
            case NumberType():
                return 0 if value is None else int(value * self.scale(defined))  # type: ignore[operator]
            case DateType():
                return value.toordinal() if isinstance(value, date) else 1
            case EnumType(name):
                return 0 if value is None else self.vocabulary.enums[name].rank(str(value))
            case _:
                return self.text(str(value))

    def collection(self, owner: Instance, name: str) -> list[Instance]:
        """The members there are."""
        found = self.members.get((owner.key, name))
        if found is None:
            ids = self.world.members(owner.entity, name, owner.key.partition(":")[2])
            if not isinstance(ids, tuple):
                raise Beyond("table")
            entity = self.vocabulary.entities[owner.entity].collections[name].entity
            found = self.members[owner.key, name] = [self.record(Ref(entity, id)) for id in ids]
        return found

    def single(self, slot: Instance, unless: Bit) -> None:
        """Records are never alike."""

    def step(self, movable: Movable, model: Model, cost: Number) -> Step:
        """What a model does with one fact."""
        after = Decoder(self, model).value(movable.fact, movable.defined)
        return Step(movable.ref, movable.field, movable.before, after, cost)


def moves(given: Given, model: Model) -> list[Movable]:
    """The facts a model changes."""
    return [m for m in given.movable if model.bit(m.moved)]
