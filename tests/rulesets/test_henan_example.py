"""The made-up province: the same bytes each time, readable, and every rule shows every verdict it can."""

import runpy
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policyrules.compiler import load_ruleset
from policyrules.engines import ENGINES
from policyrules.intake import Intake, read_folder
from policyrules.model.expr import TRUE
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.words import Verdict

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "henan"
DAYS = (date(2019, 12, 31), date(2021, 12, 31), date(2023, 12, 31), date(2024, 1, 15))
Seen = dict[str, Counter[Verdict]]

# What a rule cannot show, and why not: one province gives one verdict a day, so province rules are left out below.
CANNOT = {
    # Rates and grades the plan leaves open.
    "city-samples-counties": {Verdict.MET, Verdict.UNMET},
    "exit-gate-levels": {Verdict.MET, Verdict.UNMET},
    # The table of pairings is there, and a complete table leaves no doubt how many there are.
    "one-to-one": {Verdict.UNDETERMINED},
    # One county is governed directly, and it has its plan.
    "direct-county-local-plan": {Verdict.UNMET},
    # Three cities can show three verdicts.
    "city-adjusts": {Verdict.NOT_APPLICABLE},
}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    loaded, _ = load_ruleset("henan")
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def intake(ruleset: Ruleset) -> Intake:
    return read_folder(ruleset.vocabulary, FOLDER)


@pytest.fixture(scope="module")
def seen(ruleset: Ruleset, intake: Intake) -> Seen:
    found: Seen = defaultdict(Counter)
    for day in DAYS:
        for judgement in ENGINES["direct"](ruleset, intake.facts, day):
            found[judgement.rule][judgement.verdict] += 1
    return found


def test_the_generator_gives_the_same_bytes(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "examples" / "make_henan.py"))["main"](tmp_path)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    kept = {p.name: p.read_bytes() for p in FOLDER.glob("*.csv")}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_it_reads_without_an_error(intake: Intake) -> None:
    (gap,) = intake.diagnostics
    assert gap.code.id == "PR751"
    assert "`partner`" in gap.message("en")
    assert "`W004`" in gap.message("en")


def test_its_size_and_shape(intake: Intake) -> None:
    tables = intake.facts.tables
    counties = tables["county"].values()
    assert (len(tables["province"]), len(tables["city"]), len(counties)) == (1, 3, 8)
    assert sum("city" not in county for county in counties) == 1
    assert 2900 <= len(tables["teacher"]) <= 3100
    kinds = {school.get("kind") for school in tables["school"].values()} - {None}
    assert len(kinds) == 10
    assert {s.get("run_by") for s in tables["school"].values()} >= {"county_run", "city_run", "department_run"}


def can_show(rule: Rule) -> set[Verdict]:
    """The verdicts a rule can come to on some facts and day."""
    able = {Verdict.MET, Verdict.UNMET, Verdict.UNDETERMINED}
    if rule.due is not None:
        able.add(Verdict.PENDING)
    if rule.applies != TRUE or rule.exemptions:
        able.add(Verdict.NOT_APPLICABLE)
    return able - CANNOT.get(rule.id, set())


def test_every_rule_shows_every_verdict_it_can(ruleset: Ruleset, seen: Seen) -> None:
    rules = [r for r in ruleset.rules.values() if r.subject != "province"]
    lacking = {r.id: sorted(can_show(r) - set(seen[r.id])) for r in rules}
    assert {id: verdicts for id, verdicts in lacking.items() if verdicts} == {}
    assert not [id for id, never in CANNOT.items() if never & set(seen[id])], "a rule shows what it cannot"


def test_province_rules_show_all_verdicts_between_them(ruleset: Ruleset, seen: Seen) -> None:
    rules = [r for r in ruleset.rules.values() if r.subject == "province"]
    assert all(seen[r.id] for r in rules)
    assert {v for r in rules for v in seen[r.id]} == set(Verdict)


def test_the_counts_stay_as_they_are(ruleset: Ruleset, seen: Seen, golden: Callable[[str, str], None]) -> None:
    lines = [f"days: {' '.join(map(str, DAYS))}\n"]
    for rule in ruleset.rules.values():
        counts = " ".join(f"{verdict}={seen[rule.id][verdict]}" for verdict in Verdict if seen[rule.id][verdict])
        lines.append(f"{rule.id} ({rule.subject}): {counts}\n")
    golden("rulesets/henan_verdicts.txt", "".join(lines))


def test_units_nobody_inspects_are_named(ruleset: Ruleset, intake: Intake) -> None:
    found = {
        rule: {
            j.subject.id
            for j in ENGINES["direct"](ruleset, intake.facts, DAYS[2])
            if j.rule == rule and j.verdict is Verdict.UNMET
        }
        for rule in ("county-has-inspector", "school-has-inspector")
    }
    assert found["county-has-inspector"] == {"K08"}
    apart = {id for id, s in intake.facts.tables["school"].items() if s.get("run_by") in ("city_run", "department_run")}
    outside = {id for id in apart if intake.facts.tables["school"][id].get("kind") in ("vocational", "other")}
    assert found["school-has-inspector"] == apart - outside
