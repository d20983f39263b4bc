"""A report as Markdown: the summary, the rules, the places, and the violations, a few of each rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.finding import Finding, Ref
from policyrules.model.words import Text, Verdict
from policyrules.report.evidence import Phrases
from policyrules.report.grouptext import name_of
from policyrules.report.report import Report
from policyrules.report.summary import Counts
from policyrules.report.words import COLON, FORCES, VERDICTS

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+.!|<>~&:@=\"'$^-])")
_PLACES, _EXAMPLES = 20, 10


def plain(text: str) -> str:
    r"""Text that Markdown leaves alone: every character that could mean something is escaped.

    >>> print(plain("<b>*x*</b> [a](b) 1. =2|3"))
    \<b\>\*x\*\</b\> \[a\]\(b\) 1\. \=2\|3
    """
    return _SPECIAL.sub(r"\\\1", inert(text))


def markdown_pieces(report: Report, lang: Lang) -> Iterator[str]:
    """The report, line by line."""
    for line in _lines(report, lang):
        yield line + "\n"


def _lines(report: Report, lang: Lang) -> Iterator[str]:
    ruleset, total = report.ruleset, report.summary.total
    pick = Phrases(ruleset, lang).pick
    yield "# " + plain(pick(f"{ruleset.label.zh}：判定报告", f"{ruleset.label.en}: report"))
    yield ""
    name = f"{ruleset.id} {ruleset.version}"
    yield plain(pick(f"判定日 {report.as_of}，规则集 {name}", f"Judged as of {report.as_of}, ruleset {name}"))
    yield ""
    if total.violations:
        said = pick(
            f"违反 {total.violations} 处，涉及 {total.affected} 个对象",
            f"{total.violations} violation(s), {total.affected} subject(s) affected",
        )
    else:
        said = pick("没有发现违反", "No violation found")
    yield f"**{plain(said)}**"
    yield ""
    yield from _table([VERDICTS[v].get(lang) for v in Verdict], [[f"{total.verdicts[v]}" for v in Verdict]], 0)
    yield from _rules(report, lang)
    for entity in ruleset.vocabulary.entities:
        groups = {ref: counts for ref, counts in report.summary.groups.items() if ref.type == entity}
        if len(groups) > 1:
            yield from _places(report, lang, entity, groups)
    yield from _violations(report, lang)


def _rules(report: Report, lang: Lang) -> Iterator[str]:
    known, counted = report.ruleset.rules, report.summary.rules
    ids = sorted((id for id in counted if _applies(counted[id])), key=lambda id: counted[id].badness)
    yield "## " + Text("各条规则，最差在前", "Rules, the worst first").get(lang)
    yield ""
    words = Text("规则 编号 力度", "rule id force").get(lang).split()
    rows = [[known[id].label.get(lang), id, FORCES[known[id].force].get(lang), *_numbers(counted[id])] for id in ids]
    yield from _table([*words, *(VERDICTS[v].get(lang) for v in Verdict)], rows, 3)


def _applies(counts: Counts) -> bool:
    return any(number for verdict, number in counts.verdicts.items() if verdict is not Verdict.NOT_APPLICABLE)


def _places(report: Report, lang: Lang, entity: str, groups: dict[Ref, Counts]) -> Iterator[str]:
    label = report.ruleset.vocabulary.entities[entity].label
    yield "## " + plain(Text(f"按{label.zh}，最差在前", f"By {label.en}, the worst first").get(lang))
    yield ""
    order = sorted(groups, key=lambda ref: (groups[ref].badness, ref.id))[:_PLACES]
    words = Text("编号 名称 违反", "id name violations").get(lang).split()
    rows = [[ref.id, name_of(report, ref), f"{groups[ref].violations}", *_numbers(groups[ref])] for ref in order]
    yield from _table([*words, *(VERDICTS[v].get(lang) for v in Verdict)], rows, 2)
    if len(order) < len(groups):
        more = len(groups) - len(order)
        yield plain(Text(f"还有 {more} 项", f"{more} more").get(lang))
        yield ""


def _violations(report: Report, lang: Lang) -> Iterator[str]:
    rules, phrases = report.ruleset.rules, Phrases(report.ruleset, lang)
    counted = report.summary.rules
    found = [id for id in sorted(counted, key=lambda id: counted[id].badness) if counted[id].violations]
    if found:
        yield "## " + Text("违反", "Violations").get(lang)
        yield ""
    for id in found:
        yield f"### {plain(rules[id].label.get(lang))} \\({plain(id)}\\)"
        yield ""
        yield from (f"- {plain(phrases.citation(citation))}" for citation in rules[id].citations)
        yield ""
        first = islice(report.by(id, (Verdict.UNMET,)), _EXAMPLES)
        yield from (_finding(finding, phrases) for finding in report.explained(first))
        if counted[id].violations > _EXAMPLES:
            more = counted[id].violations - _EXAMPLES
            yield "- " + plain(Text(f"还有 {more} 项", f"{more} more").get(lang))
        yield ""


def _finding(finding: Finding, phrases: Phrases) -> str:
    said = plain(phrases.record(finding.subject) + COLON.get(phrases.lang) + finding.message.get(phrases.lang))
    remedy = phrases.pick("；", "; ").join(map(phrases.change, finding.remedy))
    return f"- {said}" + (f"  \n  {plain(phrases.pick('改法：', 'remedy: ') + remedy)}" if remedy else "")


def _numbers(counts: Counts) -> list[str]:
    return [str(counts.verdicts[v]) for v in Verdict]


def _table(header: list[str], rows: Iterable[list[str]], words: int) -> Iterator[str]:
    """A table whose first `words` columns hold text and whose others hold numbers."""
    yield f"| {' | '.join(map(plain, header))} |"
    yield "|" + "|".join("---" if place < words else "---:" for place in range(len(header))) + "|"
    yield from (f"| {' | '.join(map(plain, row))} |" for row in rows)
    yield ""
