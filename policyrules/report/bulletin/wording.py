"""What stands in a bulletin's cells and notes, whatever it is written in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.expr import Derived, Expr, Field, Number
from policyrules.model.finding import Ref
from policyrules.model.ruleset import Rate
from policyrules.model.types import BoolType
from policyrules.report.bulletin.bulletin import MOST_NAMED, Bulletin, Ends, Figure, Problem, Row, Span, levels_of
from policyrules.report.evidence import Phrases
from policyrules.report.words import AND
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.syntax.values import write_number
from policyrules.syntax.walk import entity_of

MOST_ROWS, MOST_IN_ALL, LEAST_ROWS = 1_000, 3_000, 100
"""Rows that one period shows at most, about how many all of them show, and how many each may show in any case."""
NONE = "—"

Named = tuple[str, int, Row]
"""A row, whose it is, and how many levels it stands below the widest."""


class Wording:
    """The words of one bulletin in one language; every text is inert."""

    def __init__(self, bulletin: Bulletin, lang: Lang) -> None:
        """Take labels from the bulletin's ruleset."""
        self.bulletin, self.lang = bulletin, lang
        self._definition, self._ruleset = bulletin.definition, bulletin.ruleset
        self._phrases = Phrases(bulletin.ruleset, lang)
        self.pick = self._phrases.pick

    @property
    def title(self) -> str:
        """Of what, and by whom."""
        label, owner = self._definition.label.get(self.lang), self._ruleset.label.get(self.lang)
        unit = self.bulletin.unit
        of = "" if unit is None else self.pick(f"（{self._kind(unit)}）", f" ({self._kind(unit)})")
        return inert(self.pick(f"{owner}{label}{of}", f"{owner}: {label}{of}"))

    @property
    def heads(self) -> list[str]:
        """The heading of each column: the unit, then the rates."""
        depth = max((depth for span in self.bulletin.spans for depth, _ in _flat(span.rows)), default=0)
        units = map(self._level, range(depth + 1)) if self.bulletin.levels else [self._phrases.entity(self._lowest)]
        rates = (rate.label.get(self.lang) for rate in self._definition.rates)
        return [inert(text) for text in (self.pick("、", ", ").join(units), *rates)]

    def period(self, span: Span) -> str:
        """The period's name."""
        return inert(span.label.get(self.lang))

    def rows(self, span: Span) -> tuple[Sequence[Named], str]:
        """The rows that are shown, each with its name and how deep it stands, and a word on the others, if any."""
        most = min(MOST_ROWS, max(MOST_IN_ALL // len(self.bulletin.spans), LEAST_ROWS))
        every = list(_flat(span.rows))
        shown, more = [(self._unit(*one), *one) for one in every[:most]], len(every) - most
        rest = self.pick(
            f"另有 {more} 行没有列出，已计入合计", f"{more} more row(s) are not shown; the total holds them"
        )
        return shown, rest if more > 0 else ""

    @property
    def total(self) -> str:
        """The name of the last row: of all, or of the one unit the bulletin is about."""
        unit = self.bulletin.unit
        return self.pick("合计", "total") if unit is None else self._named(self.bulletin.spans[0].total)

    def _unit(self, depth: int, row: Row) -> str:
        """Whose row it is."""
        if row.unit is None:
            head = inert(self._level(depth))
            return self.pick(f"无所属{head}", f"without a {head}")
        return self._named(row)

    def rate(self, figure: Figure) -> str:
        """The rate in percent; where facts are missing both its ends, rounded outwards."""
        if figure.low is None or figure.high is None:
            return NONE
        if figure.known:
            return _percent(math.floor(figure.low * 1000 + Fraction(1, 2)))
        low, high = _percent(math.floor(figure.low * 1000)), _percent(math.ceil(figure.high * 1000))
        return self.pick(f"{low} 至 {high}", f"{low} to {high}")

    def doubts(self, figure: Figure) -> str:
        """How many records lack what would decide it, and how many contradict themselves."""
        said = []
        if figure.lacking:
            lacking = self._count(figure.lacking)
            said.append(self.pick(f"缺 {lacking}", f"{lacking} not recorded"))
        if figure.contrary:
            contrary = self._count(figure.contrary)
            said.append(self.pick(f"{contrary}相悖", f"{contrary} contradictory"))
        return self.pick("，", ", ").join(said)

    def cell(self, figure: Figure) -> tuple[str, ...]:
        """The rate, and the lines in small print: what is behind it, what is doubtful about it."""
        return self.rate(figure), *filter(None, (self.amounts(figure), self.doubts(figure)))

    def amounts(self, figure: Figure) -> str:
        """The part and the whole behind it; empty where there is neither."""
        if figure.whole == (0, 0) and figure.part == (0, 0):
            return ""
        return f"{self._ends(figure.part)} / {self._ends(figure.whole)}"

    def notes(self) -> Iterator[str]:
        """How it is worked out, what is missing, and what it rests on."""
        between = self.pick("；", "; ")
        if not self.bulletin.given:
            yield self._no_table()
        yield self.pick("算法：", "Rates: ") + between.join(map(self._formula, self._definition.rates))
        if self._definition.assumption is not None:
            yield self.pick("口径：", "Reading: ") + inert(self._definition.assumption.get(self.lang))
        yield self.pick("计入：", "Counted: ") + between.join(map(self._counted, self.bulletin.spans))
        spans = self.bulletin.spans
        if any(not f.known and f.low is not None for s in spans for f in _figures(s)):
            yield self.pick(
                "缺数的比率写出两端：无论补上什么，只要分子不多于分母，比率都在其间",
                "Where facts are missing both ends are given: whatever they turn out to be, the rate lies between, as "
                "long as no part is more than its whole",
            )
        yield from self._problems(self.pick("缺数：", "Not recorded: "), [(s, s.lacking) for s in spans])
        contrary = self.pick("分子多于分母，先核实：", "More of the part than of the whole, to be checked first: ")
        yield from self._problems(contrary, [(s, s.contrary) for s in spans])
        if self.bulletin.problems:
            number = self.bulletin.problems
            yield self.pick(
                f"事实中另有 {number} 处疑点，用 policyrules evaluate 可以看到",
                f"{number} thing(s) in the facts are in doubt; policyrules evaluate tells them",
            )
        yield self.pick("依据：", "By: ") + between.join(map(self._phrases.citation, self._definition.citations))

    @property
    def made_from(self) -> str:
        """The rules it was made by."""
        ruleset = self._ruleset
        name = f"{ruleset.id} {ruleset.version}"
        return self.pick(f"规则集 {name}，摘要 {ruleset.digest[:12]}", f"ruleset {name}, digest {ruleset.digest[:12]}")

    @property
    def _lowest(self) -> str:
        return levels_of(self._definition)[-1]

    def _level(self, depth: int) -> str:
        return self._phrases.entity(self.bulletin.levels[depth])

    def _kind(self, unit: Ref) -> str:
        return f"{self._phrases.entity(unit.type)} {unit.id}"

    def _named(self, row: Row) -> str:
        return inert(f"{row.unit.id} {row.name}".rstrip()) if row.unit else ""

    def _count(self, number: int) -> str:
        """So many of what is counted."""
        return self._phrases.number(number, self._definition.subject)

    def _no_table(self) -> str:
        label = inert(self._phrases.entity(self._definition.subject))
        return self.pick(
            f"没有给出“{label}”的表，算不出任何比率", f"The table of {label} was not given, so there are no rates"
        )

    def _ends(self, ends: Ends) -> str:
        low, high = ends
        if high is None:
            return self.pick(f"至少{_number(low)}", f"at least {_number(low)}")
        between = self.pick(f"{_number(low)}至{_number(high)}", f"{_number(low)}–{_number(high)}")
        return _number(low) if low == high else between

    def _formula(self, rate: Rate) -> str:
        part, whole = self._operand(rate.part), self._operand(rate.whole)
        return inert(f"{rate.label.get(self.lang)} = {part} ÷ {whole}")

    def _operand(self, expr: Expr) -> str:
        """A number by its name, a condition by those of whom it holds; what has no name is written out."""
        match expr:
            case Field():
                said = self._ruleset.vocabulary.entities[entity_of(expr.base)].fields[expr.name].label.get(self.lang)
            case Derived():
                said = self._ruleset.definitions[entity_of(expr.base), expr.name].label.get(self.lang)
            case _:
                said = show(expr, Names.of(self._ruleset), self.lang, (), self._definition.subject)
        if not isinstance(expr.type, BoolType):
            return said
        label = self._phrases.entity(self._definition.subject)
        return self.pick(f"“{said}”的{label}", f"{label} of whom “{said}” holds")

    def _counted(self, span: Span) -> str:
        label = self._phrases.entity(self._definition.subject)
        amount, period = self._count(span.total.records), self.period(span)
        said = self.pick(f"{period}{inert(label)} {amount}", f"{period}: {amount} ({inert(label)})")
        if span.undated:
            undated = self._count(span.undated)
            said += self.pick(
                f"（其中 {undated}不知是否属于这一时段，按可能计入）",
                f" (of which {undated} may or may not belong to it)",
            )
        return said

    def _problems(self, lead: str, found: Iterable[tuple[Span, Sequence[Problem]]]) -> Iterator[str]:
        """The first few records behind the figures, by id where they are nobody's."""
        if not self.bulletin.names_records:
            return
        told = [f"{self.period(span)} {self._who(problems)}" for span, problems in found if problems]
        if told:
            yield lead + self.pick("；", "; ").join(told)

    def _who(self, problems: Sequence[Problem]) -> str:
        rates: dict[Ref, list[str]] = {}
        for problem in problems:
            rates.setdefault(problem.subject, []).append(inert(problem.rate.label.get(self.lang)))
        comma, opening, closing = AND.get(self.lang), self.pick("（", " ("), self.pick("）", ")")
        said = [f"{inert(ref.id)}{opening}{comma.join(names)}{closing}" for ref, names in rates.items()]
        return comma.join(said) + ("……" if len(problems) == MOST_NAMED else "")


def _flat(rows: Iterable[Row], depth: int = 0) -> Iterator[tuple[int, Row]]:
    """Every row with how deep it stands: each before those below it."""
    for row in rows:
        yield depth, row
        yield from _flat(row.parts, depth + 1)


def _figures(span: Span) -> Iterator[Figure]:
    for _, row in (*_flat(span.rows), (0, span.total)):
        yield from row.figures.values()


def _percent(tenths: int) -> str:
    """Tenths of a percent.

    >>> _percent(945), _percent(1000)
    ('94.5%', '100.0%')
    """
    return f"{tenths // 10}.{tenths % 10}%"


def _number(value: Number | None) -> str:
    return "" if value is None else write_number(value)
