"""Gap: with every fact known, a rule in force gives a verdict; and no day lies between two versions of a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from policyrules.model.ruleset import ParameterDef, Rule
from policyrules.model.words import Text, Verdict
from policyrules.prover.answer import Answer, Check, CheckedBy, Result
from policyrules.prover.bench import Bench
from policyrules.prover.domain import Asked
from policyrules.prover.encode.symbols import is_known
from policyrules.prover.encode.terms import Bit, conj, disj, neg
from policyrules.prover.epochs import Days
from policyrules.prover.properties import classes
from policyrules.prover.question import Found, Question
from policyrules.prover.reach import reach, stated
from policyrules.prover.work import Work, due_day, unwanted

NAME = "gap"


def check(work: Work) -> Iterator[Answer]:
    """An answer a rule, one a parameter, and those on classes of subjects nobody speaks of."""
    for rule in work.ruleset.rules.values():
        yield verdictless(work, rule)
    for parameter in work.ruleset.parameters.values():
        yield between_versions(parameter)
    yield from classes.check(work, NAME)


def verdictless(work: Work, rule: Rule) -> Answer:
    """Whether somebody, all of whose facts are known, gets no verdict."""

    def question(days: Days) -> Question:
        return Question(
            rule.subject,
            days,
            lambda bench: [undecided(work, bench, rule, days), bench.store.recorded()],
            lambda case, _: case.verdict(work.ruleset, rule) is Verdict.UNDETERMINED,
            (Asked(work.ruleset, tuple(stated(rule))),),
            group=work.group(rule),
            recorded=True,
        )

    found = work.first(work.stretches(rule, due=True), question)
    return unwanted(NAME, (rule.id,), found, sentence(work, rule, found), work.witness(found, rule))


def undecided(work: Work, bench: Bench, rule: Rule, days: Days) -> Bit:
    """No verdict; or the rule is failed, and nobody knows whether it is due."""
    said = work.verdicts(bench, rule, days)
    if rule.due is None:
        return said.undetermined
    return disj((said.undetermined, conj((said.failed, neg(is_known(due_day(work, bench, rule, days)))))))


def sentence(work: Work, rule: Rule, found: Found) -> Text:
    """What was found, with the values the documents leave open."""
    if found.case is None:
        return Text("事实齐全时总有结论", "with every fact known there is always a verdict")
    open_ = [
        parameter
        for name in sorted(reach(work.ruleset, stated(rule)).parameters)
        if (version := (parameter := work.ruleset.parameters[name]).on(found.case.day)) is None or version.value is None
    ]
    if open_:
        zh, en = "、".join(p.label.zh for p in open_), ", ".join(p.label.en for p in open_)
        return Text(f"文件没有规定“{zh}”，事实再齐也没有结论", f"the documents leave open: {en}; no facts can decide")
    return Text("事实齐全而没有结论", "every fact is known, and yet there is no verdict")


def between_versions(parameter: ParameterDef) -> Answer:
    """Whether a day lies between two versions of a value."""
    ends = [v.validity.end for v in parameter.values[:-1]]
    starts = [v.validity.start for v in parameter.values[1:]]
    holes = [
        (end, start)
        for end, start in zip(ends, starts, strict=True)
        if end is not None and start is not None and start - end > timedelta(days=1)
    ]
    check = Check(CheckedBy.COMPARISON, len(parameter.values))
    if not holes:
        says = Text("各版本之间没有空档", "no day lies between its versions")
        return Answer(NAME, (parameter.id,), Result.PROVED, says, part="days", check=check)
    first, last = holes[0][0] + timedelta(days=1), holes[0][1] - timedelta(days=1)
    says = Text(f"{first} 至 {last} 没有取值", f"it has no value from {first} to {last}")
    return Answer(NAME, (parameter.id,), Result.COUNTEREXAMPLE, says, part="days", check=check)
