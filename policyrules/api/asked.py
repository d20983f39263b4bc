"""What callers ask for by name or value, checked: a rule, a day, one word of several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policyrules.compiler.hints import meant
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean, listed
from policyrules.model.errors import UsageError
from policyrules.model.finding import Ref
from policyrules.model.kinds import a_day, a_ruleset, a_text
from policyrules.model.ruleset import Rule, Ruleset


def find_rule(rules: Ruleset, id: str) -> Rule:
    """The rule of that id. Raises UsageError."""
    a_ruleset(rules)
    a_text(id, "rule", '"online-hours"')
    rule = rules.rules.get(id)
    if rule is None:
        values = {"ruleset": rules.id, "count": len(rules.rules), "meant": meant(id, rules.rules)}
        raise usage(codes.UNKNOWN_RULE.at(None, rule=id, **values))
    return rule


def on_day(as_of: date | None) -> date:
    """The day to judge on, by default today."""
    if as_of is None:
        return date.today()
    return a_day(as_of, "as_of")


def other_rule(rules: Ruleset, rule: Rule, ref: Ref) -> Diagnostic:
    """What is wrong where `rule` does not speak of the entity of `ref`."""
    entities = rules.vocabulary.entities
    expected, entity = entities[rule.subject].label, entities[ref.type].label
    values = {"expected": Sentence(expected.zh, expected.en), "entity": Sentence(entity.zh, entity.en)}
    return codes.OTHER_RULE.at(None, rule=rule.id, example=rule.subject, **values)


def one_of(option: str, value: str, names: Iterable[str], shown: Iterable[str] | None = None) -> str:
    """`value`, where it is one of `names`. Raises UsageError, which lists `shown` (by default all of them)."""
    known = list(names)
    a_text(value, option, f'"{known[0]}"')
    if value in known:
        return value
    values = {"known": listed(shown or known), "meant": did_you_mean(value, known)}
    raise usage(codes.BAD_CHOICE.at(None, option=option, value=value, **values))


def usage(diagnostic: Diagnostic) -> UsageError:
    """One mistake of the caller's, to raise."""
    return UsageError((diagnostic,))
