"""A rule as formulas: whom it concerns, when it is met, what a table comes to. Mirrors `semantics/judge.py`."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.model.expr import TRUE, Number
from policyrules.model.ruleset import Row, Rule, Table
from policyrules.model.words import HitPolicy, Verdict
from policyrules.prover.encode.expression import Encoder
from policyrules.prover.encode.store import Instance
from policyrules.prover.encode.symbols import Truth, all_of, any_of, crisp, flip
from policyrules.prover.encode.terms import Bit, Int, add, conj, disj, neg, pick
from policyrules.prover.sure import sure

GRAVITY = (Verdict.MET, Verdict.PENDING, Verdict.UNMET)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One rule, one subject, one epoch in which the rule is in force. Exactly one of the four bits holds.

    `failed` covers unmet and pending alike (and what is undetermined only because its due day is unknown).
    """

    concerned: Truth
    met: Bit
    failed: Bit
    undetermined: Bit
    spared: Bit

    @property
    def fine(self) -> Bit:
        """Met, or not concerned."""
        return disj((self.met, self.spared))


@dataclass(frozen=True, slots=True)
class Hits:
    """A table's rows: whether each is read as hitting for certain, and whether it may hit."""

    certain: tuple[Bit, ...]
    counted: tuple[Bit, ...]


def concerned(rule: Rule, encoder: Encoder, subject: Instance) -> Truth:
    """Whether a rule in force speaks of the subject and no exemption holds."""
    exempt = any_of(encoder.truth(e.when, subject) for e in rule.exemptions)
    return all_of((encoder.truth(rule.applies, subject), flip(exempt)))


def verdicts(rule: Rule, encoder: Encoder, subject: Instance) -> Verdicts:
    """What a rule in force says of a subject."""
    scope = concerned(rule, encoder, subject)
    if rule.table is None:
        must = encoder.truth(rule.must or TRUE, subject)
    else:
        met, failed = table_outcome(rule.table, encoder, subject)
        must = Truth(met, failed)
    met, failed = conj((scope.yes, must.yes)), conj((scope.yes, must.no))
    decided = disj((met, failed, scope.no))
    return Verdicts(scope, met, failed, neg(decided), scope.no)


def hits(table: Table, encoder: Encoder, subject: Instance) -> Hits:
    """The rows that hit, and those whose points and verdict are read."""
    rows = [encoder.truth(row.when, subject) for row in table.rows]
    if table.hit is HitPolicy.FIRST:
        rows = [all_of((row, *(flip(_surely(earlier)) for earlier in rows[:i]))) for i, row in enumerate(rows)]
        return Hits(tuple(r.yes for r in rows), tuple(neg(r.no) for r in rows))
    if table.hit is HitPolicy.COLLECT:
        return Hits(tuple(r.yes for r in rows), tuple(neg(r.no) for r in rows))
    somebody = disj(r.yes for r in rows)
    counted = tuple(pick(somebody, r.yes, neg(r.no)) for r in rows)
    return Hits(tuple(r.yes for r in rows), counted)


def _surely(row: Truth) -> Truth:
    """Only a row that certainly hits stops those behind it."""
    return row if row.crisp else crisp(row.yes)


def table_outcome(table: Table, encoder: Encoder, subject: Instance) -> tuple[Bit, Bit]:
    """Whether a table says met for certain, and whether it says anything worse for certain."""
    found = hits(table, encoder, subject)
    if table.hit is HitPolicy.COLLECT:
        return _collected(table.rows, found)
    agreed = agreements(table, found)
    met = disj(bit for (verdict, _), bit in agreed.items() if verdict is Verdict.MET)
    return met, disj(bit for (verdict, _), bit in agreed.items() if verdict is not Verdict.MET)


def agreements(table: Table, found: Hits) -> dict[tuple[Verdict, Number], Bit]:
    """For each outcome of the table: that all rows read agree on it."""
    outcomes = list(dict.fromkeys((row.verdict, row.points) for row in table.rows))
    agreed: dict[tuple[Verdict, Number], Bit] = {}
    for outcome in outcomes:
        own = [c for row, c in zip(table.rows, found.counted, strict=True) if (row.verdict, row.points) == outcome]
        rest = [c for row, c in zip(table.rows, found.counted, strict=True) if (row.verdict, row.points) != outcome]
        agreed[outcome] = conj((disj(own), neg(disj(rest))))
    return agreed


def settled(rows: tuple[Row, ...], found: Hits) -> Bit:
    """Whether no row that only may hit could change the points or make the verdict graver."""
    open_ = []
    for i, row in enumerate(rows):
        may = conj((found.counted[i], neg(found.certain[i])))
        if row.points != 0:
            open_.append(may)
        else:
            as_grave = disj(found.certain[j] for j, r in enumerate(rows) if _grave(r) >= _grave(row))
            open_.append(conj((may, neg(as_grave))) if _grave(row) > 0 else False)
    return neg(disj(open_))


def _grave(row: Row) -> int:
    return GRAVITY.index(row.verdict)


def _collected(rows: tuple[Row, ...], found: Hits) -> tuple[Bit, Bit]:
    sure = settled(rows, found)
    worse = disj(hit for row, hit in zip(rows, found.certain, strict=True) if row.verdict is not Verdict.MET)
    return conj((sure, neg(worse))), conj((sure, worse))


def points(rule: Rule, encoder: Encoder, subject: Instance) -> tuple[Bit, Int, int]:
    """Whether a score is decided, its points times a scale, and that scale."""
    table = rule.table
    table = sure(table, "only a score has points")
    scale = 1
    for row in table.rows:
        scale = scale * row.points.denominator
    found = hits(table, encoder, subject)
    whole = [int(row.points * scale) for row in table.rows]
    scope = concerned(rule, encoder, subject)
    if table.hit is HitPolicy.COLLECT:
        total = add(pick(hit, p, 0) for hit, p in zip(found.certain, whole, strict=True))
        return conj((scope.yes, settled(table.rows, found))), total, scale
    agreed = agreements(table, found)
    value = 0
    for (_, amount), bit in agreed.items():
        value = pick(bit, int(amount * scale), value)
    return conj((scope.yes, disj(agreed.values()))), value, scale
