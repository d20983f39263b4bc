"""What a world remembers changes no answer, and what a finding draws late is what it would have drawn at once."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from policyrules.model.finding import Ref
from policyrules.semantics import World, explain, world
from tests import build
from tests.build import compare, hours, subject_field

SCOPED = build.definition("in_scope", subject_field("in_post"))
RULES = build.ruleset(
    build.rule(compare(subject_field("extra"), ">=", hours(2)), applies=build.derived("in_scope", build.BOOL)),
    build.rule(
        compare(build.aggregate("count", where=build.member_field("ready")), ">=", build.count(1)), "s", "school"
    ),
    definitions=[SCOPED],
)
PEOPLE: dict[str, dict[str, Any]] = {
    f"t{n}": {"school": "s1", "in_post": True, "extra": n, "ready": n > 2} for n in range(5)
}
FACTS = build.facts(school={"s1": {}}, teacher=PEOPLE)
SUBJECTS = [(rule, Ref(rule.subject, id)) for rule in RULES.rules.values() for id in FACTS.tables[rule.subject]]


def test_the_trees_of_a_finding_are_a_sequence_like_any_other() -> None:
    found, again = (explain(RULES.rules["rule"], Ref("teacher", "t1"), World(RULES, FACTS, build.DAY)) for _ in "ab")
    trees = found.trace
    assert len(trees) == 2
    assert trees == again.trace == (trees[0], trees[1])
    assert trees[:1] == (trees[0],)
    assert hash(trees) == hash(again.trace)
    assert repr(trees) == repr(tuple(trees))
    assert trees != ()
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("room", [0, 1, 3])
def test_a_world_that_forgets_explains_the_same(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    roomy = World(RULES, FACTS, build.DAY)
    expected = [explain(rule, subject, roomy) for rule, subject in SUBJECTS]
    monkeypatch.setattr(world, "MOST_KEPT", room)
    forgetful = World(RULES, FACTS, build.DAY)
    for _ in "ab":
        assert [explain(rule, subject, forgetful) for rule, subject in SUBJECTS] == expected
