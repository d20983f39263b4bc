"""A finding as one row of a flat table: the same columns in every tabular form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.finding import Finding, Judgement, Ref
from policyrules.model.types import NumberType
from policyrules.model.words import Layer, Text
from policyrules.report.evidence import Phrases
from policyrules.report.groups import Groups
from policyrules.report.report import Report
from policyrules.report.values import number_json
from policyrules.report.words import AND, FORCES, KINDS, VERDICTS

Cell = str | bool | Decimal | date | None
LONGEST = 8000
_BETWEEN = Text("；", "; ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its id, what people call it, and the Python type of its cells (None is always possible)."""

    id: str
    label: Text
    type: type


FIRST = (
    Heading("rule", Text("规则编号", "rule"), str),
    Heading("rule_label", Text("规则", "rule label"), str),
    Heading("kind", Text("类别", "kind"), str),
    Heading("force", Text("力度", "force"), str),
    Heading("subject_type", Text("对象类别", "kind of subject"), str),
    Heading("subject", Text("编号", "subject"), str),
)
LAST = (
    Heading("verdict", Text("判定", "verdict"), str),
    Heading("verdict_label", Text("判定说法", "verdict in words"), str),
    Heading("violation", Text("违反", "violation"), bool),
    Heading("message", Text("说明", "what was found"), str),
    Heading("shortfall", Text("还差", "short by"), Decimal),
    Heading("shortfall_unit", Text("还差的单位", "unit"), str),
    Heading("remedy", Text("改法", "remedy"), str),
    Heading("missing", Text("缺少", "missing"), str),
    Heading("due", Text("截止", "due"), date),
    Heading("points", Text("得分", "points"), Decimal),
    Heading("citations", Text("依据", "clauses"), str),
    Heading("layer", Text("所属层级", "layer"), str),
)


class Flat:
    """Makes rows of findings. Between the fixed columns stands one for each level of government in the facts."""

    def __init__(self, report: Report, lang: Lang) -> None:
        """Make rows for `report`, in words of `lang`."""
        self._report, self._lang = report, lang
        self._phrases = Phrases(report.ruleset, lang)
        self._groups = Groups(report.ruleset.vocabulary, report.facts)
        entities = report.ruleset.vocabulary.entities
        self._levels = [layer.value for layer in Layer if layer.value in self._groups.entities]
        between = (Heading(f"in_{id}", entities[id].label, str) for id in self._levels)
        self.headings: tuple[Heading, ...] = (*FIRST, *between, *LAST)

    def rows(self, judgements: Iterable[Judgement]) -> Iterator[tuple[Cell, ...]]:
        """A row for each judgement, explained one at a time."""
        return map(self.row, self._report.explained(judgements))

    def row(self, finding: Finding) -> tuple[Cell, ...]:
        """The finding's cells, in the order of `headings`; all text is inert and at most `LONGEST` characters."""
        rule, lang, phrases = self._report.ruleset.rules[finding.rule], self._lang, self._phrases
        places = {ref.type: ref for ref in self._groups.of(finding.subject)}
        shortfall = finding.shortfall
        cells: tuple[Any, ...] = (
            rule.id,
            rule.label.get(lang),
            KINDS[rule.kind].get(lang),
            FORCES[rule.force].get(lang),
            finding.subject.type,
            finding.subject.id,
            *(self._place(places.get(level)) for level in self._levels),
            finding.verdict.value,
            VERDICTS[finding.verdict].get(lang),
            finding.violation,
            finding.message.get(lang),
            None if shortfall is None else Decimal(number_json(shortfall.amount)),
            None if shortfall is None else self._unit(shortfall.type),
            self._join(phrases.change(change) for change in finding.remedy),
            self._join(phrases.missing(missing) for missing in finding.missing),
            finding.due,
            None if finding.points is None else Decimal(number_json(finding.points)),
            AND.get(lang).join(citation.clause for citation in finding.citations),
            finding.layer,
        )
        return tuple(_short(inert(cell)) if isinstance(cell, str) else cell for cell in cells)

    def _place(self, ref: Ref | None) -> str | None:
        return None if ref is None else ref.id

    def _unit(self, type: object) -> str | None:
        return type.unit if isinstance(type, NumberType) else None

    def _join(self, parts: Iterable[str]) -> str | None:
        return _BETWEEN.get(self._lang).join(parts) or None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
