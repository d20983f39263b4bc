"""Going through every combination of representative values: gaps, quarrels and dead rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from typing import Any, cast

from policyrules.compiler.constant import overlaps
from policyrules.compiler.reach import reached_by
from policyrules.compiler.tables.atoms import Atom, Formula, Opposite, Pair, Some, Variable, atoms, formula, truth
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
WHY_UNIQUE = Sentence("`unique` 的表每种情况只能有一行", "under `unique` every case has exactly one row")
WHY_ANY = Sentence("`any` 的表同时适用的行必须结果相同", "under `any` rows that hit together must agree")
SIGNS: dict[Value | None, CompareOp] = {-1: CompareOp.LT, 0: CompareOp.EQ, 1: CompareOp.GT, 2: CompareOp.NE}

Combination = dict[Variable, Value | None]


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the table and each of its rows stand."""

    table: Span
    rows: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows as formulas, who they are asked for, and the variables with their values, on one day."""

    rows: tuple[Formula, ...]
    spared: Formula
    domains: tuple[Domain, ...]
    truths: Mapping[Atom, Mapping[Value | None, bool | None]]

    def combinations(self) -> Iterator[Combination]:
        """Every combination for which the rule may apply."""
        for values in product(*(d.values for d in self.domains)):
            chosen = {d.variable: v for d, v in zip(self.domains, values, strict=True)}
            if truth(self.spared, self.known(chosen)) is not True:
                yield chosen

    def known(self, chosen: Combination) -> dict[Atom, bool | None]:
        """The truth of every atom."""
        return {atom: by_value[chosen[atom.variable]] for atom, by_value in self.truths.items()}

    def hits(self, chosen: Combination) -> list[bool | None]:
        """Which rows hit."""
        known = self.known(chosen)
        return [truth(row, known) for row in self.rows]


def check_table(rule: Rule, table: Table, ruleset: Ruleset, spans: Spans) -> Iterator[Diagnostic]:
    """Everything wrong with a score's table; one diagnostic of each kind a row or pair of rows."""
    seen: set[tuple[object, ...]] = set()
    reached_rows: set[int] = set()
    complete = True
    for day in days(rule, ruleset):
        grid = build(rule, table, World(ruleset, Facts({}), day))
        count = prod(len(d.values) for d in grid.domains)
        if count > MAX_COMBINATIONS:
            yield codes.TOO_COSTLY_TABLE.at(spans.table, id=rule.id, count=count, limit=MAX_COMBINATIONS)
            return
        for problem in scan(grid, table, reached_rows):
            if problem.key not in seen:
                seen.add(problem.key)
                complete = False
                yield problem.diagnostic(rule, table, ruleset, grid, spans)
    if complete:
        yield from dead_rows(rule, reached_rows, spans)


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


def build(rule: Rule, table: Table, world: World) -> Grid:
    """The table on one day."""
    definitions = world.ruleset.definitions
    rows = tuple(formula(row.when, definitions) for row in table.rows)
    exempt = tuple(formula(e.when, definitions) for e in rule.exemptions)
    spared = Some((Opposite(formula(rule.applies, definitions)), *exempt))
    users: dict[Variable, list[Atom]] = {}
    for atom in dict.fromkeys(a for f in (*rows, spared) for a in atoms(f)):
        users.setdefault(atom.variable, []).append(atom)
    domains = tuple(domain(v, found, world) for v, found in users.items())
    truths = {a: {v: holds(a, v, world) for v in d.values} for d in domains for a in users[d.variable]}
    return Grid(rows, spared, domains, truths)


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


@dataclass(frozen=True, slots=True)
class Problem:
    """A combination that no row, or more than one, hits."""

    rows: tuple[int, ...]
    combination: Combination

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it one problem: the pair of rows, or that there is a gap."""
        return self.rows

    def diagnostic(self, rule: Rule, table: Table, ruleset: Ruleset, grid: Grid, spans: Spans) -> Diagnostic:
        """The problem in words."""
        witness = describe(narrowed(self, grid), Names.of(ruleset))
        if not self.rows:
            return codes.TABLE_GAP.at(spans.table, id=rule.id, witness=witness)
        why = WHY_UNIQUE if table.hit is HitPolicy.UNIQUE else WHY_ANY
        first, second = self.rows
        code: Code = codes.TABLE_OVERLAP
        return code.at(spans.rows[second], id=rule.id, first=first + 1, second=second + 1, witness=witness, why=why)


def scan(grid: Grid, table: Table, reached_rows: set[int]) -> Iterator[Problem]:
    """All problems on one day; notes which rows can be reached."""
    for chosen in grid.combinations():
        hits = grid.hits(chosen)
        possible = [i for i, hit in enumerate(hits) if hit is not False]
        certain = [i for i, hit in enumerate(hits) if hit is True]
        if table.hit is HitPolicy.FIRST and certain:
            possible = [i for i in possible if i <= certain[0]]
        reached_rows.update(possible)
        if not possible and table.hit is not HitPolicy.COLLECT:
            yield Problem((), chosen)
        for first, second in combinations(certain, 2):
            if quarrel(table.hit, table.rows[first], table.rows[second]):
                yield Problem((first, second), chosen)


def quarrel(policy: HitPolicy, one: Row, other: Row) -> bool:
    """Whether two rows may not hit together."""
    if policy is HitPolicy.UNIQUE:
        return True
    return policy is HitPolicy.ANY and (one.points, one.verdict) != (other.points, other.verdict)


def narrowed(problem: Problem, grid: Grid) -> Combination:
    """The combination without the variables that do not matter to the problem."""
    chosen = dict(problem.combination)
    for d in grid.domains:
        others = [{**problem.combination, d.variable: v} for v in d.values]
        if all(same_problem(problem, grid, other) for other in others):
            del chosen[d.variable]
    return chosen or problem.combination


def same_problem(problem: Problem, grid: Grid, chosen: Combination) -> bool:
    """Whether another combination has the same problem."""
    hits = grid.hits(chosen)
    if not problem.rows:
        return all(hit is False for hit in hits)
    return all(hits[i] is True for i in problem.rows)


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
