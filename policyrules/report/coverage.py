"""The coverage matrix for people: every clause, what became of it, and which rules and cases hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from policyrules.compiler.matrix import ClauseRow
from policyrules.diagnostics.core import Lang
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Fate, Text
from policyrules.report.layout import GAP, Line, Style, wrap
from policyrules.report.words import AND

FATES: dict[Fate, Text] = {
    Fate.ENCODED: Text("已编码", "encoded"),
    Fate.HUMAN_JUDGED: Text("由人判断", "judged by people"),
    Fate.ASPIRATION: Text("倡导", "aspiration"),
    Fate.OUT_OF_SCOPE: Text("不在范围", "out of scope"),
}


def coverage_lines(ruleset: Ruleset, rows: Iterable[ClauseRow], lang: Lang) -> Iterator[Line]:
    """Counts, then each clause with its fate and its rules and cases, or the reason why it has none."""
    found = tuple(rows)
    fates = Counter(row.fate for row in found)
    counted = Text("，", ", ").get(lang).join(f"{FATES[fate].get(lang)} {fates[fate]}" for fate in Fate)
    name = f"{ruleset.id} {ruleset.version}"
    yield Line(Text(f"{ruleset.label.zh}（{name}）", f"{ruleset.label.en} ({name})").get(lang), Style.TITLE)
    yield Line(Text(f"条款 {len(found)} 条：{counted}", f"{len(found)} clauses: {counted}").get(lang))
    for row in found:
        yield from _clause(ruleset, row, lang)


def _clause(ruleset: Ruleset, row: ClauseRow, lang: Lang) -> Iterator[Line]:
    clause = ruleset.clauses[row.clause]
    encoded = row.fate is Fate.ENCODED
    held = row.rules or row.parameters or row.definitions or row.phases or row.bulletins
    style = Style.FAINT if not encoded else Style.PLAIN if held else Style.BAD
    yield Line()
    yield Line(f"{GAP}{row.clause}  {FATES[row.fate].get(lang)}  {row.document} {row.locator}", style)
    yield from (Line(line) for line in wrap(clause.summary.get(lang), 4))
    rules = Text(f"规则（案例 {row.cases} 个）", f"rules ({row.cases} cases)")
    kinds = (
        (rules, row.rules),
        (Text("参数", "parameters"), row.parameters),
        (Text("定义", "definitions"), row.definitions),
        (Text("阶段", "phases"), row.phases),
        (Text("通报", "bulletins"), row.bulletins),
    )
    for kind, ids in kinds:
        if ids:
            yield from (Line(line) for line in wrap(f"{kind.get(lang)} {AND.get(lang).join(ids)}", 4, 6))
    if clause.reason is not None:
        reason = Text("理由：", "reason: ").get(lang) + clause.reason.get(lang)
        yield from (Line(line, Style.FAINT) for line in wrap(reason, 4, 6))
