"""The command and `pr.bulletin`, `pr.write`: the same bytes, nothing half written, and every mistake explained."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import policyrules as pr
from policyrules.cli import main
from policyrules.model.words import Period
from policyrules.report import forms
from policyrules.report.forms import BULLETIN_FORMS, FORMS

ROOT = Path(__file__).parents[3]
HENAN = ROOT / "examples" / "henan"
DAY = date(2023, 6, 1)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cities and their returns, as the province keeps them."""
    folder = tmp_path_factory.mktemp("facts")
    (folder / "city.csv").write_text("编号,所属省\nM01,P01\nM02,P01\n", "utf-8")
    head = "编号,通报城市,通报日期,计划人数,选送人数,报到人数,结业人数\n"
    (folder / "bulletin.csv").write_text(f"{head}N1,M01,2023-06-12,10,8,8,\nN2,M02,2023-06-12,10,10,,5\n", "utf-8")
    return folder


def test_the_example(facts: Path) -> None:
    made = pr.bulletin(pr.load("henan"), facts, "2023")
    selection, reporting, completion = made.spans[0].total.figures.values()
    assert (selection.low, selection.high) == (Fraction(9, 10), Fraction(9, 10))
    assert (reporting.low, reporting.high) == (Fraction(13, 18), 1)  # at least the five who finished reported
    assert (completion.low, completion.high) == (Fraction(5, 18), 1)


def test_any_way_of_saying_when(facts: Path) -> None:
    rules = pr.load("henan")
    for period in ("2023", "2023年", Period(date(2023, 1, 1), date(2023, 12, 31)), ["2023"], ("2023", "2023")):
        assert len(pr.bulletin(rules, facts, period).spans) == 1
    assert [span.label.en for span in pr.bulletin(rules, facts, ["2022", "2023-06"]).spans] == ["2022", "2023-06"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["docx", "html", "json", "txt"])
def test_the_command_writes_what_python_writes(lang: str, suffix: str, facts: Path, tmp_path: Path) -> None:
    one, two = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    assert main(["bulletin", "henan", str(facts), "--period", "2023", "--lang", lang, "-o", str(one)]) == 0
    pr.write(pr.bulletin(pr.load("henan"), facts, "2023"), two, lang)  # type: ignore[arg-type]
    assert one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [one.name, two.name]


@pytest.mark.parametrize("form", FORMS)
def test_reports_too(form: str, facts: Path, tmp_path: Path) -> None:
    suffix = "txt" if form == "text" else form
    one, two = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    command = ["evaluate", "henan", str(facts), "--as-of", DAY.isoformat(), "--format", form, "-o", str(one)]
    assert main(command) == 0
    pr.write(pr.evaluate(pr.load("henan"), facts, DAY), two)
    assert one.read_bytes() == two.read_bytes()


def test_it_is_shown_where_no_file_is_named(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bulletin", "henan", str(facts), "--period", "2023", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("Henan: ")
    assert re.search(r" 27\.7% to 100\.0%.*\n.* 2 not recorded", said.out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--period", "someday"], "PR958"),
        (["--period", "2023", "--bulletin", "another"], "PR957"),
        (["--period", "2023", "-o", "bulletin.pdf"], "PR959"),
        (["--period", "2023", "-o", "nowhere/bulletin.docx"], "PR908"),
        ([], "RULESET FACTS --period PERIOD`"),
    ],
)
def test_wrong_use_is_told(words: list[str], code: str, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bulletin", "henan", str(facts), *words]) == 2
    assert code in capsys.readouterr().err


def test_without_python_docx_the_extra_is_named(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "find_spec", lambda name: None)
    made = pr.bulletin(pr.load("henan"), facts, "2023")
    with pytest.raises(pr.UsageError) as refused:
        pr.write(made, tmp_path / "bulletin.docx")
    assert "policyrules[docx]" in refused.value.diagnostics[0].help("en")
    assert list(tmp_path.iterdir()) == []
    pr.write(made, tmp_path / "bulletin.html")
    assert [form.extra for form in BULLETIN_FORMS.values()] == ["", "", "", "docx"]


def test_what_is_no_report_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="PR917"):
        pr.write("a text", tmp_path / "x.html")  # type: ignore[arg-type]
    report = pr.evaluate(pr.load("national"), {"teacher": []}, DAY)
    for name in ("report", "report.doc", ".json"):
        with pytest.raises(pr.UsageError, match="PR959"):
            pr.write(report, tmp_path / name)
    with pytest.raises(pr.UsageError):
        pr.write(report, tmp_path / "x.html", "fr")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stays_where_writing_fails(facts: Path, tmp_path: Path) -> None:
    target = tmp_path / "bulletin.docx"
    target.mkdir()
    (target / "kept").write_text("kept", "utf-8")
    with pytest.raises(pr.UsageError):
        pr.write(pr.bulletin(pr.load("henan"), facts, "2023"), target)
    assert [path.name for path in target.iterdir()] == ["kept"]
    assert [path.name for path in tmp_path.iterdir()] == ["bulletin.docx"]


def test_facts_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    with pytest.raises(pr.FactsError):
        pr.bulletin(
            pr.load("henan"), {"city": [{"id": "M01", "province": "P"}, {"id": "M01", "province": "Q"}]}, "2023"
        )
    with pytest.raises(pr.UsageError, match="PR956"):
        pr.bulletin(pr.load("national"), {}, "2023")


def test_one_unit_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["bulletin", "henan", str(HENAN), "--period", "2021", "--lang", "en"]
    assert main([*command, "--unit", "county:K08"]) == 0
    assert "(county K08)" in capsys.readouterr().out
    assert main([*command, "--unit", "city:M01", "--format", "json", "--redact"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["unit"], found["levels"]) == ({"type": "city", "id": "M01"}, ["county"])
    assert [row["unit"] and row["unit"]["id"] for row in found["periods"][0]["rows"]] == ["K01", "K02", "K03", None]
    for unit, code in (("school:S001", "PR912"), ("county:K99", "PR902"), ("K08", "PR905")):
        assert main([*command, "--unit", unit]) == 2
        assert code in capsys.readouterr().err
