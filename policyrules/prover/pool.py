"""The rules of one group, and the cases seen of them: a case is seen once and answers many questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policyrules.model.ruleset import Rule
from policyrules.model.words import Force, Text, Verdict
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import FINE, Case
from policyrules.prover.desk import REPLAYED
from policyrules.prover.encode.terms import Beyond, Bit, neg
from policyrules.prover.epochs import HORIZON, Days, cuts, epochs, in_force, value_on
from policyrules.prover.question import Found
from policyrules.prover.reach import rule_reach
from policyrules.prover.sure import sure
from policyrules.prover.work import Work, comes_to

MOST_TRIES = 6
Version = tuple[object, ...]


class Pool:
    """Rules that share facts, by position, and the cases seen of them."""

    def __init__(self, work: Work, entity: str, group: str, rules: list[Rule]) -> None:
        """Use whatever `work` has seen of `group`, to which `rules` belong."""
        self.work = work
        self.entity = entity
        self.group = group
        self.rules = rules
        self._parameters = [sorted(rule_reach(work.ruleset, rule).parameters) for rule in rules]
        self._able: dict[tuple[bool, Version], Found] = {}

    def stretches(self) -> list[Days]:
        """The days cut wherever any of the rules changes."""
        every = sorted({name for names in self._parameters for name in names})
        return epochs(self.work.ruleset, self.work.horizon, every, self.rules)

    def live(self, days: Days) -> list[int]:
        """The rules in force on a stretch."""
        return [i for i, rule in enumerate(self.rules) if in_force(rule, days)]

    def version(self, i: int, days: Days) -> Version | None:
        """What a rule rests on during a stretch: the same version, the same answers. None: not in force."""
        if not in_force(self.rules[i], days):
            return None
        return (i, *(value_on(self.work.ruleset, name, days.first) for name in self._parameters[i]))

    def bench(self) -> Bench:
        """Where questions about the group are put, with the time of a new question."""
        self.work.desk.budget.start()
        return self.work.desk.bench(self.entity, self.group)

    def seen(self, days: Days) -> Iterator[Case]:
        """What has been seen on a stretch."""
        return (case for case in self.work.seen(self.entity, self.group) if days.first <= case.day <= days.last)

    def meets(self, case: Case, i: int) -> bool:
        """Whether a case meets rule `i`."""
        return case.verdict(self.work.ruleset, self.rules[i]) is Verdict.MET

    def fails(self, case: Case, i: int) -> bool:
        """Whether a case fails it."""
        return case.fails(self.work.ruleset, self.rules[i])

    def fine(self, case: Case, i: int) -> bool:
        """Whether a case meets it, or is not concerned by it."""
        return case.verdict(self.work.ruleset, self.rules[i]) in FINE

    def alone(self, i: int, days: Days, met: bool) -> Found:
        """Somebody who meets (or fails) rule `i`, whatever the other rules say."""
        version = sure(self.version(i, days), "the rule is in force")
        found = self._able.get((met, version))
        if found is None:
            shows = self.meets if met else self.fails
            case = next((case for case in self.seen(days) if shows(case, i)), None)
            asked = comes_to(self.work, self.rules[i], days, met)
            found = self._able[met, version] = self.work.search(asked) if case is None else Found(case, check=REPLAYED)
        return found

    def able(self, days: Days, met: bool) -> list[int]:
        """The rules in force that somebody meets (or fails): what is said of two rules is said of these."""
        return [i for i in self.live(days) if self.alone(i, days, met).case is not None]

    def meet_many(self, days: Days) -> None:
        """See somebody who meets as many of the rules as one can: that settles most pairs at once."""
        self._see(days, [], {i: self._bit(i, days, met=True) for i in self.able(days, met=True)})

    def fail_one(self, i: int, days: Days) -> None:
        """See somebody who fails rule `i` and as few others as one can."""
        others = [k for k in self.able(days, met=True) if k != i]
        self._see(days, [self._bit(i, days, met=False)], {k: neg(self._bit(k, days, met=False)) for k in others})

    def _bit(self, i: int, days: Days, met: bool) -> Bit:
        said = self.work.verdicts(self.work.desk.bench(self.entity, self.group), self.rules[i], days)
        return said.met if met else said.failed

    def _see(self, days: Days, fixed: list[Bit], wishes: dict[int, Bit]) -> None:
        """Drop wishes that stand against each other until the rest can be had."""
        bench = self.bench()
        for _ in range(MOST_TRIES):
            reply = bench.smallest([bench.on(days), *fixed, *wishes.values()])
            if reply.model is not None:
                try:
                    case = self.work.desk.case(bench, self.entity, reply.model)
                except Beyond:
                    return
                self.work.seen(self.entity, self.group).append(case)
                return
            names = list(wishes)
            against = [names[at - 1 - len(fixed)] for at in reply.core if at > len(fixed)]
            if reply.gave_up or not against:
                return
            del wishes[against[-1]]


def by_group(
    work: Work, name: str, fits: Callable[[Rule], bool], among: Callable[[Work, Pool], Iterator[Answer]]
) -> Iterator[Answer]:
    """What `among` says of each group of rules that ask something (all but those that only allow) and fit; then one
    answer a kind of subject on all pairs of different groups."""
    for entity in work.entities():
        rules = [rule for rule in work.ruleset.rules_for(entity) if rule.force is not Force.MAY and fits(rule)]
        groups = dict.fromkeys(work.group(rule) for rule in rules)
        pools = [Pool(work, entity, group, [r for r in rules if work.group(r) == group]) for group in groups]
        for pool in pools:
            yield from among(work, pool)
        yield from apart(name, pools)


def decided_by_condition(rule: Rule) -> bool:
    """Whether the rule's `must` decides: of a score there is nothing to meet."""
    return rule.table is None


def apart(name: str, together: list[Pool]) -> Iterator[Answer]:
    """The answer on all pairs of rules of different groups: looking at different facts, they leave each other alone."""
    pairs = sum(
        any(in_force(one, days) and in_force(two, days) for days in cuts((one.validity, two.validity), HORIZON))
        for at, pool in enumerate(together)
        for other in together[:at]
        for one in pool.rules
        for two in other.rules
    )
    if pairs:
        says = Text(f"{pairs} 对规则看的是不同的事实", f"{pairs} pairs of rules look at different facts")
        about = tuple(rule.id for pool in together for rule in pool.rules)
        yield Answer(name, about, Result.PROVED, says, check=Check(CheckedBy.COMPARISON, pairs), count=pairs)
