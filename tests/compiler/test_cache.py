"""The cache: the same answer faster, and never another one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policyrules.compiler import cache, load_ruleset
from policyrules.compiler.discovery import LayerFiles
from policyrules.diagnostics.catalogue import all_codes
from policyrules.diagnostics.render import render
from policyrules.diagnostics.source import Span
from tests.compiler.build import BASE_FILES, layer

WEEKEND = BASE_FILES["hours.yaml"].replace("    cite: EX-01\n", "    due: 2022-10-08\n    cite: EX-01\n")
LABEL = "label: {zh: 甲, en: a}"
ENTRY = "format: 1\ninconsistencies:\n  X-1:\n    summary: {zh: 周末, en: weekend}\n    lints: [PR604@online-hours]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ruleset with a warning; the cache is empty."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    home = tmp_path / "base"
    home.mkdir()
    for name, text in {**BASE_FILES, "hours.yaml": WEEKEND, "x.yaml": ENTRY}.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def entries(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*"))


def test_the_second_answer_equals_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_ruleset(folder)
    assert len(entries(folder)) == 1
    monkeypatch.setattr("policyrules.compiler.load.compile_layers", None)
    second = load_ruleset(folder)
    assert second[0] == first[0]
    assert [d.where.part(0, 3).place for d in second[1]] == [d.where.part(0, 3).place for d in first[1]]  # type: ignore[union-attr]
    for lang in ("zh", "en"):
        assert render(second[1], lang) == render(first[1], lang)  # type: ignore[arg-type]


def test_any_change_is_noticed(folder: Path) -> None:
    first, _ = load_ruleset(folder)
    (folder / "hours.yaml").write_text(WEEKEND.replace("value: 20", "value: 21"), encoding="utf-8")
    second, _ = load_ruleset(folder)
    assert first is not None
    assert second is not None
    assert first.digest != second.digest
    assert len(entries(folder)) == 2


def test_errors_are_not_kept(folder: Path) -> None:
    (folder / "hours.yaml").write_text("format: 1\n", encoding="utf-8")
    ruleset, diagnostics = load_ruleset(folder)
    assert ruleset is None
    assert diagnostics
    assert entries(folder) == []


@pytest.mark.parametrize("damage", ["", "[]", "{", "[" * 100_000, '["a", "b"]', "null"])
def test_a_damaged_entry_is_as_if_never_written(folder: Path, damage: str) -> None:
    first, _ = load_ruleset(folder)
    (entry,) = entries(folder)
    entry.write_text(damage, encoding="utf-8")
    again, diagnostics = load_ruleset(folder)
    assert again == first
    assert len(diagnostics) == 1
    assert entry.read_text(encoding="utf-8") != damage


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no modes here")
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770])
def test_a_folder_others_can_write_into_is_left_alone(folder: Path, mode: int) -> None:
    """Whoever can write there could otherwise have anything said in the ruleset's name."""
    first, _ = load_ruleset(folder)
    (entry,) = entries(folder)
    planted = entry.read_text(encoding="utf-8").replace('"online-hours"', '"offline-hours"')
    entry.write_text(planted, encoding="utf-8")
    deceived, _ = load_ruleset(folder)
    assert deceived != first  # what stands in a folder of one's own is believed
    entry.parent.chmod(mode)
    assert load_ruleset(folder)[0] == first
    assert entry.read_text(encoding="utf-8") == planted


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owners here")
def test_a_folder_of_somebody_else_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_ruleset(folder)
    (entry,) = entries(folder)
    monkeypatch.setattr(os, "getuid", lambda: entry.stat().st_uid + 1)
    assert cache.ours(entry.parent) == (entry.stat().st_uid == 0)


def test_a_warning_that_lacks_a_value_is_a_miss(folder: Path) -> None:
    load_ruleset(folder)
    (entry,) = entries(folder)
    entry.write_text(entry.read_text(encoding="utf-8").replace('["due","2022-10-08"],', ""), encoding="utf-8")
    layers = ours(folder)
    assert cache.recall(layers, all_codes()) is None


def ours(folder: Path) -> tuple[LayerFiles, ...]:
    """The layer the loader would find."""
    texts = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.yaml")}
    return (layer("base", texts),)


def test_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    assert load_ruleset(folder)[0] == load_ruleset(folder)[0]
    assert entries(folder) == []


def test_a_folder_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = folder.parent / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv(cache.VARIABLE, str(blocked))
    assert load_ruleset(folder)[0] is not None


def test_a_write_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(cache.os, "replace", fail)
    assert load_ruleset(folder)[0] is not None
    assert entries(folder) == []


def test_the_oldest_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_ruleset(folder)
    (old,) = entries(folder)
    os.utime(old, (1, 1))
    monkeypatch.setattr(cache, "MAX_BYTES", old.stat().st_size + 10)
    (folder / "hours.yaml").write_text(WEEKEND.replace("value: 20", "value: 21"), encoding="utf-8")
    load_ruleset(folder)
    (left,) = entries(folder)
    assert left != old


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "policyrules"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / ".cache" / "policyrules"


def test_nobody_is_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", fail)
    assert cache.cache_folder() is None


def test_warnings_share_the_text_of_their_file(folder: Path) -> None:
    """Once each warning that was read back held its own copy of the file: 5,000 of them took 6 GB."""
    more = "".join(
        f"  r{n}: {{{LABEL}, subject: teacher, must: in_post, due: 2022-10-08, cite: EX-01}}\n" for n in "abc"
    )
    (folder / "more.yaml").write_text("format: 1\nduties:\n" + more, encoding="utf-8")
    load_ruleset(folder)
    _, warnings = load_ruleset(folder)
    sources = {id(w.where.source) for w in warnings if isinstance(w.where, Span) and w.where.source.name == "more.yaml"}
    assert len(warnings) == 4
    assert len(sources) == 1
