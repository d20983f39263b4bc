"""Judgements kept in little room are the judgements that were made, however they are looked at."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.model.finding import Judgement, Ref
from policyrules.model.words import Verdict
from policyrules.report.kept import Kept

made = st.lists(
    st.tuples(st.sampled_from(Verdict), st.sampled_from([None, Fraction(3, 2), -2])), min_size=1, max_size=6
)


def judgements(rules: list[list[tuple[Verdict, Fraction | int | None]]]) -> list[Judgement]:
    """Rules with an even number speak of schools, the others of teachers."""
    found = []
    for number, column in enumerate(rules):
        entity = "teacher" if number % 2 else "school"
        found += [Judgement(f"r{number}", Ref(entity, f"X{n}"), *one) for n, one in enumerate(column)]
    return found


@given(st.lists(made, max_size=5))
@settings(max_examples=60, deadline=None)
def test_they_are_the_same_however_one_looks(rules: list[list[tuple[Verdict, Fraction | int | None]]]) -> None:
    plain = judgements(rules)
    kept = Kept(iter(plain))
    assert kept == plain
    assert kept == Kept(plain)
    assert list(kept) == [kept[n] for n in range(len(kept))] == kept[:] == plain
    assert kept[1:-1:2] == plain[1:-1:2]
    assert kept != [*plain, Judgement("x", Ref("school", "X0"), Verdict.MET)]
    for rule in {j.rule for j in plain}:
        wanted = (Verdict.UNMET, Verdict.PENDING)
        assert list(kept.by(rule, wanted)) == [j for j in plain if j.rule == rule and j.verdict in wanted]


def test_counts_by_place() -> None:
    rules = [[(Verdict.UNMET, None), (Verdict.MET, None), (Verdict.UNMET, None)]] * 3
    plain = judgements(rules)
    kept, places = Kept(plain), (0, 1, 1)
    found = Counter({(rule, place, verdict): n for rule, place, verdict, n in kept.counted("school", places)})
    assert found == Counter((j.rule, places[int(j.subject.id[1])], j.verdict) for j in plain if j.rule != "r1")
    assert dict(kept.struck("school", places, ("r0", "r2"))) == {0: 1, 1: 1}
    assert dict(kept.struck("school", places, ())) == {}


def test_what_is_not_there_is_refused() -> None:
    kept = Kept(judgements([[(Verdict.MET, None)]]))
    assert kept[-1] == kept[0]
    for place in (1, -2):
        with pytest.raises(IndexError):
            kept[place]
    assert kept != 3
