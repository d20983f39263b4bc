"""Classes of subjects: of every word the documents name, where words decide whom rules speak of, some rule speaks.

Part of the property `gap`: a type of school that every rule of the layer passes over is out of scope or forgotten. A
word that no expression names is nobody's concern; one that rules about others count members by is spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from policyrules.model.expr import Aggregate, Compare, CompareOp, Expr, Field, Literal, Subject
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import EnumType, RefType
from policyrules.model.words import Force, Text
from policyrules.prover.answer import Answer, Result
from policyrules.prover.bench import Bench
from policyrules.prover.case import Case
from policyrules.prover.domain import Path, TooWide, facts_read
from policyrules.prover.encode.terms import Bit, disj
from policyrules.prover.encode.verdict import concerned
from policyrules.prover.epochs import Days, epochs, in_force
from policyrules.prover.question import Question
from policyrules.prover.reach import rule_reach
from policyrules.prover.work import Work, joined, wanted
from policyrules.semantics import evaluate
from policyrules.semantics.judge import applies
from policyrules.syntax.walk import deciding, nodes

SHOWN = 1


@dataclass(frozen=True, slots=True)
class Class:
    """Subjects of one kind, told apart by a word at the end of a path, and the layer's own rules for that kind."""

    entity: str
    path: Path
    type: EnumType
    rules: tuple[Rule, ...]


def check(work: Work, name: str) -> Iterator[Answer]:
    """For each enumeration that decides whom rules speak of: the words they pass over, and an answer on the others."""
    for entity in work.entities():
        own = [rule for rule in work.ruleset.rules_for(entity) if rule.layer == work.ruleset.id]
        rules = tuple(rule for rule in own if rule.force is not Force.MAY)
        for path, type in sorted(told_apart_by(work, rules).items()):
            yield from words(work, name, Class(entity, path, type, rules))


def told_apart_by(work: Work, rules: tuple[Rule, ...]) -> dict[Path, EnumType]:
    """The words that decide whom rules speak of, by their path from the subject."""
    found: dict[Path, EnumType] = {}
    for rule in rules:
        try:
            read = facts_read(work.ruleset, rule.applies, work.horizon)
        except TooWide:
            continue
        found |= {path: one.type for path, one in read.items() if isinstance(one.type, EnumType)}
    return found


def words(work: Work, name: str, of: Class) -> Iterator[Answer]:
    """One enumeration, word by word."""
    enumeration, entity = work.ruleset.vocabulary.enums[of.type.name], work.ruleset.vocabulary.entities[of.entity]
    about = (".".join((of.entity, *of.path)),)
    spoken: list[Answer] = []
    named, counted = words_named(work, of)
    for word in enumeration.members:
        if word.id not in named or word.id in counted:
            continue
        fits = Compare(CompareOp.EQ, fact_at(work.ruleset, of.entity, of.path), Literal(word.id, of.type))
        found = work.first(stretches(work, of), partial(question, work, of, fits, True))
        says = Text(
            f"本层没有规则涉及{enumeration.label.zh}为“{word.label.zh}”的{entity.label.zh}",
            f"no rule of this layer speaks of a {entity.label.en} whose {enumeration.label.en} is {word.label.en}",
        )
        answer = wanted(name, about, found, says)
        if answer.result is Result.PROVED:
            spoken.append(answer)
            continue
        anybody = work.first(stretches(work, of), partial(question, work, of, fits, False))
        shown = () if anybody.case is None else (anybody.case.witness(work.ruleset, *of.rules[:SHOWN], also=[fits]),)
        yield replace(answer, part=word.id, witnesses=shown if answer.result is Result.COUNTEREXAMPLE else ())
    if spoken:
        says = Text(
            f"{enumeration.label.zh}的 {len(spoken)} 个词都有规则涉及",
            f"some rule speaks of each of {len(spoken)} words of {enumeration.label.en}",
        )
        check = joined(answer.check for answer in spoken if answer.check)
        yield Answer(name, about, Result.PROVED, says, check=check, count=len(spoken))


def words_named(work: Work, of: Class) -> tuple[set[str], set[str]]:
    """The words of the enumeration that any expression names, and those by which rules count such members."""
    exprs = [e for rule in work.ruleset.rules.values() for e in deciding(rule)]
    exprs += [definition.expr for definition in work.ruleset.definitions.values()]
    inside = [node for node in nodes(*exprs) if isinstance(node, Aggregate) and node.source.entity == of.entity]
    asked = [part for one in inside for part in (one.where, one.value) if part is not None]
    return literals(exprs, of.type), literals(asked, of.type)


def literals(exprs: Iterable[Expr], type: EnumType) -> set[str]:
    """The words of an enumeration that expressions name."""
    return {str(node.value) for node in nodes(*exprs) if isinstance(node, Literal) and node.type == type}


def fact_at(ruleset: Ruleset, entity: str, path: Path) -> Expr:
    """The fact at the end of a path from the subject."""
    found: Expr = Subject(entity)
    for name in path:
        defined = ruleset.vocabulary.entities[entity].fields[name]
        found = Field(found, name, defined.type)
        entity = defined.type.entity if isinstance(defined.type, RefType) else entity
    return found


def stretches(work: Work, of: Class) -> list[Days]:
    """The days on which any of the rules is in force, cut wherever one changes."""
    cut = epochs(work.ruleset, work.horizon, sorted(rule_reach(work.ruleset, *of.rules).parameters), of.rules)
    return [days for days in cut if any(in_force(rule, days) for rule in of.rules)]


def question(work: Work, of: Class, fits: Expr, spoken: bool, days: Days) -> Question:
    """Somebody whom the word fits; where `spoken`, of whom some rule speaks."""
    live = [rule for rule in of.rules if in_force(rule, days)]

    def build(bench: Bench) -> list[Bit]:
        subject = bench.store.subject(of.entity)
        word = bench.encoder(work.ruleset, days, fits).truth(fits, subject).yes
        encoders = [(rule, bench.encoder(work.ruleset, days, *deciding(rule))) for rule in live if spoken]
        return [word, *([disj(concerned(rule, one, subject).yes for rule, one in encoders)] if spoken else [])]

    def shows(case: Case, _: object) -> bool:
        world = case.world(work.ruleset)
        some = not spoken or any(applies(rule, case.subject, world) is True for rule in live)
        return some and evaluate(fits, world, case.subject) is True

    return Question(of.entity, days, build, shows, hoped=True)
