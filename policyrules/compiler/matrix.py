"""The coverage matrix: every clause of the documents, its fate, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policyrules.compiler.cases import CaseSet
from policyrules.model.ruleset import Citation, Clause, Rule, Ruleset
from policyrules.model.words import Fate


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause: the ids of what cites it, and how many cases its rules have."""

    clause: str
    document: str
    locator: str
    layer: str
    fate: Fate
    rules: tuple[str, ...]
    parameters: tuple[str, ...]
    definitions: tuple[str, ...]
    phases: tuple[str, ...]
    cases: int
    bulletins: tuple[str, ...] = ()


def clause_matrix(ruleset: Ruleset, sets: Iterable[CaseSet]) -> tuple[ClauseRow, ...]:
    """One row a clause, upper layers first, in the order they were written."""
    count: dict[str, int] = {}
    for one in sets:
        count[one.rule] = count.get(one.rule, 0) + len(one.cases)
    return tuple(row_of(ruleset, clause, count) for clause in ruleset.clauses.values())


def row_of(ruleset: Ruleset, clause: Clause, count: dict[str, int]) -> ClauseRow:
    """The row of one clause."""
    rules = tuple(r.id for r in ruleset.rules.values() if cites(rule_citations(r), clause))
    parameters = ruleset.parameters.values()
    return ClauseRow(
        clause.id,
        clause.document,
        clause.locator,
        clause.layer,
        clause.fate,
        rules,
        tuple(p.id for p in parameters if cites((c for v in p.values for c in v.citations), clause)),
        tuple(dict.fromkeys(d.id for d in ruleset.definitions.values() if cites(d.citations, clause))),
        tuple(p.id for p in ruleset.phases.values() if cites(p.citations, clause)),
        sum(count.get(rule, 0) for rule in rules),
        tuple(b.id for b in ruleset.bulletins.values() if cites(b.citations, clause)),
    )


def rule_citations(rule: Rule) -> Iterator[Citation]:
    """The clauses a rule and its exemptions rest on."""
    yield from rule.citations
    yield from (c for e in rule.exemptions for c in e.citations)


def cites(citations: Iterable[Citation], clause: Clause) -> bool:
    """Whether one of them is of that clause."""
    return any(c.clause == clause.id for c in citations)
