"""Running aggregates are those of their members, whoever comes and goes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.engines.direct.block import FINISH
from policyrules.engines.session.totals import total
from policyrules.semantics.lowered import Op

OPS = [
    Op.COUNT,
    Op.TOTAL,
    Op.DISTINCT,
    Op.LEAST_OF,
    Op.GREATEST_OF,
    Op.LEAST_KNOWN_OF,
    Op.GREATEST_KNOWN_OF,
]


def whole(op: Op, terms: list[Any]) -> Any:
    if op is Op.COUNT:
        return len(terms)
    if op is Op.TOTAL:
        return None if None in terms else sum(terms)
    return FINISH[op](set(terms) if op is Op.DISTINCT else terms)


@pytest.mark.parametrize("op", OPS)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.sampled_from([None, 0, 1, 2, 3]))))
def test_a_total_follows_its_members(op: Op, history: list[tuple[bool, str, Any]]) -> None:
    following = total(op)
    inside: dict[str, list[Any]] = {"a": [], "b": []}
    for leaves, owner, term in history:
        if leaves and inside[owner]:
            following.change(owner, inside[owner].pop(), -1)
        elif not leaves:
            following.change(owner, term, 1)
            inside[owner].append(term)
        assert all(following.value(o) == whole(op, terms) for o, terms in inside.items())
    assert following.value(None) == whole(op, [])
    assert following.value("nobody") == whole(op, [])
