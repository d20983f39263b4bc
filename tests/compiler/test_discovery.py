"""Finding rulesets: names, folders, layers, and everything that is refused on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from policyrules.api import check
from policyrules.compiler import bundled_rulesets, discovery, find_ruleset, load_ruleset, pipeline
from policyrules.compiler.cases import load_cases
from policyrules.compiler.discovery import case_files, find_layers
from policyrules.compiler.formatting import format_ruleset
from policyrules.compiler.passes import work
from policyrules.compiler.passes.work import Draft
from policyrules.compiler.pipeline import compile_layer
from policyrules.syntax.limits import Room
from policyrules.syntax.reader import read_document
from tests.compiler.build import BASE_FILES, LOWER_HEADER, compiled, good

RULE = "format: 1\nduties:\n  d: {{label: {{zh: 甲, en: a}}, subject: teacher, must: {must}, cite: EX-01}}\n"


@pytest.fixture(autouse=True)
def _without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A ruleset of its own, with a lower one inside."""
    folder = tmp_path / "base"
    (folder / "lower").mkdir(parents=True)
    (folder / "cases").mkdir()
    for name, text in BASE_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "lower" / "ruleset.yaml").write_text(LOWER_HEADER.split("sources:")[0], encoding="utf-8")
    (folder / "README.md").write_text("not a rule", encoding="utf-8")
    (folder / ".hidden.yaml").write_text("[", encoding="utf-8")
    return folder


def codes(path: str | Path) -> list[str]:
    """The codes of a load."""
    ruleset, found = load_ruleset(path)
    assert (ruleset is None) == bool(found)
    return [d.code.id for d in found]


def test_bundled_names() -> None:
    assert {"national", "henan", "hunan", "hunan/yongzhou-vocational"} <= set(bundled_rulesets())
    folder, found = find_ruleset("hunan/yongzhou-vocational")
    assert found == ()
    assert folder is not None
    assert (folder.id, folder.path.name, folder.root) == (
        "hunan/yongzhou-vocational",
        "yongzhou-vocational",
        discovery.bundled_root(),
    )


def test_inside_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "policyrules"
    (package / "rulesets" / "own").mkdir(parents=True)
    (package / "rulesets" / "own" / "ruleset.yaml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.setattr(discovery, "__file__", str(package / "compiler" / "discovery.py"))
    assert bundled_rulesets() == ("own",)


def test_a_folder(base: Path) -> None:
    for path in (base, str(base)):
        ruleset, found = load_ruleset(path)
        assert found == ()
        assert ruleset is not None
        assert ruleset.rules["online-hours"].place is not None
        assert ruleset.rules["online-hours"].place.file == "hours.yaml"


def test_layers_above_come_first_under_their_own_names(base: Path) -> None:
    folder, _ = find_ruleset(base / "lower")
    assert folder is not None
    assert (folder.id, folder.root) == ("base/lower", base.parent.resolve())
    layers, found = find_layers(folder)
    assert found == ()
    assert [(x.id, [f.name for f in x.files]) for x in layers] == [
        ("base", [f"base/{name}" for name in BASE_FILES]),
        ("base/lower", ["ruleset.yaml"]),
    ]
    assert codes(base / "lower") == []


def test_a_layer_above_may_be_bundled(base: Path) -> None:
    header = (base / "ruleset.yaml").read_text(encoding="utf-8")
    (base / "ruleset.yaml").write_text(header.replace("valid:", "extends: national\n  valid:"), encoding="utf-8")
    folder, _ = find_ruleset(base)
    assert folder is not None
    assert [x.id for x in find_layers(folder)[0]] == ["national", "base"]


def test_subfolders_belong_to_the_ruleset(base: Path) -> None:
    (base / "hours").mkdir()
    (base / "hours.yaml").rename(base / "hours" / "online.yaml")
    assert codes(base) == []


@pytest.mark.parametrize(
    "name", ["nothing", "../base", "/", "", "a/../b", "henan/../national", "national/", "\0", "a" * 5000, "a/" * 2000]
)
def test_no_such_ruleset(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert codes(name) in (["PR501"], ["PR502"])


def test_a_folder_without_a_header(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["PR502"]


def test_the_id_is_the_folder(base: Path) -> None:
    base.rename(base.parent / "other")
    assert codes(base.parent / "other") == ["PR503"]
    assert format_ruleset(base.parent / "other", "en")[1][0].code.id == "PR503"


def test_a_ruleset_in_the_wrong_folder_gets_its_other_mistakes_too(base: Path) -> None:
    (base / "more.yaml").write_text("format: 1\nnonsense: {}\n", encoding="utf-8")
    base.rename(base.parent / "other")
    assert codes(base.parent / "other") == ["PR503", "PR219"]


@pytest.mark.parametrize(
    ("extends", "code"),
    [
        ("nowhere", "PR504"),
        ("../base", "PR504"),
        ("base/lower", "PR505"),
        ("base", "PR505"),
        ("/etc", "PR504"),
        ("a" * 5000, "PR504"),
    ],
    ids=lambda text: text[:12],
)
def test_what_cannot_be_extended(base: Path, extends: str, code: str) -> None:
    header = (base / "ruleset.yaml").read_text(encoding="utf-8")
    (base / "ruleset.yaml").write_text(header.replace("valid:", f"extends: {extends}\n  valid:"), encoding="utf-8")
    assert codes(base) == [code]


def test_too_many_layers(base: Path) -> None:
    for number in range(1, 9):
        folder = base / f"l{number}"
        folder.mkdir()
        above = "base" if number == 1 else f"base/l{number - 1}"
        text = f"format: 1\nruleset: {{id: base/l{number}, extends: {above}}}\n"
        (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    assert codes(base / "l8") == ["PR506"]


def test_too_many_files(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MAX_FILES", 3)
    assert codes(base) == ["PR507"]


def test_too_many_entries(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MAX_ENTRIES", 3)
    assert codes(base) == ["PR507"]


def test_too_many_bytes(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MAX_BYTES", 1000)
    assert codes(base) == ["PR507"]


def test_the_bytes_of_all_layers_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def size(name: str) -> int:
        folder = discovery.bundled_root() / name
        return sum(path.stat().st_size for path in discovery.yaml_files(folder, folder))

    together = size("henan") + size("national")
    monkeypatch.setattr(discovery, "MAX_BYTES", together)
    assert load_ruleset("henan")[0] is not None
    monkeypatch.setattr(discovery, "MAX_BYTES", together - 1)
    assert codes("henan") == ["PR507"]
    assert load_ruleset("national")[0] is not None


def test_a_link_out_of_the_folder(base: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("format: 1\n", encoding="utf-8")
    (base / "more.yaml").symlink_to(secret)
    ruleset, (found,) = load_ruleset(base)
    assert ruleset is None
    assert found.code.id == "PR508"
    assert "secret" not in found.message("en") + found.reason("en")


def test_a_linked_folder_is_not_entered(base: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "x.yaml").write_text("[", encoding="utf-8")
    (base / "away").symlink_to(away)
    assert codes(base) == []


def test_a_pipe_is_not_read(base: Path) -> None:
    os.mkfifo(base / "pipe.yaml")
    assert codes(base) == ["PR508"]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_head_that_is_no_file(make: Callable[[Path], None], base: Path) -> None:
    (base / "ruleset.yaml").unlink()
    make(base / "ruleset.yaml")
    assert codes(base) == ["PR508"]


def test_what_vanishes_while_reading(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", fail)
    assert codes(base) == ["PR508"]


def test_wrong_suffix(base: Path) -> None:
    (base / "more.yml").write_text("format: 1\n", encoding="utf-8")
    assert codes(base) == ["PR509"]


def test_a_wrong_suffix_hides_no_other_mistake(base: Path) -> None:
    (base / "hours.yaml").rename(base / "hours.yml")
    (base / "more.yaml").write_text(RULE.format(must="in_pst"), encoding="utf-8")
    assert sorted(codes(base)) == ["PR320", "PR509"]


def test_the_values_of_all_files_count_together(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nodes(most: int) -> list[str]:
        monkeypatch.setattr("policyrules.compiler.load.Room", lambda: Room(most))
        return codes(base)

    room = Room()
    for name in BASE_FILES:
        read_document((base / name).read_bytes(), name, room)
    assert nodes(room.nodes) == []
    assert nodes(room.nodes - 1) == ["PR114"]


@pytest.mark.parametrize(("limit", "held"), [("MOST_ITEMS", 9), ("MOST_WORDS", 8)])
def test_what_a_ruleset_holds_is_bounded(base: Path, monkeypatch: pytest.MonkeyPatch, limit: str, held: int) -> None:
    (base / "more.yaml").write_text(RULE.format(must="in_post"), encoding="utf-8")
    module = pipeline if limit == "MOST_ITEMS" else work
    monkeypatch.setattr(module, limit, held)
    assert codes(base) == []
    monkeypatch.setattr(module, limit, held - 1)
    assert codes(base) == ["PR507"]
    (base / "most.yaml").write_text(RULE.format(must="in_pst").replace("d:", "e:"), encoding="utf-8")
    assert codes(base) == ["PR507"], "one message says it, and hides nothing but what was not looked at"


def test_rows_and_phases_count_as_items() -> None:
    def items(text: str) -> int:
        document, _ = read_document(f"format: 1\n{text}".encode(), "x.yaml")
        assert document is not None
        return compile_layer("base", [document], Draft())[0].items

    text = "label: {zh: 甲, en: a}, subject: teacher, cite: EX-01"
    rows = ", ".join(["{when: in_post, points: 1}"] * 7)
    assert items(f"scores:\n  s: {{{text}, unit: count, hit: first, rows: [{rows}]}}") == 8
    phases = ", ".join(f"p{n}: 1" for n in range(9))
    assert items(f"targets:\n  t: {{{text}, measure: count(teachers), phases: {{{phases}}}}}") == 10


def test_cases_are_read_apart(base: Path) -> None:
    (base / "cases" / "a.yaml").write_text("format: 1\n", encoding="utf-8")
    folder, _ = find_ruleset(base)
    assert folder is not None
    assert [f.name for f in case_files(folder)[0]] == ["cases/a.yaml"]
    (base / "cases" / "b.yml").write_text("format: 1\ncases: [", encoding="utf-8")
    found = [d.code.id for d in check(base) if d.place and d.place.file == "cases/b.yml"]
    assert found == ["PR509", "PR119"], "a wrong suffix hides no other mistake"
    assert [d.code.id for d in load_cases(base, good(compiled()))[1]] == ["PR509", "PR119"]


def test_cases_of_nobody(tmp_path: Path) -> None:
    assert [d.code.id for d in load_cases(tmp_path, good(compiled()))[1]] == ["PR502"]


def test_a_header_that_is_no_mapping(base: Path) -> None:
    for text in (
        "format: 1\nruleset: base\n",
        "- a\n",
        "format: 1\nruleset: {id: [a]}\n",
        "[",
        "format: 1\nruleset: {id: A}\n",
    ):
        (base / "ruleset.yaml").write_text(text, encoding="utf-8")
        assert codes(base) != []


def test_a_link_to_itself(base: Path) -> None:
    (base / "more.yaml").symlink_to(base / "more.yaml")
    assert codes(base) == ["PR508"]


def test_a_folder_that_may_not_be_listed(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(discovery.os, "scandir", fail)
    assert codes(base) == ["PR508"]
