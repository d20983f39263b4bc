"""The pytest plugin: checks as tests, failures that can be read, nothing elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policyrules.compiler import load_ruleset
from policyrules.diagnostics.render import render
from policyrules.testing.failure import failure_lines
from policyrules.testing.trial import run
from tests.testing.small import CASES, RULES, copy, trial

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True, scope="module")
def _everything_imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Go the plugin's ways once: pytester forgets modules that a run inside this process was the first to import."""
    base = copy(tmp_path_factory.mktemp("first"), CASES.replace("expect: unmet", "expect: met"), hours=RULES)
    one = trial(base)
    assert [line for outcome in run(one) for line in failure_lines(outcome, one.ruleset, "en")]
    (base / "hours.yaml").write_text(RULES.replace("in_post", "in_pots"), encoding="utf-8")
    assert render(load_ruleset(base)[1], "en")


def collected(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def test_each_check_is_a_test(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES, hours=RULES)
    result = collected(pytester, "base", "-v", "--policy-lang", "en")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*cases/hours.yaml::online-hours::too few PASSED*"])


def test_a_failure_says_expected_found_and_why(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES.replace("online_hours: 19.9", "online_hours: 20.5"), hours=RULES)
    result = collected(pytester, "base", "--policy-lang", "en")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*cases/hours.yaml:9:*online-hours: too few",
            "*expected unmet",
            "*got*met (2023-12-31)",
            "*online hours*20.5*",
        ]
    )


def test_a_check_can_be_asked_for_by_its_whole_name_by_a_part_and_listed(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES, hours=RULES)
    one = collected(pytester, "base/cases/hours.yaml::online-hours::学时不足")
    one.assert_outcomes(passed=1)
    collected(pytester, "base/cases/hours.yaml::online-hours").assert_outcomes(passed=3)
    collected(pytester, "base", "-k", "学时不足 or 不在岗").assert_outcomes(passed=2)
    listed = collected(pytester, "base", "--collect-only", "-q")
    listed.stdout.fnmatch_lines(["base/cases/hours.yaml::online-hours::达标", "3 tests collected*"])


def test_checks_are_spread_over_processes(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES, hours=RULES)
    pytester.runpytest_subprocess("base", "-n2", "-p", "no:cacheprovider").assert_outcomes(passed=3)


def test_checks_of_one_name_are_told_apart(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES.replace("too few", "met"), hours=RULES)
    result = collected(pytester, "base", "-v", "--policy-lang", "en")
    result.stdout.fnmatch_lines(["*::online-hours::met PASSED*", "*::online-hours::met (2) PASSED*"])


def test_cases_that_cannot_be_read_fail_with_their_diagnostics(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES.replace("online_hours: 19.9", "online_hours: many"), hours=RULES)
    result = collected(pytester, "base", "--policy-lang", "en")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*PR803*`many`*"])


def test_rules_that_cannot_be_read_fail_with_their_diagnostics(pytester: pytest.Pytester) -> None:
    copy(pytester.path, CASES, hours=RULES.replace("in_post", "in_pots"))
    result = collected(pytester, "base", "--policy-lang", "en")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*in_pots*"])


def test_other_yaml_is_left_alone(pytester: pytest.Pytester) -> None:
    folder = pytester.path / "cases"
    folder.mkdir()
    (folder / "some.yaml").write_text("a: 1", encoding="utf-8")
    pytester.makepyfile("def test_it(): pass")
    collected(pytester).assert_outcomes(passed=1)


def test_the_plugin_costs_other_projects_nothing() -> None:
    code = (
        "import sys; import policyrules.testing.plugin;"
        "print([m for m in sys.modules if m.startswith(('policyrules.', 'hypothesis', 'yaml', 'pydantic'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "['policyrules.testing', 'policyrules.testing.plugin']"
