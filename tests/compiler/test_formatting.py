"""Rewriting expressions in place: the same ruleset, in the other language, and nothing else moved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyrules.compiler import bundled_rulesets, load_ruleset
from policyrules.compiler.discovery import bundled_root
from policyrules.compiler.formatting import format_ruleset, quoted
from policyrules.diagnostics.core import LANGS
from policyrules.syntax.document import Map, Scalar, Seq
from policyrules.syntax.reader import read_document
from tests.compiler.build import BASE_FILES


@pytest.fixture(autouse=True)
def _without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")


@pytest.mark.parametrize("name", bundled_rulesets())
def test_the_digest_stays(name: str, tmp_path: Path) -> None:
    root = tmp_path / "rulesets"
    shutil.copytree(bundled_root(), root)
    before, _ = load_ruleset(root / name)
    assert before is not None
    for lang in LANGS:
        texts, problems = format_ruleset(root / name, lang)
        assert problems == ()
        for file, text in texts.items():
            (root / name / file).write_text(text, encoding="utf-8")
        after, _ = load_ruleset(root / name)
        assert after is not None
        assert after.digest == before.digest
        assert format_ruleset(root / name, lang) == ({}, ())


def formatted(tmp_path: Path, text: str, lang: str) -> str:
    """One further file of the base, formatted."""
    folder = tmp_path / "base"
    folder.mkdir(exist_ok=True)
    for name, body in BASE_FILES.items():
        (folder / name).write_text(body, encoding="utf-8")
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    texts, problems = format_ruleset(folder, lang)  # type: ignore[arg-type]
    assert problems == ()
    return texts.get("more.yaml", text)


CHINESE = """format: 1
# kept
targets:
  posts: # kept too
    label: {zh: 岗位数, en: posts}
    subject: school
    measure: 计数(教师名册 其中 在岗 且 本对象.开办日期 不晚于 阶段结束)
    phases: {one: 3}
    cite: EX-01
phases:
  one: {label: {zh: 一期, en: one}, period: 2021, cite: EX-01}
inspections:
  census:
    label: {zh: 普查, en: census}
    subject: school
    inspected: 教师名册
    mode: census
    done: 网络研修学时 已知
    cite: EX-01
requirements:
  several:
    label: {zh: 几样, en: several}
    subject: teacher
    applies: >-
      在岗
      且 姓名 等于 "甲"
    must: '最终等级 属于 (合格, 优秀)'
    unless: [{when: "最低(网络研修学时, 3) 等于 3", label: {zh: 甲, en: a}, cite: EX-01}]
    cite: EX-01
"""

ENGLISH = """format: 1
# kept
targets:
  posts: # kept too
    label: {zh: 岗位数, en: posts}
    subject: school
    measure: count(teachers where in_post and this.opened_on <= phase_end)
    phases: {one: 3}
    cite: EX-01
phases:
  one: {label: {zh: 一期, en: one}, period: 2021, cite: EX-01}
inspections:
  census:
    label: {zh: 普查, en: census}
    subject: school
    inspected: teachers
    mode: census
    done: online_hours is known
    cite: EX-01
requirements:
  several:
    label: {zh: 几样, en: several}
    subject: teacher
    applies: in_post and name == "甲"
    must: final_grade in (pass, excellent)
    unless: [{when: 'min(online_hours, 3) == 3', label: {zh: 甲, en: a}, cite: EX-01}]
    cite: EX-01
"""


def test_only_expressions_change(tmp_path: Path) -> None:
    assert formatted(tmp_path, CHINESE, "en") == ENGLISH


def test_and_back(tmp_path: Path) -> None:
    back = formatted(tmp_path, ENGLISH, "zh")
    assert "    measure: 计数(教师名册 其中 在岗 且 本对象 的 开办日期 不晚于 阶段结束)\n" in back
    assert "    inspected: 教师名册\n" in back
    assert formatted(tmp_path, back, "en") == ENGLISH


def test_a_ruleset_with_errors_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text("format: 1\n", encoding="utf-8")
    texts, problems = format_ruleset(folder, "zh")
    assert texts == {}
    assert [d.code.id for d in problems] == ["PR471"]
    assert [d.code.id for d in format_ruleset(tmp_path / "nothing", "zh")[1]] == ["PR501"]


words = st.text(st.sampled_from("ab在岗 :#,[]{}'\"()-&*!|>%@`?<=.1"), min_size=1, max_size=12)


@given(words, st.booleans())
def test_what_is_quoted_is_read_back(text: str, flow: bool) -> None:
    if not text.strip() or text != text.strip():
        return
    written = f"k: [{quoted(text, True)}, x]\n" if flow else f"k: {quoted(text, False)}\n"
    document, problems = read_document(written.encode(), "a.yaml")
    assert problems == ()
    assert document is not None
    assert isinstance(document.root, Map)
    value = document.root.entries[0].value
    if flow:
        assert isinstance(value, Seq)
        value = value.items[0]
    assert isinstance(value, Scalar)
    assert value.text == text
