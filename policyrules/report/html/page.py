"""The page: one file that needs nothing else, opens offline and loads nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from operator import itemgetter

from policyrules.diagnostics.core import Lang
from policyrules.model.finding import Judgement, Ref
from policyrules.model.words import Verdict
from policyrules.report.html.clauses import clauses
from policyrules.report.html.findings import MOST_ROWS, Rows, findings
from policyrules.report.html.markup import Html, bullets, el, join
from policyrules.report.html.overview import outcome, places, rules
from policyrules.report.html.targets import inspections, targets
from policyrules.report.html.units import Drawer, units
from policyrules.report.html.view import View
from policyrules.report.report import Report
from policyrules.report.selection import fair_share, open_judgements


def html_pieces(report: Report, lang: Lang, beside: str | None = None) -> Iterator[str]:
    """The page, in pieces. `beside` names the file that holds all findings where the page cannot."""
    view = View(report, lang)
    open_ = open_judgements(report)
    rows, own = _explained(view, open_)
    style, script = _part("style.css"), _part("script.js")
    yield "<!doctype html>\n"
    yield f'<html lang="{"zh-CN" if lang == "zh" else "en"}">\n'
    yield _head(view, style, script)
    first = {
        "outcome": outcome(view),
        "rules": rules(view),
        "places": places(view),
        "targets": targets(view),
        "inspections": inspections(view),
    }
    absent = {id for id, section in first.items() if section is None} | (set() if view.units else {"units"})
    yield f'<body>{_banner(view, absent)}<main id="main">\n'
    yield from (f"{section}\n" for section in first.values() if section is not None)
    yield findings(view, rows, len(open_), beside)
    yield from units(view, own, open_)
    yield clauses(view)
    yield f"</main>\n{_footer(view)}<script>{script}</script></body></html>\n"


def overflows(report: Report) -> bool:
    """Whether the page cannot list every open finding, so that a file beside it should."""
    return len(open_judgements(report)) > MOST_ROWS


def _explained(view: View, open_: list[Judgement]) -> tuple[Rows, dict[Ref, list[Html]]]:
    """Each finding the page shows, explained once: as a row, and drawn for the section it belongs to."""
    rows, drawer = Rows(view), Drawer(view)
    own: dict[Ref, list[tuple[int, Html]]] = {}
    rank = {verdict: place for place, verdict in enumerate(Verdict)}
    for finding in view.report.explained(fair_share(open_, MOST_ROWS)):
        rows.add(finding)
        if finding.subject in view.units:
            order = -1 if finding.violation else rank[finding.verdict]
            own.setdefault(finding.subject, []).append((order, drawer.finding(finding)))
    return rows, {ref: [drawn for _, drawn in sorted(found, key=itemgetter(0))] for ref, found in own.items()}


def _head(view: View, style: str, script: str) -> Html:
    # Nothing may be loaded or sent, and only this style and this script may act.
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", _title(view)),
        Html(f"<style>{style}</style>"),
    )


def _title(view: View) -> str:
    label = view.report.ruleset.label.get(view.lang)
    return view.pick(f"{label}：判定报告 {view.report.as_of}", f"{label}: report as of {view.report.as_of}")


def _banner(view: View, absent: set[str]) -> Html:
    ruleset, pick = view.report.ruleset, view.pick
    layers = " → ".join(f"{layer.label.get(view.lang)} {layer.version}" for layer in ruleset.layers)
    told = (
        pick("判定日 ", "judged as of ") + view.report.as_of.isoformat(),
        pick("规则集 ", "ruleset ") + f"{ruleset.id} {ruleset.version}",
        pick("层级 ", "layers ") + layers,
        pick("摘要 ", "digest ") + ruleset.digest[:12],
    )
    names = (
        ("outcome", "结论", "Outcome"),
        ("rules", "规则", "Rules"),
        ("places", "各地", "Places"),
        ("targets", "目标", "Targets"),
        ("inspections", "督查", "Inspection"),
        ("findings", "明细", "Findings"),
        ("units", "分节", "Sections"),
        ("clauses", "条款", "Clauses"),
    )
    links = bullets(el("a", pick(zh, en), href=f"#{id}") for id, zh, en in names if id not in absent)
    return join(
        "",
        [
            el("a", pick("跳到正文", "skip to the content"), href="#main", class_="skip"),
            el("header", el("h1", _title(view)), el("p", join(" · ", told), class_="side")),
            el("nav", links, class_="contents", aria_label=pick("目录", "contents")),
        ],
    )


def _footer(view: View) -> Html:
    said = view.pick(
        "由 policyrules 生成；同样的规则和事实总得到同样的文件。",
        "Made by policyrules; the same rules and facts always give the same file.",
    )
    return el("footer", el("p", said))


@cache
def _part(name: str) -> str:
    return files("policyrules.report.html").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
