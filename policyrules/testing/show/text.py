"""An account as text: what is wrong first, then figures, then what is not covered or noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policyrules.diagnostics.core import Lang
from policyrules.model.expr import Expr
from policyrules.model.words import Text
from policyrules.report.html.view import percent
from policyrules.report.layout import Line, Style, table, wrap
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.testing.assess import WORDS, Account
from policyrules.testing.coverage.measure import ConditionRow, Covered, OwnerRow, Tally, ThresholdRow
from policyrules.testing.failure import failure_lines
from policyrules.testing.mutation.case_text import proposals
from policyrules.testing.mutation.kinds import KINDS
from policyrules.testing.mutation.run import Result
from policyrules.testing.show.words import FATES, SIDES, TALLIES, proof_text

MOST_FAILURES = 20


def account_lines(account: Account, lang: Lang) -> Iterator[Line]:
    """The whole account."""
    ruleset, failed = account.ruleset, account.failed
    name = f"{ruleset.id} {ruleset.version}"
    yield Line(Text(f"{ruleset.label.zh}（{name}）", f"{ruleset.label.en} ({name})").get(lang), Style.TITLE)
    total = len(account.outcomes)
    told = Text(f"案例 {total} 个，不符 {len(failed)} 个", f"{total} cases, {len(failed)} come out otherwise")
    yield Line(told.get(lang), Style.BAD if failed else Style.GOOD)
    for outcome in failed[:MOST_FAILURES]:
        yield Line()
        yield from failure_lines(outcome, ruleset, lang)
    if len(failed) > MOST_FAILURES:
        more = len(failed) - MOST_FAILURES
        yield Line(Text(f"另有 {more} 个", f"and {more} more").get(lang))
    if account.covered is not None:
        yield Line()
        yield from coverage_lines(account, account.covered, lang)
    if account.results is not None:
        yield Line()
        yield from mutation_lines(account, account.results, lang)


def coverage_lines(account: Account, covered: Covered, lang: Lang) -> Iterator[Line]:
    """The totals, then what each rule and definition lacks."""
    yield Line(Text("覆盖", "coverage").get(lang), Style.TITLE)
    rows = [
        [TALLIES[key].get(lang), f"{tally.done}/{tally.of}", share(tally)] for key, tally in covered.tallies().items()
    ]
    header = Text("项目 已有 比例", "what done share").get(lang).split()
    yield from (Line(line) for line in table(header, rows, 1))
    teller = Teller(account, lang)
    for row in covered.owners:
        lacking = list(teller.lacking(row))
        if lacking:
            yield Line()
            yield Line(f"  {row.owner.label.get(lang)}  {row.owner.id}  {row.owner.place or ''}".rstrip())
            yield from (Line(line, Style.DOUBT) for text in lacking for line in wrap(text, 4, 6))


def share(tally: Tally) -> str:
    """So many per cent; nothing where there is nothing to cover."""
    return percent(tally.done, tally.of) if tally.of else "·"


class Teller:
    """Says what is not covered."""

    def __init__(self, account: Account, lang: Lang) -> None:
        """Say it in `lang`."""
        self.names, self.lang = Names.of(account.ruleset), lang

    def expr(self, expr: Expr) -> str:
        """An expression as it is written."""
        return show(expr, self.names, self.lang)

    def lacking(self, row: OwnerRow) -> Iterator[str]:
        """What the cases do not reach of a rule or definition."""
        for condition in row.conditions:
            text = self.condition(condition)
            if text:
                yield text
        for line in row.thresholds:
            if self.unreached(line):
                yield self.threshold(line)

    def condition(self, row: ConditionRow) -> str:
        """What a condition was not seen to be; the empty text where it was seen both ways and deciding."""
        both = {True: Text("真", "true"), False: Text("假", "false")}
        unseen = [word.get(self.lang) for value, word in both.items() if value not in row.seen]
        if unseen:
            never = Text("从未为" + "、".join(unseen), "never " + ", ".join(unseen))
        elif not row.alone:
            never = Text("从未单独起决定作用", "never decides alone")
        else:
            return ""
        return f"{row.part}: {self.expr(row.expr)}  {never.get(self.lang)}"

    def unreached(self, row: ThresholdRow) -> list[str]:
        """The sides of a line no case comes to."""
        return [side for side in row.possible if side not in row.seen]

    def threshold(self, row: ThresholdRow) -> str:
        """A line with the sides no case comes to."""
        sides = Text("、", ", ").get(self.lang).join(SIDES[side].get(self.lang) for side in self.unreached(row))
        never = Text(f"没有案例：{sides}", f"no case: {sides}").get(self.lang)
        return f"{row.part}: {self.expr(row.left)} | {self.expr(row.right)}  {never}"


def mutation_lines(account: Account, results: tuple[Result, ...], lang: Lang) -> Iterator[Line]:
    """The figures by kind, then each mutant no case notices, then the cases that would."""
    fates = account.fates
    score = percent(fates["killed"], len(results)) if results else "·"
    zh = f"变异 {len(results)} 处，" + "，".join(f"{FATES[word].zh} {fates[word]}" for word in WORDS) + f"（{score}）"
    en = f"{len(results)} mutants: " + ", ".join(f"{FATES[word].en} {fates[word]}" for word in WORDS) + f" ({score})"
    good = not fates["survived"] and not fates["open"]
    yield Line(Text(zh, en).get(lang), Style.GOOD if good else Style.BAD)
    by_kind: dict[str, Counter[str]] = {}
    for result in results:
        by_kind.setdefault(result.mutant.kind, Counter())[result.fate.word] += 1
    header = [Text("变异", "kind").get(lang), *(FATES[word].get(lang) for word in WORDS)]
    rows = [[KINDS[kind].get(lang), *(f"{counts[word]}" for word in WORDS)] for kind, counts in by_kind.items()]
    yield from (Line(line) for line in table(header, rows, 1))
    for word in ("survived", "open", "same"):
        those = [result for result in results if result.fate.word == word]
        if those:
            yield Line()
            yield Line(FATES[word].get(lang), Style.TITLE)
        for result in those:
            style = Style.FAINT if word == "same" else Style.BAD
            yield from (Line(line, style) for line in wrap(mutant_text(result, lang), 2, 6))
    proposed = list(proposals(account.ruleset, results))
    if proposed:
        yield Line()
        yield Line(
            Text("可以补上这些案例（请先复核）", "cases that would notice (review them first)").get(lang), Style.TITLE
        )
        yield from map(Line, proposed)


def mutant_text(result: Result, lang: Lang) -> str:
    """A mutant: where it is, what was changed, how it was proved the same."""
    mutant, proof = result.mutant, result.fate.proof
    change = f"{mutant.before.get(lang)} → {mutant.after.get(lang)}"
    told = f"{mutant.owner.place or ''} {mutant.owner.id} {mutant.part}: {change}".lstrip()
    return told if proof is None else f"{told}  [{proof_text(proof, lang)}]"
