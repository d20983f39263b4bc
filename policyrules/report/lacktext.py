"""The facts that are missing most often, as lines; the words serve the page too."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.model.words import Text
from policyrules.report.evidence import Phrases
from policyrules.report.lacks import Lack, Lacks, lacks
from policyrules.report.layout import Line, Style, table, wrap
from policyrules.report.report import Report
from policyrules.report.words import few

TITLE = Text("缺得最多的事实，先补这些", "Facts most often missing, to be collected first")
SHOWN = 10


def lack_lines(report: Report, lang: Lang) -> Iterator[Line]:
    """A table of what leaves the most findings undetermined; nothing where all is decided."""
    found = lacks(report)
    if not found.undetermined:
        return
    phrases = Phrases(report.ruleset, lang)
    yield Line()
    yield Line(TITLE.get(lang), Style.TITLE)
    header = ["事实", "缺多少", "涉及结论"] if lang == "zh" else ["fact", "missing for", "findings"]
    rows = [[named(lack, phrases), how_many(lack, phrases) or "·", str(lack.findings)] for lack in found.facts[:SHOWN]]
    for number, line in enumerate(table(header, rows, 1) if rows else ()):
        yield Line(line, Style.FAINT if number == 0 else Style.DOUBT)
    yield from (Line(line, Style.FAINT) for note in notes(found, SHOWN, phrases) for line in wrap(note, 2, 4))


def named(lack: Lack, phrases: Phrases) -> str:
    """What is missing, whoever lacks it."""
    missing = lack.example
    if missing.subject is None:
        return phrases.missing(missing)
    whose = phrases.entity(missing.subject.type)
    if missing.field is None:
        return phrases.pick(f"{whose}的记录", f"{whose}: the record itself")
    label = inert(missing.label.get(phrases.lang))
    return phrases.pick(f"{whose}的{label}", f"{whose}: {label}")


def how_many(lack: Lack, phrases: Phrases) -> str:
    """So many records lack it; empty where it is not a record's."""
    subject = lack.example.subject
    return "" if subject is None else phrases.number(lack.records, subject.type)


def notes(found: Lacks, shown: int, phrases: Phrases) -> Iterator[str]:
    """What was left out, what nobody can collect, and of how many findings this speaks."""
    more = len(found.facts) - shown
    if more > 0:
        yield phrases.pick(f"还有 {more} 项，涉及的结论较少", f"{more} more, each with fewer findings")
    if found.parameters:
        names = [inert(lack.example.label.get(phrases.lang)) for lack in found.parameters]
        said = few(
            [f"{n} {lack.findings}" for n, lack in zip(names, found.parameters, strict=True)][:shown],
            len(names),
            phrases.lang,
        )
        yield phrases.pick(
            f"文件没有规定、无从补登的（涉及结论）：{said}", f"not stated by the documents (findings): {said}"
        )
    if found.looked_at < found.undetermined:
        yield phrases.pick(
            f"按 {found.undetermined} 条“无法判定”中的 {found.looked_at} 条统计，各条规则均有",
            f"counted over {found.looked_at} of {found.undetermined} undetermined findings, some of every rule",
        )
