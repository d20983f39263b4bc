"""Records and their facts as variables: one record a path from the subject, a few kinds of members a collection.

A member stands for `weight` alike: so a quota of a thousand schools needs no thousand variables, and where they name a
record each, neither does a quota of a thousand persons. Where two paths may lead to the same record, equal ids mean
equal facts, and whoever names a record as its owner is among its members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import z3  # type: ignore[import-untyped]

from policyrules.model.expr import Number
from policyrules.model.types import BoolType, DateType, EnumType, NumberType, RefType
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.prover.encode import terms
from policyrules.prover.encode.symbols import End, Quantity, Span, Symbol, exactly, truth
from policyrules.prover.encode.terms import Beyond, Bit, Int, at_most, conj, disj, equal, iff, implies, neg, pick
from policyrules.prover.sure import sure

MOST_ALIKE = 20_000
MOST_RECORDS = 400
INNER_KINDS = 2
EARLIEST = date(1900, 1, 1).toordinal()
LATEST = date(2100, 12, 31).toordinal()
FIRST_TEXT = 1_000_000

MayBeUnknown = Callable[[str, FieldDef], bool]
Counted = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class Settings:
    """How records become variables. `kinds` None: aggregates are left open (any value they might have).

    `marks`: words of an enumeration as one yes/no mark each instead of a number (the second encoding of a recheck).
    `spread`: references by which many members alike may name a record each, as many alike. `more`: collections, by
    owner's entity and name, that need more kinds. `counted`: collections of the subject whose members come in sorts
    told apart by these fields: there is one kind for each, and no bound on members.
    """

    kinds: int | None = 4
    marks: bool = False
    spread: frozenset[tuple[str, str]] = frozenset()
    more: Mapping[tuple[str, str], int] = field(default_factory=dict)
    counted: Counted = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """A field of a record: whether it is recorded, and its value (a bit, a number, or the record it names)."""

    known: Bit
    value: Any


@dataclass(eq=False)
class Instance:
    """A record. `exists`: whether the path to it is known; `weight`: how many alike each owner has (0: none)."""

    key: str
    entity: str
    code: Int
    exists: Bit = True
    weight: Int = 1
    source: str = ""
    owner: tuple[str, Instance] | None = None
    facts: dict[str, Fact] = field(default_factory=dict)

    @property
    def present(self) -> Bit:
        """Whether there is such a record at all."""
        return conj((self.exists, at_most(1, self.weight)))


class Store:
    """Every variable of one question, and what must hold between them (`constraints`, in the order they arose)."""

    def __init__(self, vocabulary: Vocabulary, settings: Settings, may_be_unknown: MayBeUnknown, context: Any) -> None:
        """An empty world over `vocabulary`."""
        self.vocabulary = vocabulary
        self.settings = settings
        self.may_be_unknown = may_be_unknown
        self.context = context
        self.constraints: list[Bit] = []
        self.instances: dict[str, Instance] = {}
        self.members: dict[tuple[str, str], list[Instance]] = {}
        self.texts: dict[str, int] = {}
        self.left_open: dict[object, Symbol] = {}
        self.today: Int = self.whole("today")
        self._sources: dict[str, dict[str, list[Instance]]] = {}
        # Whether some collection is expanded to a number of kinds of members that more members might exceed.
        self.bounded = False
        # Whether some members may not be many because of what has been encoded here.
        self.narrowed = False
        self._twins: dict[str, Fact] = {}

    def whole(self, name: str) -> Int:
        """A number variable."""
        return z3.Int(name, self.context)

    def real(self, name: str) -> Any:
        """A variable for a number that need not be whole."""
        return z3.Real(name, self.context)

    def bit(self, name: str) -> Bit:
        """A truth variable."""
        return z3.Bool(name, self.context)

    def require(self, *bits: Bit) -> None:
        """State what always holds."""
        self.constraints.extend(b for b in bits if b is not True)

    def text(self, text: str) -> int:
        """The number that stands for a text. Nobody who goes by it is one of many alike."""
        code = self.texts.get(text)
        if code is None:
            code = self.texts[text] = FIRST_TEXT + len(self.texts)
            self._named((one for one in self.instances.values() if not isinstance(one.weight, int)), [code])
        return code

    def _named(self, slots: Iterable[Instance], codes: Iterable[int]) -> None:
        for slot in slots:
            self.require(*(disj((at_most(slot.weight, 1), neg(equal(slot.code, code)))) for code in codes))

    def subject(self, entity: str) -> Instance:
        """The record a rule speaks of."""
        return self._instance(entity, entity, source="subject")

    def anybody(self, entity: str) -> Instance:
        """Some record of which nothing is said: what is settled of it is settled of all."""
        return self._instance(f"any {entity}", entity, source=f"any {entity}")

    def _instance(self, key: str, entity: str, source: str, **rest: Any) -> Instance:
        found = self.instances.get(key)
        if found is not None:
            return found
        if len(self.instances) >= MOST_RECORDS:
            raise Beyond("size")
        made = Instance(key, entity, self.whole(f"{key}.id"), source=source, **rest)
        self.instances[key] = made
        self.require(at_most(1, made.code))
        if not isinstance(made.weight, int):
            self._named([made], self.texts.values())
        group = self._sources.setdefault(entity, {}).setdefault(source, [])
        if made.owner is not None:
            self.require(*(neg(equal(made.code, other.code)) for other in group))
        group.append(made)
        if self._rivals(made):
            self._reconcile(entity, made)
        return made

    def reference(self, base: Instance, name: str) -> Instance:
        """The record a reference names; a member's way back leads to its owner."""
        if base.owner is not None and base.owner[0] == name:
            return base.owner[1]
        return self.fact(base, name).value  # type: ignore[no-any-return]

    def fact(self, base: Instance, name: str) -> Fact:
        """A field of a record, made when first asked for."""
        found = base.facts.get(name)
        if found is None:
            found = base.facts[name] = self._make(base, name, self.vocabulary.entities[base.entity].fields[name])
            for other in self._rivals(base):
                self._agree(base, other, name)
        return found

    def _make(self, base: Instance, name: str, defined: FieldDef) -> Fact:
        key = f"{base.key}.{name}"
        if isinstance(defined.type, RefType):
            if base.owner is not None and base.owner[0] == name:
                return Fact(True, base.owner[1])
            known = self.bit(f"{key}?") if defined.optional or self.may_be_unknown(base.entity, defined) else True
            exists, weight = conj((base.exists, known)), self._alike(base, name)
            target = self._instance(key, defined.type.entity, f"{base.source}.{name}", exists=exists, weight=weight)
            self._closed(base, name, target)
            return Fact(known, target)
        known = self.bit(f"{key}?") if self.may_be_unknown(base.entity, defined) else True
        return Fact(known, self.variable(key, defined))

    def _alike(self, base: Instance, name: str) -> Int:
        """How many records many members alike name by a reference: all of them one, or each one of its own."""
        by_itself = base.owner is not None and base.owner[1].owner is None and isinstance(base.owner[1].weight, int)
        if not by_itself or (base.entity, name) not in self.settings.spread:
            return 1
        return pick(self.bit(f"{base.key}.{name}/"), base.weight, 1)

    def twin(self, base: Instance, name: str) -> Fact:
        """Another value of a field of one record: what would be if it were different."""
        if self._rivals(base):
            raise Beyond("twin")
        key = f"{base.key}.{name}'"
        if key not in self._twins:
            defined = self.vocabulary.entities[base.entity].fields[name]
            if isinstance(defined.type, RefType):
                raise Beyond("twin")
            self._twins[key] = Fact(self.fact(base, name).known, self.variable(key, defined))
        return self._twins[key]

    def variable(self, key: str, defined: FieldDef) -> Any:
        """A free value of a field, within its bounds."""
        match defined.type:
            case BoolType():
                return self.bit(key)
            case EnumType(name):
                return self._word(key, len(self.vocabulary.enums[name].members))
            case NumberType():
                value = self.whole(key)
                low, high = self.bounds(defined)
                if low is not None:
                    self.require(at_most(low, value))
                if high is not None:
                    self.require(at_most(value, high))
                return value
            case DateType():
                value = self.whole(key)
                self.require(at_most(EARLIEST, value), at_most(value, LATEST))
                return value
            case _:
                value = self.whole(key)
                self.require(at_most(1, value))
                return value

    def _word(self, key: str, members: int) -> Int:
        if not self.settings.marks:
            value = self.whole(key)
            self.require(at_most(0, value), terms.less(value, members))
            return value
        marks = [self.bit(f"{key}={i}") for i in range(members)]
        self.require(disj(marks), *(neg(conj((a, b))) for i, a in enumerate(marks) for b in marks[:i]))
        value = members - 1
        for i in range(members - 2, -1, -1):
            value = pick(marks[i], i, value)
        return value

    def scale(self, defined: FieldDef) -> int:
        """What a number of this field is multiplied by to be whole."""
        if not isinstance(defined.type, NumberType):
            return 1
        return int(10 ** self.vocabulary.units[defined.type.unit].decimals)

    def bounds(self, defined: FieldDef) -> tuple[int | None, int | None]:
        """A number's bounds, scaled; what lies between two steps of its unit is no value."""

        def scaled(bound: Number | None, up: bool) -> int | None:
            if bound is None:
                return None
            exact = bound * self.scale(defined)
            return -((-exact.numerator) // exact.denominator) if up else exact.numerator // exact.denominator

        return scaled(defined.low, True), scaled(defined.high, False)

    def symbol(self, base: Instance, name: str) -> Symbol:
        """A field as a value that may be unknown: within its bounds, as the reference has it."""
        fact = self.fact(base, name)
        known = conj((base.exists, fact.known))
        defined = self.vocabulary.entities[base.entity].fields[name]
        if isinstance(defined.type, RefType):
            return exactly(fact.value.code, known=known)
        if isinstance(defined.type, BoolType):
            return truth(known, fact.value)
        scale = self.scale(defined)
        if known is True:
            return exactly(fact.value, scale)
        low, high = self._ends(defined)
        if low is None and high is None:
            return exactly(fact.value, scale, known)
        return Span(_end(known, fact.value, scale, low), _end(known, fact.value, scale, high))

    def _ends(self, defined: FieldDef) -> tuple[Quantity | None, Quantity | None]:
        if isinstance(defined.type, EnumType):
            words = self.vocabulary.enums[defined.type.name]
            return (Quantity(0), Quantity(len(words.members) - 1)) if words.ordered else (None, None)
        ends = (None if b is None else Quantity(b.numerator, b.denominator) for b in (defined.low, defined.high))
        low, high = ends
        return low, high

    def collection(self, owner: Instance, name: str) -> list[Instance]:
        """The kinds of members of a collection. Members of members come one by one, for each of their owners."""
        found = self.members.get((owner.key, name))
        if found is not None:
            return found
        defined = self.vocabulary.entities[owner.entity].collections[name]
        source = f"{owner.source}.{name}"
        slots: list[Instance] = []
        self.members[owner.key, name] = slots
        if self.counts(owner.entity, name):
            slots.extend(self._sorts(owner, name, defined.entity, defined.by))
            return slots
        self.bounded = True
        most = sure(self.settings.kinds, "aggregates are left open in this store")
        if owner.owner is None:
            most = max(most, self.settings.more.get((owner.entity, name), 0))
            # One of many alike has no members of its own to speak of.
            self.require(at_most(owner.weight, 1))
        else:
            most = min(most, INNER_KINDS)
        for i in range(most):
            key = f"{owner.key}.{name}#{i + 1}"
            weight = self.whole(f"{key}*")
            self.require(at_most(0, weight), at_most(weight, MOST_ALIKE))
            if slots:
                self.require(implies(at_most(1, weight), slots[-1].present))
            if owner.owner is not None:
                # Many alike of many alike would be a product: only one of the two may be many.
                self.require(disj((at_most(owner.weight, 1), at_most(weight, 1))))
            slots.append(self._instance(key, defined.entity, source, weight=weight, owner=(defined.by, owner)))
        for other in list(self.instances.values()):
            if other.entity == defined.entity and other.source != source:
                self._member_of(other, defined.by, owner, slots)
        return slots

    def counts(self, entity: str, name: str) -> bool:
        """Whether the members of a collection are counted sort by sort."""
        return (entity, name) in self.settings.counted

    def _sorts(self, owner: Instance, name: str, entity: str, by: str) -> Iterator[Instance]:
        """One kind for each sort of member: its facts are constants, only how many there are is open."""
        fields = [self.vocabulary.entities[entity].fields[f] for f in self.settings.counted[owner.entity, name]]
        for i, sort in enumerate(product(*(self._few(defined) for defined in fields)), start=1):
            key = f"{owner.key}.{name}#{i}"
            weight = self.whole(f"{key}*")
            self.require(at_most(0, weight))
            made = Instance(key, entity, i, True, weight, f"{owner.source}.{name}", (by, owner))
            made.facts.update({f.id: Fact(True, value) for f, value in zip(fields, sort, strict=True)})
            self.instances[key] = made
            yield made

    def _few(self, defined: FieldDef) -> tuple[Any, ...]:
        if isinstance(defined.type, EnumType):
            return tuple(range(len(self.vocabulary.enums[defined.type.name].members)))
        return (False, True)

    def single(self, slot: Instance, unless: Bit) -> None:
        """No other member is like this one, nor is its owner one of several, `unless` that makes no difference."""
        at: Instance | None = slot
        while at is not None and at.owner is not None:
            self.require(disj((at_most(at.weight, 1), unless)))
            at = at.owner[1]
            self.narrowed = self.bounded = True

    def kinds_needed(self, possible: Callable[[Bit], bool]) -> dict[tuple[str, str], int]:
        """To how few kinds all collections can be cut while what is asked stays `possible`."""
        expanded = {
            (owner.entity, name): slots
            for (key, name), slots in self.members.items()
            if (owner := self.instances[key]).owner is None and not self.counts(owner.entity, name)
        }
        low, high = 0, max((len(slots) for slots in expanded.values()), default=0)
        while low + 1 < high:
            middle = (low + high) // 2
            cut = conj(at_most(s.weight, 0) for slots in expanded.values() for s in slots[middle:])
            low, high = (low, middle) if possible(cut) else (middle, high)
        return {key: min(high, len(slots)) for key, slots in expanded.items()}

    def recorded(self) -> Bit:
        """That every fact looked at so far is known; a reference that may be missing by nature may still be."""
        found = []
        for instance in self.instances.values():
            for name, fact in instance.facts.items():
                if not self.vocabulary.entities[instance.entity].fields[name].optional:
                    found.append(fact.known)
        return conj(found)

    def _rivals(self, base: Instance) -> list[Instance]:
        """The other records that may be this very one."""
        groups = self._sources[base.entity]
        own_members = base.owner is not None
        return [
            other
            for source, group in groups.items()
            for other in group
            if other is not base and not (own_members and source == base.source)
        ]

    def _reconcile(self, entity: str, made: Instance) -> None:
        """A further way to records of `entity` has come up: equal ids mean one record, or as many alike."""
        for other in self._rivals(made):
            if made.weight is not other.weight:
                same = conj((made.present, other.present, equal(made.code, other.code)))
                self.require(implies(same, equal(made.weight, other.weight)))
            for name in other.facts:
                self._agree(made, other, name)
        for (owner_key, name), slots in self.members.items():
            defined = self.vocabulary.entities[self.instances[owner_key].entity].collections[name]
            owner = self.instances[owner_key]
            if defined.entity == entity and made.source != f"{owner.source}.{name}":
                self._member_of(made, defined.by, owner, slots)

    def _agree(self, one: Instance, two: Instance, name: str) -> None:
        a, b = one.facts.get(name), two.facts.get(name)
        if a is None or b is None:
            return
        same = conj((one.present, two.present, equal(one.code, two.code)))
        if isinstance(a.value, Instance):
            alike = equal(a.value.code, b.value.code)
        else:
            alike = iff(a.value, b.value) if z3.is_bool(a.value) else equal(a.value, b.value)
        self.require(implies(same, conj((iff(a.known, b.known), implies(a.known, alike)))))

    def _closed(self, base: Instance, name: str, target: Instance) -> None:
        """`base` names `target`: it is among the members of every record it may name by `name`."""
        for (owner_key, collection), slots in self.members.items():
            owner = self.instances[owner_key]
            defined = self.vocabulary.entities[owner.entity].collections[collection]
            if defined.entity == base.entity and defined.by == name and base not in slots:
                self._require_member(base, target, owner, slots)

    def _member_of(self, base: Instance, by: str, owner: Instance, slots: list[Instance]) -> None:
        """`base` may belong to `owner`: if it does, it is one of `slots`."""
        self._require_member(base, self.fact(base, by).value, owner, slots)

    def _require_member(self, base: Instance, target: Instance, owner: Instance, slots: list[Instance]) -> None:
        belongs = conj((base.present, target.exists, owner.exists, equal(target.code, owner.code)))
        among = disj(conj((slot.present, equal(slot.code, base.code))) for slot in slots)
        self.require(implies(belongs, among))
        # Whoever is one of the members names this owner.
        for slot in slots:
            same = conj((slot.present, base.present, equal(slot.code, base.code)))
            self.require(implies(same, conj((target.exists, equal(target.code, owner.code)))))


def _end(known: Bit, value: Int, scale: int, bound: Quantity | None) -> End:
    if bound is None:
        return End(neg(known), Quantity(value, scale))
    if isinstance(bound.den, int) and scale % bound.den == 0:
        return End(False, Quantity(pick(known, value, terms.scale(bound.num, scale // bound.den)), scale))
    num = pick(known, terms.scale(value, bound.den), terms.scale(bound.num, scale))
    return End(False, Quantity(num, terms.scale(bound.den, scale)))
