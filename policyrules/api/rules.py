"""Rulesets: load one by name or folder, set a parameter otherwise, and the schema of their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from policyrules.api.sessions import Ruleset
from policyrules.compiler import bundled_rulesets, load_ruleset
from policyrules.model.errors import RulesetError
from policyrules.model.kinds import a_path, a_ruleset, a_text

__all__ = ["bundled_rulesets", "load", "schema", "with_setting"]


def load(name_or_path: str | Path) -> Ruleset:
    """The ruleset of a name (`"henan"`, see `policyrules list`) or of a folder, all its layers merged and checked.

    Raises RulesetError with every mistake in it. Warnings do not hinder; `check` tells them.
    """
    a_path(name_or_path, "name_or_path")
    ruleset, diagnostics = load_ruleset(name_or_path)
    if ruleset is None:
        raise RulesetError(diagnostics)
    return Ruleset.of(ruleset)


def with_setting(rules: Ruleset, setting: str) -> Ruleset:
    """The ruleset as if a parameter had another value on every day: `"online_hours_min=25"`. Raises UsageError."""
    from policyrules.prover.change.setting import with_setting as changed

    a_ruleset(rules)
    a_text(setting, "setting", '"online_hours_min=25"')
    return Ruleset.of(changed(rules, setting))


def schema() -> dict[str, Any]:
    """The JSON Schema of the rule files."""
    from policyrules.syntax.shape import json_schema

    return json_schema()
