"""An account as text: what is wrong first, then figures, then what is not covered or noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

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
from policyrules.testing.mutation.proof import Proof
from policyrules.testing.mutation.run import Result
from policyrules.testing.proposing.propose import plan_lines
from policyrules.testing.show.words import (
    BOTH_WAYS,
    FATES,
    IDLE,
    NOTICING,
    PROPOSED,
    SIDES,
    TALLIES,
    TALLY_HEADINGS,
    left_out,
    proof_text,
)

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
    """The totals, what each rule and definition lacks, then cases that would show it."""
    yield Line(Text("覆盖", "coverage").get(lang), Style.TITLE)
    rows = [
        [TALLIES[key].get(lang), f"{tally.done}/{tally.of}", share(tally), f"{tally.never or '·'}"]
        for key, tally in account.tallies.items()
    ]
    header = [Text(*pair).get(lang) for pair in TALLY_HEADINGS]
    yield from (Line(line) for line in table(header, rows, 1))
    teller = Teller(account, lang)
    for row in covered.owners:
        lacking = list(teller.lacking(row))
        if lacking:
            yield Line()
            yield Line(f"  {row.owner.label.get(lang)}  {row.owner.id}  {row.owner.place or ''}".rstrip())
            yield from (Line(line, Style.DOUBT) for text in lacking for line in wrap(text, 4, 6))
    if covered.idle:
        yield Line()
        yield Line("  " + IDLE.get(lang), Style.DOUBT)
        for owner in covered.idle:
            yield Line(f"    {owner.label.get(lang)}  {owner.id}  {owner.place or ''}".rstrip())
    if account.plan is not None:
        yield from proposed_lines(list(plan_lines(account.plan, account.ruleset)), PROPOSED, lang)
        if account.plan.left_out:
            yield Line(left_out(account.plan.left_out).get(lang), Style.DOUBT)


def proposed_lines(proposed: list[str], title: Text, lang: Lang) -> Iterator[Line]:
    """A file of cases under its title; nothing where there are none."""
    if proposed:
        yield Line()
        yield Line(title.get(lang), Style.TITLE)
        yield from map(Line, proposed)


def share(tally: Tally) -> str:
    """So many per cent; nothing where there is nothing to cover."""
    return percent(tally.done, tally.of) if tally.of else "·"


class Teller:
    """Says what is not covered."""

    def __init__(self, account: Account, lang: Lang) -> None:
        """Say it in `lang`."""
        self.names, self.lang = Names.of(account.ruleset), lang
        self.proofs = {} if account.plan is None else account.plan.proofs

    def expr(self, expr: Expr) -> str:
        """An expression as it is written."""
        return show(expr, self.names, self.lang)

    def lacking(self, row: OwnerRow) -> Iterator[str]:
        """What the cases do not reach of a rule or definition; what nobody can reach says so."""
        for condition in row.conditions:
            unseen = self.unseen(condition)
            if unseen:
                found = [self.proofs.get((row.owner, condition.part, condition.expr, None, way)) for way in BOTH_WAYS]
                yield f"{condition.part}: {self.expr(condition.expr)}  {unseen}" + self.proved(found)
        for line in row.thresholds:
            sides = self.unreached(line)
            if sides:
                found = [self.proofs.get((row.owner, line.part, line.left, line.right, side)) for side in sides]
                yield self.threshold(line, sides) + self.proved(found, sides)

    def unseen(self, row: ConditionRow) -> str:
        """What a condition was not seen to be; the empty text where it was seen both ways and deciding."""
        both = {True: Text("真", "true"), False: Text("假", "false")}
        unseen = [word.get(self.lang) for value, word in both.items() if value not in row.seen]
        if unseen:
            return Text("从未为" + "、".join(unseen), "never " + ", ".join(unseen)).get(self.lang)
        return "" if row.alone else Text("从未单独起决定作用", "never decides alone").get(self.lang)

    def unreached(self, row: ThresholdRow) -> list[str]:
        """The sides of a line no case comes to."""
        return [side for side in row.possible if side not in row.seen]

    def threshold(self, row: ThresholdRow, sides: list[str]) -> str:
        """A line with the sides no case comes to."""
        told = self.listed(sides)
        never = Text(f"没有案例：{told}", f"no case: {told}").get(self.lang)
        return f"{row.part}: {self.expr(row.left)} | {self.expr(row.right)}  {never}"

    def listed(self, sides: Iterable[str]) -> str:
        """Sides by their names."""
        return Text("、", ", ").get(self.lang).join(SIDES[side].get(self.lang) for side in sides)

    def proved(self, found: list[Proof | None], sides: list[str] | None = None) -> str:
        """That something is impossible (which sides, where not all are), and how that was proved."""
        proofs = [proof for proof in found if proof is not None]
        if not proofs:
            return ""
        which = ""
        if sides is not None and len(proofs) < len(sides):
            which = self.listed(side for side, proof in zip(sides, found, strict=True) if proof is not None)
        how = proof_text(proofs[0], self.lang)
        return Text(f"  [不可能{which}：{how}]", f"  [impossible{which and ' '}{which}: {how}]").get(self.lang)


def mutation_lines(account: Account, results: tuple[Result, ...], lang: Lang) -> Iterator[Line]:
    """The figures by kind, then each mutant no case notices, then the cases that would."""
    fates = account.fates
    good = not fates["survived"] and not fates["open"]
    for line in wrap(mutation_figures(account).get(lang), 0, 2):
        yield Line(line, Style.GOOD if good else Style.BAD)
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
    yield from proposed_lines(list(proposals(account.ruleset, results)), NOTICING, lang)


def mutation_figures(account: Account) -> Text:
    """How many mutants met which fate, and the score: those that mean the same cannot be noticed."""
    fates, score = account.fates, account.score
    total, rate = sum(fates.values()), share(score)
    zh = f"变异 {total} 处：" + "，".join(f"{FATES[word].zh} {fates[word]}" for word in WORDS)
    en = f"{total} mutants: " + ", ".join(f"{FATES[word].en} {fates[word]}" for word in WORDS)
    return Text(
        f"{zh}；含义有别的 {score.of} 处，发现 {rate}",
        f"{en}; of the {score.of} that mean something else, {rate} killed",
    )


def mutant_text(result: Result, lang: Lang) -> str:
    """A mutant: where it is, what was changed, how it was proved the same."""
    mutant, proof = result.mutant, result.fate.proof
    change = f"{mutant.before.get(lang)} → {mutant.after.get(lang)}"
    told = f"{mutant.owner.place or ''} {mutant.owner.id} {mutant.part}: {change}".lstrip()
    return told if proof is None else f"{told}  [{proof_text(proof, lang)}]"
