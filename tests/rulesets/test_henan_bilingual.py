"""Henan's rules written all in Chinese, or all in English, are the same rules."""

import shutil
from pathlib import Path

import pytest

from policyrules.compiler import load_ruleset
from policyrules.compiler.formatting import format_ruleset
from policyrules.diagnostics.core import Lang
from policyrules.model.ruleset import Ruleset

RULESETS = Path(__file__).resolve().parents[2] / "rulesets"


def loaded(path: Path) -> Ruleset:
    ruleset, _ = load_ruleset(path)
    assert ruleset is not None
    return ruleset


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_either_language_gives_the_same_digest(tmp_path: Path, lang: Lang) -> None:
    for layer in ("national", "henan"):
        shutil.copytree(RULESETS / layer, tmp_path / layer)
    before = loaded(tmp_path / "henan").digest
    for layer in ("national", "henan"):
        texts, problems = format_ruleset(tmp_path / layer, lang)
        assert not [p for p in problems if p.severity.value == "error"]
        for name, text in texts.items():
            (tmp_path / layer / name).write_text(text, encoding="utf-8")
    assert loaded(tmp_path / "henan").digest == before
    hours = (tmp_path / "henan" / "hours.yaml").read_text(encoding="utf-8")
    assert ("must: 认定网络学时 不少于 网络学时下限" in hours) == (lang == "zh")
    assert ("must: online_credited >= online_hours_min" in hours) == (lang == "en")
