"""Satisfiable: whoever a rule speaks of can meet it and all the others; else the smallest set that cannot be met."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from policyrules.model.ruleset import Rule
from policyrules.model.words import Text
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.encode.terms import Beyond, Bit
from policyrules.prover.epochs import Days
from policyrules.prover.pool import Pool, by_group
from policyrules.prover.question import Found, Question
from policyrules.prover.work import Work

NAME = "satisfiable"
MOST_TRIES = 12


def check(work: Work) -> Iterator[Answer]:
    """For each group of rules one answer, and one for each smallest set of them that cannot be met together."""
    yield from by_group(work, NAME, partial(encodable, work), among)


def encodable(work: Work, rule: Rule) -> bool:
    """Whether the rule can be put to the solver; for the others `dead` and `gap` give the reason."""
    try:
        for days in work.stretches(rule)[:1]:
            work.verdicts(work.desk.bench(rule.subject, work.group(rule)), rule, days)
    except Beyond:
        return False
    return True


def among(work: Work, pool: Pool) -> Iterator[Answer]:
    """Every rule of one group, in every stretch of days, met with all the others met or not concerned."""
    settled: set[object] = set()
    cores: set[frozenset[int]] = set()
    shown = 0
    for days in pool.stretches():
        live = pool.live(days)
        for i in live:
            if pool.alone(i, days, met=True).case is None:
                yield from by_itself(pool, i, days, cores)
        for i in live:
            if frozenset({i}) in cores:
                continue
            key = (i, tuple(pool.version(k, days) for k in live))
            if key in settled:
                continue
            settled.add(key)
            for answer in together(work, pool, i, live, days, cores):
                if answer is None:
                    shown += 1
                else:
                    yield answer
    if shown:
        says = Text(
            f"{shown} 种情形下各条都能同时满足", f"each rule can be met along with all others, in {shown} settings"
        )
        about = tuple(rule.id for rule in pool.rules)
        yield Answer(NAME, about, Result.PROVED, says, check=Check(CheckedBy.REPLAY, shown), count=shown)


def by_itself(pool: Pool, i: int, days: Days, cores: set[frozenset[int]]) -> Iterator[Answer]:
    """A rule that nobody meets even alone is set aside; it is a finding where it can be failed (else `gap` has it)."""
    found = pool.alone(i, days, met=True)
    if frozenset({i}) in cores:
        return
    cores.add(frozenset({i}))
    says = Text(f"{days.first} 至 {days.last} 没有谁能满足", f"nobody can meet it from {days.first} to {days.last}")
    about = (pool.rules[i].id,)
    if found.gave_up or not found.certainly_nobody:
        yield Answer(NAME, about, Result.UNKNOWN, says, reason=found.gave_up or "bound", members=found.members)
    elif pool.alone(i, days, met=False).case is not None:
        yield Answer(NAME, about, Result.COUNTEREXAMPLE, says, check=found.check)


def apart_from(live: list[int], i: int, cores: set[frozenset[int]]) -> list[int]:
    """The rules in force, without one of each set already known to be impossible: what it hides may show."""
    others = [k for k in live if k != i]
    for core in sorted(cores, key=sorted):
        if len(core) > 1 and core <= {i, *others}:
            others.remove(max(core - {i}))
    alone = {k for core in cores if len(core) == 1 for k in core}
    return [k for k in others if k not in alone]


def together(
    work: Work, pool: Pool, i: int, live: list[int], days: Days, cores: set[frozenset[int]]
) -> Iterator[Answer | None]:
    """None once somebody meets rule `i` and all the others; each smallest set that cannot be met, on the way there."""
    for _ in range(MOST_TRIES):
        others = apart_from(live, i, cores)
        if any(pool.meets(case, i) and all(pool.fine(case, k) for k in others) for case in pool.seen(days)):
            yield None
            return
        bench = pool.bench()
        asked = question(work, pool, i, others, days)
        reply = bench.smallest([bench.on(days), *asked.build(bench)])
        if reply.model is not None:
            try:
                work.seen(pool.entity, pool.group).append(work.desk.replayed(asked, bench, reply.model))
                yield None
            except Beyond as beyond:
                yield doubtful(pool, (i,), days, beyond.reason)
            return
        if reply.gave_up:
            yield doubtful(pool, (i,), days, reply.gave_up)
            return
        core = smallest(work, pool, i, [others[k - 2] for k in reply.core if k >= 2], days)
        found = work.search(question(work, pool, core[0], list(core[1:]), days))
        if found.case is None:
            cores.add(frozenset(core))
            yield refuted(work, pool, core, days, found)
    yield doubtful(pool, (i,), days, "bound", work.desk.limits.wider[-1])


def refuted(work: Work, pool: Pool, core: tuple[int, ...], days: Days, found: Found) -> Answer:
    """A set of rules nobody meets together, with somebody who fails the last of them alone; or a doubt about it."""
    if not found.certainly_nobody:
        return doubtful(pool, core, days, found.gave_up or "bound", found.members)
    about = tuple(pool.rules[k].id for k in core)
    rules = [pool.rules[k] for k in core]
    shown = work.witness(work.search(all_but_last(work, pool, core, days)), *rules)
    return Answer(NAME, about, Result.COUNTEREXAMPLE, unmet_together(days), witnesses=shown, check=found.check)


def all_but_last(work: Work, pool: Pool, core: tuple[int, ...], days: Days) -> Question:
    """Somebody who meets all rules of a set but the last, and fails that one."""
    *others, last = core

    def build(bench: Bench) -> list[Bit]:
        met = [work.verdicts(bench, pool.rules[k], days).met for k in others]
        return [*met, work.verdicts(bench, pool.rules[last], days).failed]

    def shows(case: Case, _: object) -> bool:
        return all(pool.meets(case, k) for k in others) and pool.fails(case, last)

    return Question(pool.entity, days, build, shows, hoped=True, group=pool.group)


def doubtful(pool: Pool, core: tuple[int, ...], days: Days, why: str, members: int | None = None) -> Answer:
    """Nobody knows whether these can be met together."""
    about = tuple(pool.rules[k].id for k in core)
    return Answer(NAME, about, Result.UNKNOWN, unmet_together(days), reason=why, members=members)


def unmet_together(days: Days) -> Text:
    """What is said of a set of rules."""
    return Text(
        f"{days.first} 至 {days.last} 无法同时满足", f"they cannot be met together from {days.first} to {days.last}"
    )


def smallest(work: Work, pool: Pool, i: int, core: list[int], days: Days) -> tuple[int, ...]:
    """A set of rules that cannot be met together, while any set without one of them can."""
    bench = pool.bench()

    def impossible(rules: list[int]) -> bool:
        bits = [work.verdicts(bench, pool.rules[k], days).fine for k in rules if k != i]
        bits += [work.verdicts(bench, pool.rules[i], days).met] if i in rules else []
        reply = bench.ask([bench.on(days), *bits])
        return reply.nobody

    kept = [i, *core]
    for k in (*core, i):
        rest = [r for r in kept if r != k]
        if len(rest) > 1 and impossible(rest):
            kept = rest
    return tuple(kept)


def question(work: Work, pool: Pool, i: int, others: list[int], days: Days) -> Question:
    """Somebody who meets rule `i` while each of the others is met or does not concern them."""

    def build(bench: Bench) -> list[Bit]:
        rest = [work.verdicts(bench, pool.rules[k], days).fine for k in others if k != i]
        return [work.verdicts(bench, pool.rules[i], days).met, *rest]

    def shows(case: Case, _: object) -> bool:
        return pool.meets(case, i) and all(pool.fine(case, k) for k in others)

    about = work.about(*(pool.rules[k] for k in (i, *others)))
    return Question(pool.entity, days, build, shows, about, hoped=True, group=pool.group)
