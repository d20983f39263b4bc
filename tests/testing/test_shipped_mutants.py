"""The cases hold the shipped rules: a change in one place is noticed by a case, or proved to change nothing."""

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import load_cases
from policyrules.testing.mutation.run import mutate
from policyrules.testing.trial import Trial

# How many mutants there are at least, and the share that cases must kill. What the province of Hunan asks is not known
# (its documents have not been seen), so no case can tell its four comparisons apart, and none of them is a figure.
LAYERS = [("national", 140, 0.95), ("henan", 800, 0.95), ("hunan", 8, 0.5), ("hunan/yongzhou-vocational", 1100, 0.95)]


@pytest.mark.parametrize(("layer", "least", "share"), LAYERS)
def test_no_change_goes_unnoticed(layer: str, least: int, share: float) -> None:
    ruleset, _ = load_ruleset(layer)
    assert ruleset is not None
    results = mutate(Trial.of(ruleset, load_cases(layer, ruleset)[0]))
    left = {r.mutant.name: r.fate.word for r in results if r.fate.word in ("survived", "open")}
    assert left == {}
    assert len(results) >= least
    assert sum(r.fate.word == "killed" for r in results) >= share * len(results)
