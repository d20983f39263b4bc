"""Rulesets held to account by tests: cases as pytest items, coverage, mutation, and facts that look for trouble.

In:  a ruleset and the cases beside it.
Out: outcomes of cases; coverage of rules, conditions, boundaries, verdicts and clauses; mutants and whether a case
     notices them; hypothesis strategies and ready-made properties.
True here: the reference judges, never an engine; nothing is written beside the rules; the same ruleset and cases give
the same report whatever the number of processes. pytest and hypothesis are an extra (`policyrules[test]`), imported
only by who asks for them; mutation proves more with `policyrules[prove]` and works without.

Reading order: trial.py (a ruleset with its cases, run), plugin.py and failure.py (pytest); coverage/ (what the cases
exercise); ground.py (values worth trying), village.py (facts made of them); mutation/ (what they would not notice),
proposing/ (cases for what none shows), spread.py (both on the cores there are); strategies.py, properties.py
(hypothesis); show/ (text, JSON, HTML).
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policyrules.testing.checks import Broken as Broken
    from policyrules.testing.checks import changeable_fields as changeable_fields
    from policyrules.testing.properties import decided_verdicts_stay as decided_verdicts_stay
    from policyrules.testing.properties import engines_agree as engines_agree
    from policyrules.testing.properties import findings_explained as findings_explained
    from policyrules.testing.properties import json_is_valid as json_is_valid
    from policyrules.testing.properties import more_never_hurts as more_never_hurts
    from policyrules.testing.properties import remedies_work as remedies_work
    from policyrules.testing.strategies import days as days
    from policyrules.testing.strategies import facts as facts
    from policyrules.testing.strategies import fillings as fillings

_WHERE = {
    "Broken": "checks",
    "changeable_fields": "checks",
    "days": "strategies",
    "decided_verdicts_stay": "properties",
    "engines_agree": "properties",
    "facts": "strategies",
    "fillings": "strategies",
    "findings_explained": "properties",
    "json_is_valid": "properties",
    "more_never_hurts": "properties",
    "remedies_work": "properties",
}

if not TYPE_CHECKING:  # so that a name that is not there is a mistake to those who check types, too
    __all__ = sorted(_WHERE)

    def __getattr__(name: str) -> object:
        """Whatever users import, from where it stands, when it is first asked for."""
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        where = _WHERE[name]
        if where != "checks" and find_spec("hypothesis") is None:
            from policyrules.diagnostics.catalogue.testing import NO_HYPOTHESIS
            from policyrules.model.errors import UsageError

            raise UsageError((NO_HYPOTHESIS.at(None),))
        return getattr(import_module(f"{__name__}.{where}"), name)
