"""What must hold of any ruleset on any facts, as checks that raise `Broken` with what they found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from policyrules.engines import ENGINES
from policyrules.model.expr import Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Change, Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import EnumType, RefType
from policyrules.model.vocabulary import FieldDef
from policyrules.model.words import Direction, Verdict
from policyrules.prover.reach import rule_reach
from policyrules.report.report import Report
from policyrules.report.report_json import json_pieces
from policyrules.semantics import World, explain, judge
from policyrules.semantics.plans import MOST_LISTED
from policyrules.testing.edits import after, with_facts
from policyrules.testing.ground import ground

DECIDED = (Verdict.MET, Verdict.UNMET, Verdict.NOT_APPLICABLE)
FAILED = (Verdict.UNMET, Verdict.PENDING)


class Broken(AssertionError):
    """A property does not hold; the text says of which rule and subject, and shows both sides."""


def judged(rules: Ruleset, facts: Facts, day: date) -> Iterator[tuple[Rule, Ref, Judgement]]:
    """Every rule on every record, by the reference."""
    world = World(rules, facts, day)
    for rule in rules.rules.values():
        for id in sorted(facts.tables.get(rule.subject, ())):
            ref = Ref(rule.subject, id)
            yield rule, ref, judge(rule, ref, world)


def engines_agree(rules: Ruleset, facts: Facts, day: date, engine: str = "direct") -> None:
    """The engine gives what the reference gives."""
    expected = {(r.id, ref): judgement for r, ref, judgement in judged(rules, facts, day)}
    found = {(j.rule, j.subject): j for j in ENGINES[engine](rules, facts, day)}
    for key in expected.keys() | found.keys():
        if expected.get(key) != found.get(key):
            raise Broken(f"{key[0]} {key[1]} {day}: {engine} says {found.get(key)}, the reference {expected.get(key)}")


def decided_stays(rules: Ruleset, facts: Facts, filled: Facts, day: date) -> None:
    """A decided verdict is the same once missing facts are known. Rules that ask whether a fact is known are free."""
    later = {(rule.id, ref): judgement for rule, ref, judgement in judged(rules, filled, day)}
    for rule, ref, judgement in judged(rules, facts, day):
        asks = rule_reach(rules, rule).asked
        if not asks and judgement.verdict in DECIDED and later[rule.id, ref] != judgement:
            raise Broken(f"{rule.id} {ref} {day}: {judgement} becomes {later[rule.id, ref]} once {filled} is known")


def more_never_hurts(rules: Ruleset, facts: Facts, day: date, rule: str, field: str) -> None:
    """Raising a field of the subject (as far as it is `changeable`) never turns the rule from met to failed."""
    one = rules.rules[rule]
    defined = rules.vocabulary.entities[one.subject].fields[field]
    down = defined.changeable is Direction.DOWN
    for id, record in sorted(facts.tables.get(one.subject, {}).items()):
        ref = Ref(one.subject, id)
        before = judge(one, ref, World(rules, facts, day)).verdict
        if before is not Verdict.MET or field not in record:
            continue
        for value in beyond(rules, one, defined, record[field], down):
            verdict = judge(one, ref, World(rules, with_facts(facts, {(ref.type, id, field): value}), day)).verdict
            if verdict in FAILED:
                raise Broken(f"{rule} {ref} {day}: met with {field} = {record[field]}, {verdict.value} with {value}")


def beyond(rules: Ruleset, rule: Rule, field: FieldDef, value: Value, down: bool) -> Iterator[Value]:
    """The values worth trying on the far side of one: above it, or below where the field only goes down."""
    values = ground(rules, [rule]).values.get((rule.subject, field.id), ())
    if isinstance(field.type, EnumType) and not rules.vocabulary.enums[field.type.name].ordered:
        return
    at = values.index(value) if value in values else None
    if at is None:
        yield from (v for v in values if (v < value if down else v > value))  # type: ignore[operator]
    else:
        yield from values[:at] if down else values[at + 1 :]


def changeable_fields(rules: Ruleset, subject: str) -> Iterator[tuple[str, str]]:
    """Each rule of a subject with each of the subject's fields that it reads and that only goes one way."""
    for rule in rules.rules_for(subject):
        used = rule_reach(rules, rule).fields
        for field in rules.vocabulary.entities[subject].fields.values():
            one_way = field.changeable in (Direction.UP, Direction.DOWN)
            if one_way and (subject, field.id) in used and not isinstance(field.type, RefType):
                yield rule.id, field.id


def remedies_work(rules: Ruleset, facts: Facts, day: date) -> None:
    """Whoever does what a finding's remedy says meets the rule. A list that was cut short cannot be followed."""
    world = World(rules, facts, day)
    for rule, ref, judgement in judged(rules, facts, day):
        if judgement.verdict not in FAILED:
            continue
        remedy = explain(rule, ref, world).remedy
        if remedy and is_whole(remedy):
            changed = after(facts, remedy)
            verdict = judge(rule, ref, World(rules, changed, day)).verdict
            if verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE):
                raise Broken(f"{rule.id} {ref} {day}: {verdict.value} after the remedy {remedy}")


def is_whole(remedy: tuple[Change, ...]) -> bool:
    """Whether a remedy lists every change, and at least as many candidates as are needed."""
    return len(remedy) < MOST_LISTED and all((c.count or 0) <= max(1, len(c.candidates)) for c in remedy)


def findings_explained(rules: Ruleset, facts: Facts, day: date) -> None:
    """Every finding says what its judgement says, in both languages; an undetermined one says what is missing."""
    world = World(rules, facts, day)
    for rule, ref, judgement in judged(rules, facts, day):
        finding = explain(rule, ref, world)
        if (finding.verdict, finding.points) != (judgement.verdict, judgement.points):
            raise Broken(f"{rule.id} {ref} {day}: explained as {finding.verdict.value}, judged {judgement}")
        if not finding.message.zh or not finding.message.en:
            raise Broken(f"{rule.id} {ref} {day}: no message")
        if finding.verdict is Verdict.UNDETERMINED and not finding.missing:
            raise Broken(f"{rule.id} {ref} {day}: undetermined, but nothing is named as missing")


def json_is_valid(rules: Ruleset, facts: Facts, day: date) -> None:
    """The report is JSON, with a finding for each judgement."""
    judgements = tuple(judgement for _, _, judgement in judged(rules, facts, day))
    report = Report(rules, day, "reference", facts, judgements, (), ())
    read = json.loads("".join(json_pieces(report)))
    if len(read["findings"]) != len(judgements):
        raise Broken(f"{day}: {len(judgements)} judgements, but {len(read['findings'])} findings")
