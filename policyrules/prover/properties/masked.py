"""Masked: no rule is idle beside another one, because whatever breaks it breaks the other too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from policyrules.model.ruleset import Rule
from policyrules.model.words import Force, Text
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.encode.terms import Bit, neg
from policyrules.prover.epochs import Days
from policyrules.prover.pool import Pool, by_group, decided_by_condition
from policyrules.prover.question import Found, Question
from policyrules.prover.work import Work

NAME = "masked"
FEW = 3
STRENGTH = (Force.MUST, Force.SHOULD, Force.AIM, Force.MAY)


def check(work: Work) -> Iterator[Answer]:
    """For each kind of subject the rules that another one makes idle, and an answer on all the others."""
    yield from by_group(work, NAME, decided_by_condition, among)


def among(work: Work, pool: Pool) -> Iterator[Answer]:
    """All pairs of one group, both ways; a rule is idle only if it is so on every day it is in force."""
    free: set[tuple[int, int]] = set()
    suspects: dict[tuple[int, int], list[Found]] = {}
    settled: dict[object, Found] = {}
    for days in pool.stretches() if len(pool.rules) > 1 else ():
        able = pool.able(days, met=True)
        for i in pool.able(days, met=False):
            masks = [j for j in able if j != i and may_mask(pool.rules[i], pool.rules[j])]
            if len(left(pool, i, masks, free, days)) > FEW:
                pool.fail_one(i, days)
            for j in left(pool, i, masks, free, days):
                key = (pool.version(i, days), pool.version(j, days))
                if key not in settled:
                    settled[key] = work.search(question(work, pool.rules[i], pool.rules[j], days))
                if settled[key].case is not None:
                    free.add((i, j))
                suspects.setdefault((i, j), []).append(settled[key])
    stretches = pool.stretches()
    live = {i: sum(i in pool.live(days) for days in stretches) for i in range(len(pool.rules))}
    yield from verdicts(work, pool, suspects, free, live)


def left(pool: Pool, i: int, masks: list[int], free: set[tuple[int, int]], days: Days) -> list[int]:
    """Those of `masks` that nobody seen so far has passed while failing rule `i`; the others are set free."""
    for j in masks:
        if (i, j) not in free and any(pool.fails(case, i) and pool.fine(case, j) for case in pool.seen(days)):
            free.add((i, j))
    return [j for j in masks if (i, j) not in free]


def may_mask(one: Rule, two: Rule) -> bool:
    """Whether the second rule speaks at least as strongly as the first."""
    return STRENGTH.index(two.force) <= STRENGTH.index(one.force)


def verdicts(
    work: Work,
    pool: Pool,
    suspects: dict[tuple[int, int], list[Found]],
    free: set[tuple[int, int]],
    live: dict[int, int],
) -> Iterator[Answer]:
    """What is left when every pair with a case of its own is set aside."""
    for (i, j), found in sorted(suspects.items()):
        if (i, j) in free or len(found) < live[i]:
            continue
        one, two = pool.rules[i], pool.rules[j]
        about = (one.id, two.id)
        says = Text(f"凡不满足它的，也都不满足 `{two.id}`", f"whoever fails it fails `{two.id}` too")
        doubt = next((f.gave_up for f in found if f.gave_up), "")
        if not doubt and not all(f.certainly_nobody for f in found):
            doubt = "bound"
        if doubt:
            yield Answer(NAME, about, Result.UNKNOWN, says, reason=doubt, members=found[0].members)
        else:
            both = work.first(work.stretches(one), partial(fails_both, work, one, two))
            shown = work.witness(both, one, two)
            yield Answer(NAME, about, Result.COUNTEREXAMPLE, says, witnesses=shown, check=found[0].check)
    if free:
        says = Text(f"{len(free)} 对规则各有其用", f"in {len(free)} pairs each rule can be failed without the other")
        every = tuple(rule.id for rule in pool.rules)
        yield Answer(NAME, every, Result.PROVED, says, check=Check(CheckedBy.REPLAY, len(free)), count=len(free))


def fails_both(work: Work, one: Rule, two: Rule, days: Days) -> Question:
    """Somebody who fails the one and, as everybody who does, the other."""

    def build(bench: Bench) -> list[Bit]:
        return [work.verdicts(bench, rule, days).failed for rule in (one, two)]

    return Question(
        one.subject,
        days,
        build,
        lambda case, _: all(case.fails(work.ruleset, rule) for rule in (one, two)),
        hoped=True,
        group=work.group(one, two),
    )


def question(work: Work, one: Rule, two: Rule, days: Days) -> Question:
    """Somebody who fails the one and not the other."""

    def build(bench: Bench) -> list[Bit]:
        return [work.verdicts(bench, one, days).failed, neg(work.verdicts(bench, two, days).failed)]

    return Question(
        one.subject,
        days,
        build,
        lambda case, _: case.fails(work.ruleset, one) and not case.fails(work.ruleset, two),
        work.about(one, two),
        hoped=True,
        group=work.group(one, two),
    )
