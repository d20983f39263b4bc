"""Facts -> Polars frames, and frames -> judgements: the frame engine behind the engines' common interface."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

import polars as pl

from policyrules.engines.frame.checks import known, too_large
from policyrules.engines.frame.opened import ID, Tables, opened
from policyrules.engines.frame.planning import KEPT, Lowered, Planned, planned, planned_closely
from policyrules.engines.protocol import Progress
from policyrules.model.errors import FactsError
from policyrules.model.expr import Value
from policyrules.model.facts import Columnar, Facts, Record
from policyrules.model.finding import InColumns, Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.model.words import Verdict
from policyrules.semantics.columns import column_type
from policyrules.semantics.interval import tidy
from policyrules.semantics.verdicts import CODES, VERDICTS

BATCH = 10_000
TOO_LARGE = 10**20


@dataclass(frozen=True)
class Column:
    """The judgements by one rule: whom on, the codes of the verdicts, and the points in so many steps."""

    rule: str
    entity: str
    ids: pl.Series
    verdicts: pl.Series
    points: pl.Series | None
    steps: int

    def kept(self, mask: pl.Series) -> Column:
        """The judgements for which `mask` holds."""
        points = None if self.points is None else self.points.filter(mask)
        return replace(self, ids=self.ids.filter(mask), verdicts=self.verdicts.filter(mask), points=points)

    def part(self, start: int, end: int) -> Iterator[Judgement]:
        """Some of the judgements."""
        ids, codes = self.ids[start:end].to_list(), self.verdicts[start:end].to_list()
        points = [None] * len(ids) if self.points is None else self.points[start:end].to_list()
        for id, code, steps in zip(ids, codes, points, strict=True):
            number = None if steps is None else tidy(Fraction(steps, self.steps))
            yield Judgement(self.rule, Ref(self.entity, id), VERDICTS[code], number)


class Judged(InColumns):
    """Judgements that stand in columns: each is made when it is looked at, and not kept."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """The judgements of these columns, one after the other."""
        self._columns = tuple(columns)
        self._starts = [0, *accumulate(len(column.ids) for column in columns)]

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Judgement]:
        for column in self._columns:
            for start in range(0, len(column.ids), BATCH):
                yield from column.part(start, start + BATCH)

    def at(self, place: int) -> Judgement:
        """The one at a place."""
        column = bisect_right(self._starts, place) - 1
        start = place - self._starts[column]
        return next(self._columns[column].part(start, start + 1))

    def by(self, rule: str, verdicts: Collection[Verdict]) -> Iterator[Judgement]:
        """Those by one rule with one of these verdicts."""
        codes = [CODES[verdict] for verdict in verdicts]
        for column in self._columns:
            if column.rule == rule:
                chosen = column.kept(column.verdicts.is_in(codes))
                for start in range(0, len(chosen.ids), BATCH):
                    yield from chosen.part(start, start + BATCH)

    def counted(self, entity: str, places: Iterable[int]) -> Iterator[tuple[str, int, Verdict, int]]:
        """For each rule on `entity`, each place and each verdict: how many of the records there have it."""
        for column in self._columns:
            if column.entity == entity:
                rows = pl.DataFrame({"place": places, "code": column.verdicts}).group_by("place", "code").len()
                for place, code, number in rows.sort("place", "code").iter_rows():
                    yield column.rule, place, VERDICTS[code], number

    def struck(self, entity: str, places: Iterable[int], rules: Collection[str]) -> Iterator[tuple[int, int]]:
        """For each place: how many of the records there do not meet at least one of `rules`."""
        unmet = [c.verdicts == CODES[Verdict.UNMET] for c in self._columns if c.entity == entity and c.rule in rules]
        if unmet:
            hit = pl.DataFrame({"place": places}).filter(pl.any_horizontal(unmet))
            yield from hit.group_by("place").len().sort("place").iter_rows()


def judge_all(ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None) -> Judged:
    """Every rule for every subject in the facts, in the order of the rules, then of the subjects' ids. All are made at
    once, so `progress` is told once: nothing in between is known of how far Polars has come."""
    given = {id: table(ruleset.vocabulary, ruleset.vocabulary.entities[id], t) for id, t in facts.tables.items()}
    tables = opened(ruleset.vocabulary, given, [])
    sizes = {entity: {"rows": len(table)} for entity, table in facts.tables.items()}
    plan = plan_for(ruleset, as_of, known(tables, sizes))
    found = too_large(tables, plan.used)
    if found:
        raise FactsError(tuple(found))
    frames = tables.kind.back(plan.spelled(tables.natives))
    judged = {entity: frame.sort(ID) for entity, frame in zip(plan.outputs, frames, strict=True)}
    columns = []
    for rule in ruleset.rules.values():
        if rule.subject in judged:
            frame, scored = judged[rule.subject], plan.outputs[rule.subject].points.get(rule.id)
            points, steps = (None, 1) if scored is None else (frame[scored[0]], scored[1])
            columns.append(Column(rule.id, rule.subject, frame[ID], frame[rule.id], points, steps))
    made = Judged(columns)
    if progress is not None:
        progress(len(made))
    return made


def plan_for(ruleset: Ruleset, as_of: date, tables: Tables) -> Planned:
    """The plan for tables nothing in which was checked, for the facts were as they were read."""
    found = KEPT.get(ruleset, (as_of, tables.keys))
    if found is not None:
        return found
    lowered = Lowered(ruleset, as_of, tables.sources)
    return planned(lowered, tables) or planned_closely(lowered, tables)


def table(vocabulary: Vocabulary, entity: Entity, records: Mapping[str, Record]) -> pl.DataFrame:
    """The records of an entity as a frame with one column for each field."""
    if isinstance(records, Columnar):
        return records.frame  # type: ignore[no-any-return]
    columns: dict[str, Any] = {ID: pl.Series(ID, list(records), pl.String)}
    for field in entity.fields.values():
        cells = [plain(record.get(field.id)) for record in records.values()]
        columns[field.id] = pl.Series(field.id, cells, column_type(vocabulary, field.type, whole=False))
    return pl.DataFrame(columns)


def plain(value: Value | None) -> Any:
    """A fact as a cell."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        # What no column holds is as good as any other number that is too large: it is refused.
        held = max(-TOO_LARGE, min(value, TOO_LARGE))
        return Decimal(held.numerator) / Decimal(held.denominator)
    return value
