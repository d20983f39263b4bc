"""Entities and records by their names, as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policyrules.api.asked import usage
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.words import all_names, fold, known_names, name_index, say
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.kinds import a_record, a_ruleset, a_text, of_other_kind
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Text


def find_subject(rules: Ruleset, facts: Facts, subject: tuple[str, str]) -> Ref:
    """The record of that entity and id, if the facts hold it. Raises UsageError."""
    if not isinstance(facts, Facts):
        raise of_other_kind("facts", facts, Sentence("读过的事实", "facts that were read"), "pr.read_facts(...).facts")
    name, id = a_record(subject, "subject")
    entity = find_entity(rules, name)
    label = say(rules.vocabulary.entities[entity].label)
    table = facts.tables.get(entity)
    if table is None:
        raise usage(codes.NO_TABLE.at(None, entity=label, id=id, file=entity))
    if id not in table:
        values = {"count": len(table), "meant": did_you_mean(id, table) if len(table) < 5000 else Sentence("", "")}
        raise usage(codes.UNKNOWN_SUBJECT.at(None, entity=label, id=id, **values))
    return Ref(entity, id)


def find_entity(rules: Ruleset, name: str) -> str:
    """The entity of that id or label, whatever its case or width: as tables of facts are named. Raises UsageError."""
    a_ruleset(rules)
    a_text(name, "entity", '"teacher"')
    labels = {entity.id: entity.label for entity in rules.vocabulary.entities.values()}
    found = name_index(labels.items()).get(fold(name))
    if found is None:
        raise usage(no_entity(name, labels, all_names(labels)))
    return found


def known_entity(rules: Ruleset, entity: str) -> None:
    """Raise UsageError where the vocabulary has no entity of that id."""
    entities = rules.vocabulary.entities
    if entity not in entities:
        raise usage(no_entity(entity, {e.id: e.label for e in entities.values()}, entities))


def no_entity(name: str, labels: Mapping[str, Text], names: Iterable[str]) -> Diagnostic:
    """That there is no such entity; one of `names` may have been meant."""
    values = {"known": known_names(labels), "meant": did_you_mean(name, names)}
    return codes.UNKNOWN_ENTITY.at(None, entity=name, **values)
