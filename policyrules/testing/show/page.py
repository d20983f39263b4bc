"""An account as one HTML page: it needs nothing else, loads nothing, and runs no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from policyrules.diagnostics.core import Lang
from policyrules.model.words import Text
from policyrules.report.html.markup import Column, Html, anchored, bullets, el, join, table
from policyrules.testing.assess import WORDS, Account
from policyrules.testing.coverage.measure import Covered
from policyrules.testing.failure import failure_lines
from policyrules.testing.mutation.case_text import proposals
from policyrules.testing.mutation.kinds import KINDS
from policyrules.testing.mutation.run import Result
from policyrules.testing.proposing.propose import plan_lines
from policyrules.testing.show.text import Teller, mutant_text, mutation_figures, share
from policyrules.testing.show.words import FATES, IDLE, NOTICING, PROPOSED, TALLIES, TALLY_HEADINGS, left_out


def page_pieces(account: Account, lang: Lang) -> Iterator[str]:
    """The page, in pieces."""
    page = Page(account, lang)
    style = files("policyrules.report.html").joinpath("style.css").read_text(encoding="utf-8")
    yield "<!doctype html>\n"
    yield f'<html lang="{"zh-CN" if lang == "zh" else "en"}">\n'
    yield page.head(style)
    yield f'<body>{page.banner()}<main id="main">\n'
    yield from (f"{section}\n" for section in page.sections())
    yield f"</main>\n{page.footer()}</body></html>\n"


def box(lines: str, label: str) -> Html:
    """Lines as they are, in a box that scrolls, with the keyboard too."""
    return el("pre", lines, tabindex="0", role="region", aria_label=label)


class Page:
    """One account in one language."""

    def __init__(self, account: Account, lang: Lang) -> None:
        """Show `account` in `lang`."""
        self.account, self.lang, self.teller = account, lang, Teller(account, lang)

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in the page's language."""
        return zh if self.lang == "zh" else en

    @property
    def title(self) -> str:
        """What the page is about."""
        label = self.account.ruleset.label.get(self.lang)
        return self.pick(f"{label}：规则检验", f"{label}: the rules held to account")

    def head(self, style: str) -> Html:
        """Nothing may be loaded or run; only this style counts."""
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        return el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", http_equiv="Content-Security-Policy", content=policy),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("title", self.title),
            Html(f"<style>{style}</style>"),
        )

    def banner(self) -> Html:
        """Title, version, and where the sections are."""
        ruleset = self.account.ruleset
        told = f"{ruleset.id} {ruleset.version} · {ruleset.digest[:12]}"
        names = [("cases", "案例", "Cases")]
        names += [("coverage", "覆盖", "Coverage")] if self.account.covered is not None else []
        names += [("mutation", "变异", "Mutation")] if self.account.results is not None else []
        links = bullets(el("a", self.pick(zh, en), href=f"#{id}") for id, zh, en in names)
        return join(
            "",
            [
                el("a", self.pick("跳到正文", "skip to the content"), href="#main", class_="skip"),
                el("header", el("h1", self.title), el("p", told, class_="side")),
                el("nav", links, class_="contents", aria_label=self.pick("目录", "contents")),
            ],
        )

    def footer(self) -> Html:
        """Where the page comes from."""
        said = self.pick(
            "由 policyrules test 生成；同样的规则和案例总得到同样的文件。",
            "Made by policyrules test; the same rules and cases always give the same file.",
        )
        return el("footer", el("p", said))

    def sections(self) -> Iterator[Html]:
        """The sections that were asked for."""
        yield self.cases()
        if self.account.covered is not None:
            yield self.coverage(self.account.covered)
        if self.account.results is not None:
            yield self.mutation(self.account.results)

    def cases(self) -> Html:
        """How many cases there are, and those that come out otherwise."""
        total, failed = len(self.account.outcomes), self.account.failed
        said = self.pick(
            f"共 {total} 个，不符 {len(failed)} 个。", f"{total}, of which {len(failed)} come out otherwise."
        )
        drawn = (
            box(
                "\n".join(line.text for line in failure_lines(outcome, self.account.ruleset, self.lang)),
                outcome.case.name.get(self.lang),
            )
            for outcome in failed
        )
        return el("section", anchored(2, self.pick("案例", "Cases"), "cases"), el("p", said), drawn)

    def coverage(self, covered: Covered) -> Html:
        """The totals, and what each rule and definition lacks."""
        headings = [Text(*pair).get(self.lang) for pair in TALLY_HEADINGS]
        columns = [Column(headings[0]), *(Column(heading, True) for heading in headings[1:])]
        rows = [
            [TALLIES[key].get(self.lang), f"{tally.done}/{tally.of}", share(tally), f"{tally.never or '·'}"]
            for key, tally in self.account.tallies.items()
        ]
        totals = table(self.pick("总计", "totals"), columns, rows, sortable=False)
        lacking = [(row.owner, list(self.teller.lacking(row))) for row in covered.owners]
        named = [
            Column(self.pick(zh, en))
            for zh, en in (
                ("规则或定义", "rule or definition"),
                ("位置", "place"),
                ("缺少的案例", "what no case shows"),
            )
        ]
        gaps = table(
            self.pick("还没有案例显示的", "what no case shows yet"),
            named,
            ([f"{o.label.get(self.lang)} {o.id}", str(o.place or ""), bullets(texts)] for o, texts in lacking if texts),
            sortable=False,
        )
        rest = [*self.idle(covered), *self.proposed()]
        return el("section", anchored(2, self.pick("覆盖", "Coverage"), "coverage"), totals, gaps, rest)

    def idle(self, covered: Covered) -> Iterator[Html]:
        """The definitions no rule leans on."""
        if covered.idle:
            yield el("h3", IDLE.get(self.lang))
            yield bullets(f"{o.label.get(self.lang)} {o.id} {o.place or ''}".rstrip() for o in covered.idle)

    def proposed(self) -> Iterator[Html]:
        """The cases that would show what none shows yet."""
        plan = self.account.plan
        lines = [] if plan is None else list(plan_lines(plan, self.account.ruleset))
        yield from self.file_of_cases(lines, PROPOSED)
        if plan is not None and plan.left_out:
            yield el("p", left_out(plan.left_out).get(self.lang))

    def file_of_cases(self, lines: list[str], title: Text) -> Iterator[Html]:
        """Lines to paste, under their title; the box can be scrolled with the keyboard."""
        if lines:
            yield el("h3", title.get(self.lang))
            yield box("\n".join(lines), title.get(self.lang))

    def mutation(self, results: tuple[Result, ...]) -> Html:
        """The figures by kind; the mutants no case notices; the cases that would."""
        columns = [Column(self.pick("变异", "kind")), *(Column(FATES[word].get(self.lang), True) for word in WORDS)]
        kinds = dict.fromkeys(result.mutant.kind for result in results)
        rows = [
            [
                KINDS[kind].get(self.lang),
                *(f"{sum(r.mutant.kind == kind and r.fate.word == w for r in results)}" for w in WORDS),
            ]
            for kind in kinds
        ]
        rows.append([Text("合计", "all").get(self.lang), *(f"{self.account.fates[word]}" for word in WORDS)])
        told = el("p", mutation_figures(self.account).get(self.lang))
        figures = table(self.pick("各类变异", "by kind"), columns, rows, sortable=False)
        lists = [
            part
            for word in ("survived", "open", "same")
            for those in [[r for r in results if r.fate.word == word]]
            if those
            for part in (el("h3", FATES[word].get(self.lang)), bullets(mutant_text(r, self.lang) for r in those))
        ]
        lists += self.file_of_cases(list(proposals(self.account.ruleset, results)), NOTICING)
        return el("section", anchored(2, self.pick("变异", "Mutation"), "mutation"), told, figures, lists)
