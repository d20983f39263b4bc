"""Ready-made properties: each is one line in a test, and runs a check on many facts of a ruleset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyrules.model.facts import Facts
from policyrules.model.ruleset import Ruleset
from policyrules.testing import checks
from policyrules.testing.strategies import days, facts, fillings

T = TypeVar("T")
EXAMPLES = 100
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def engines_agree(rules: Ruleset, subject: str, engine: str = "direct", examples: int = EXAMPLES) -> None:
    """Whatever the facts around a `subject`, the engine says what the reference says. Raises `checks.Broken`."""
    _always(rules, subject, examples, lambda f, day: checks.engines_agree(rules, f, day, engine))


def decided_verdicts_stay(rules: Ruleset, subject: str, examples: int = EXAMPLES) -> None:
    """A decided verdict survives whatever is found out later. Raises `checks.Broken`."""
    both = facts(rules, subject).flatmap(lambda f: st.tuples(st.just(f), fillings(rules, subject, f)))

    def check(pair: tuple[Facts, Facts], day: date) -> None:
        checks.decided_stays(rules, *pair, day)

    _run(st.tuples(both, days(rules, subject)), examples, lambda drawn: check(*drawn))


def more_never_hurts(rules: Ruleset, subject: str, rule: str, field: str, examples: int = EXAMPLES) -> None:
    """More of `field` (less, where it only goes down) never turns `rule` from met to failed.

    Not every rule is like that, so it is asked of one rule and field at a time: `checks.changeable_fields` lists those
    worth asking. Raises `checks.Broken` with the counterexample.
    """
    drawn = st.tuples(facts(rules, subject, rule=rule), days(rules, rule=rule))
    _run(drawn, examples, lambda pair: checks.more_never_hurts(rules, *pair, rule, field))


def remedies_work(rules: Ruleset, subject: str, examples: int = EXAMPLES) -> None:
    """Whoever does what a remedy says meets the rule. Raises `checks.Broken`."""
    _always(rules, subject, examples, lambda f, day: checks.remedies_work(rules, f, day))


def findings_explained(rules: Ruleset, subject: str, examples: int = EXAMPLES) -> None:
    """Every verdict can be explained in both languages, and one that is undetermined says what is missing. Raises
    `checks.Broken`."""
    _always(rules, subject, examples, lambda f, day: checks.findings_explained(rules, f, day))


def json_is_valid(rules: Ruleset, subject: str, examples: int = EXAMPLES) -> None:
    """Every report can be read back as JSON. Raises `checks.Broken`."""
    _always(rules, subject, examples, lambda f, day: checks.json_is_valid(rules, f, day))


def _always(rules: Ruleset, subject: str, examples: int, check: Callable[[Facts, date], None]) -> None:
    _run(st.tuples(facts(rules, subject), days(rules, subject)), examples, lambda pair: check(*pair))


def _run(drawn: st.SearchStrategy[T], examples: int, check: Callable[[T], None]) -> None:
    """Run a check on many examples, the same ones every time; nothing is written to disk."""

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)
    @given(drawn)
    def every(example: T) -> None:
        check(example)

    every()
