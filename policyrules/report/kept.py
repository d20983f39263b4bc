"""Judgements that were made one by one, kept in little room: for each rule the records, and a byte a verdict."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from policyrules.model.expr import Number
from policyrules.model.finding import InColumns, Judgement, Ref
from policyrules.model.words import Verdict
from policyrules.semantics.verdicts import CODES, VERDICTS


class Column:
    """The judgements by one rule, by ascending id of their subjects."""

    __slots__ = ("codes", "points", "refs", "rule")

    def __init__(self, rule: str, judgements: Iterable[Judgement]) -> None:
        """Keep what differs."""
        self.rule, self.refs, self.codes = rule, list[Ref](), bytearray()
        self.points: dict[int, Number] = {}
        for place, (_, subject, verdict, points) in enumerate(judgements):
            self.refs.append(subject)
            self.codes.append(CODES[verdict])
            if points is not None:
                self.points[place] = points

    @property
    def entity(self) -> str:
        """Of what kind the subjects are."""
        return self.refs[0].type

    def at(self, place: int) -> Judgement:
        """One of them."""
        return Judgement(self.rule, self.refs[place], VERDICTS[self.codes[place]], self.points.get(place))


class Kept(InColumns):
    """Judgements, each made anew when it is looked at: a million of them take 10 MB instead of 100."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        """`judgements` in the order of the rules, then of the subjects' ids."""
        self._columns: list[Column] = []
        self._starts = [0]
        refs: dict[str, list[Ref]] = {}
        for rule, made in groupby(judgements, attrgetter("rule")):
            column = Column(rule, made)
            # Every rule on one kind of record speaks of the same records.
            same = refs.setdefault(column.entity, column.refs)
            if same == column.refs:
                column.refs = same
            self._columns.append(column)
            self._starts.append(self._starts[-1] + len(column.refs))

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Judgement]:
        for column in self._columns:
            yield from map(column.at, range(len(column.refs)))

    def at(self, place: int) -> Judgement:
        """The one at a place."""
        column = bisect_right(self._starts, place) - 1
        return self._columns[column].at(place - self._starts[column])

    def __eq__(self, other: object) -> bool:
        """Whether they are the same, in the same order."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def by(self, rule: str, verdicts: Collection[Verdict]) -> Iterator[Judgement]:
        """Those by one rule with one of these verdicts."""
        wanted = {CODES[verdict] for verdict in verdicts}
        for column in self._columns:
            if column.rule == rule:
                yield from (column.at(place) for place, code in enumerate(column.codes) if code in wanted)

    def counted(self, entity: str, places: Iterable[int]) -> Iterator[tuple[str, int, Verdict, int]]:
        """For each rule on `entity`, each place and each verdict: how many of the records there have it."""
        at = list(places)
        for column in self._columns:
            if column.entity == entity:
                for (place, code), number in sorted(Counter(zip(at, column.codes, strict=True)).items()):
                    yield column.rule, place, VERDICTS[code], number

    def struck(self, entity: str, places: Iterable[int], rules: Collection[str]) -> Iterator[tuple[int, int]]:
        """For each place: how many of the records there do not meet at least one of `rules`."""
        unmet = CODES[Verdict.UNMET]
        held = [column.codes for column in self._columns if column.entity == entity and column.rule in rules]
        if held:
            yield from Counter(at for at, *codes in zip(places, *held, strict=True) if unmet in codes).items()
