"""What the cases show of each rule, and what they should.

A rule can show `met` and `unmet`; `pending` if it has a deadline; `undetermined` if it reads a fact that may be
missing; `boundary` if it compares numbers or days. A rule that leans on a parameter the documents leave open on all
its days can only be undetermined. A score must have each of its rows hit, and be undetermined once. The rules that one
target makes for its phases count together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policyrules.compiler.cases.case import Case, CaseSet, base
from policyrules.compiler.constant import overlaps
from policyrules.compiler.lints.lint import both
from policyrules.compiler.passes.work import show_days
from policyrules.compiler.reach import reached_by, rule_roots
from policyrules.diagnostics.catalogue import cases as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Place, SourceText, Span
from policyrules.diagnostics.suggest import listed
from policyrules.model.expr import Aggregate, Between, Compare, Expr, Field, IsKnown, Number, Within
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import DateType, NumberType
from policyrules.model.words import Verdict
from policyrules.semantics import World, evaluate, judge
from policyrules.syntax.values import write_number
from policyrules.syntax.walk import Node, children, nodes

BOUNDARY = "boundary"
WORD = re.compile(r"""[^\s:,}\]"']+""")
"""An id or value as it is written in a file."""
MET, UNMET = Verdict.MET.value, Verdict.UNMET.value
PENDING, UNDETERMINED = Verdict.PENDING.value, Verdict.UNDETERMINED.value


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a rule (for targets: the rules of all phases) can show, and what its cases do, in the order of writing."""

    rule: str
    can: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What no case shows."""
        return tuple(c for c in self.can if c not in self.shown)


def case_coverage(ruleset: Ruleset, sets: Iterable[CaseSet]) -> tuple[Coverage, ...]:
    """One row for every rule that the ruleset's own layer states or changes."""
    cases: dict[str, list[Case]] = {}
    for one in sets:
        cases.setdefault(base(one.rule), []).extend(one.cases)
    own = [r for r in ruleset.rules.values() if r.layer == ruleset.id]
    groups: dict[str, list[Rule]] = {}
    for rule in own:
        groups.setdefault(base(rule.id), []).append(rule)
    return tuple(
        Coverage(name, can_show(rules[0], ruleset), shown(cases.get(name, ()), ruleset))
        for name, rules in groups.items()
    )


def can_show(rule: Rule, ruleset: Ruleset) -> tuple[str, ...]:
    """What cases can show of a rule."""
    if never_decided(rule, ruleset):
        return (UNDETERMINED,)
    reads = (UNDETERMINED,) if reads_facts(rule, ruleset) else ()
    if rule.table is not None:
        return (*(row_name(i) for i in range(len(rule.table.rows))), *reads)
    late = (PENDING,) if rule.due is not None else ()
    edge = (BOUNDARY,) if has_boundary(rule, ruleset) else ()
    return (MET, UNMET, *late, *edge, *reads)


def row_name(number: int) -> str:
    """How a table's row is called, counted from 1."""
    return f"row {number + 1}"


def never_decided(rule: Rule, ruleset: Ruleset) -> bool:
    """Whether some parameter is left open on all the rule's days."""
    for name in reached_by(rule, ruleset.definitions).parameters:
        values = [v for v in ruleset.parameters[name].values if overlaps(v.validity, rule.validity)]
        if values and all(v.value is None for v in values):
            return True
    return False


def written_out(rule: Rule, ruleset: Ruleset) -> Iterator[Expr]:
    """The rule's expressions and those of all definitions it leans on."""
    yield from rule_roots(rule)
    for key in sorted(reached_by(rule, ruleset.definitions).definitions):
        yield ruleset.definitions[key].expr


def reads_facts(rule: Rule, ruleset: Ruleset) -> bool:
    """Whether a missing fact can decide: a field is read other than to ask whether it is known."""
    pending: list[Node] = list(written_out(rule, ruleset))
    while pending:
        node = pending.pop()
        if isinstance(node, Field | Aggregate):
            return True
        if not isinstance(node, IsKnown):
            pending.extend(children(node))
    return False


def has_boundary(rule: Rule, ruleset: Ruleset) -> bool:
    """Whether the rule draws a line between numbers or days."""
    found = nodes(*written_out(rule, ruleset))
    return any(
        isinstance(n, Between | Within) or (isinstance(n, Compare) and isinstance(n.left.type, NumberType | DateType))
        for n in found
    )


def shown(cases: Iterable[Case], ruleset: Ruleset) -> tuple[str, ...]:
    """What cases show, as they are written; of scores, the rows that hit."""
    found: dict[str, None] = {}
    for case in cases:
        found[case.expect.value] = None
        if case.boundary:
            found[BOUNDARY] = None
        table = ruleset.rules[case.rule].table
        if table is not None and case.expect is not Verdict.UNDETERMINED:
            world = World(ruleset, case.facts, case.as_of)
            hits = [i for i, row in enumerate(table.rows) if evaluate(row.when, world, case.subject) is True]
            found.update(dict.fromkeys(row_name(i) for i in hits))
    return tuple(found)


def check_coverage(ruleset: Ruleset, sets: Iterable[CaseSet], texts: Mapping[str, SourceText]) -> Iterator[Diagnostic]:
    """A warning for every rule of which something is not shown, at the rule. `texts`: the ruleset's own files."""
    sets = tuple(sets)
    spoiled = {base(one.rule) for one in sets if not one.whole}
    places = {base(rule.id): rule.place for rule in reversed([*ruleset.rules.values()])}  # a target's first phase stays
    for row in case_coverage(ruleset, sets):
        if row.missing and row.rule not in spoiled:
            place = places[row.rule]
            where = None if place is None else written_at(place, texts)
            yield codes.CASE_MISSING.at(where, rule=row.rule, shows=listed(row.missing))


def written_at(place: Place, texts: Mapping[str, SourceText]) -> Span | Place:
    """The word at a place, where the text is at hand."""
    text = texts.get(place.file)
    if text is None:
        return place
    start = text.line_starts[place.line - 1] + place.column - 1
    word = WORD.match(text.text, start)
    return Span(text, start, word.end() if word else start)


def check_cases(ruleset: Ruleset, sets: Iterable[CaseSet], texts: Mapping[str, SourceText]) -> Iterator[Diagnostic]:
    """An error for every case that comes out otherwise than it says, at what it expects. `texts`: as above."""
    for case in (c for one in sets for c in one.cases):
        world = World(ruleset, case.facts, case.as_of)
        found = judge(ruleset.rules[case.rule], case.subject, world)
        if found.verdict is not case.expect or case.points not in (None, found.points):
            yield codes.WRONG_VERDICT.at(
                written_at(case.expected_at, texts),
                name=both(case.name),
                expected=outcome(case.expect, case.points),
                found=outcome(found.verdict, found.points if case.points is not None else None),
                why=why_otherwise(ruleset.rules[case.rule], case),
            )


def why_otherwise(rule: Rule, case: Case) -> Sentence:
    """Why a rule says otherwise on the facts of a case: most often the day is not one of its own."""
    if not rule.validity.covers(case.as_of):
        days = show_days(rule.validity.start, rule.validity.end)
        return Sentence(
            f"规则 `{rule.id}` 施行的日子是 {days.zh}，案例的判定日 {case.as_of} 不在其内",
            f"the rule `{rule.id}` is in force on {days.en}, and the day of the case, {case.as_of}, is not one of them",
        )
    return Sentence(f"规则 `{rule.id}` 在这些事实上另有结论", f"on these facts the rule `{rule.id}` says otherwise")


def outcome(verdict: Verdict, points: Number | None) -> str:
    """A verdict, with points where they matter."""
    return verdict.value if points is None else f"{verdict.value} {write_number(points)}"
