"""The school as it stood on the closing day of its plan: the known contradictions come out, with their arithmetic."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from policyrules.compiler import load_ruleset
from policyrules.intake import read_folder
from policyrules.model.finding import Ref
from policyrules.model.words import Verdict
from policyrules.semantics import World, explain, judge

FOLDER = Path(__file__).parents[2] / "examples" / "yongzhou"
CLOSE = date(2023, 11, 11)

# Rule -> the subjects for which it must come out unmet.
CONTRADICTIONS: Mapping[str, str] = {
    "workshop-partition": "school:YZ",
    "workshop-placement": "school:YZ",
    "all-teachers-enrolled": "school:YZ",
    "establishment-one-figure": "school:YZ",
    "age-bands-apart": "school:YZ",
    "rooms-cover-classes": "school:YZ",
    "deputies-agree": "school:YZ",
    "subject-group-leaders": "school:YZ",
    "evidence-after-choice": "school:YZ",
    "assessment-after-registration": "school:YZ",
    "certification-before-close": "school:YZ",
    "workshop-tutor": "workshop:W1 workshop:W2 workshop:W3",
    "administrator-on-a-team": "workshop:W1 workshop:W2",
    "one-role-per-person": "workshop:W3",
    "duty-holder-on-a-team": "officer:S03 officer:S10",
    "one-owner": "work_item:F02 work_item:F07 work_item:F12",
    "make-implementation-plan": "milestone:J01",
    "planned-after-posting": "milestone:J01 milestone:J02 milestone:J03 milestone:J04 milestone:J05 milestone:J10",
}
AGREEING = [
    "planned-enrolment",
    "full-time-within-staff",
    "full-time-on-roster",
    "enrolled-on-roster",
    "titles-add-up",
    "titles-on-roster",
    "degrees-add-up",
    "degrees-on-roster",
    "ages-add-up",
    "ages-on-roster",
    "mean-age-on-roster",
    "special-rooms-present",
    "workshop-number",
    "leading-group",
    "leading-group-head",
    "working-groups",
    "working-group-people",
    "management-team",
    "all-steps-listed",
    "annual-appraisal",
]
NOT_KNOWN = ["guidance-team", "regular-briefs", "superior-funds", "three-rule-sets", "three-documents", "use-recorded"]


@pytest.fixture(scope="module")
def world() -> World:
    ruleset, _ = load_ruleset("hunan/yongzhou-vocational")
    assert ruleset is not None
    intake = read_folder(ruleset.vocabulary, FOLDER)
    assert intake.diagnostics == ()
    return World(ruleset, intake.facts, CLOSE)


def verdicts(world: World, id: str) -> dict[str, Verdict]:
    """What a rule says of every subject."""
    rule = world.ruleset.rules[id]
    refs = [Ref(rule.subject, record) for record in world.facts.tables[rule.subject]]
    return {str(ref): judge(rule, ref, world).verdict for ref in refs}


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_contradiction_is_found(world: World, rule: str) -> None:
    unmet = [ref for ref, verdict in verdicts(world, rule).items() if verdict is Verdict.UNMET]
    assert unmet == CONTRADICTIONS[rule].split()


@pytest.mark.parametrize("rule", AGREEING)
def test_the_rest_of_the_figures_agree(world: World, rule: str) -> None:
    assert verdicts(world, rule) == {"school:YZ": Verdict.MET}


@pytest.mark.parametrize("rule", NOT_KNOWN)
def test_what_nobody_outside_knows_is_undetermined(world: World, rule: str) -> None:
    assert verdicts(world, rule) == {"school:YZ": Verdict.UNDETERMINED}


@pytest.mark.parametrize(
    ("rule", "figures"),
    [
        ("workshop-partition", ("211", "212")),
        ("workshop-placement", ("211", "212")),
        ("establishment-one-figure", ("268", "256")),
        ("rooms-cover-classes", ("82", "94")),
        ("age-bands-apart", ("270", "256")),
        ("deputies-agree", ("2", "1")),
    ],
)
def test_message_shows_the_arithmetic(world: World, rule: str, figures: tuple[str, str]) -> None:
    finding = explain(world.ruleset.rules[rule], Ref("school", "YZ"), world)
    assert all(figure in finding.message.zh and figure in finding.message.en for figure in figures)


def test_one_participant_is_in_no_workshop(world: World) -> None:
    found = verdicts(world, "workshop-placed")
    assert sum(v is Verdict.UNMET for v in found.values()) == 1
    assert sum(v is Verdict.MET for v in found.values()) == 211
    assert sum(v is Verdict.NOT_APPLICABLE for v in found.values()) == 44


def test_hours_of_the_province_decide_nothing(world: World) -> None:
    assert set(verdicts(world, "hunan-hours").values()) == {Verdict.UNDETERMINED}


def test_score_gives_every_outcome(world: World) -> None:
    rule = world.ruleset.rules["incentive"]
    judged = [judge(rule, Ref("teacher", id), world) for id in world.facts.tables["teacher"]]
    points = {(j.verdict, None if j.points is None else str(j.points)) for j in judged}
    assert points == {
        (Verdict.MET, "3/2"),
        (Verdict.MET, "1/2"),
        (Verdict.MET, "0"),
        (Verdict.UNMET, "-2"),
        (Verdict.PENDING, "0"),
        (Verdict.UNDETERMINED, None),
    }


@pytest.mark.parametrize(
    "rule", ["finish-online-study", "personal-summary", "cases-enough", "register", "choose-points"]
)
def test_teachers_differ(world: World, rule: str) -> None:
    assert set(verdicts(world, rule).values()) == {
        Verdict.MET,
        Verdict.UNMET,
        Verdict.UNDETERMINED,
        Verdict.NOT_APPLICABLE,
    }


def test_evidence_is_mostly_late_because_the_plan_asks_for_it_before_the_choice(world: World) -> None:
    found = list(verdicts(world, "hand-in-evidence").values())
    assert found.count(Verdict.UNMET) > len(found) / 2
    assert found.count(Verdict.MET) > 0


@pytest.mark.parametrize("day", [date(2023, 9, 1), date(2023, 10, 26), date(2023, 11, 11), date(2024, 1, 1)])
def test_pending_only_while_a_term_runs(world: World, day: date) -> None:
    then = World(world.ruleset, world.facts, day)
    for rule in world.ruleset.rules.values():
        for record in world.facts.tables.get(rule.subject, ()):
            if judge(rule, Ref(rule.subject, record), then).verdict is Verdict.PENDING and rule.table is None:
                due = explain(rule, Ref(rule.subject, record), then).due
                assert due is not None
                assert due >= day


def test_nothing_was_in_force_before_september(world: World) -> None:
    before = World(world.ruleset, world.facts, date(2023, 8, 31))
    own = [r for r in world.ruleset.rules.values() if r.layer == "hunan/yongzhou-vocational"]
    found = {
        judge(rule, Ref(rule.subject, record), before).verdict
        for rule in own
        for record in world.facts.tables.get(rule.subject, ())
    }
    assert found == {Verdict.NOT_APPLICABLE}
