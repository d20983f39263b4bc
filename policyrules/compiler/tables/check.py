"""A score's table over all combinations of representative values: gaps, quarrels and dead rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from math import prod
from typing import Any, cast

from policyrules.compiler.constant import overlaps
from policyrules.compiler.reach import reached_by
from policyrules.compiler.tables.atoms import Atom, Formula, Opposite, Pair, Some, Variable, Written, atoms, formula
from policyrules.compiler.tables.grid import Combination, Grid, Truth
from policyrules.compiler.tables.variables import NOBODY, OTHER_TEXT, Domain, domain
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Code, Diagnostic, Lang, Sentence
from policyrules.diagnostics.source import Span
from policyrules.model.expr import Compare, CompareOp, Expr, IsKnown, Literal, Not, Value
from policyrules.model.facts import Facts
from policyrules.model.ruleset import Row, Rule, Ruleset, Table
from policyrules.model.types import COUNT_NUMBER, BoolType
from policyrules.model.words import HitPolicy
from policyrules.semantics import Unknown, World, evaluate
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show

MAX_COMBINATIONS = 20_000
MAX_STEPS = 100_000
"""So many combinations, questions what holds at a value, pairs of rows ... may the tables of a layer ask for, on all
their days."""
A_DAY = 50
A_CONDITION = 50
"""A day costs as much as so many steps; so many combinations are looked at for a condition in one step."""
COMBINATIONS = Sentence("种组合", "combinations")
STEPS = Sentence("步，前面各表合计在内", "steps with the tables before it")
WHY_UNIQUE = Sentence("`unique` 的表每种情况只能有一行", "under `unique` every case has exactly one row")
WHY_ANY = Sentence("`any` 的表同时适用的行必须结果相同", "under `any` rows that hit together must agree")
SIGNS: dict[Value | None, CompareOp] = {-1: CompareOp.LT, 0: CompareOp.EQ, 1: CompareOp.GT, 2: CompareOp.NE}


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the table and each of its rows stand."""

    table: Span
    rows: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Formulas:
    """The rows, who they are not asked for, and the conditions that both are made of."""

    rows: tuple[Formula, ...]
    spared: Formula
    users: dict[Variable, list[Atom]]


@dataclass(slots=True)
class Steps:
    """How many have been taken."""

    taken: int = 0

    @property
    def are_too_many(self) -> bool:
        """Whether a table was met that asks for more than there are."""
        return self.taken > MAX_STEPS


def check_table(rule: Rule, table: Table, ruleset: Ruleset, spans: Spans, steps: Steps) -> Iterator[Diagnostic]:
    """Everything wrong with a score's table: the first gap, and for each row the first that it quarrels with."""
    told: set[int] = set()
    reached_rows: set[int] = set()
    formulas = written(rule, table, ruleset)
    steps.taken += len(table.rows) ** 2 + sum(map(len, formulas.users.values()))
    for day in days(rule, ruleset):
        world = World(ruleset, Facts({}), day)
        domains = [] if steps.are_too_many else [domain(v, found, world) for v, found in formulas.users.items()]
        size = prod(len(d.values) for d in domains)
        steps.taken += cost(formulas, domains)
        if size > MAX_COMBINATIONS or steps.are_too_many:
            yield too_costly(rule, spans, size, steps)
            return
        truths = {a: [holds(a, v, world) for v in d.values] for d in domains for a in formulas.users[d.variable]}
        for problem in scan(Grid(domains, truths), formulas, table, reached_rows):
            if problem.row not in told:
                told.add(problem.row)
                yield problem.diagnostic(rule, table, ruleset, spans)
    if not told:
        yield from dead_rows(rule, reached_rows, spans)


def too_costly(rule: Rule, spans: Spans, size: int, steps: Steps) -> Diagnostic:
    """Whichever bound was met, in words."""
    if size > MAX_COMBINATIONS:
        values = {"count": size, "limit": MAX_COMBINATIONS, "what": COMBINATIONS}
    else:
        values = {"count": steps.taken, "limit": MAX_STEPS, "what": STEPS}
    return codes.TOO_COSTLY_TABLE.at(spans.table, id=rule.id, **values)


def cost(formulas: Formulas, domains: list[Domain]) -> int:
    """How many steps one day takes."""
    size = prod(len(d.values) for d in domains)
    questions = sum(len(d.values) * len(formulas.users[d.variable]) for d in domains)
    conditions = sum(map(len, formulas.users.values()))
    return A_DAY + size + questions + size * conditions // A_CONDITION


def days(rule: Rule, ruleset: Ruleset) -> list[date]:
    """One day for every stretch on which all parameters the table uses keep their values."""
    first = rule.validity.start or rule.validity.end or date(2000, 1, 1)
    changes = {first}
    for name in reached_by(rule, ruleset.definitions).parameters:
        for value in ruleset.parameters[name].values:
            if value.validity.start and overlaps(value.validity, rule.validity):
                changes.add(value.validity.start)
            if value.validity.end and value.validity.end < date.max:
                changes.add(value.validity.end + timedelta(1))
    return sorted(day for day in changes if rule.validity.covers(day)) or [first]


def written(rule: Rule, table: Table, ruleset: Ruleset) -> Formulas:
    """The table's conditions, definitions written out."""
    known: Written = {}
    rows = tuple(formula(row.when, ruleset.definitions, known) for row in table.rows)
    exempt = tuple(formula(e.when, ruleset.definitions, known) for e in rule.exemptions)
    spared = Some((Opposite(formula(rule.applies, ruleset.definitions, known)), *exempt))
    users: dict[Variable, list[Atom]] = {}
    for atom in atoms(*rows, spared):
        users.setdefault(atom.variable, []).append(atom)
    return Formulas(rows, spared, users)


def holds(atom: Atom, value: Value | None, world: World) -> bool | None:
    """Whether an atom holds where its variable has `value`, as the reference semantics says."""
    if isinstance(atom.condition, IsKnown):
        return value is not None
    if value is None:
        return None
    if isinstance(atom.variable, Pair) and isinstance(atom.condition, Compare):
        sides = Literal(value, COUNT_NUMBER), Literal(0, COUNT_NUMBER)
        question: Expr = Compare(atom.condition.op, *sides)
    else:
        question = with_value(atom, value)
    found = evaluate(question, world, NOBODY)
    return None if isinstance(found, Unknown) else bool(found)


def with_value(atom: Atom, value: Value) -> Expr:
    """The atom's condition with a value in place of its variable."""
    variable = cast(Expr, atom.variable)
    literal = Literal(value, variable.type)
    if atom.condition == variable:
        return literal
    side = next(f for f in ("item", "left", "right") if getattr(atom.condition, f, None) == variable)
    return cast(Expr, replace(cast(Any, atom.condition), **{side: literal}))


GAP = -1


@dataclass(frozen=True, slots=True)
class Problem:
    """A combination that no row hits (`row` is `GAP`), or that `row` and an `other` before it hit."""

    row: int
    other: int
    combination: Combination

    def diagnostic(self, rule: Rule, table: Table, ruleset: Ruleset, spans: Spans) -> Diagnostic:
        """The problem in words."""
        witness = describe(self.combination, Names.of(ruleset))
        if self.row == GAP:
            return codes.TABLE_GAP.at(spans.table, id=rule.id, witness=witness)
        why = WHY_UNIQUE if table.hit is HitPolicy.UNIQUE else WHY_ANY
        values = {"first": self.other + 1, "second": self.row + 1, "witness": witness, "why": why}
        code: Code = codes.TABLE_OVERLAP
        return code.at(spans.rows[self.row], id=rule.id, **values)


def scan(grid: Grid, formulas: Formulas, table: Table, reached_rows: set[int]) -> Iterator[Problem]:
    """The problems on one day; notes which rows can be reached."""
    asked = grid.everywhere & ~grid.truth(formulas.spared).certain
    hits = [grid.truth(row) for row in formulas.rows]
    free = asked
    for i, hit in enumerate(hits):
        if hit.possible & free:
            reached_rows.add(i)
        if table.hit is HitPolicy.FIRST:
            free &= ~hit.certain
    nobody = grid.everywhere
    for hit in hits:
        nobody &= ~hit.possible
    if nobody & asked and table.hit is not HitPolicy.COLLECT:
        yield Problem(GAP, GAP, grid.witness(nobody & asked, nobody))
    yield from quarrels(grid, asked, hits, table)


def quarrels(grid: Grid, asked: int, hits: list[Truth], table: Table) -> Iterator[Problem]:
    """For each row the first before it that it may not hit together with."""
    told: set[int] = set()
    for first, second in combinations(range(len(hits)), 2):
        both = hits[first].certain & hits[second].certain
        if both & asked and second not in told and quarrel(table.hit, table.rows[first], table.rows[second]):
            told.add(second)
            yield Problem(second, first, grid.witness(both & asked, both))


def quarrel(policy: HitPolicy, one: Row, other: Row) -> bool:
    """Whether two rows may not hit together."""
    if policy is HitPolicy.UNIQUE:
        return True
    return policy is HitPolicy.ANY and (one.points, one.verdict) != (other.points, other.verdict)


def dead_rows(rule: Rule, reached_rows: set[int], spans: Spans) -> Iterator[Diagnostic]:
    """Rows that no combination reaches."""
    for i, span in enumerate(spans.rows):
        if i not in reached_rows:
            yield codes.ROW_NEVER_HIT.at(span, id=rule.id, row=i + 1)


def describe(chosen: Combination, names: Names) -> Sentence:
    """A combination in words."""
    return Sentence(phrase(chosen, names, "zh"), phrase(chosen, names, "en"))


def phrase(chosen: Combination, names: Names, lang: Lang) -> str:
    """A combination as conditions."""
    shown = [f"`{show(condition(v, value), names, lang)}`" for v, value in chosen.items()]
    return ("、" if lang == "zh" else ", ").join(shown)


def condition(variable: Variable, value: Value | None) -> Expr:
    """That a variable has a value, as an expression."""
    if isinstance(variable, Pair):
        return Compare(SIGNS[value], variable.left, variable.right)
    if value is None:
        return Not(IsKnown(variable))
    if isinstance(variable.type, BoolType):
        return variable if value else Not(variable)
    if value == OTHER_TEXT:
        return IsKnown(variable)
    return Compare(CompareOp.EQ, variable, Literal(value, variable.type))
