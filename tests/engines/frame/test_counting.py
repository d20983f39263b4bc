"""Judgements that stand in columns are counted as those that do not, and chosen as they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policyrules.engines import ENGINES
from policyrules.engines.frame.records import judge_all, table
from policyrules.intake.held import Held
from policyrules.model.facts import Facts
from policyrules.model.finding import InColumns, Judgement
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.report.report import Report
from policyrules.semantics import World
from tests import build

IDS = {"county": ["c1", "c2"], "school": ["s1", "s2", "s3"], "teacher": ["t1", "t2", "t3", "t4"]}
RULES = build.ruleset(
    build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(2)), "enough"),
    build.rule(build.subject_field("ready"), "ready"),
    build.rule(build.subject_field("in_post"), "wish", force=Force.SHOULD),
    build.rule(build.aggregate("all", build.member_field("ready")), "all-ready", "school"),
    build.rule(build.aggregate("any", build.member_field("ready"), source=build.teachers("county")), "any", "county"),
)


def records(entity: str, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.dictionaries(st.sampled_from(IDS[entity]), st.fixed_dictionaries({}, optional=fields))


def one_of(entity: str) -> st.SearchStrategy[object]:
    return st.sampled_from([*IDS[entity], "nobody"])


TABLES = st.fixed_dictionaries(
    {
        "teacher": records(
            "teacher",
            school=one_of("school"),
            hours=st.integers(0, 4),
            ready=st.booleans(),
            in_post=st.booleans(),
        )
    },
    optional={"school": records("school", county=one_of("county")), "county": records("county")},
)


def held(rules: Ruleset, facts: Facts) -> Facts:
    """The same facts in columns."""
    known = rules.vocabulary.entities
    frames = {id: table(rules.vocabulary, known[id], t).sort("id") for id, t in facts.tables.items()}
    return Facts({id: Held(known[id], frame) for id, frame in frames.items()})


def report(facts: Facts, engine: str) -> Report:
    judgements = ENGINES[engine](RULES, facts, build.DAY)
    kept = judgements if isinstance(judgements, InColumns) else tuple(judgements)
    return Report(RULES, build.DAY, engine, facts, kept, (), ())


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_columns_are_counted_as_judgements_are(tables: dict[str, dict[str, dict[str, object]]]) -> None:
    facts = Facts(tables)  # type: ignore[arg-type]
    plain, columns, both = report(facts, "direct"), report(held(RULES, facts), "frame"), report(facts, "frame")
    assert columns.summary == both.summary == plain.summary
    for rule in RULES.rules:
        for verdicts in ((Verdict.UNMET,), (Verdict.UNDETERMINED, Verdict.MET), tuple(Verdict)):
            chosen = [j for j in plain.judgements if j.rule == rule and j.verdict in verdicts]
            assert list(columns.by(rule, verdicts)) == list(plain.by(rule, verdicts)) == chosen
    assert [f.subject for f in columns.violations] == [f.subject for f in plain.violations]
    must = {id for id, rule in RULES.rules.items() if rule.force is Force.MUST}
    struck = {j.subject for j in plain.judgements if j.rule in must and j.verdict is Verdict.UNMET}
    assert plain.summary.total.affected == len(struck)


@settings(max_examples=50, deadline=None)
@given(TABLES)
def test_members_are_found_in_columns_as_in_records(tables: dict[str, dict[str, dict[str, object]]]) -> None:
    facts = Facts(tables)  # type: ignore[arg-type]
    plain, columns = (World(RULES, some, build.DAY) for some in (facts, held(RULES, facts)))
    for entity, ids in IDS.items():
        for name in RULES.vocabulary.entities[entity].collections:
            for id in [*ids, "nobody"]:
                assert repr(columns.members(entity, name, id)) == repr(plain.members(entity, name, id))


def test_a_score_is_chosen_with_its_points() -> None:
    facts = build.facts(teacher={"t1": {"hours": 1}, "t2": {"hours": 3}})
    judged = judge_all(RULES, facts, build.DAY)
    assert list(judged.by("enough", (Verdict.MET,))) == [Judgement("enough", ("teacher", "t2"), Verdict.MET)]  # type: ignore[arg-type]
    assert list(judged.by("nothing", tuple(Verdict))) == []
