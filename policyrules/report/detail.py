"""One finding in a few lines: the sentence, what it rests on, what is missing, what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policyrules.diagnostics.core import Lang
from policyrules.model.finding import Finding
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import DATE
from policyrules.model.words import Verdict
from policyrules.report.evidence import Phrases
from policyrules.report.layout import Line, Style, wrap
from policyrules.report.words import FORCES, VERDICTS

_MISSING = 10
STYLES = {
    Verdict.UNMET: Style.DOUBT,
    Verdict.UNDETERMINED: Style.DOUBT,
    Verdict.PENDING: Style.PLAIN,
    Verdict.MET: Style.GOOD,
    Verdict.NOT_APPLICABLE: Style.FAINT,
}


def finding_lines(finding: Finding, ruleset: Ruleset, lang: Lang) -> Iterator[Line]:
    """The finding without its tree."""
    phrases = Phrases(ruleset, lang)
    yield headline(finding, phrases)
    yield from (Line(line) for line in wrap(finding.message.get(lang), 4))
    yield from facts_lines(finding, phrases)
    yield from source_lines(finding, phrases)


def headline(finding: Finding, phrases: Phrases) -> Line:
    """Verdict, force, rule and subject."""
    lang = phrases.lang
    verdict, force = VERDICTS[finding.verdict].get(lang), FORCES[finding.force].get(lang)
    text = phrases.pick(f"{verdict}（{force}）", f"{verdict} ({force})")
    if finding.violation:
        text = phrases.pick("违反：", "violation: ") + text
    style = Style.BAD if finding.violation else STYLES[finding.verdict]
    return Line(f"  {text} {finding.rule} {phrases.record(finding.subject)}", style)


def facts_lines(finding: Finding, phrases: Phrases) -> Iterator[Line]:
    """Evidence, missing facts and the remedy."""
    yield from listed(phrases.pick("事实", "facts"), map(phrases.evidence, finding.evidence))
    missing = [phrases.missing(m) for m in finding.missing[:_MISSING]]
    more = len(finding.missing) - len(missing)
    if more > 0:
        missing.append(phrases.pick(f"还有 {more} 项", f"{more} more"))
    yield from listed(phrases.pick("缺少", "missing"), missing)
    yield from what_helps(finding, phrases)


def what_helps(finding: Finding, phrases: Phrases) -> Iterator[Line]:
    """How far off it is, and the smallest change that would make it met."""
    if finding.shortfall is not None:
        yield from listed(phrases.pick("差距", "off by"), [phrases.distance(finding.shortfall)])
    yield from listed(phrases.pick("改法", "remedy"), map(phrases.change, finding.remedy))


def source_lines(finding: Finding, phrases: Phrases) -> Iterator[Line]:
    """The date it is due and the clauses it rests on."""
    if finding.due is not None:
        yield from listed(phrases.pick("截止", "due"), [phrases.value(finding.due, DATE)])
    yield from listed(phrases.pick("依据", "clause"), map(phrases.citation, finding.citations), Style.FAINT)


def listed(name: str, items: Iterable[str], style: Style = Style.PLAIN) -> Iterator[Line]:
    """The items, a line each, under one name."""
    lead = f"{name}  "
    for item in items:
        hanging = 4 + len("    ") * 2
        first, *rest = wrap(lead + item, 4, hanging)
        yield Line(first, style)
        yield from (Line(line, style) for line in rest)
        lead = "      "
