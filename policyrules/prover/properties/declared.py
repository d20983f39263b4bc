"""Properties that staff declare in YAML: monotone, irrelevant, bounded, always."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import assert_never, cast

from policyrules.model.expr import Expr, Number
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Property, PropertyKind, Rule
from policyrules.model.words import Text
from policyrules.prover.answer import Answer, Check, CheckedBy
from policyrules.prover.bench import Bench
from policyrules.prover.case import FAILED, FINE, Case
from policyrules.prover.domain import Asked
from policyrules.prover.encode.decode import Decoder, Model
from policyrules.prover.encode.store import Fact, Instance
from policyrules.prover.encode.terms import Bit, conj, disj, equal, iff, is_bit, less, neg, scale
from policyrules.prover.encode.verdict import points, verdicts
from policyrules.prover.epochs import Days, epochs
from policyrules.prover.question import Found, Question
from policyrules.prover.reach import reach, rule_reach
from policyrules.prover.sure import sure
from policyrules.prover.work import Work, comes_to, unwanted
from policyrules.semantics import evaluate
from policyrules.syntax.walk import deciding

NAME = "declared"
UNREAD = Found(check=Check(CheckedBy.COMPARISON, 1))
Compare = Callable[[Judgement, Judgement], bool]


def check(work: Work) -> Iterator[Answer]:
    """An answer for each declared property."""
    for declared in work.ruleset.properties.values():
        yield one(work, declared)


def one(work: Work, declared: Property) -> Answer:
    """Whether one declared property holds."""
    match declared.kind:
        case PropertyKind.MONOTONE | PropertyKind.IRRELEVANT:
            return steady(work, declared)
        case PropertyKind.BOUNDED:
            return bounded(work, declared)
        case PropertyKind.ALWAYS:
            return always(work, declared)
        case _:
            assert_never(declared.kind)


def rule_of(work: Work, declared: Property) -> Rule:
    """The rule a property speaks of."""
    return work.ruleset.rules[sure(declared.rule, "only `always` speaks of no rule")]


def answer(declared: Property, found: Found, says: Text, work: Work, *rules: Rule) -> Answer:
    """The answer, under the property's own name."""
    about = (declared.id,) if declared.rule is None else (declared.id, declared.rule)
    made = unwanted(declared.kind.value, about, found, says)
    if found.case is None:
        return made
    shown = work.witness(found, *rules)
    again = found.case.other
    return replace(made, witnesses=shown + (() if again is None else (again.witness(work.ruleset, *rules),)))


def steady(work: Work, declared: Property) -> Answer:
    """More of a field never hurts (monotone), or the field makes no difference at all (irrelevant)."""
    rule, field = rule_of(work, declared), declared.field
    field = sure(field, "monotone and irrelevant name a field")
    label = work.ruleset.vocabulary.entities[rule.subject].fields[field].label
    more = declared.kind is PropertyKind.MONOTONE
    worse: Compare = got_worse if more else differs
    if (rule.subject, field) not in rule_reach(work.ruleset, rule).fields:
        says = Text(f"规则根本不看{label.zh}", f"the rule does not look at {label.en} at all")
        return answer(declared, UNREAD, says, work)

    last: list[Bench] = []

    def question(days: Days) -> Question:
        def build(bench: Bench) -> list[Bit]:
            last[:] = [bench]
            return twice(work, bench, rule, field, days, more)

        return Question(rule.subject, days, build, shows, group=work.group(rule))

    def shows(case: Case, model: Model | None) -> bool:
        model = sure(model, "two states are compared, never one alone")
        case.other = second(last[0], model, rule, field, case)
        return worse(case.judge(work.ruleset, rule), case.other.judge(work.ruleset, rule))

    found = work.first(work.stretches(rule), question)
    if found.case is None:
        says = (
            Text(f"{label.zh}增加从不带来坏处", f"more {label.en} never hurts")
            if more
            else Text(f"{label.zh}不影响结论", f"{label.en} makes no difference")
        )
    else:
        says = (
            Text(f"{label.zh}增加反而变差", f"more {label.en} makes it worse")
            if more
            else Text(f"{label.zh}改变了结论", f"{label.en} changes the outcome")
        )
    return answer(declared, found, says, work, rule)


def got_worse(before: Judgement, after: Judgement) -> bool:
    """From fine to unmet, or to fewer points."""
    if before.verdict in FINE and after.verdict in FAILED:
        return True
    return before.points is not None and after.points is not None and after.points < before.points


def differs(before: Judgement, after: Judgement) -> bool:
    """Another verdict or other points."""
    return (before.verdict, before.points) != (after.verdict, after.points)


def twice(work: Work, bench: Bench, rule: Rule, field: str, days: Days, more: bool) -> list[Bit]:
    """The rule for a subject, and for the same subject with one fact changed; the second comes out worse."""
    store = bench.store
    subject = store.subject(rule.subject)
    encoder = bench.encoder(work.ruleset, days, *deciding(rule))
    first = verdicts(rule, encoder, subject)
    fact = store.fact(subject, field)
    other = store.twin(subject, field)
    changed = conj((fact.known, other.known, grown(fact, other) if more else neg(same(fact, other))))
    scored = points(rule, encoder, subject) if rule.table else None
    with swapped(subject, field, other):
        again = bench.encoder(work.ruleset, days, *deciding(rule)).apart()
        second_time = verdicts(rule, again, subject)
        rescored = points(rule, again, subject) if rule.table else None
    worse = [conj((first.fine, second_time.failed))]
    if not more:
        pairs = ((first.met, second_time.met), (first.failed, second_time.failed), (first.spared, second_time.spared))
        worse = [neg(iff(a, b)) for a, b in pairs]
    if scored is not None and rescored is not None:
        lower = less(rescored[1], scored[1]) if more else neg(equal(scored[1], rescored[1]))
        worse.append(conj((scored[0], rescored[0], lower)))
    return [changed, disj(worse)]


@contextmanager
def swapped(subject: Instance, field: str, other: Fact) -> Iterator[None]:
    """The subject with another value of one field, for as long as it lasts."""
    own = subject.facts[field]
    subject.facts[field] = other
    try:
        yield
    finally:
        subject.facts[field] = own


def grown(fact: Fact, other: Fact) -> Bit:
    """The second value is more than the first."""
    return conj((neg(fact.value), other.value)) if is_bit(fact.value) else less(fact.value, other.value)


def same(fact: Fact, other: Fact) -> Bit:
    """Both values are one."""
    return iff(fact.value, other.value) if is_bit(fact.value) else equal(fact.value, other.value)


def second(bench: Bench, model: Model, rule: Rule, field: str, case: Case) -> Case:
    """The same case with the one fact changed."""
    subject = bench.store.subject(rule.subject)
    defined = bench.store.vocabulary.entities[rule.subject].fields[field]
    value = Decoder(bench.store, model).value(bench.store.twin(subject, field), defined)
    tables = {entity: dict(table) for entity, table in case.facts.tables.items()}
    tables[rule.subject][case.subject.id] = {**tables[rule.subject][case.subject.id], field: value}
    return Case(Facts(tables), case.subject, case.day)


def bounded(work: Work, declared: Property) -> Answer:
    """The points of a score lie between two ends."""
    rule, low, high = rule_of(work, declared), declared.low, declared.high

    def outside(number: Number | None) -> bool:
        return number is not None and ((low is not None and number < low) or (high is not None and number > high))

    def question(days: Days) -> Question:
        def build(bench: Bench) -> list[Bit]:
            decided, total, factor = points(
                rule, bench.encoder(work.ruleset, days, *deciding(rule)), bench.store.subject(rule.subject)
            )
            below = False if low is None else less(scale(total, low.denominator), low.numerator * factor)
            above = False if high is None else less(high.numerator * factor, scale(total, high.denominator))
            return [decided, disj((below, above))]

        return Question(
            rule.subject,
            days,
            build,
            lambda case, _: outside(case.judge(work.ruleset, rule).points),
            work.about(rule),
            group=work.group(rule),
        )

    if work.first(work.stretches(rule), lambda days: comes_to(work, rule, days, met=True)).nobody:
        says = Text("谁也得不到分", "nobody is ever scored")
        return answer(declared, Found(gave_up="vacuous"), says, work)
    found = work.first(work.stretches(rule), question)
    says = Text("分值始终在所定范围之内", "the points stay within the bounds")
    if found.case is not None:
        says = Text("分值超出所定范围", "the points leave the bounds")
    return answer(declared, found, says, work, rule)


def always(work: Work, declared: Property) -> Answer:
    """A condition that is never false for anybody, on any day, where its premise holds."""
    given, why = declared.given, "`always` has a subject and a condition"
    entity, expr = sure(declared.subject, why), cast(Expr, sure(declared.expr, why))
    exprs: tuple[Expr, ...] = (expr,) if given is None else (expr, given)
    cut = epochs(work.ruleset, work.horizon, sorted(reach(work.ruleset, exprs).parameters), ())

    def holds(case: Case, which: Expr | None, value: bool) -> bool:
        return which is None or evaluate(which, case.world(work.ruleset), case.subject) is value

    def question(days: Days, false: bool) -> Question:
        def build(bench: Bench) -> list[Bit]:
            encoder, subject = bench.encoder(work.ruleset, days, *exprs), bench.store.subject(entity)
            premise = True if given is None else encoder.truth(given, subject).yes
            return [premise, encoder.truth(expr, subject).no] if false else [premise]

        return Question(
            entity,
            days,
            build,
            lambda case, _: holds(case, given, True) and (not false or holds(case, expr, False)),
            (Asked(work.ruleset, exprs),),
        )

    if work.first(cut, lambda days: question(days, False)).nobody:
        says = Text("前提从不成立", "the premise never holds")
        return answer(declared, Found(gave_up="vacuous"), says, work)
    found = work.first(cut, lambda days: question(days, True))
    says = Text("始终成立", "it always holds")
    if found.case is not None:
        says = Text("有不成立的情形", "it can be false")
    return answer(declared, found, says, work)
