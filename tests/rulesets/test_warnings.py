"""What a shipped ruleset is warned of is an oddity of its documents that is declared, never untidiness of ours."""

from __future__ import annotations

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.lints.every import find_lints
from policyrules.diagnostics.core import has_errors


@pytest.mark.parametrize("name", ["national", "henan", "hunan", "hunan/yongzhou-vocational"])
def test_every_warning_is_a_declared_oddity(name: str) -> None:
    ruleset, problems = load_ruleset(name)
    assert ruleset is not None
    assert not has_errors(problems)
    assert [d.message("en") for d in problems if not d.related] == []
    declared = {lint for entry in ruleset.inconsistencies.values() for lint in entry.lints}
    assert {lint.name for lint in find_lints(ruleset)} == declared
