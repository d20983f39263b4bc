"""Conflict: no two rules speak of the same people while nobody can ever meet both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policyrules.model.ruleset import Rule
from policyrules.model.words import Text, Verdict
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.encode.terms import Bit
from policyrules.prover.encode.verdict import Verdicts
from policyrules.prover.epochs import Days
from policyrules.prover.pool import Pool, by_group, decided_by_condition
from policyrules.prover.question import Found, Question
from policyrules.prover.work import Work

NAME = "conflict"


def check(work: Work) -> Iterator[Answer]:
    """For each kind of subject the pairs that are in conflict or in doubt, and an answer on all the others."""
    yield from by_group(work, NAME, decided_by_condition, among)


def among(work: Work, pool: Pool) -> Iterator[Answer]:
    """All pairs of one group."""
    settled: set[object] = set()
    compatible = 0
    for days in pool.stretches() if len(pool.rules) > 1 else ():
        pool.meet_many(days)
        for i, j in open_pairs(pool, days):
            key = (pool.version(i, days), pool.version(j, days))
            if key in settled:
                continue
            settled.add(key)
            if any(pool.meets(case, i) and pool.meets(case, j) for case in pool.seen(days)):
                compatible += 1
                continue
            answer = pair(work, pool.rules[i], pool.rules[j], days)
            if answer is None:
                compatible += 1
            else:
                yield answer
    if compatible:
        says = Text(
            f"{compatible} 对规则中没有相互抵触的",
            f"{compatible} pairs of rules can be met together or never concern the same",
        )
        about = tuple(rule.id for rule in pool.rules)
        yield Answer(NAME, about, Result.PROVED, says, check=Check(CheckedBy.REPLAY, compatible), count=compatible)


def open_pairs(pool: Pool, days: Days) -> Iterator[tuple[int, int]]:
    """Every two rules in force on a stretch that somebody meets: of the others `satisfiable` and `gap` speak."""
    live = pool.able(days, met=True)
    for at, i in enumerate(live):
        for j in live[at + 1 :]:
            yield i, j


def pair(work: Work, one: Rule, two: Rule, days: Days) -> Answer | None:
    """None where both can be met, or never concern the same; else the conflict or the doubt."""
    about = (one.id, two.id)
    both = work.search(question(work, one, two, days, lambda v: v.met, lambda verdict: verdict is Verdict.MET))
    if both.case is not None:
        return None
    says = Text(
        f"{days.first} 至 {days.last} 没有谁能同时满足两条", f"nobody can meet both from {days.first} to {days.last}"
    )
    if both.gave_up:
        return Answer(NAME, about, Result.UNKNOWN, says, reason=both.gave_up)
    shared = work.search(
        question(work, one, two, days, lambda v: v.concerned.yes, lambda v: v is not Verdict.NOT_APPLICABLE)
    )
    if shared.nobody:
        return None
    return verdict_on(work, about, says, both, shared, (one, two))


def verdict_on(
    work: Work, about: tuple[str, ...], says: Text, both: Found, shared: Found, rules: tuple[Rule, Rule]
) -> Answer:
    """A conflict, unless only the bound on members stands against meeting both, or nobody knows who is concerned."""
    if shared.gave_up:
        return Answer(NAME, about, Result.UNKNOWN, says, reason=shared.gave_up)
    if not both.certainly_nobody:
        return Answer(NAME, about, Result.UNKNOWN, says, reason="bound", members=both.members)
    witnesses = work.witness(shared, *rules)
    return Answer(NAME, about, Result.COUNTEREXAMPLE, says, witnesses=witnesses, check=both.check)


def question(
    work: Work, one: Rule, two: Rule, days: Days, bit: Callable[[Verdicts], Bit], shows: Callable[[Verdict], bool]
) -> Question:
    """Somebody for whom both rules come to something."""

    def build(bench: Bench) -> list[Bit]:
        return [bit(work.verdicts(bench, rule, days)) for rule in (one, two)]

    return Question(
        one.subject,
        days,
        build,
        lambda case, _: all(shows(case.verdict(work.ruleset, rule)) for rule in (one, two)),
        work.about(one, two),
        hoped=True,
        group=work.group(one, two),
    )
