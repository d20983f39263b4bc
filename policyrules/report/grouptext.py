"""Schools, counties and so on: how they stand, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text, Verdict
from policyrules.report.evidence import Phrases
from policyrules.report.layout import GAP, Line, Style, table
from policyrules.report.report import Report
from policyrules.report.summary import Counts
from policyrules.report.words import VERDICTS

_SHOWN = 10
_COLUMNS = (Verdict.UNMET, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.MET)


def group_lines(report: Report, lang: Lang) -> Iterator[Line]:
    """A table for each kind of thing that judged records belong to; a single school or province needs none."""
    for entity in report.ruleset.vocabulary.entities:
        groups = {ref: counts for ref, counts in report.summary.groups.items() if ref.type == entity}
        if len(groups) > 1:
            yield from _table(report, entity, groups, lang)


def _table(report: Report, entity: str, groups: dict[Ref, Counts], lang: Lang) -> Iterator[Line]:
    label = report.ruleset.vocabulary.entities[entity].label
    phrases = Phrases(report.ruleset, lang)
    bad = sum(1 for counts in groups.values() if counts.violations)
    title = Text(
        f"按{label.zh}，最差在前：{phrases.number(bad, entity)}有违反，共 {phrases.number(len(groups), entity)}",
        f"By {label.en}, the worst first: {bad} of {len(groups)} with violations",
    )
    yield Line()
    yield Line(title.get(lang), Style.TITLE)
    order = sorted(groups, key=lambda ref: (groups[ref].badness, ref.id))[:_SHOWN]
    names = [name_of(report, ref) for ref in order]
    words = ["编号", "名称"] if lang == "zh" else ["id", "name"]
    counted = ["违反", "涉及"] if lang == "zh" else ["violations", "affected"]
    named = len(words) if any(names) else 1  # Where nobody has a name the column would be empty.
    header = [*words[:named], *counted, *(VERDICTS[v].get(lang) for v in _COLUMNS)]
    rows = [[*[inert(ref.id), name][:named], *_numbers(groups[ref])] for ref, name in zip(order, names, strict=True)]
    for number, line in enumerate(table(header, rows, named)):
        worst = number > 0 and groups[order[number - 1]].violations
        yield Line(line, Style.FAINT if number == 0 else Style.BAD if worst else Style.PLAIN)
    if len(groups) > _SHOWN:
        more = len(groups) - _SHOWN
        yield Line(GAP + Text(f"……还有 {more} 项", f"... {more} more").get(lang), Style.FAINT)


def _numbers(counts: Counts) -> list[str]:
    numbers = [counts.violations, counts.affected, *(counts.verdicts[v] for v in _COLUMNS)]
    return [str(number or "·") for number in numbers]


def name_of(report: Report, ref: Ref) -> str:
    """The record's field `name`, unless it is personal."""
    return recorded_name(report.ruleset.vocabulary, report.facts, ref)


def recorded_name(vocabulary: Vocabulary, facts: Facts, ref: Ref) -> str:
    """The same, of facts nobody has judged."""
    field = vocabulary.entities[ref.type].fields.get("name")
    record = facts.get(ref.type, ref.id) or {}
    return "" if field is None or field.personal else inert(str(record.get("name", "")))
