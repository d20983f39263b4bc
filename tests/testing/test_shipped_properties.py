"""The shipped rules on facts made to look for trouble: every ruleset, every kind of record that rules speak of."""

from collections.abc import Callable

import pytest

import policyrules as pr
from policyrules import testing

LAYERS = ["national", "henan", "hunan", "hunan/yongzhou-vocational"]
FEW = 12
PROPERTIES: list[Callable[..., None]] = [
    testing.engines_agree,
    testing.decided_verdicts_stay,
    testing.remedies_work,
    testing.findings_explained,
    testing.json_is_valid,
]
# A grade must be the one that indicators or evidence give, not a better one; whoever is not enrolled has nothing to
# wait for.
MAY_HURT = {("evidence-grade", "grade"), ("point-grade", "grade"), ("incentive", "enrolled")}


def subjects(rules: pr.Ruleset) -> list[str]:
    return list(dict.fromkeys(rule.subject for rule in rules.rules.values()))


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda one: one.__name__)
def test_it_holds_of_teachers_schools_counties_and_all_others(holds: Callable[..., None], layer: str) -> None:
    rules = pr.load(layer)
    for subject in subjects(rules):
        holds(rules, subject, examples=FEW)


@pytest.mark.parametrize("layer", LAYERS)
def test_more_never_hurts(layer: str) -> None:
    rules = pr.load(layer)
    pairs = [(subject, *pair) for subject in subjects(rules) for pair in testing.changeable_fields(rules, subject)]
    assert pairs
    hurt = set()
    for subject, rule, field in pairs:
        try:
            testing.more_never_hurts(rules, subject, rule, field, examples=30)
        except testing.Broken:
            hurt.add((rule, field))
    assert hurt <= MAY_HURT
