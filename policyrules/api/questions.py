"""The rules held to account: their cases, proofs of them, the cheapest remedy, what a change does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policyrules.api.asked import find_rule, on_day, other_rule, usage
from policyrules.api.facts import FactsLike, Progress, usable
from policyrules.api.rules import load
from policyrules.api.subjects import find_subject
from policyrules.compiler.cases import load_cases
from policyrules.diagnostics.catalogue import proofs as codes
from policyrules.diagnostics.core import has_errors
from policyrules.diagnostics.suggest import did_you_mean, listed
from policyrules.model.errors import RulesetError
from policyrules.model.kinds import a_ruleset
from policyrules.model.ruleset import Ruleset

if TYPE_CHECKING:
    from policyrules.prover.answer import Answer
    from policyrules.prover.change.result import Difference
    from policyrules.prover.remedy.result import Remedy
    from policyrules.testing.assess import Account


def account(
    name_or_path: str | Path, coverage: bool = False, mutation: bool = False, progress: Progress | None = None
) -> Account:
    """The cases of a ruleset's own layer run; with `coverage` what they exercise; with `mutation` what they would miss.

    `progress(done, total)` is called with mutants tried and to be tried. Raises RulesetError for rules or cases that
    cannot be read, UsageError where there are no cases.
    """
    from policyrules.diagnostics.catalogue import testing as test_codes
    from policyrules.testing.assess import assess

    ruleset = load(name_or_path)
    sets, problems = load_cases(name_or_path, ruleset)
    if has_errors(problems):
        raise RulesetError(problems)
    if not any(one.cases for one in sets):
        example = next(iter(ruleset.rules), "rules")
        raise usage(test_codes.NO_CASES.at(None, ruleset=ruleset.id, example=example))
    return assess(ruleset, sets, coverage, mutation, progress)


def prove(
    rules: Ruleset,
    properties: Iterable[str] | None = None,
    against: Ruleset | None = None,
    progress: Progress | None = None,
    seconds: float | None = None,
) -> tuple[Answer, ...]:
    """What can be proved of the rules themselves: PROVED, COUNTEREXAMPLE (with a replayed witness) or UNKNOWN.

    `properties`: names from `policyrules.prover.properties.PROPERTIES` (default: all). `against`: the ruleset that
    `tighten_only` holds this one to (default: each layer above). `seconds`: for one question (default: 10). Raises
    UsageError for a property that is not there, or where the extra `policyrules[prove]` is not installed.
    """
    a_ruleset(rules)
    _need_solver()
    from policyrules.prover.limits import limits
    from policyrules.prover.properties import PROPERTIES
    from policyrules.prover.prove import prove as prove_all

    chosen = None if properties is None else list(properties)
    for name in chosen or ():
        if name not in PROPERTIES:
            values = {"known": listed(PROPERTIES), "meant": did_you_mean(name, PROPERTIES)}
            raise usage(codes.UNKNOWN_PROPERTY.at(None, name=name, **values))
    upper = tuple(load(layer.id) for layer in rules.layers[:-1]) if against is None else (against,)
    return prove_all(rules, chosen, upper, limits(seconds), progress)


def remedy(
    rules: Ruleset,
    facts: FactsLike,
    subject: tuple[str, str],
    rule: str | None = None,
    as_of: date | None = None,
    seconds: float | None = None,
) -> tuple[Remedy, ...]:
    """The cheapest changes after which `subject`, `("teacher", "T001")`, meets `rule` (default: all that are open).

    Proved cheapest, ties listed; where no change will do, the smallest set of rules that stands against it. Only fields
    declared `changeable` move. `seconds`: for one search (default: 10). Raises UsageError and FactsError as `explain`
    does, and where z3 is not installed.
    """
    _need_solver()
    from policyrules.prover.limits import limits
    from policyrules.prover.remedy.remedy import remedy as find

    given = usable(rules, facts)
    ref = find_subject(rules, given.facts, subject)
    if rule is not None and (one := find_rule(rules, rule)).subject != ref.type:
        raise usage(other_rule(rules, one, ref))
    return find(rules, given.facts, ref, on_day(as_of), rule, limits(seconds))


def diff(
    old: Ruleset,
    new: Ruleset,
    facts: FactsLike | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    seconds: float | None = None,
) -> Difference:
    """What changed from `old` to `new`: in the text, in the meaning (proved, with witnesses), and for whom.

    `facts`: judged under both on `as_of` (by default today); `impact` then says who changes verdict, counted by the
    units above, and which changed parameters account for it. `seconds`: for one question (default: 10). Raises
    UsageError where z3 is not installed.
    """
    a_ruleset(old, "old")
    a_ruleset(new, "new")
    _need_solver()
    from policyrules.engines import ENGINES
    from policyrules.prover.change.diff import diff as compare
    from policyrules.prover.change.impact import impact
    from policyrules.prover.limits import limits

    found = compare(old, new, limits(seconds), progress)
    if facts is None:
        return found
    given, day, judge_all = usable(new, facts).facts, on_day(as_of), ENGINES["direct"]
    before, after = (judge_all(side, given, day, None) for side in (old, new))
    return replace(found, impact=impact(old, new, given, day, before, after))


def _need_solver() -> None:
    from policyrules.prover import available

    if not available():
        raise usage(codes.NO_SOLVER.at(None))
