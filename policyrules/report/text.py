"""A report for people: what was read, what came out, the worst first; then, on request, every finding that is open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policyrules.diagnostics.collect import tidy
from policyrules.diagnostics.core import Diagnostic, Lang
from policyrules.diagnostics.width import inert
from policyrules.intake import ROW_KINDS
from policyrules.model.finding import Finding
from policyrules.model.ruleset import Rule
from policyrules.model.words import Force, Kind, Text, Verdict
from policyrules.report.detail import finding_lines
from policyrules.report.evidence import Phrases
from policyrules.report.grouptext import group_lines
from policyrules.report.lacktext import lack_lines
from policyrules.report.layout import GAP, Line, Style, table, wrap
from policyrules.report.report import Report
from policyrules.report.selection import OPEN, open_judgements
from policyrules.report.summary import Counts
from policyrules.report.words import AND, COLON, FORCES, VERDICTS, few, number_of

_EXAMPLES = 3
_NAMED = 5
_PROBLEMS = 10
_RULES = 30


def report_lines(report: Report, lang: Lang, detail: bool = False) -> Iterator[Line]:
    """The whole report, line by line. `detail` adds every finding that is unmet, undetermined or pending, and every
    problem with the facts."""
    yield from _head(report, lang)
    yield from _read(report, lang)
    yield from _outcome(report, lang)
    yield from _rules(report, lang, detail)
    yield from _violations(report, lang)
    yield from lack_lines(report, lang)
    yield from group_lines(report, lang)
    yield from _problems(report, lang, detail)
    if detail:
        yield from _details(report, lang)


def _head(report: Report, lang: Lang) -> Iterator[Line]:
    ruleset = report.ruleset
    title = Text(
        f"{ruleset.label.zh}（{ruleset.id} {ruleset.version}），判定日 {report.as_of}",
        f"{ruleset.label.en} ({ruleset.id} {ruleset.version}), judged as of {report.as_of}",
    )
    yield from (Line(line, Style.TITLE) for line in wrap(title.get(lang), 0, 2))
    layers = " → ".join(f"{layer.label.get(lang)} {layer.version}" for layer in ruleset.layers)
    digest = ruleset.digest[:12]
    whence = Text(f"层级 {layers}；摘要 {digest}", f"layers {layers}; digest {digest}").get(lang)
    yield from (Line(line, Style.FAINT) for line in wrap(whence, 0, 2))


def _read(report: Report, lang: Lang) -> Iterator[Line]:
    yield Line()
    yield Line(Text("读入", "Read").get(lang), Style.TITLE)
    if not report.facts.tables:
        yield Line(GAP + Text("没有任何表", "no table at all").get(lang), Style.DOUBT)
    entities = report.ruleset.vocabulary.entities
    for summary in report.tables:
        label = entities[summary.entity].label.get(lang)
        line = f"{label} {inert(summary.origin)}{COLON.get(lang)}{number_of(summary.usable, lang)}"
        if summary.usable != summary.rows:
            line += Text(f"（共 {summary.rows} 行）", f" (of {summary.rows} rows)").get(lang)
        if summary.header_line > 1:
            line += Text(f"；表头在第 {summary.header_line} 行", f"; header on row {summary.header_line}").get(lang)
        line += "".join(_left_out(kind, count, lang) for kind, count in summary.left_out)
        if summary.ignored:
            names = few([inert(name) for name in summary.ignored[:_NAMED]], len(summary.ignored), lang)
            line += Text(f"；未读的列：{names}", f"; columns not read: {names}").get(lang)
        yield from _wrapped(line, Style.PLAIN)


def _left_out(kind: str, count: int, lang: Lang) -> str:
    name = ROW_KINDS[kind].get(lang)
    return Text(f"；略去{name} {count} 行", f"; left out: {name}, {count} row(s)").get(lang)


def _outcome(report: Report, lang: Lang) -> Iterator[Line]:
    total = report.summary.total
    yield Line()
    if total.violations:
        affected = total.affected
        text = Text(
            f"结论：违反 {total.violations} 处，涉及 {affected} 个对象",
            f"Outcome: {total.violations} violation(s), {affected} subject(s) affected",
        )
    else:
        text = Text("结论：没有发现违反", "Outcome: no violation found")
    yield Line(text.get(lang), Style.BAD if total.violations else Style.TITLE)
    sep = Text("，", ", ").get(lang)
    yield Line(GAP + sep.join(f"{VERDICTS[v].get(lang)} {total.verdicts[v]}" for v in Verdict))
    if total.verdicts[Verdict.UNDETERMINED]:
        hint = Text(
            "“无法判定”表示缺少决定性的事实，既不算达标也不算违反",
            "undetermined: a deciding fact is not recorded; it counts neither as met nor as a violation",
        )
        yield Line(GAP + hint.get(lang), Style.FAINT)


def _violations(report: Report, lang: Lang) -> Iterator[Line]:
    """Violations rule by rule, the most frequent first, each with its first few subjects. Figures that contradict each
    other come before all else: what rests on them may change once they are put right."""
    rules, counted = report.ruleset.rules, report.summary.rules
    order = sorted((id for id in counted if counted[id].violations), key=lambda id: -counted[id].violations)
    contrary = [id for id in order if rules[id].kind is Kind.CONSISTENCY]
    others = [id for id in order if rules[id].kind is not Kind.CONSISTENCY]
    titles = (
        Text("数据自相矛盾，先核实", "Figures that contradict each other, to be checked first"),
        Text("违反", "Violations"),
    )
    for title, ids in zip(titles, (contrary, others), strict=True):
        if ids:
            yield Line()
            yield Line(title.get(lang), Style.TITLE)
        for id in ids:
            yield from _violated(report, rules[id], counted[id].violations, lang)


def _violated(report: Report, rule: Rule, count: int, lang: Lang) -> Iterator[Line]:
    subject = report.ruleset.vocabulary.entities[rule.subject].label
    cited = AND.get(lang).join(f"{c.document} {c.locator}" for c in rule.citations)
    number = Phrases(report.ruleset, lang).number
    amount = number(count, rule.subject)
    head = Text(
        f"{rule.label.zh}（{rule.id}）：{subject.zh} {amount}；依据 {cited}",
        f"{rule.label.en} ({rule.id}): {subject.en} × {amount}; by {cited}",
    )
    yield from _wrapped(head.get(lang), Style.BAD)
    judgements = list(islice(report.by(rule.id, (Verdict.UNMET,)), _EXAMPLES + _NAMED))
    for finding in report.explained(judgements[:_EXAMPLES]):
        text = f"{inert(finding.subject.id)}{COLON.get(lang)}{said(finding, rule, lang)}"
        yield from (Line(line) for line in wrap(text, 4, 6))
    rest = count - _EXAMPLES
    if rest > 0:
        names = AND.get(lang).join(inert(j.subject.id) for j in judgements[_EXAMPLES:])
        more = "" if rest <= _NAMED else Text("……", ", ...").get(lang)
        also = Text(f"另有 {number(rest, rule.subject)}：{names}{more}", f"{rest} more: {names}{more}").get(lang)
        yield from (Line(line, Style.FAINT) for line in wrap(also, 4, 6))


def said(finding: Finding, rule: Rule, lang: Lang) -> str:
    """The finding's sentence without the rule's name, which stands above it."""
    return finding.message.get(lang).removeprefix(rule.label.get(lang) + COLON.get(lang))


def _rules(report: Report, lang: Lang, detail: bool) -> Iterator[Line]:
    """Rules with something open, the worst first; without `detail` at most 30."""
    rules, counted = report.ruleset.rules, report.summary.rules
    judged = [id for id, counts in counted.items() if any(counts.verdicts[v] for v in (*OPEN, Verdict.MET))]
    judged.sort(key=lambda id: counted[id].badness)
    open_ = [id for id in judged if any(counted[id].verdicts[v] for v in OPEN)]
    shown = judged if detail else open_[:_RULES]
    yield Line()
    yield Line(Text("各条规则，最差在前", "Rules, the worst first").get(lang), Style.TITLE)
    words = ("规则", "编号", "力度") if lang == "zh" else ("rule", "id", "force")
    header = [*words, *(VERDICTS[v].get(lang) for v in Verdict)]
    rows = [[rules[id].label.get(lang), id, FORCES[rules[id].force].get(lang), *_numbers(counted[id])] for id in shown]
    for number, line in enumerate(table(header, rows, 3) if rows else ()):
        yield Line(line, Style.FAINT if number == 0 else _shade(counted[shown[number - 1]], rules[shown[number - 1]]))
    yield from _other_rules(len(open_), len(judged), len(counted), len(shown), lang)


def _other_rules(open_: int, judged: int, total: int, shown: int, lang: Lang) -> Iterator[Line]:
    """How many rules the table leaves out, and why."""
    if shown < open_:
        more = open_ - shown
        text = Text(f"还有 {more} 条，加 --detail 全部列出", f"{more} more; --detail lists all of them")
        yield from _wrapped(text.get(lang), Style.FAINT)
    if shown < judged and judged > open_:
        good = judged - open_
        text = Text(f"另有 {good} 条规则，凡适用的对象都达标", f"{good} more rule(s) are met wherever they apply")
        yield from _wrapped(text.get(lang), Style.FAINT)
    if judged < total:
        text = Text(
            f"其余 {total - judged} 条规则在判定日对任何对象都不适用，或没有给出对象的表",
            f"{total - judged} rule(s) apply to nobody on that day, or the table of their subjects was not given",
        )
        yield from _wrapped(text.get(lang), Style.FAINT)


def _numbers(counts: Counts) -> list[str]:
    return [str(counts.verdicts[v] or "·") for v in Verdict]


def _shade(counts: Counts, rule: Rule) -> Style:
    if counts.verdicts[Verdict.UNMET]:
        return Style.BAD if rule.force is Force.MUST else Style.DOUBT
    return Style.DOUBT if counts.verdicts[Verdict.UNDETERMINED] else Style.PLAIN


def _problems(report: Report, lang: Lang, detail: bool) -> Iterator[Line]:
    """What was wrong with the facts."""
    found = tidy(report.diagnostics)
    if not found:
        return
    yield Line()
    yield Line(Text(f"事实中的问题 {len(found)} 处", f"{len(found)} problem(s) with the facts").get(lang), Style.TITLE)
    shown = found if detail else found[:_PROBLEMS]
    for diagnostic in shown:
        yield from (Line(line) for line in wrap(problem_text(diagnostic, lang), 2, 4))
    if len(shown) < len(found):
        more = len(found) - len(shown)
        text = Text(f"还有 {more} 处，加 --detail 全部列出", f"{more} more; --detail lists all of them")
        yield Line(GAP + text.get(lang), Style.FAINT)


def problem_text(diagnostic: Diagnostic, lang: Lang) -> str:
    """Where it is, what is wrong, and what to write."""
    place = f"{inert(str(diagnostic.place))} " if diagnostic.place else ""
    said = [diagnostic.message(lang), diagnostic.help(lang), *(r.label.fill(lang, {}) for r in diagnostic.related)]
    return f"{place}{diagnostic.code.id}{COLON.get(lang)}{inert(Text('；', '; ').get(lang).join(said))}"


def _details(report: Report, lang: Lang) -> Iterator[Line]:
    """Every finding that is unmet, undetermined or pending, the worst rules first."""
    found = open_judgements(report)
    yield Line()
    yield Line(Text(f"逐条说明 {len(found)} 条", f"{len(found)} finding(s) in detail").get(lang), Style.TITLE)
    for finding in report.explained(found):
        yield Line()
        yield from finding_lines(finding, report.ruleset, lang)


def _wrapped(text: str, style: Style) -> Iterator[Line]:
    return (Line(line, style) for line in wrap(text, 2, 4))
