"""The shipped rules on facts made to look for trouble."""

import pytest

import policyrules as pr
from policyrules import testing

SUBJECTS = [("national", "teacher"), ("national", "chosen_point"), ("henan", "teacher")]
FEW = 8


@pytest.fixture(scope="module", params=SUBJECTS, ids=lambda pair: ":".join(pair))
def subject(request: pytest.FixtureRequest) -> tuple[pr.Ruleset, str]:
    return pr.load(request.param[0]), request.param[1]


def test_the_direct_engine_agrees_with_the_reference(subject: tuple[pr.Ruleset, str]) -> None:
    testing.engines_agree(*subject, examples=FEW)


def test_decided_verdicts_stay(subject: tuple[pr.Ruleset, str]) -> None:
    testing.decided_verdicts_stay(*subject, examples=FEW)


def test_remedies_work(subject: tuple[pr.Ruleset, str]) -> None:
    testing.remedies_work(*subject, examples=FEW)


def test_findings_are_explained(subject: tuple[pr.Ruleset, str]) -> None:
    testing.findings_explained(*subject, examples=FEW)


def test_reports_are_json(subject: tuple[pr.Ruleset, str]) -> None:
    testing.json_is_valid(*subject, examples=FEW)


@pytest.mark.parametrize("ruleset", ["national", "henan", "hunan/yongzhou-vocational"])
def test_more_hours_never_hurt(ruleset: str) -> None:
    rules = pr.load(ruleset)
    hours = [pair for pair in testing.changeable_fields(rules, "teacher") if pair[1].endswith("_hours")]
    assert hours
    hurt = set()
    for rule, field in hours:
        try:
            testing.more_never_hurts(rules, "teacher", rule, field, examples=FEW)
        except testing.Broken:
            hurt.add((rule, field))
    assert hurt == set()
