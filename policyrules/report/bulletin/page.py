"""A bulletin as a page that opens offline and prints on A4."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from policyrules.diagnostics.core import Lang
from policyrules.report.bulletin.bulletin import Bulletin, Row, Span
from policyrules.report.bulletin.wording import Wording
from policyrules.report.html.markup import Html, bullets, el

DEEPEST = 2
"""So many levels are indented."""
STYLE = """\
@page { size: A4; margin: 15mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem; max-width: 50rem; overflow-wrap: anywhere; color: #1d2733; \
background: #fff; font: 16px/1.6 "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", \
"Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.35; margin: 0 0 1.2rem; text-align: center; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; min-width: 32rem; margin: 0 0 1.4rem; }
caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; }
th, td { border: 1px solid #8a95a1; padding: .35rem .6rem; vertical-align: top; }
th { text-align: left; font-weight: 600; }
thead th { background: #f4f6f8; }
thead th:first-child { width: 20%; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.n small { display: block; color: #55606d; }
tr[class] th { font-weight: normal; }
.below-1 th { padding-left: 1.6rem; } .below-2 th { padding-left: 2.6rem; }
tfoot th, tfoot td { font-weight: 600; border-top: 2px solid #1d2733; }
tfoot small { font-weight: normal; }
ul, footer { font-size: .9rem; color: #34404d; padding-left: 1.2rem; margin: .4rem 0; }
footer { padding-left: 0; color: #55606d; }
@media screen and (max-width: 40rem) {
  body { padding: 1.2rem .7rem; font-size: 14px; } h1 { font-size: 1.25rem; }
  table { table-layout: auto; min-width: 0; } th, td { padding: .3rem .4rem; }
  .n { overflow-wrap: normal; } .below-1 th { padding-left: 1rem; } .below-2 th { padding-left: 1.6rem; }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.35; }
  h1 { font-size: 15pt; margin-bottom: .4rem; } .scroll { overflow: visible; }
  table { margin-bottom: .5rem; } th, td { padding: .1rem .5rem; } ul, footer { font-size: 8.5pt; margin: .2rem 0; }
  thead { display: table-header-group; } tfoot { display: table-row-group; } tr { break-inside: avoid; }
}
"""


def page_pieces(bulletin: Bulletin, lang: Lang) -> Iterator[str]:
    """The page, in pieces. It loads nothing and runs nothing."""
    wording = Wording(bulletin, lang)
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    yield "<!doctype html>\n"
    yield f'<html lang="{wording.pick("zh-CN", "en")}">\n'
    yield el(
        "head",
        el("meta", charset="utf-8"),
        el(
            "meta",
            http_equiv="Content-Security-Policy",
            content=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        ),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", wording.title),
        Html(f"<style>{STYLE}</style>"),
    )
    yield f"<body><main>\n{el('h1', wording.title)}\n"
    for span in bulletin.spans:
        yield _table(wording, span) + "\n"
    yield bullets(wording.notes()) + "\n"
    yield f"{el('footer', wording.made_from)}</main></body></html>\n"


def _table(wording: Wording, span: Span) -> Html:
    unit, *rates = wording.heads
    head = el("tr", el("th", unit, scope="col"), (el("th", rate, scope="col", class_="n") for rate in rates))
    shown, rest = wording.rows(span)
    body = (_row(wording, name, row, depth) for name, depth, row in shown)
    foot = _row(wording, wording.total, span.total)
    made = el(
        "table",
        el("caption", wording.period(span)),
        el("thead", head),
        el("tbody", body),
        el("tfoot", foot),
    )
    note = el("p", rest) if rest else None
    return el("div", made, note, class_="scroll", tabindex=0, role="region", aria_label=wording.period(span))


def _row(wording: Wording, name: str, row: Row, depth: int = 0) -> Html:
    cells = (wording.cell(figure) for figure in row.figures.values())
    columns = (el("td", rate, (el("small", line) for line in small), class_="n") for rate, *small in cells)
    below = f"below-{min(depth, DEEPEST)}" if depth else None
    return el("tr", el("th", name, scope="row"), columns, class_=below)
