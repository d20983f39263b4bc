"""One store, one solver: where a question is put, within its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import z3  # type: ignore[import-untyped]

from policyrules.model.expr import Expr
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.vocabulary import FieldDef, Vocabulary
from policyrules.prover.encode.decode import Model
from policyrules.prover.encode.expression import Encoder
from policyrules.prover.encode.store import Settings, Store
from policyrules.prover.encode.terms import Bit, at_most, conj
from policyrules.prover.encode.verdict import Verdicts, verdicts
from policyrules.prover.epochs import Days, value_on
from policyrules.prover.limits import Budget, Limits
from policyrules.prover.reach import reach
from policyrules.prover.watchdog import checked
from policyrules.syntax.walk import deciding

# How many members alike to try first, and for how many steps.
FEW = ((1, 1_000_000), (120, 1_000_000), (1_500, 20_000_000))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the solver said: a model, that there is none (`model` and `gave_up` None), or why it gave up."""

    model: Model | None = None
    gave_up: str | None = None
    core: tuple[int, ...] = ()

    @property
    def nobody(self) -> bool:
        """Whether there is none."""
        return self.model is None and self.gave_up is None


class Bench:
    """A store with its solver. What has been encoded stays; each question adds only what it is about."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        settings: Settings,
        may_be_unknown: Callable[[str, FieldDef], bool],
        limits: Limits,
        second: bool = False,
        budget: Budget | None = None,
    ) -> None:
        """A bench over `vocabulary`; `second`: another arithmetic, another seed, for rechecking.

        `budget`: the time of the question it is used for; without one the time begins now.
        """
        self.context = z3.Context()
        self.store = Store(vocabulary, settings, may_be_unknown, self.context)
        self.budget = budget or Budget(limits.seconds)
        self.steps = limits.steps
        self.solver = z3.SimpleSolver(ctx=self.context)
        self.solver.set("rlimit", limits.steps)
        if second:
            self.solver.set("arith.solver", 2)
            self.solver.set("random_seed", 20191230)
        self._stated = 0
        self._broken_off = False
        self._literals: dict[int, Any] = {}
        self._encoders: dict[tuple[int, tuple[Any, ...]], Encoder] = {}
        self._verdicts: dict[tuple[int, str], Verdicts] = {}

    def encoder(self, ruleset: Ruleset, days: Days, *exprs: Expr) -> Encoder:
        """The encoder of `exprs` (and whatever rests on the same parameters) as of `days`."""
        names = sorted(reach(ruleset, exprs).parameters)
        values = {name: value_on(ruleset, name, days.first) for name in names}
        key = (id(ruleset), tuple(values.items()))
        found = self._encoders.get(key)
        if found is None:
            found = self._encoders[key] = Encoder(ruleset, self.store, values)
        return found

    def verdicts(self, ruleset: Ruleset, rule: Rule, days: Days) -> Verdicts:
        """A rule in force on `days`, for this bench's subject."""
        encoder = self.encoder(ruleset, days, *deciding(rule))
        key = (id(encoder), rule.id)
        found = self._verdicts.get(key)
        if found is None:
            found = self._verdicts[key] = verdicts(rule, encoder, self.store.subject(rule.subject))
        return found

    def on(self, days: Days) -> Bit:
        """That `today` is one of `days`."""
        first, last = days.first.toordinal(), days.last.toordinal()
        return conj((at_most(first, self.store.today), at_most(self.store.today, last)))

    def literal(self, bit: Bit) -> Any:
        """A name for a formula, to be assumed or not."""
        if isinstance(bit, bool):
            bit = z3.BoolVal(bit, self.context)
        found = self._literals.get(bit.get_id())
        if found is None:
            name = z3.Bool(f"asked{len(self._literals)}", self.context)
            self.solver.add(z3.Implies(name, bit))
            # The formula is kept beside its name: z3 gives the number of a formula nobody holds to another.
            self._literals[bit.get_id()] = found = (name, bit)
        return found[0]

    def ask(self, bits: Iterable[Bit]) -> Reply:
        """Whether all of `bits` can hold at once. `core`: positions of some that cannot."""
        asked = list(bits)
        if any(bit is False for bit in asked):
            return Reply(core=(next(i for i, bit in enumerate(asked) if bit is False),))
        positions = [i for i, bit in enumerate(asked) if bit is not True]
        literals = [self.literal(asked[i]) for i in positions]
        self._state()
        result = checked(self.solver, self.context, self.budget, literals)
        if result == z3.sat:
            model = Model(self.solver.model())
            return Reply(model=model) if self._holds(model, asked) else Reply(gave_up="time")
        if result == z3.unsat:
            named = {name.get_id() for name in self.solver.unsat_core()}
            core = (i for i, name in zip(positions, literals, strict=True) if name.get_id() in named)
            return Reply(core=tuple(core))
        self._broken_off = True
        return Reply(gave_up="time")

    def _holds(self, model: Model, asked: list[Bit]) -> bool:
        """Whether a model is one: a solver that was broken off may later name somebody who is none."""
        return not self._broken_off or all(model.bit(bit) for bit in (*asked, *self.store.constraints))

    def smallest(self, bits: Iterable[Bit]) -> Reply:
        """The same, with few members where few will do: a witness is for people to look at."""
        asked = list(bits)
        if any(bit is False for bit in asked) or not self.store.members:
            return self.ask(asked)
        for most, steps in FEW:
            reply = self._with_at_most(most, asked, min(steps, self.steps))
            if reply.model is not None or (reply.nobody and len(asked) not in reply.core):
                return reply
        return self.ask(asked)

    def _with_at_most(self, most: int, asked: list[Bit], steps: int) -> Reply:
        """A look for somebody with so few members alike, of so many steps."""
        self.solver.set("rlimit", steps)
        try:
            few = conj(at_most(slot.weight, most) for slots in self.store.members.values() for slot in slots)
            return self.ask([*asked, few])
        finally:
            self.solver.set("rlimit", self.steps)

    def _state(self) -> None:
        """Tell the solver what has come to hold since the last question."""
        fresh = self.store.constraints[self._stated :]
        self._stated = len(self.store.constraints)
        for bit in fresh:
            self.solver.add(bit)
