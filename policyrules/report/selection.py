"""Which findings a bounded report shows one by one: what is open, a fair share of every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policyrules.model.finding import Judgement
from policyrules.model.words import Verdict
from policyrules.report.report import Report

OPEN = (Verdict.UNMET, Verdict.UNDETERMINED, Verdict.PENDING)


def open_judgements(report: Report) -> list[Judgement]:
    """All that is unmet, undetermined or pending: the worst rules first, the worst verdicts of each first."""
    counted = report.summary.rules
    order = {id: i for i, id in enumerate(sorted(counted, key=lambda id: counted[id].badness))}
    rank = {verdict: i for i, verdict in enumerate(Verdict)}
    found = [j for j in report.judgements if j.verdict in OPEN]
    found.sort(key=lambda j: (order[j.rule], rank[j.verdict]))
    return found


def fair_share(judgements: Sequence[Judgement], most: int) -> list[Judgement]:
    """At most `most` of them, in their order: the same number of every rule, all of a rule that has fewer."""
    limit = fair_limit(Counter(j.rule for j in judgements).values(), most)
    taken: Counter[str] = Counter()
    kept = []
    for judgement in judgements:
        taken[judgement.rule] += 1
        if taken[judgement.rule] <= limit:
            kept.append(judgement)
    return kept


def fair_limit(sizes: Iterable[int], most: int) -> int:
    """The greatest limit under which sizes, each cut to it, add up to at most `most`.

    >>> fair_limit([2, 50, 100], 42), fair_limit([1, 2], 10)
    (20, 2)
    """
    limit, left = 0, most
    rest = sorted(sizes)
    while rest:
        share = left // len(rest)
        if rest[0] > share:
            return share
        limit = rest.pop(0)
        left -= limit
    return limit
