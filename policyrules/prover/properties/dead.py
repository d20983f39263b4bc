"""Dead: a rule that speaks of nobody or that nobody can fail; a row, branch or exemption that never decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policyrules.model.expr import Expr, Or
from policyrules.model.ruleset import Rule
from policyrules.model.words import Text
from policyrules.prover.answer import Answer, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.desk import REPLAYED
from policyrules.prover.encode.terms import Bit, neg
from policyrules.prover.encode.verdict import hits
from policyrules.prover.epochs import Days
from policyrules.prover.properties.total import rows_hit, table_of
from policyrules.prover.question import Found, Question
from policyrules.prover.work import Work, joined, wanted
from policyrules.semantics import evaluate
from policyrules.semantics.judge import applies
from policyrules.syntax.walk import deciding

NAME = "dead"
Build = Callable[[Bench, Days], list[Bit]]
Shows = Callable[[Case], bool]


def check(work: Work) -> Iterator[Answer]:
    """One answer for all of a rule where everything in it decides somewhere; else one for each part that does not."""
    for rule in work.ruleset.rules.values():
        answers = list(parts(work, rule))
        if all(a.result is Result.PROVED for a in answers):
            says = Text("每一部分都有用", "every part of it decides somewhere")
            checks = joined(a.check for a in answers if a.check)
            yield Answer(NAME, (rule.id,), Result.PROVED, says, check=checks, count=len(answers))
        else:
            yield from (a for a in answers if a.result is not Result.PROVED)


def parts(work: Work, rule: Rule) -> Iterator[Answer]:
    """The rule itself, then its branches, exemptions and rows."""
    speaks = part(work, rule, "", Text("它不涉及任何对象", "it speaks of nobody"), concerned(work, rule))
    yield speaks
    if speaks.result is not Result.PROVED:
        return
    if rule.table is None:
        yield part(work, rule, "", Text("谁都不会不满足", "nobody can fail it"), failing(work, rule))
    if isinstance(rule.applies, Or):
        for i in range(len(rule.applies.items)):
            says = Text(f"适用条件的第 {i + 1} 个分支从不起作用", f"branch {i + 1} of `applies` never decides")
            yield part(work, rule, f"branch {i + 1}", says, branch(work, rule, rule.applies.items, i))
    for i in range(len(rule.exemptions)):
        says = Text(f"第 {i + 1} 项免除从不起作用", f"exemption {i + 1} never decides")
        yield part(work, rule, f"exemption {i + 1}", says, exemption(work, rule, i))
    for i in range(len(rule.table.rows) if rule.table else 0):
        says = Text(f"第 {i + 1} 行从不适用", f"row {i + 1} never hits")
        yield part(work, rule, f"row {i + 1}", says, row(work, rule, i))


def part(work: Work, rule: Rule, name: str, says: Text, how: tuple[Build, Shows]) -> Answer:
    """Whether a part decides for somebody on some day."""
    build, shows = how

    def question(days: Days) -> Question:
        return Question(
            rule.subject,
            days,
            lambda bench: build(bench, days),
            lambda case, _: shows(case),
            work.about(rule),
            hoped=True,
            group=work.group(rule),
        )

    found = already(work, rule, shows) or work.first(work.stretches(rule), question)
    answer = wanted(NAME, (rule.id,), found, says)
    return Answer(
        answer.property, answer.about, answer.result, says, name, answer.reason, (), answer.check, answer.members
    )


def already(work: Work, rule: Rule, shows: Shows) -> Found | None:
    """A case seen before that shows it."""
    seen = work.seen(rule.subject, work.group(rule))
    case = next((c for c in seen if rule.validity.covers(c.day) and shows(c)), None)
    return None if case is None else Found(case, check=REPLAYED)


def concerned(work: Work, rule: Rule) -> tuple[Build, Shows]:
    """Somebody is in scope."""
    return (
        lambda bench, days: [work.verdicts(bench, rule, days).concerned.yes],
        lambda case: holds(work, rule, case),
    )


def failing(work: Work, rule: Rule) -> tuple[Build, Shows]:
    """Somebody fails it."""
    return lambda bench, days: [work.verdicts(bench, rule, days).failed], lambda case: case.fails(work.ruleset, rule)


def branch(work: Work, rule: Rule, items: tuple[Expr, ...], i: int) -> tuple[Build, Shows]:
    """Somebody is in scope by this branch alone."""

    def build(bench: Bench, days: Days) -> list[Bit]:
        encoder, subject = bench.encoder(work.ruleset, days, *deciding(rule)), bench.store.subject(rule.subject)
        others = [neg(encoder.truth(item, subject).yes) for j, item in enumerate(items) if j != i]
        return [work.verdicts(bench, rule, days).concerned.yes, encoder.truth(items[i], subject).yes, *others]

    def shows(case: Case) -> bool:
        world = case.world(work.ruleset)
        held = [evaluate(item, world, case.subject) is True for item in items]
        return holds(work, rule, case) and held[i] and sum(held) == 1

    return build, shows


def exemption(work: Work, rule: Rule, i: int) -> tuple[Build, Shows]:
    """Somebody is let off by this exemption alone."""

    def build(bench: Bench, days: Days) -> list[Bit]:
        encoder, subject = bench.encoder(work.ruleset, days, *deciding(rule)), bench.store.subject(rule.subject)
        found = [encoder.truth(e.when, subject) for e in rule.exemptions]
        others = [t.no for j, t in enumerate(found) if j != i]
        return [encoder.truth(rule.applies, subject).yes, found[i].yes, *others]

    def shows(case: Case) -> bool:
        world = case.world(work.ruleset)
        held = [evaluate(e.when, world, case.subject) for e in rule.exemptions]
        rest = all(value is False for j, value in enumerate(held) if j != i)
        return evaluate(rule.applies, world, case.subject) is True and held[i] is True and rest

    return build, shows


def row(work: Work, rule: Rule, i: int) -> tuple[Build, Shows]:
    """Somebody is hit by this row, and it is read."""

    def build(bench: Bench, days: Days) -> list[Bit]:
        encoder = bench.encoder(work.ruleset, days, *deciding(rule))
        found = hits(table_of(rule), encoder, bench.store.subject(rule.subject))
        return [work.verdicts(bench, rule, days).concerned.yes, found.certain[i]]

    def shows(case: Case) -> bool:
        first = rule.table is not None and rule.table.hit.value == "first"
        found = rows_hit(work, rule, case)
        return holds(work, rule, case) and (found[:1] == [i] if first else i in found)

    return build, shows


def holds(work: Work, rule: Rule, case: Case) -> bool:
    """Whether the rule speaks of the subject, as the reference says."""
    return applies(rule, case.subject, case.world(work.ruleset)) is True
