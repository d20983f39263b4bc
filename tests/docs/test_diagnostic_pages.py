"""Every code has a page, and every page's example produces exactly what the page shows."""

from __future__ import annotations

import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from policyrules.cli import main
from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import check_cases, check_coverage, load_cases, own_texts
from policyrules.diagnostics.catalogue import all_codes
from policyrules.diagnostics.core import LANGS, Diagnostic, Lang
from policyrules.diagnostics.render import render
from policyrules.intake import read_folder
from policyrules.model.errors import DiagnosticsError
from tests.docs.pages import (
    BASE,
    HEADING,
    PAGE_NAME,
    PAGES,
    Block,
    absent,
    command_of,
    environment,
    expected,
    inputs,
    lay_out,
    python_of,
    with_expected,
)

_TOPICS = {
    "PR1": "文字与 YAML / text and YAML",
    "PR2": "文件格式 / file format",
    "PR3": "条件、名字、类型与单位 / conditions, names, types and units",
    "PR4": "规则、参数、条文与评分表 / rules, parameters, clauses and tables",
    "PR5": "层级 / layers",
    "PR6": "对规则本身的警告 / warnings about the rules themselves",
    "PR7": "事实 / facts",
    "PR8": "案例 / cases",
    "PR9": "命令与调用 / commands and calls",
}
_DIGEST = re.compile(r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b")
_INDEX = re.compile(r"(?<=<!-- index -->\n).*(?=<!-- /index -->)", re.DOTALL)


def pages() -> list[str]:
    return sorted(path.stem for path in PAGES.iterdir() if PAGE_NAME.fullmatch(path.name))


def produce(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], dict[Lang, str]]:
    """The codes a page's example produces, and what is shown in each language."""
    shown = lay_out(page, folder)
    command = command_of(page)
    if command is not None:
        monkeypatch.chdir(folder)
        for package in absent(page):
            monkeypatch.setitem(sys.modules, package, None)
        for name, value in environment(page):
            monkeypatch.setenv(name, value)
        texts = {lang: run(command, lang) for lang in LANGS}
        return set(re.findall(r"PR\d{3}", "".join(texts.values()))), texts
    code = python_of(page)
    found = collect(page, shown) if code is None else called(code, folder, monkeypatch)
    return {diagnostic.code.id for diagnostic in found}, {lang: render(found, lang) for lang in LANGS}


def collect(page: str, shown: Path) -> tuple[Diagnostic, ...]:
    """What the loader says of the ruleset; with a page on facts or cases, also what is said of those."""
    ruleset, found = load_ruleset(shown)
    if ruleset is None:
        return found
    if any(block.words[0].startswith("cases/") for block in inputs(page)):
        sets, problems = load_cases(shown, ruleset)
        texts = own_texts(shown)
        found += (*problems, *check_cases(ruleset, sets, texts), *check_coverage(ruleset, sets, texts))
    if any(block.kind in ("csv", "json", "xlsx") for block in inputs(page)):
        found += tuple(read_folder(ruleset.vocabulary, shown / "facts").diagnostics)
    return found


def called(block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """What the Python interface says: raised, or told in the `out` the example makes. A block `without=polars` runs
    where that package is not installed."""
    monkeypatch.chdir(folder)
    for word in block.words:
        monkeypatch.setitem(sys.modules, word.removeprefix("without="), None)
    names: dict[str, Any] = {}
    try:
        exec(compile(block.text, "<page>", "exec"), names)
    except DiagnosticsError as error:
        return error.diagnostics
    return tuple(names["out"].diagnostics)


def run(command: list[str], lang: Lang) -> str:
    """What the command line prints in `lang`."""
    words = command if "--lang" in command else [*command, "--lang", lang]
    written = io.StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        main(words)
    # A digest changes whenever the model does, and no page is about it.
    return _DIGEST.sub("0" * 12, written.getvalue())


@pytest.fixture(autouse=True)
def _without_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert pages() == list(all_codes())


@pytest.mark.parametrize("page", ["", "```csv school.csv\nid,opened_on\nS01,1958-09-01\n```"])
def test_the_base_ruleset_is_without_fault(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = (BASE / "cases" / "hours.yaml").read_text(encoding="utf-8")
    for example in (page, f"```yaml cases/hours.yaml\n{cases}```"):
        found, _ = produce(example, tmp_path / str(len(example)), monkeypatch)
        assert found == set()


@pytest.mark.parametrize("code", pages())
def test_page(code: str, tmp_path: Path, update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    path = PAGES / f"{code}.md"
    page = path.read_text(encoding="utf-8")
    heading = HEADING.match(page)
    assert heading is not None
    assert heading[1] == code
    assert inputs(page), "a page shows an example"
    found, texts = produce(page, tmp_path, monkeypatch)
    assert found == {code}, "a page produces its code and no other"
    if update:
        path.write_text(with_expected(page, texts), encoding="utf-8", newline="")
    else:
        assert expected(page) == texts


@pytest.mark.parametrize("code", pages())
def test_page_speaks_both_languages(code: str) -> None:
    prose = (PAGES / f"{code}.md").read_text(encoding="utf-8").split("```", 1)[0]
    _, chinese, english, *_ = [part for part in prose.split("\n\n") if part.strip()]
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 15
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"`[^`]*`", "", english))
    assert len(english.split()) > 10


def test_the_index_lists_every_page(update: bool) -> None:
    path = PAGES / "README.md"
    text = path.read_text(encoding="utf-8")
    lines: list[str] = []
    for prefix, topic in _TOPICS.items():
        titles = {code: HEADING.match((PAGES / f"{code}.md").read_text(encoding="utf-8")) for code in pages()}
        listed = [f"- [{c}]({c}.md): {t[2]}" for c, t in titles.items() if t is not None and c.startswith(prefix)]
        lines += [f"### {topic}", "", *listed, ""]
    index = "\n".join(["", *lines])
    if update:
        path.write_text(_INDEX.sub(lambda _: index, text), encoding="utf-8", newline="")
    else:
        found = _INDEX.search(text)
        assert found is not None
        assert found[0] == index
