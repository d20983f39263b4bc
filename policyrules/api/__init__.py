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

Reading order, each file importing only from those before it: asked.py (a rule, a day: checked), subjects.py (an
entity, a record), facts.py (read_facts, models, template), sessions.py (Ruleset with its sessions), rules.py (load,
with_setting, schema), checking.py (check, clauses, format), judging.py (evaluate, explain), reports.py (bulletin,
write), tables.py (evaluate_frame), questions.py (account, prove, remedy, diff).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for those who read types; `_NAMES` below says the same to Python
    from policyrules.api.asked import find_rule as find_rule
    from policyrules.api.checking import check as check
    from policyrules.api.checking import clauses as clauses
    from policyrules.api.checking import format as format
    from policyrules.api.facts import models as models
    from policyrules.api.facts import read_facts as read_facts
    from policyrules.api.facts import template as template
    from policyrules.api.judging import evaluate as evaluate
    from policyrules.api.judging import explain as explain
    from policyrules.api.questions import account as account
    from policyrules.api.questions import diff as diff
    from policyrules.api.questions import prove as prove
    from policyrules.api.questions import remedy as remedy
    from policyrules.api.reports import bulletin as bulletin
    from policyrules.api.reports import write as write
    from policyrules.api.rules import bundled_rulesets as bundled_rulesets
    from policyrules.api.rules import load as load
    from policyrules.api.rules import schema as schema
    from policyrules.api.rules import with_setting as with_setting
    from policyrules.api.sessions import SESSION_ENGINES as SESSION_ENGINES
    from policyrules.api.sessions import Ruleset as Ruleset
    from policyrules.api.subjects import find_entity as find_entity
    from policyrules.api.subjects import find_subject as find_subject
    from policyrules.api.tables import evaluate_frame as evaluate_frame
    from policyrules.compiler.matrix import ClauseRow as ClauseRow
    from policyrules.intake import Intake as Intake
    from policyrules.model.errors import DiagnosticsError as DiagnosticsError
    from policyrules.model.errors import EngineMismatchError as EngineMismatchError
    from policyrules.model.errors import FactsError as FactsError
    from policyrules.model.errors import PolicyrulesError as PolicyrulesError
    from policyrules.model.errors import RulesetError as RulesetError
    from policyrules.model.errors import UsageError as UsageError
    from policyrules.report.report import Report as Report

_NAMES = {
    "api.asked": ("find_rule",),
    "api.checking": ("check", "clauses", "format"),
    "api.facts": ("models", "read_facts", "template"),
    "api.judging": ("evaluate", "explain"),
    "api.questions": ("account", "diff", "prove", "remedy"),
    "api.reports": ("bulletin", "write"),
    "api.rules": ("bundled_rulesets", "load", "schema", "with_setting"),
    "api.sessions": ("SESSION_ENGINES", "Ruleset"),
    "api.subjects": ("find_entity", "find_subject"),
    "api.tables": ("evaluate_frame",),
    "compiler.matrix": ("ClauseRow",),
    "intake": ("Intake",),
    "model.errors": (
        "DiagnosticsError",
        "EngineMismatchError",
        "FactsError",
        "PolicyrulesError",
        "RulesetError",
        "UsageError",
    ),
    "report.report": ("Report",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}


if not TYPE_CHECKING:  # so that a name that is not there is a mistake to those who check types, too
    __all__ = sorted(_HOME)

    def __getattr__(name: str) -> object:
        """A public name, from the file it stands in."""
        if name in _HOME:
            return getattr(import_module(f"policyrules.{_HOME[name]}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
