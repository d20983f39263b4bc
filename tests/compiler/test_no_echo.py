"""A file or section that cannot be read is told once; what rests on it is not told again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policyrules.compiler import load_ruleset

RULESETS = Path(__file__).parents[2] / "rulesets"
FILES = sorted(path.relative_to(RULESETS).as_posix() for path in RULESETS.glob("henan/*.yaml"))


def codes_after(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    shutil.copytree(RULESETS, tmp_path / "rulesets")
    path = tmp_path / "rulesets" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    ruleset, diagnostics = load_ruleset(tmp_path / "rulesets" / "henan")
    assert ruleset is None
    return [d.code.id for d in diagnostics]


@pytest.fixture(autouse=True)
def _without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")


@pytest.mark.parametrize("file", [*FILES, "national/ruleset.yaml", "national/vocabulary.yaml", "national/hours.yaml"])
def test_an_unreadable_file_is_one_message(file: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, file, "format: 1\n", "format: 1\nx: [\n") == ["PR119"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("national/vocabulary.yaml", "vocabulary:", "vocabulry:", "PR219"),
        ("henan/vocabulary.yaml", "vocabulary:", "vocabulry:", "PR219"),
        ("henan/vocabulary.yaml", "      fields:", "      feilds:", "PR201"),
        ("henan/scope.yaml", "definitions:", "definition:", "PR219"),
        ("henan/hours.yaml", "parameters:", "parameter:", "PR219"),
        ("henan/ruleset.yaml", "  layer: province", "  layer: state", "PR207"),
    ],
)
def test_a_section_that_is_lost_is_one_message(file: str, old: str, new: str, code: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, file, old, new) == [code]
