"""What every section of a page needs: the report, the language, phrases, and how records and verdicts are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from policyrules.diagnostics.core import Lang
from policyrules.model.finding import Ref
from policyrules.model.words import Verdict
from policyrules.report.evidence import Phrases
from policyrules.report.grouptext import name_of
from policyrules.report.html.markup import Html, el
from policyrules.report.report import Report
from policyrules.report.summary import Counts
from policyrules.report.words import VERDICTS

SIGNS: Mapping[Verdict, str] = {
    Verdict.UNMET: "✗",
    Verdict.UNDETERMINED: "?",
    Verdict.PENDING: "…",
    Verdict.MET: "✓",
    Verdict.NOT_APPLICABLE: "–",
}
COUNTED = (Verdict.UNMET, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.MET)
MOST_UNITS = 240


@dataclass(frozen=True)
class View:
    """One report in one language, as a page shows it."""

    report: Report
    lang: Lang

    @cached_property
    def phrases(self) -> Phrases:
        """Phrases in the language of the page."""
        return Phrases(self.report.ruleset, self.lang)

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in the page's language."""
        return zh if self.lang == "zh" else en

    @cached_property
    def worst_rules(self) -> list[str]:
        """The rules that were judged and apply to somebody, the worst first."""
        counted = self.report.summary.rules
        judged = [id for id, counts in counted.items() if any(counts.verdicts[v] for v in COUNTED)]
        return sorted(judged, key=lambda id: counted[id].badness)

    @cached_property
    def units(self) -> dict[Ref, str]:
        """Records that have a section of their own, with its anchor: higher levels first, of each the worst first."""
        groups = self.report.summary.groups
        order = {entity: i for i, entity in enumerate(self.report.ruleset.vocabulary.entities)}
        chosen = sorted(groups, key=lambda ref: (order[ref.type], groups[ref].badness, ref.id))[:MOST_UNITS]
        return {ref: f"unit-{number}" for number, ref in enumerate(chosen)}

    def name(self, ref: Ref) -> str:
        """A record by its name and id, as far as it has a name that may be shown."""
        name = name_of(self.report, ref)
        return f"{name} {ref.id}" if name else ref.id

    def link(self, ref: Ref) -> Html:
        """A record; a link to its section where it has one."""
        anchor = self.units.get(ref)
        return el("a", self.name(ref), href=f"#{anchor}") if anchor else el("span", self.name(ref))

    def verdict(self, verdict: Verdict, violation: bool = False) -> Html:
        """A verdict by sign and word."""
        word = VERDICTS[verdict].get(self.lang)
        if violation:
            word = self.pick("违反", "violation")
        return el("span", el("b", SIGNS[verdict], aria_hidden="true"), " ", word, class_=f"v {verdict.value}")

    def share(self, counts: Counts) -> str:
        """How many of those to whom something applies comply."""
        applies = sum(counts.verdicts[v] for v in COUNTED)
        return percent(counts.verdicts[Verdict.MET], applies) if applies else ""

    def numbers(self, counts: Counts) -> list[str]:
        """The counts of verdicts, as cells."""
        return [f"{counts.verdicts[v]}" for v in COUNTED]

    def headings(self) -> list[str]:
        """What `numbers` are called."""
        return [VERDICTS[v].get(self.lang) for v in COUNTED]


def percent(part: int, whole: int) -> str:
    """A share with one decimal, never 100 or 0 unless it is.

    >>> percent(9999, 10000), percent(1, 100000), percent(1, 3), percent(2, 2)
    ('99.9%', '0.1%', '33.3%', '100.0%')
    """
    tenths = (part * 2000 + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, 999)
    if part > 0:
        tenths = max(tenths, 1)
    return f"{tenths // 10}.{tenths % 10}%"
