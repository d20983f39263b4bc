"""How well a rule is founded in its documents."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.compiler.constant import overlaps
from policyrules.compiler.lints.lint import Lint
from policyrules.compiler.reach import reached_by
from policyrules.diagnostics.catalogue import lints as codes
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Kind, SourceStatus


def absent_parameter(ruleset: Ruleset) -> Iterator[Lint]:
    """PR606: on some day the rule needs a number that the documents do not give."""
    absent = {p.id for p in ruleset.parameters.values() if any(v.value is None for v in p.values)}
    for rule in ruleset.rules.values() if absent else ():
        for name in sorted(absent & reached_by(rule, ruleset.definitions).parameters):
            values = [v for v in ruleset.parameters[name].values if overlaps(v.validity, rule.validity)]
            if any(v.value is None for v in values):
                yield Lint(codes.ABSENT_PARAMETER, rule.id, rule.place, {"rule": rule.id, "parameter": name})


def mixed_force(ruleset: Ruleset) -> Iterator[Lint]:
    """PR609: one clause, two forces."""
    by_clause: dict[str, list[Rule]] = {}
    # A consistency check obliges nobody, so its force says nothing about the clause.
    for rule in (r for r in ruleset.rules.values() if r.kind is not Kind.CONSISTENCY):
        for citation in rule.citations:
            by_clause.setdefault(citation.clause, []).append(rule)
    for clause, rules in by_clause.items():
        other = next((r for r in rules if r.force is not rules[0].force), None)
        if other:
            first = rules[0]
            values = {"clause": clause, "rule": first.id, "force": first.force, "other": other.id}
            values["other_force"] = other.force
            yield Lint(codes.MIXED_FORCE, clause, ruleset.clauses[clause].place, values)


def unverified_source(ruleset: Ruleset) -> Iterator[Lint]:
    """PR612: the document behind the rule has not been seen."""
    for rule in ruleset.rules.values():
        unseen = [c for c in rule.citations if c.status is SourceStatus.UNVERIFIED]
        if unseen:
            values = {"rule": rule.id, "clause": unseen[0].clause, "document": unseen[0].document}
            yield Lint(codes.UNVERIFIED_SOURCE, rule.id, rule.place, values)
