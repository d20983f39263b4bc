"""Cases that are seen once and answer many questions: which rules they meet, which they fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyrules.model.ruleset import Rule
from policyrules.model.words import Force, Verdict
from policyrules.prover.case import Case
from policyrules.prover.desk import REPLAYED
from policyrules.prover.encode.terms import Beyond, Bit, neg
from policyrules.prover.epochs import Days, epochs, in_force, value_on
from policyrules.prover.question import Found
from policyrules.prover.reach import rule_reach
from policyrules.prover.sure import sure
from policyrules.prover.work import Work, comes_to

MOST_TRIES = 6
Version = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """One case: the rules (by position) it meets, fails, and is concerned by."""

    case: Case
    met: frozenset[int]
    failed: frozenset[int]
    concerned: frozenset[int]


class Pool:
    """The rules of one kind of subject, and the cases seen of them."""

    def __init__(self, work: Work, entity: str, rules: list[Rule]) -> None:
        """Judge whatever `work` has seen of `entity` by `rules`."""
        self.work = work
        self.entity = entity
        self.rules = rules
        self._parameters = [sorted(rule_reach(work.ruleset, rule).parameters) for rule in rules]
        self._able: dict[tuple[bool, Version], Found] = {}
        self._seen: list[Seen] = []
        self._read = 0

    def stretches(self) -> list[Days]:
        """The days cut wherever any of the rules changes."""
        every = sorted({name for names in self._parameters for name in names})
        return epochs(self.work.ruleset, self.work.horizon, every, self.rules)

    def version(self, i: int, days: Days) -> Version | None:
        """What a rule rests on during a stretch: the same version, the same answers. None: not in force."""
        rule = self.rules[i]
        if not in_force(rule, days):
            return None
        return (i, *(value_on(self.work.ruleset, name, days.first) for name in self._parameters[i]))

    def seen(self, days: Days) -> Iterator[Seen]:
        """What has been seen on a stretch."""
        fresh = self.work.seen(self.entity)
        while self._read < len(fresh):
            self._seen.append(self._judge(fresh[self._read]))
            self._read += 1
        return (seen for seen in self._seen if days.first <= seen.case.day <= days.last)

    def alone(self, i: int, days: Days, met: bool) -> Found:
        """Somebody who meets (or fails) rule `i`, whatever the other rules say."""
        version = self.version(i, days)
        version = sure(version, "the rule is in force")
        found = self._able.get((met, version))
        if found is None:
            case = next((s.case for s in self.seen(days) if i in (s.met if met else s.failed)), None)
            asked = comes_to(self.work, self.rules[i], days, met)
            found = self._able[met, version] = self.work.search(asked) if case is None else Found(case, check=REPLAYED)
        return found

    def able(self, days: Days, met: bool) -> list[int]:
        """The rules in force that somebody meets (or fails): what is said of two rules is said of these."""
        live = (i for i in range(len(self.rules)) if self.version(i, days) is not None)
        return [i for i in live if self.alone(i, days, met).case is not None]

    def meet_many(self, days: Days) -> None:
        """See somebody who meets as many of the rules as one can: that settles most pairs at once."""
        live = self.able(days, met=True)
        self._see(days, [], {i: self._bit(i, days, met=True) for i in live})

    def fail_one(self, i: int, days: Days) -> None:
        """See somebody who fails rule `i` and as few others as one can."""
        others = [k for k in self.able(days, met=True) if k != i]
        self._see(days, [self._bit(i, days, met=False)], {k: neg(self._bit(k, days, met=False)) for k in others})

    def _bit(self, i: int, days: Days, met: bool) -> Bit:
        said = self.work.verdicts(self.work.desk.bench(self.entity), self.rules[i], days)
        return said.met if met else said.failed

    def _see(self, days: Days, fixed: list[Bit], wishes: dict[int, Bit]) -> None:
        """Drop wishes that stand against each other until the rest can be had."""
        desk = self.work.desk
        bench = desk.bench(self.entity)
        for _ in range(MOST_TRIES):
            reply = bench.smallest([bench.on(days), *fixed, *wishes.values()])
            if reply.model is not None:
                try:
                    self.work.seen(self.entity).append(desk.case(bench, self.entity, reply.model))
                except Beyond:
                    return
                return
            names = list(wishes)
            against = [names[at - 1 - len(fixed)] for at in reply.core if at > len(fixed)]
            if reply.gave_up or not against:
                return
            del wishes[against[-1]]

    def _judge(self, case: Case) -> Seen:
        met, failed, concerned = set(), set(), set()
        for i, rule in enumerate(self.rules):
            verdict = case.verdict(self.work.ruleset, rule)
            if verdict is Verdict.MET:
                met.add(i)
            elif case.fails(self.work.ruleset, rule):
                failed.add(i)
            if verdict in (Verdict.MET, Verdict.UNMET, Verdict.PENDING):
                concerned.add(i)
        return Seen(case, frozenset(met), frozenset(failed), frozenset(concerned))


def demanding(work: Work, entity: str) -> list[Rule]:
    """The rules that ask something of subjects of `entity`: all but those that only allow."""
    return [rule for rule in work.ruleset.rules_for(entity) if rule.force is not Force.MAY]
