"""Everything the library offers to Python, in one small file for each thing one wants of it.

In:  names, paths, facts, days.
Out: `Ruleset`, `Report`, `Finding`, `Answer`, ...; users' mistakes as exceptions that carry `diagnostics`, all of them
     at once: `RulesetError`, `FactsError`, `UsageError`.
True here: numbers are exact (`int` or `Fraction`) in the unit the vocabulary declares; unknown is None. Nothing is
decided here: each function checks what it was asked and calls one of the floors below. A file is imported when one of
its names is first used, so that `import policyrules` costs next to nothing and a command loads only what it needs.

    >>> import policyrules as pr
    >>> from datetime import date
    >>> rules = pr.load("national")
    >>> rules.id
    'national'

Reading order, each file importing only from those before it: asked.py (a rule, a record, a day: checked), facts.py
(read_facts, models, template), sessions.py (Ruleset with its sessions), rules.py (load, with_setting, schema),
checking.py (check, clauses, format), judging.py (evaluate, explain), reports.py (bulletin, write), tables.py
(evaluate_frame), questions.py (account, prove, remedy, diff).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policyrules.api.asked import find_rule, find_subject
    from policyrules.api.checking import check, clauses, format
    from policyrules.api.facts import models, read_facts, template
    from policyrules.api.judging import evaluate, explain
    from policyrules.api.questions import account, diff, prove, remedy
    from policyrules.api.reports import bulletin, write
    from policyrules.api.rules import bundled_rulesets, load, schema, with_setting
    from policyrules.api.sessions import SESSION_ENGINES, Ruleset
    from policyrules.api.tables import evaluate_frame
    from policyrules.compiler.matrix import ClauseRow
    from policyrules.intake import Intake
    from policyrules.model.errors import (
        DiagnosticsError,
        EngineMismatchError,
        FactsError,
        PolicyrulesError,
        RulesetError,
        UsageError,
    )
    from policyrules.report.report import Report

__all__ = [
    "SESSION_ENGINES",
    "ClauseRow",
    "DiagnosticsError",
    "EngineMismatchError",
    "FactsError",
    "Intake",
    "PolicyrulesError",
    "Report",
    "Ruleset",
    "RulesetError",
    "UsageError",
    "account",
    "bulletin",
    "bundled_rulesets",
    "check",
    "clauses",
    "diff",
    "evaluate",
    "evaluate_frame",
    "explain",
    "find_rule",
    "find_subject",
    "format",
    "load",
    "models",
    "prove",
    "read_facts",
    "remedy",
    "schema",
    "template",
    "with_setting",
    "write",
]

_NAMES = {
    "api.asked": ("find_rule", "find_subject"),
    "api.rules": ("bundled_rulesets", "load", "schema", "with_setting"),
    "api.checking": ("check", "clauses", "format"),
    "api.facts": ("models", "read_facts", "template"),
    "api.judging": ("evaluate", "explain"),
    "api.reports": ("bulletin", "write"),
    "api.sessions": ("SESSION_ENGINES", "Ruleset"),
    "api.tables": ("evaluate_frame",),
    "api.questions": ("account", "diff", "prove", "remedy"),
    "compiler.matrix": ("ClauseRow",),
    "intake": ("Intake",),
    "model.errors": tuple(name for name in __all__ if name.endswith("Error")),
    "report.report": ("Report",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    """A public name, from the file it stands in."""
    if name in _HOME:
        return getattr(import_module(f"policyrules.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
