"""The first sections: what came out, what to look at first, what was read, and how each rule and place stands."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.collect import tidy
from policyrules.model.finding import Ref
from policyrules.model.words import Kind, Verdict
from policyrules.report.html import pictures
from policyrules.report.html.markup import Column, Html, anchored, bullets, el, table
from policyrules.report.html.view import COUNTED, SIGNS, View
from policyrules.report.lacks import Lack, lacks
from policyrules.report.lacktext import TITLE, how_many, named, notes
from policyrules.report.text import problem_text
from policyrules.report.words import FORCES, KINDS, VERDICTS, number_of

_FIRST = 5
_BARS = 20
_ROWS = 500
_PROBLEMS = 200
_LOOKS = dict(zip(COUNTED, (pictures.UNMET, pictures.UNDETERMINED, pictures.PENDING, pictures.MET), strict=True))


def outcome(view: View) -> Html:
    """The summary: one sentence, a number for each verdict, and where to begin."""
    total, pick = view.report.summary.total, view.pick
    if total.violations:
        said = pick(
            f"违反 {total.violations} 处，涉及 {total.affected} 个对象。",
            f"{total.violations} violation(s), {total.affected} subject(s) affected.",
        )
    else:
        said = pick("没有发现违反。", "No violation found.")
    cards = [_card(view, verdict, total.verdicts[verdict]) for verdict in Verdict]
    note = pick(
        "“违反”是力度为“必须”而未达标的；“无法判定”表示缺少决定性的事实，既不算达标也不算违反；"
        "“未到期”表示现在还没有达标，但期限未过。",
        "A violation is an unmet must. Undetermined: a deciding fact is not recorded; it counts neither as met nor as "
        "a violation. Pending: not met yet, and the deadline has not passed.",
    )
    return el(
        "section",
        anchored(2, pick("结论", "Outcome"), "outcome"),
        el("p", said, class_="lead bad" if total.violations else "lead good"),
        el("ul", cards, class_="cards"),
        el("p", note, class_="note"),
        _first(view),
        _read(view),
        aria_labelledby="outcome",
    )


def _card(view: View, verdict: Verdict, number: int) -> Html:
    sign = el("b", SIGNS[verdict], aria_hidden="true")
    word = el("span", sign, " ", VERDICTS[verdict].get(view.lang), class_="word")
    return el("li", el("strong", f"{number:,}"), word, class_=f"card {verdict.value}")


def _first(view: View) -> Html | None:
    """Contradictions in the figures, then the rules with the most violations: each a link into the findings."""
    rules, counted = view.report.ruleset.rules, view.report.summary.rules
    bad = [id for id in view.worst_rules if counted[id].violations]
    contrary = [id for id in bad if rules[id].kind is Kind.CONSISTENCY]
    others = [id for id in bad if rules[id].kind is not Kind.CONSISTENCY]
    parts: list[Html] = []
    titles = (
        view.pick("数据自相矛盾，先核实", "Figures that contradict each other, to be checked first"),
        view.pick("违反最多的规则", "Rules with the most violations"),
    )
    for title, ids in zip(titles, (contrary, others), strict=True):
        if ids:
            parts.append(el("div", el("h3", title), bullets(_lead(view, id) for id in ids[:_FIRST])))
    parts += _lacking(view)
    return el("div", parts, class_="columns") if parts else None


def _lead(view: View, id: str) -> Html:
    rule, counts = view.report.ruleset.rules[id], view.report.summary.rules[id]
    label, number = view.phrases.entity(rule.subject), view.phrases.number(counts.violations, rule.subject)
    number = view.pick(f"{label} {number}", f"{number} x {label}")
    link = el("a", rule.label.get(view.lang), href="#findings", data_rule=id)
    return el("span", link, view.pick("：", ": "), number)


def _lacking(view: View) -> Iterator[Html]:
    """What is missing most often, and how many findings hang on it."""
    found = lacks(view.report)
    if found.undetermined:
        items = [
            view.pick("：", ": ").join((named(lack, view.phrases), _hanging(view, lack)))
            for lack in found.facts[:_FIRST]
        ]
        more = [el("p", note, class_="note") for note in notes(found, _FIRST, view.phrases)]
        yield el("div", el("h3", TITLE.get(view.lang)), bullets(items), more)


def _hanging(view: View, lack: Lack) -> str:
    """For how many it is missing, and how many findings that leaves open."""
    said = view.pick(f"{lack.findings} 条结论", f"{lack.findings} finding{'' if lack.findings == 1 else 's'}")
    return view.pick("，", ", ").join(filter(None, (how_many(lack, view.phrases), said)))


def _read(view: View) -> Html:
    """What was read, and what was wrong with it."""
    parts = [
        f"{view.phrases.entity(t.entity)} {number_of(t.usable, view.lang)}"
        + ("" if t.usable == t.rows else view.pick(f"（共 {t.rows} 行）", f" (of {t.rows} rows)"))
        for t in view.report.tables
    ]
    said = view.pick("、", ", ").join(parts) or view.pick("没有任何表", "no table at all")
    content = [el("p", view.pick("读入：", "Read: "), said)]
    problems = tidy(view.report.diagnostics)
    if problems:
        title = view.pick(f"事实中的问题 {len(problems)} 处", f"{len(problems)} problem(s) with the facts")
        items = [problem_text(problem, view.lang) for problem in problems[:_PROBLEMS]]
        if len(problems) > _PROBLEMS:
            more = len(problems) - _PROBLEMS
            items.append(view.pick(f"还有 {more} 处", f"{more} more"))
        content.append(el("details", el("summary", title), bullets(items)))
    return el("div", content, class_="read")


def rules(view: View) -> Html:
    """How each rule stands: a picture of the worst, a table of all that apply to somebody."""
    known, counted, ids = view.report.ruleset.rules, view.report.summary.rules, view.worst_rules
    title = view.pick("各条规则", "Rules")
    content: list[Html] = [anchored(2, title, "rules")]
    if ids:
        bars = [(known[id].label.get(view.lang), [counted[id].verdicts[v] for v in COUNTED]) for id in ids[:_BARS]]
        head = view.pick(f"最差的 {len(bars)} 条规则的判定占比", f"shares of verdicts of the {len(bars)} worst rules")
        content.append(_picture(view, "rules", head, bars))
    words = ("规则", "编号", "类别", "力度") if view.lang == "zh" else ("rule", "id", "kind", "force")
    columns = [*map(Column, words), *(Column(h, True) for h in (*view.headings(), view.pick("达标占比", "share met")))]
    rows = [
        [
            el("a", known[id].label.get(view.lang), href="#findings", data_rule=id),
            el("code", id),
            KINDS[known[id].kind].get(view.lang),
            FORCES[known[id].force].get(view.lang),
            *view.numbers(counted[id]),
            view.share(counted[id]),
        ]
        for id in ids
    ]
    caption = view.pick(
        "各条规则的判定，最差在前；占比按适用的对象计算",
        "Verdicts by rule, the worst first; shares are of those to whom it applies",
    )
    content.append(table(caption, columns, rows))
    silent = len(counted) - len(ids)
    if silent:
        said = view.pick(
            f"其余 {silent} 条规则在判定日对任何对象都不适用，或没有给出对象的表。",
            f"{silent} more rule(s) apply to nobody on that day, or the table of their subjects was not given.",
        )
        content.append(el("p", said, class_="note"))
    return el("section", content, aria_labelledby="rules")


def places(view: View) -> Html | None:
    """How each level of government stands, record by record; a level with one record needs no comparison."""
    levels = list(_levels(view))
    if not levels:
        return None
    title = anchored(2, view.pick("各市县学校", "Places"), "places")
    return el("section", title, (_level(view, entity, refs) for entity, refs in levels), aria_labelledby="places")


def _levels(view: View) -> Iterator[tuple[str, list[Ref]]]:
    groups = view.report.summary.groups
    for entity in view.report.ruleset.vocabulary.entities:
        refs = [ref for ref in groups if ref.type == entity]
        if len(refs) > 1:
            yield entity, sorted(refs, key=lambda ref: (groups[ref].badness, ref.id))


def _level(view: View, entity: str, refs: list[Ref]) -> Html:
    groups, label = view.report.summary.groups, view.phrases.entity(entity)
    bad = sum(1 for ref in refs if groups[ref].violations)
    number = view.phrases.number
    title = view.pick(
        f"{label}：{number(bad, entity)}有违反，共 {number(len(refs), entity)}",
        f"{label}: {bad} of {len(refs)} with violations",
    )
    bars = [(view.name(ref), [groups[ref].verdicts[v] for v in COUNTED]) for ref in refs[:_BARS]]
    head = view.pick(
        f"最差的 {number(len(bars), entity)}{label}的判定占比", f"shares of verdicts of the {len(bars)} worst: {label}"
    )
    columns = [
        Column(label),
        *(Column(h, True) for h in (view.pick("违反", "violations"), view.pick("涉及对象", "affected"))),
    ]
    columns += [Column(h, True) for h in (*view.headings(), view.pick("达标占比", "share met"))]
    rows = [
        [
            view.link(ref),
            str(groups[ref].violations),
            str(groups[ref].affected),
            *view.numbers(groups[ref]),
            view.share(groups[ref]),
        ]
        for ref in refs[:_ROWS]
    ]
    caption = view.pick(
        f"按{label}汇总，含其下各级，最差在前", f"Totals by {label}, with all that belongs to it, the worst first"
    )
    more = len(refs) - len(rows)
    note = el("p", view.pick(f"还有 {more} 个未列出", f"{more} more not listed"), class_="note") if more else None
    return el("div", el("h3", title), _picture(view, f"by-{entity}", head, bars), table(caption, columns, rows), note)


def _picture(view: View, key: str, title: str, bars: list[tuple[str, list[int]]]) -> Html:
    parts = [pictures.Part(VERDICTS[v].get(view.lang), *_LOOKS[v]) for v in COUNTED]
    told = view.pick(
        "每行一条横条，按未达标、无法判定、未到期、达标划分；数字见下表",
        "one bar a row, divided into unmet, undetermined, pending and met; the figures stand in the table below",
    )
    drawn = pictures.stacked(key, title, told, parts, bars)
    caption = view.pick("；右边是适用的判定数", "; on the right the number of judgements that apply")
    return el(
        "figure",
        el("div", drawn, class_="scroll", tabindex=0, role="region", aria_label=title),
        el("figcaption", title + caption),
    )
