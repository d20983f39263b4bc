"""A section for each school, county and so on: its own findings with their trees, and what belongs to it, by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from policyrules.model.finding import Finding, Judgement, Ref
from policyrules.model.words import Verdict
from policyrules.report.groups import Groups
from policyrules.report.html.markup import Column, Html, anchored, bullets, el, join, table
from policyrules.report.html.view import View
from policyrules.report.selection import OPEN
from policyrules.report.tree import Branch, Trees, parts
from policyrules.report.words import FORCES

MOST_TREES = 1_100
_NAMED = 5
_BY_RULE, _IN_ALL, _LEAST = 60, 3_000, 10
"""Rows of one section, about how many all of them have, and how many each may have in any case."""
_SHORT = 20


def units(view: View, own: dict[Ref, list[Html]], judgements: Iterable[Judgement]) -> Iterator[Html]:
    """The sections, piece by piece. `own` holds each unit's findings, drawn; `judgements` all that is open."""
    if not view.units:
        return
    below = _below(view, judgements)
    title = anchored(2, view.pick("分节：各省市县校", "Section by section"), "units")
    buttons = el(
        "p",
        el("button", view.pick("全部展开", "open all"), type="button", data_open="units-all", hidden=True),
        " ",
        el("button", view.pick("全部收起", "close all"), type="button", data_close="units-all", hidden=True),
    )
    yield Html(f'<section aria-labelledby="units" id="units-all">{title}{buttons}')
    for entity, refs in groupby(view.units, key=lambda ref: ref.type):
        yield from _level(view, entity, [_unit(view, ref, own.get(ref, []), below.get(ref, {})) for ref in refs])
    left = len(view.report.summary.groups) - len(view.units)
    if left:
        said = view.pick(
            f"还有 {left} 个没有分节，见上面的汇总表。", f"{left} more have no section; see the tables above."
        )
        yield el("p", said, class_="note")
    yield Html("</section>")


def _level(view: View, entity: str, drawn: list[Html]) -> Iterator[Html]:
    """The sections of one level; of a long one first only its name."""
    label = view.phrases.entity(entity)
    title = view.pick(f"{label} {view.phrases.number(len(drawn), entity)}", f"{label}: {len(drawn)}")
    yield Html(f'<details class="level"{" open" if len(drawn) <= _SHORT else ""}>{el("summary", title)}')
    yield from drawn
    yield Html("</details>")


def _below(view: View, judgements: Iterable[Judgement]) -> dict[Ref, dict[str, list[Judgement]]]:
    """What is open below each unit, by rule."""
    grouping = Groups(view.report.ruleset.vocabulary, view.report.facts)
    found: dict[Ref, dict[str, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    for judgement in judgements:
        for unit in grouping.of(judgement.subject):
            if unit != judgement.subject and unit in view.units:
                found[unit][judgement.rule].append(judgement)
    return found


def _unit(view: View, ref: Ref, own: list[Html], below: dict[str, list[Judgement]]) -> Html:
    counts = view.report.summary.groups[ref]
    said = view.pick(
        f"违反 {counts.violations} 处，涉及 {counts.affected} 个对象",
        f"{counts.violations} violation(s), {counts.affected} subject(s) affected",
    )
    told = [f"{h} {n}" for h, n in zip(view.headings(), view.numbers(counts), strict=True)]
    content: list[Html | None] = [
        el("p", said, view.pick("；", "; "), view.pick("，", ", ").join(told)),
        el("h4", view.pick("本身", "Itself")) if own else None,
        el("div", own) if own else None,
        _belonging(view, below) if below else None,
    ]
    if not own and not below:
        content.append(
            el("p", view.pick("没有未达标、无法判定或未到期的。", "Nothing is unmet, undetermined or pending."))
        )
    label = f"{view.phrases.entity(ref.type)} {view.name(ref)}"
    summary = el("summary", el("h3", label, id=view.units[ref]), " ", el("span", said, class_="side"))
    return el("details", summary, content, class_="unit bad" if counts.violations else "unit")


def _belonging(view: View, below: dict[str, list[Judgement]]) -> Html:
    """What is open of all that belongs to the unit, a row a rule."""
    rules = view.report.ruleset.rules
    order = {id: i for i, id in enumerate(view.worst_rules)}
    words = ("规则", "对象", "未达标", "无法判定", "未到期", "举例")
    english = ("rule", "subjects", "unmet", "undetermined", "pending", "such as")
    columns = [Column(w, 1 < i < 5) for i, w in enumerate(words if view.lang == "zh" else english)]
    rows, most = [], min(_BY_RULE, max(_IN_ALL // len(view.units), _LEAST))
    for id in sorted(below, key=order.__getitem__)[:most]:
        found = below[id]
        verdicts = Counter(j.verdict for j in found)
        worst = sorted(found, key=lambda j: (list(Verdict).index(j.verdict), j.subject.id))
        named = join(view.pick("、", ", "), (view.link(j.subject) for j in worst[:_NAMED]))
        rows.append(
            [
                el("a", rules[id].label.get(view.lang), href="#findings", data_rule=id),
                view.phrases.entity(rules[id].subject),
                *(str(verdicts[v]) for v in OPEN),
                named,
            ]
        )
    caption = view.pick("其下各对象，按规则", "What belongs to it, by rule")
    left = len(below) - len(rows)
    said = view.pick(f"另有 {left} 条规则没有列出", f"{left} more rule(s) are not shown")
    return join("", [table(caption, columns, rows, sortable=False), el("p", said, class_="note") if left > 0 else ""])


class Drawer:
    """Draws findings with their trees; after `MOST_TREES` without."""

    def __init__(self, view: View) -> None:
        """Draw for `view`."""
        self._view, self._trees, self._left = view, Trees(view.report.ruleset, view.phrases), MOST_TREES

    def finding(self, finding: Finding) -> Html:
        """Verdict and sentence; opened, its conditions, what is missing, what helps, where it is written."""
        view, phrases = self._view, self._view.phrases
        force = FORCES[finding.force].get(view.lang)
        head = el("summary", view.verdict(finding.verdict, finding.violation), " ", finding.message.get(view.lang))
        content: list[Html | None] = []
        if self._left > 0:
            self._left -= 1
            content.append(self._tree(finding))
        content.append(_listed(view.pick("缺少", "missing"), [phrases.missing(m) for m in finding.missing]))
        if finding.shortfall is not None:
            amount = phrases.distance(finding.shortfall)
            content.append(_listed(view.pick("还差", "short by"), [amount]))
        content.append(_listed(view.pick("改法", "remedy"), [phrases.change(c) for c in finding.remedy]))
        content.append(_listed(view.pick("截止", "due"), [finding.due.isoformat()] if finding.due else []))
        content.append(_listed(view.pick("依据", "clause"), [phrases.citation(c) for c in finding.citations]))
        content.append(_listed(view.pick("力度", "force"), [force]))
        return el("details", head, el("div", content, class_="why"), class_="finding")

    def _tree(self, finding: Finding) -> Html:
        rule = self._view.report.ruleset.rules[finding.rule]
        found = [
            el("li", el("span", name, class_="part"), el("ul", _branch(self._trees.branch(trace), self._view)))
            for name, trace in parts(rule, finding.trace, self._view.phrases)
        ]
        return el("ul", found, class_="tree")


def _branch(branch: Branch, view: View) -> Html:
    sign = None
    if branch.condition:
        word = {True: ("成立", "holds"), False: ("不成立", "does not hold"), None: ("未知", "unknown")}[branch.holds]
        kind = {True: "yes", False: "no", None: "open"}[branch.holds]
        sign = el("b", branch.mark, class_=kind, role="img", aria_label=view.pick(*word))
    inside: list[str | Html] = [el("li", fact, class_="fact") for fact in branch.facts]
    inside += [_branch(child, view) for child in branch.children]
    return el("li", sign, " " if sign else None, branch.text, el("ul", inside) if inside else None)


def _listed(name: str, items: list[str]) -> Html | None:
    if not items:
        return None
    return el("div", el("span", name, class_="part"), bullets(items), class_="listed")
