"""Satisfiable: whoever a rule speaks of can meet it and all the others; else the smallest set that cannot be met."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.model.ruleset import Rule
from policyrules.model.words import Text, Verdict
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import FINE, Case
from policyrules.prover.encode.terms import Beyond, Bit
from policyrules.prover.epochs import Days
from policyrules.prover.pool import Pool, Seen, demanding
from policyrules.prover.question import Question
from policyrules.prover.work import Work

NAME = "satisfiable"


def check(work: Work) -> Iterator[Answer]:
    """One answer a kind of subject, and one for each smallest set of rules that cannot be met together."""
    for entity in work.entities():
        yield from among(work, Pool(work, entity, encodable(work, demanding(work, entity))))


def encodable(work: Work, rules: list[Rule]) -> list[Rule]:
    """The rules that can be put to the solver; for the others `dead` and `gap` give the reason."""
    kept = []
    for rule in rules:
        try:
            for days in work.stretches(rule)[:1]:
                work.verdicts(work.desk.bench(rule.subject), rule, days)
            kept.append(rule)
        except Beyond:
            continue
    return kept


def among(work: Work, pool: Pool) -> Iterator[Answer]:
    """Every rule of one kind of subject, in every stretch of days, met with all the others met or not concerned."""
    settled: set[object] = set()
    cores: set[frozenset[int]] = set()
    shown = 0
    for days in pool.stretches():
        live = [i for i in range(len(pool.rules)) if pool.version(i, days) is not None]
        for i in live:
            if pool.alone(i, days, met=True).case is None:
                yield from by_itself(work, pool, i, days, cores)
        for i in live:
            if frozenset({i}) in cores:
                continue
            others = apart(live, i, cores)
            key = (i, tuple(pool.version(k, days) for k in others))
            if key in settled:
                continue
            settled.add(key)
            if any(i in seen.met and fine(work, pool, seen, others) for seen in pool.seen(days)):
                shown += 1
                continue
            answer = together(work, pool, i, others, days, cores)
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


def by_itself(work: Work, pool: Pool, i: int, days: Days, cores: set[frozenset[int]]) -> Iterator[Answer]:
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


def apart(live: list[int], i: int, cores: set[frozenset[int]]) -> list[int]:
    """The rules in force, without one of each set already known to be impossible: what it hides may show."""
    others = [k for k in live if k != i]
    for core in sorted(cores, key=sorted):
        if len(core) > 1 and core <= {i, *others}:
            others.remove(max(core - {i}))
    alone = {k for core in cores if len(core) == 1 for k in core}
    return [k for k in others if k not in alone]


def fine(work: Work, pool: Pool, seen: Seen, live: list[int]) -> bool:
    """Whether a case meets every rule that concerns it."""
    return not seen.failed & set(live) and all(is_fine(work, seen.case, pool.rules[i]) for i in live)


def is_fine(work: Work, case: Case, rule: Rule) -> bool:
    """Met or not concerned."""
    return case.verdict(work.ruleset, rule) in FINE


def together(
    work: Work, pool: Pool, i: int, others: list[int], days: Days, cores: set[frozenset[int]]
) -> Answer | None:
    """None where somebody meets rule `i` and all the others; else the smallest set that cannot be met."""
    says = Text(
        f"{days.first} 至 {days.last} 无法同时满足", f"they cannot be met together from {days.first} to {days.last}"
    )
    bench = work.desk.bench(pool.entity)
    asked = question(work, pool, i, others, days)
    reply = bench.smallest([bench.on(days), *asked.build(bench)])
    if reply.model is not None:
        work.seen(pool.entity).append(work.desk.replayed(asked, bench, reply.model))
        return None
    if reply.gave_up:
        return Answer(NAME, (pool.rules[i].id,), Result.UNKNOWN, says, reason=reply.gave_up)
    core = smallest(work, pool, i, [others[k - 2] for k in reply.core if k >= 2], days)
    cores.add(frozenset(core))
    about = tuple(pool.rules[k].id for k in core)
    refuted = work.search(question(work, pool, core[0], list(core[1:]), days))
    if not refuted.certainly_nobody:
        reason = refuted.gave_up or "bound"
        members = work.desk.kinds.get(pool.entity, work.desk.limits.kinds)
        return Answer(NAME, about, Result.UNKNOWN, says, reason=reason, members=members)
    return Answer(NAME, about, Result.COUNTEREXAMPLE, says, check=refuted.check)


def smallest(work: Work, pool: Pool, i: int, core: list[int], days: Days) -> tuple[int, ...]:
    """A set of rules that cannot be met together, while any set without one of them can."""
    bench = work.desk.bench(pool.entity)

    def impossible(rules: list[int]) -> bool:
        bits = [work.verdicts(bench, pool.rules[k], days).fine for k in rules if k != i]
        bits += [work.verdicts(bench, pool.rules[i], days).met] if i in rules else []
        reply = bench.ask([bench.on(days), *bits])
        return reply.model is None and not reply.gave_up

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
        met = case.verdict(work.ruleset, pool.rules[i]) is Verdict.MET
        return met and all(is_fine(work, case, pool.rules[k]) for k in others)

    return Question(pool.entity, days, build, shows, hoped=True)
