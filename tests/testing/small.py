"""A small ruleset on disk, with whatever cases a test gives it."""

from __future__ import annotations

import shutil
from pathlib import Path

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import load_cases
from policyrules.testing.trial import Trial
from tests.base import BASE


def copy(folder: Path, cases: str | None = None, **files: str) -> Path:
    """The base ruleset in `folder`/base, with other cases, and other files by their stems."""
    base = Path(shutil.copytree(BASE, folder / "base"))
    if cases is not None:
        (base / "cases" / "hours.yaml").write_text(cases, encoding="utf-8")
    for stem, text in files.items():
        (base / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return base


def trial(path: Path) -> Trial:
    """The ruleset and its cases."""
    ruleset, problems = load_ruleset(path)
    assert ruleset is not None, problems
    sets, problems = load_cases(path, ruleset)
    assert not problems
    return Trial.of(ruleset, sets)


RULES = """\
format: 1
parameters:
  online_hours_min:
    label: {zh: 网络研修最低学时, en: minimum online hours}
    unit: hours
    values:
      - {value: 20, cite: EX-01}
requirements:
  online-hours:
    label: {zh: 网络研修学时达标, en: online hours}
    subject: teacher
    applies: in_post
    must: online_hours >= online_hours_min and (final_grade >= pass or online_hours > 400)
    cite: EX-01
"""

CASES = """\
format: 1
cases:
  online-hours:
    as_of: 2023-12-31
    subject: T001
    given: {teacher: {T001: {in_post: true, online_hours: 20, final_grade: pass}}}
    checks:
      - {name: {zh: 达标, en: met}, expect: met}
      - {name: {zh: 学时不足, en: too few}, with: {teacher: {T001: {online_hours: 19.9}}}, expect: unmet}
      - {name: {zh: 不在岗, en: not in post}, with: {teacher: {T001: {in_post: false}}}, expect: not_applicable}
"""
