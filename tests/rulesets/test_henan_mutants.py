"""The cases hold the national and the Henan rules: whatever is changed in one place, some case notices."""

import pytest

from tests.strategies.mutants import unnoticed

# A share cannot exceed 100 %, nor categories, dimensions, areas or methods their number; nothing is compared with a
# figure the plan leaves open; backbones are never fewer than none; two methods or fewer are too few, however counted.
HENAN = {
    "city-samples-counties ==",
    "city-samples-counties >",
    "city-team-categories ==",
    "county-team-categories ==",
    "evaluation-methods ==",
    "exit-gate-levels ==",
    "full-completion@closing-2023 ==",
    "it_backbones_needed: if in_plan then it_backbones_min else -1",
    "methods_used: (if expert_review_done then 1 else -1) + (if trainee_rating_done then 1 else 0)"
    " + (if third_party_done then 1 else 0)",
    "methods_used: (if expert_review_done then 1 else 0) + (if trainee_rating_done then 1 else -1)"
    " + (if third_party_done then 1 else 0)",
    "methods_used: (if expert_review_done then 1 else 0) + (if trainee_rating_done then 1 else 0)"
    " + (if third_party_done then 1 else -1)",
    "pilot-dimensions ==",
    "pilot-schools-whole-staff ==",
    "province-pilots-cover-areas ==",
    "province-samples-cities ==",
    "province-samples-cities >",
    "province-team-categories ==",
    "regular-bulletins <",
    "regular-bulletins ==",
    "whole-school ==",
}


@pytest.mark.parametrize(("layer", "least", "same_meaning"), [("national", 40, set()), ("henan", 450, HENAN)])
def test_no_change_goes_unnoticed(layer: str, least: int, same_meaning: set[str]) -> None:
    changes, missed = unnoticed(layer)
    assert changes >= least
    assert missed == same_meaning
