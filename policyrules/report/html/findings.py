"""The table of findings: its controls, and its rows as data for the page's script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policyrules.diagnostics.width import inert
from policyrules.model.finding import Finding, Ref
from policyrules.model.words import Verdict
from policyrules.report.groups import Groups
from policyrules.report.html.markup import Html, anchored, data, el
from policyrules.report.html.view import SIGNS, View
from policyrules.report.selection import OPEN
from policyrules.report.words import COLON, FORCES, VERDICTS

MOST_ROWS = 5_000
_LISTED = 20


class Rows:
    """Collects findings as rows that refer to rules and places by number, so that nothing long is written twice."""

    def __init__(self, view: View) -> None:
        """Collect for `view`."""
        self._view = view
        self._groups = Groups(view.report.ruleset.vocabulary, view.report.facts)
        self._rules: dict[str, int] = {}
        self._places: dict[Ref, int] = {}
        self._entities: dict[str, int] = {}
        self._rows: list[list[Any]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, finding: Finding) -> None:
        """Add one."""
        view, phrases = self._view, self._view.phrases
        label = view.report.ruleset.rules[finding.rule].label.get(view.lang)
        message = finding.message.get(view.lang).removeprefix(label + COLON.get(view.lang))
        shortfall = finding.shortfall
        self._rows.append(
            [
                self._rules.setdefault(finding.rule, len(self._rules)),
                self._entities.setdefault(finding.subject.type, len(self._entities)),
                inert(finding.subject.id),
                [self._places.setdefault(ref, len(self._places)) for ref in self._groups.of(finding.subject)],
                list(Verdict).index(finding.verdict),
                int(finding.violation),
                finding.due.isoformat() if finding.due else "",
                inert(message),
                _some(map(phrases.evidence, finding.evidence)),
                _some(map(phrases.missing, finding.missing)),
                _some(map(phrases.change, finding.remedy)),
                phrases.distance(shortfall) if shortfall else "",
            ]
        )

    def data(self) -> Html:
        """Everything the script needs."""
        view, rules = self._view, self._view.report.ruleset.rules
        return data(
            {
                "rules": [
                    [
                        id,
                        rules[id].label.get(view.lang),
                        FORCES[rules[id].force].get(view.lang),
                        [view.phrases.citation(c) for c in rules[id].citations],
                    ]
                    for id in self._rules
                ],
                "places": [
                    [view.phrases.entity(ref.type), inert(view.name(ref)), view.units.get(ref, "")]
                    for ref in self._places
                ],
                "entities": [view.phrases.entity(id) for id in self._entities],
                "verdicts": [[v.value, SIGNS[v], VERDICTS[v].get(view.lang)] for v in Verdict],
                "words": _words(view),
                "lang": "zh-CN" if view.lang == "zh" else "en",
                "rows": self._rows,
            },
            "data",
        )


def _some(items: Iterable[str]) -> list[str]:
    found = list(items)
    return found if len(found) <= _LISTED else [*found[:_LISTED], f"… {len(found) - _LISTED}"]


def _words(view: View) -> dict[str, str]:
    pick = view.pick
    return {
        "violation": pick("违反", "violation"),
        "all": pick("全部", "all"),
        "shown": pick("第 {from} 至 {to} 条，共 {found} 条", "{from} to {to} of {found}"),
        "none": pick("没有符合的", "nothing fits"),
        "facts": pick("事实", "facts"),
        "missing": pick("缺少", "missing"),
        "remedy": pick("改法", "remedy"),
        "shortfall": pick("还差", "short by"),
        "clause": pick("依据", "clause"),
        "open": pick("展开说明", "show the reasons"),
        "force": pick("力度", "force"),
    }


def findings(view: View, rows: Rows, total: int, beside: str | None) -> Html:
    """The section: what the table holds, its filters, the table (filled by the script), and the pager."""
    pick = view.pick
    met = view.report.summary.total.verdicts[Verdict.MET]
    said = pick(
        f"未达标、无法判定和未到期的共 {total} 条；达标的 {met} 条只计数，不逐条列出。",
        f"{total} are unmet, undetermined or pending; {met} that are met are counted, not listed.",
    )
    if len(rows) < total:
        said += pick(
            f"这里列出 {len(rows)} 条，每条规则取最前的若干条。",
            f" {len(rows)} of them are listed here, the first ones of every rule.",
        )
        if beside:
            said += pick("全部在旁边的文件里：", " All of them stand in the file beside this one: ")
        else:
            said += pick("全部可用 --format csv 取得。", " Get them all with --format csv.")
    link = el("a", beside, href=beside) if beside and len(rows) < total else None
    words = ("判定", "规则", "对象", "编号", "所属", "说明", "截止")
    english = ("verdict", "rule", "subject", "id", "belongs to", "what was found", "due")
    head = [
        el("th", el("button", word, type="button", data_key=i), scope="col", aria_sort="none", data_title=word)
        for i, word in enumerate(words if view.lang == "zh" else english)
    ]
    table = el(
        "table",
        el("caption", pick("发现明细", "Findings")),
        el("thead", el("tr", el("th", el("span", pick("展开", "open"), class_="aside")), head)),
        el("tbody", id="found"),
    )
    missing = pick("这张表要用浏览器的脚本功能。", "This table needs the browser's scripts.")
    return el(
        "section",
        anchored(2, pick("发现明细", "Findings"), "findings"),
        el("p", said, link),
        el("noscript", el("p", missing)),
        _filters(view),
        el("p", id="shown", role="status", aria_live="polite"),
        el("div", table, class_="scroll", tabindex=0, role="region", aria_label=pick("发现明细", "Findings")),
        _pager(view),
        rows.data(),
        aria_labelledby="findings",
    )


def _filters(view: View) -> Html:
    pick = view.pick
    verdicts = [el("option", VERDICTS[v].get(view.lang), value=str(list(Verdict).index(v))) for v in OPEN]
    every = el("option", pick("全部", "all"), value="")
    violation = el("option", pick("违反", "violation"), value="violation")
    fields = [
        ("f-text", pick("搜索", "search"), el("input", type="search", id="f-text", autocomplete="off")),
        ("f-verdict", pick("判定", "verdict"), el("select", every, violation, verdicts, id="f-verdict")),
        ("f-rule", pick("规则", "rule"), el("select", every, id="f-rule")),
        ("f-place", pick("所属", "belongs to"), el("select", every, id="f-place")),
    ]
    labelled = [el("div", el("label", name, for_=id), field) for id, name, field in fields]
    reset = el("button", pick("清除筛选", "clear"), type="button", id="f-reset")
    return el("form", labelled, el("div", reset), class_="filters", role="search", aria_label=pick("筛选", "filter"))


def _pager(view: View) -> Html:
    before = el("button", view.pick("上一页", "previous"), type="button", id="p-before")
    after = el("button", view.pick("下一页", "next"), type="button", id="p-after")
    return el("nav", before, " ", after, class_="pager", aria_label=view.pick("翻页", "pages"))
