"""How far the targets of the phases have come, and who has inspected whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from policyrules.model.expr import CompareOp, Number, Value
from policyrules.model.finding import Bounds
from policyrules.model.types import RATIO, NumberType
from policyrules.report.html import pictures
from policyrules.report.html.markup import Column, Html, anchored, el, join, table
from policyrules.report.html.view import View, percent
from policyrules.report.inspections import Edge, Visit, edges
from policyrules.report.progress import Progress, progress

_PICTURES = 8
_NAMED = 40
_VISITS = 200
_OPS = {
    CompareOp.GE: ("至少", "at least"),
    CompareOp.LE: ("至多", "at most"),
    CompareOp.EQ: ("恰好", "exactly"),
}


def targets(view: View) -> Html | None:
    """Every target: what is asked for, what was reached, by when; and the course of those that phases set."""
    found = sorted(progress(view.report), key=lambda one: one.phase.period.end if one.phase else date.max)
    if not found:
        return None
    content: list[Html | None] = [anchored(2, view.pick("阶段目标进度", "Progress against the targets"), "targets")]
    drawn = list(_courses(found, view))
    if drawn:
        title = view.pick(
            "阶段目标：各阶段结束时达到的数", "targets of the phases: what was reached at the end of each"
        )
        told = view.pick(
            "每幅小图是一项目标：折线是各阶段结束时的实际数，浅色带是缺少事实造成的上下限，菱形是目标数",
            "one small picture a target: the line is what was reached at each phase's end, the band the least and the "
            "most it can be where facts are missing, a diamond what is asked for",
        )
        names = (view.pick("已达到", "reached"), view.pick("目标", "target"))
        picture = pictures.courses("courses", title, told, drawn[:_PICTURES], *names)
        scroll = el("div", picture, class_="scroll", tabindex=0, role="region", aria_label=title)
        content.append(el("figure", scroll, el("figcaption", f"{title}{view.pick('。', '. ')}{told}")))
    words = ("目标", "对象", "阶段", "要求", "已达到", "完成", "截止", "判定")
    english = ("target", "subject", "phase", "asked for", "reached", "done", "due", "verdict")
    columns = [Column(word, place == 5) for place, word in enumerate(words if view.lang == "zh" else english)]
    caption = view.pick("各项目标：要求与已达到的数", "Every target: what is asked for and what was reached")
    content.append(table(caption, columns, (_row(view, one) for one in found)))
    return el("section", content, aria_labelledby="targets")


def _row(view: View, one: Progress) -> list[str | Html]:
    asked = view.phrases.value(one.bound, one.type) if one.bound is not None else view.pick("未规定", "not stated")
    return [
        one.label.get(view.lang),
        view.link(one.subject),
        one.phase.label.get(view.lang) if one.phase else view.pick("全程", "all"),
        view.pick(*_OPS[one.op]) + f" {asked}",
        view.phrases.value(one.reached, one.type),
        _done(one),
        one.due.isoformat() if one.due else "",
        view.verdict(one.verdict),
    ]


def _done(one: Progress) -> str:
    """How much of what is asked for has been reached for certain, where at least so much is asked for."""
    reached = one.reached.low if isinstance(one.reached, Bounds) else one.reached
    if one.op is not CompareOp.GE or not isinstance(reached, Number) or not isinstance(one.bound, Number):
        return ""
    part, whole = Fraction(reached), Fraction(one.bound)
    share = min(part, whole) / whole if whole > 0 else None
    return percent(share.numerator, share.denominator) if share is not None else ""


def _courses(found: Iterable[Progress], view: View) -> Iterable[pictures.Course]:
    """A course for each target and subject; the phases in which the target is set give its goals."""
    together: dict[object, list[Progress]] = {}
    for one in found:
        if one.course:
            together.setdefault((one.label, one.subject, tuple(v for _, v in one.course)), []).append(one)
    many = len({one.subject for group in together.values() for one in group}) > 1
    for group in together.values():
        first = group[0]
        phases = [phase for phase, _ in first.course]
        ends = [_ends(value) for _, value in first.course]
        goals = [(phases.index(one.phase), _number(one.bound)) for one in group if one.phase in phases]
        label = first.label.get(view.lang) + (f" {view.name(first.subject)}" if many else "")
        yield pictures.Course(
            label,
            tuple(str(phase.period.end.year) for phase in phases),
            tuple(low for low, _ in ends),
            tuple(high for _, high in ends),
            tuple((place, goal) for place, goal in goals if goal is not None),
            first.type == NumberType(RATIO),
        )


def _ends(value: Value | Bounds | None) -> tuple[float | None, float | None]:
    if isinstance(value, Bounds):
        return _number(value.low), _number(value.high)
    return _number(value), _number(value)


def _number(value: Value | Bounds | None) -> float | None:
    """A number for drawing: only pictures may round, verdicts never rest on this."""
    if isinstance(value, Bounds):
        return _number(value.high)
    return float(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


def inspections(view: View) -> Html | None:
    """The hierarchy of inspection, level by level: what was asked for, and who has inspected whom."""
    found = edges(view.report)
    if not found:
        return None
    title = view.pick("督查层级：谁查了谁", "Inspection: who has inspected whom")
    names = [(edge.rule.label.get(view.lang), edge.counts) for edge in found]
    parts = [
        pictures.Part(view.pick("已查", "inspected"), *pictures.MET),
        pictures.Part(view.pick("未查", "not inspected"), *pictures.OPEN),
        pictures.Part(view.pick("未登记", "not recorded"), *pictures.UNKNOWN),
    ]
    told = view.pick(
        "每级一条横条，按已查、未查、未登记划分", "one bar a level: inspected, not inspected, not recorded"
    )
    drawn = pictures.stacked("inspections", title, told, parts, names)
    scroll = el("div", drawn, class_="scroll", tabindex=0, role="region", aria_label=title)
    content = [anchored(2, title, "inspections"), el("figure", scroll, el("figcaption", told))]
    content += [_edge(view, edge) for edge in found]
    return el("section", content, aria_labelledby="inspections")


def _edge(view: View, edge: Edge) -> Html:
    done, _, _ = edge.counts
    total = sum(visit.total for visit in edge.visits)
    inspector, inspected = (
        view.phrases.entity(edge.inspection.inspector),
        view.phrases.entity(edge.inspection.inspected),
    )
    if edge.inspection.rate is None:
        asked = view.pick("普查，每一个都查", "a census: every one of them")
    elif edge.rate is None:
        asked = view.pick("抽查，文件没有规定比例", "a sample; the documents give no rate")
    else:
        rate = view.phrases.value(edge.rate, NumberType(RATIO))
        asked = view.pick(f"抽查，不少于 {rate}", f"a sample of at least {rate}")
    arrow = el("span", " → ", aria_label=view.pick("查", "inspects"))
    head = el("h3", edge.rule.label.get(view.lang), "  ", el("small", inspector, arrow, inspected))
    said = view.pick(f"{asked}。已查 {done} / {total}。", f"{asked}. Inspected: {done} of {total}.")
    words = (inspector, "已查", "应查", "占比", "判定", "已查的", "还没有查的", "没有登记的")
    english = (inspector, "inspected", "of", "share", "verdict", "inspected", "not inspected yet", "not recorded")
    numbers = {1, 2, 3}
    columns = [Column(w, i in numbers) for i, w in enumerate(words if view.lang == "zh" else english)]
    shown = sorted(edge.visits, key=lambda visit: (len(visit.done) - visit.total, visit.inspector.id))[:_VISITS]
    rows = (_visit(view, edge, visit) for visit in shown)
    made = table(edge.rule.label.get(view.lang) + view.pick("：各自查了谁", ": who inspected whom"), columns, rows)
    more = len(edge.visits) - len(shown)
    note = el("p", view.pick(f"还有 {more} 个未列出", f"{more} more not listed"), class_="note") if more else None
    opened = len(edge.visits) <= 20
    number = view.phrases.number(len(edge.visits), edge.inspection.inspector)
    summary = el("summary", view.pick(f"{inspector} {number}", f"{number} x {inspector}"))
    return el("div", head, el("p", said), el("details", summary, made, note, open=opened))


def _visit(view: View, edge: Edge, visit: Visit) -> list[str | Html]:
    def named(ids: tuple[str, ...]) -> Html:
        shown: list[str | Html] = [el("span", id) for id in ids[:_NAMED]]
        if len(ids) > _NAMED:
            number = view.phrases.number(len(ids), edge.inspection.inspected)
            shown.append(view.pick(f"等 {number}", f"and others, {len(ids)} in all"))
        return join(view.pick("、", ", "), shown)

    return [
        view.link(visit.inspector),
        str(len(visit.done)),
        str(visit.total),
        percent(len(visit.done), visit.total) if visit.total else "",
        view.verdict(visit.verdict),
        *map(named, (visit.done, visit.open, visit.unknown)),
    ]
