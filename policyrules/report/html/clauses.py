"""The coverage matrix: every clause of the documents, its fate, the rules that hold it, and what they came to."""

from __future__ import annotations

from collections import Counter

from policyrules.compiler.matrix import ClauseRow, clause_matrix
from policyrules.model.words import Fate, Verdict
from policyrules.report.coverage import FATES
from policyrules.report.html.markup import Column, Html, anchored, el, join, table
from policyrules.report.html.view import COUNTED, View
from policyrules.report.words import STATUSES


def clauses(view: View) -> Html:
    """A row for each clause."""
    ruleset = view.report.ruleset
    rows = clause_matrix(ruleset, ())
    fates = Counter(row.fate for row in rows)
    counted = view.pick("，", ", ").join(f"{FATES[fate].get(view.lang)} {fates[fate]}" for fate in Fate)
    said = view.pick(f"条款 {len(rows)} 条：{counted}。", f"{len(rows)} clauses: {counted}.")
    words = ("条款", "文件与位置", "内容", "处理", "规则", "未达标", "无法判定", "达标", "理由")
    english = ("clause", "document and place", "content", "fate", "rules", "unmet", "undetermined", "met", "reason")
    columns = [Column(w, 4 < i < 8) for i, w in enumerate(words if view.lang == "zh" else english)]
    caption = view.pick("条款覆盖：每一条都有着落", "Coverage: what became of every clause")
    return el(
        "section",
        anchored(2, view.pick("条款覆盖", "Clauses"), "clauses"),
        el("p", said),
        table(caption, columns, (_row(view, row) for row in rows)),
        _documents(view),
        aria_labelledby="clauses",
    )


def _row(view: View, row: ClauseRow) -> list[str | Html]:
    ruleset, counted = view.report.ruleset, view.report.summary.rules
    clause = ruleset.clauses[row.clause]
    verdicts: Counter[Verdict] = Counter()
    for id in row.rules:
        verdicts.update(counted[id].verdicts)
    numbers = ["" if not row.rules else str(verdicts[v]) for v in COUNTED if v is not Verdict.PENDING]
    rules: list[str | Html] = [
        el("a", ruleset.rules[id].label.get(view.lang), href="#findings", data_rule=id) for id in row.rules
    ]
    rules += [el("span", ruleset.parameters[id].label.get(view.lang)) for id in row.parameters]
    return [
        el("code", row.clause),
        f"{row.document} {row.locator}",
        clause.summary.get(view.lang),
        el("span", FATES[row.fate].get(view.lang), class_=f"fate {row.fate.value}"),
        join(view.pick("、", ", "), rules),
        *numbers,
        clause.reason.get(view.lang) if clause.reason else "",
    ]


def _documents(view: View) -> Html:
    """The documents by title, number, day and status."""
    words = (
        ("文件", "标题", "文号", "发文日期", "来源")
        if view.lang == "zh"
        else ("id", "title", "number", "issued", "source")
    )
    rows = [
        [
            el("code", document.id),
            document.title.get(view.lang),
            document.number or "",
            document.issued.isoformat() if document.issued else "",
            STATUSES[document.status].get(view.lang) or view.pick("原文", "the document itself"),
        ]
        for document in view.report.ruleset.documents.values()
    ]
    return table(view.pick("所依据的文件", "The documents"), [Column(w) for w in words], rows, sortable=False)
