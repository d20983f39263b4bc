"""Total: on every combination of known facts a row of a score's table hits, and rows that hit together agree."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.model.ruleset import Rule, Table
from policyrules.model.words import HitPolicy, Text
from policyrules.prover.answer import Answer
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.encode.terms import Bit, conj, disj, neg
from policyrules.prover.encode.verdict import Hits, hits
from policyrules.prover.epochs import Days
from policyrules.prover.question import Question
from policyrules.prover.sure import sure
from policyrules.prover.work import Work, unwanted
from policyrules.semantics import evaluate
from policyrules.syntax.walk import deciding

NAME = "total"
OVERLAP = "overlap"


def check(work: Work) -> Iterator[Answer]:
    """An answer a score."""
    for rule in work.ruleset.rules.values():
        if rule.table is not None and rule.table.hit is not HitPolicy.COLLECT:
            yield uncovered(work, rule)


def overlaps(work: Work) -> Iterator[Answer]:
    """An answer a score whose rows must not hit together, or must then agree."""
    for rule in work.ruleset.rules.values():
        if rule.table is not None and rule.table.hit in (HitPolicy.UNIQUE, HitPolicy.ANY):
            yield overlapping(work, rule)


def uncovered(work: Work, rule: Rule) -> Answer:
    """Whether somebody in scope is hit by no row."""

    def question(days: Days) -> Question:
        return Question(
            rule.subject,
            days,
            lambda bench: [
                *scope(work, bench, rule, days),
                *(neg(hit) for hit in read(work, bench, rule, days).certain),
            ],
            lambda case, _: not rows_hit(work, rule, case),
            work.about(rule),
            group=work.group(rule),
            recorded=True,
        )

    found = work.first(work.stretches(rule), question)
    says = Text("每种情形都有一行适用", "some row hits, whatever the facts")
    if found.case is not None:
        says = Text("没有一行适用于这种情形", "no row hits these facts")
    return unwanted(NAME, (rule.id,), found, says, work.witness(found, rule))


def overlapping(work: Work, rule: Rule) -> Answer:
    """Whether two rows hit together that must not."""
    table = table_of(rule)

    def question(days: Days) -> Question:
        return Question(
            rule.subject,
            days,
            lambda bench: [*scope(work, bench, rule, days), together(table, read(work, bench, rule, days))],
            lambda case, _: clash(table, rows_hit(work, rule, case)),
            work.about(rule),
            group=work.group(rule),
            recorded=True,
        )

    found = work.first(work.stretches(rule), question)
    says = Text("没有两行同时适用而互相冲突", "no two rows hit together that must not")
    if found.case is not None:
        rows = [i + 1 for i in rows_hit(work, rule, found.case)]
        zh, en = "、".join(map(str, rows)), " and ".join(map(str, rows))
        says = Text(f"第 {zh} 行同时适用", f"rows {en} hit together")
    return unwanted(OVERLAP, (rule.id,), found, says, work.witness(found, rule))


def table_of(rule: Rule) -> Table:
    """The table of a score."""
    return sure(rule.table, "only a score has rows")


def scope(work: Work, bench: Bench, rule: Rule, days: Days) -> list[Bit]:
    """In scope, with every fact known."""
    return [work.verdicts(bench, rule, days).concerned.yes, bench.store.recorded()]


def read(work: Work, bench: Bench, rule: Rule, days: Days) -> Hits:
    """The rows of a score for the bench's subject."""
    encoder = bench.encoder(work.ruleset, days, *deciding(rule))
    return hits(table_of(rule), encoder, bench.store.subject(rule.subject))


def together(table: Table, found: Hits) -> Bit:
    """Two rows hit that must not hit together."""
    rows = list(enumerate(table.rows))
    return disj(
        conj((found.certain[i], found.certain[j]))
        for i, one in rows
        for j, two in rows[:i]
        if table.hit is HitPolicy.UNIQUE or (one.points, one.verdict) != (two.points, two.verdict)
    )


def rows_hit(work: Work, rule: Rule, case: Case) -> list[int]:
    """The rows that certainly hit, as the reference says, whoever the rule speaks of."""
    world = case.world(work.ruleset)
    if case.judge(work.ruleset, rule).verdict.value == "not_applicable":
        return [-1]
    return [i for i, row in enumerate(table_of(rule).rows) if evaluate(row.when, world, case.subject) is True]


def clash(table: Table, rows: list[int]) -> bool:
    """Whether rows that hit together must not."""
    if table.hit is HitPolicy.UNIQUE:
        return len(rows) > 1
    return len({(table.rows[i].points, table.rows[i].verdict) for i in rows if i >= 0}) > 1
