"""The account for people and machines, and the command that gives it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policyrules.cli import main
from policyrules.diagnostics.core import LANGS
from policyrules.testing.mutation.proof import Proof
from policyrules.testing.show.words import proof_text
from tests.testing.small import CASES, RULES, copy


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy(tmp_path, CASES, hours=RULES)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["test", "base", *arguments])
    return code, capsys.readouterr().out


@pytest.mark.usefixtures("base")
def test_cases_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "--lang", "en")
    assert code == 0
    assert text == "example (base 1.0.0)\n3 cases, 0 come out otherwise\n"


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("lang", LANGS)
def test_coverage_and_mutation_as_text(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    code, text = said(capsys, "--coverage", "--mutate", "--lang", lang)
    assert code == 1, "changes go unnoticed"
    for part in {
        "zh": ("条件的真与假", "单独起决定作用", "从未为真", "没有案例：略高", "未被发现", "待复核", "看得出"),
        "en": (
            "conditions true and false",
            "deciding alone",
            "never true",
            "no case: just above",
            "survived",
            "notices",
        ),
    }[lang]:
        assert part in text


def test_a_case_that_comes_out_otherwise(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "cases" / "hours.yaml").write_text(CASES.replace("expect: unmet", "expect: met"), encoding="utf-8")
    for format in ("text", "html"):
        code, text = said(capsys, "--coverage", "--mutate", "--lang", "en", "--format", format)
        assert code == 1
        assert "expected met" in text
        assert "deciding alone" not in text, "figures mean nothing while cases are wrong"
    code, text = said(capsys, "--format", "json")
    failed = json.loads(text)["cases"]["failed"]
    assert [(f["rule"], f["expected"]["verdict"], f["found"]["verdict"]) for f in failed] == [
        ("online-hours", "met", "unmet")
    ]


@pytest.mark.usefixtures("base")
def test_json_has_every_mutant_and_every_condition(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = said(capsys, "--coverage", "--mutate", "--format", "json")
    account = json.loads(text)
    mutation, coverage = account["mutation"], account["coverage"]
    assert (
        mutation["total"]
        == len(mutation["mutants"])
        == sum(mutation[word] for word in ("killed", "same", "survived", "open"))
    )
    assert {m["fate"] for m in mutation["mutants"]} >= {"killed", "survived"}
    assert all(("killed_by" in m) == (m["fate"] == "killed") for m in mutation["mutants"])
    assert all(("told_apart_by" in m) == (m["fate"] == "survived") for m in mutation["mutants"])
    assert coverage["totals"]["boundaries"] == {"done": 2, "of": 6, "impossible": 0}
    assert len(coverage["lacking"]) == 8
    assert {(one["shown_by"] is None) is (one["impossible"] is not None) for one in coverage["lacking"]} == {True}
    assert coverage["proposed"].startswith("format: 1\n")
    assert coverage["left_out"] == 0
    assert len(coverage["parts"][0]["conditions"]) == 4


class Page(HTMLParser):
    """The tags of a page, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not {name for name, _ in attrs} & {"src", "onclick", "style"}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_whole_and_loads_nothing(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    arguments = ("--coverage", "--mutate", "--format", "html", "--lang", lang)
    _, text = said(capsys, *arguments)
    page = Page()
    page.feed(text)
    assert page.open == []
    assert {"h1", "h2", "caption", "nav", "main", "pre"} <= page.seen
    assert "script" not in page.seen
    assert "default-src &#x27;none&#x27;" in text
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in text
    assert said(capsys, *arguments)[1] == text


def test_cases_that_cannot_be_read_are_told(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "cases" / "hours.yaml").write_text(CASES.replace("19.9", "many"), encoding="utf-8")
    assert main(["test", "base", "--lang", "en"]) == 1
    assert "PR803" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("proof", "en"),
    [
        (Proof("cases", 18), "all 18 cases judged, unknown facts included"),
        (Proof("solver", 5), "by the solver for recorded facts, rechecked on all of 5 cases"),
        (
            Proof("solver", 0, 4),
            "by the solver for recorded facts, rechecked by a second one, for up to 4 kinds of members",
        ),
    ],
)
def test_proofs_are_told_with_their_bounds(proof: Proof, en: str) -> None:
    assert proof_text(proof, "en") == en
    assert str(proof.members or "") in proof_text(proof, "zh")
