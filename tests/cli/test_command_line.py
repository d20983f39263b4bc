"""The command line: what it prints, where, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policyrules import api
from policyrules.cli import main, output
from policyrules.cli.given import record_of
from policyrules.cli.main import COMMANDS
from policyrules.cli.output import progress_bar
from policyrules.diagnostics.core import LANGS, Lang
from policyrules.diagnostics.width import display_width
from tests.base import BASE

ROOT = Path(__file__).parents[2]
EVALUATE = ["evaluate", str(BASE), str(BASE / "facts"), "--as-of", "2023-06-01"]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")
    monkeypatch.delenv("POLICYRULES_LANG", raising=False)
    monkeypatch.delenv("POLICYRULES_DEBUG", raising=False)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Two teachers, one of them short of hours."""
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "school.csv").write_text("id\nS01\n")
    rows = "id,school,in_post,online_hours\nT001,S01,true,20\nT002,S01,true,19.5\n"
    (folder / "teacher.csv").write_text(rows)
    return folder


def test_evaluate(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(BASE), str(facts), "--as-of", "2023年6月1日"]) == 0
    shown = capsys.readouterr()
    assert "违反 1 处" in shown.out
    assert "T002" in shown.out
    assert shown.err == ""


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([], 0),
        (["--fail-on", "violation"], 1),
        (["--fail-on", "violation", "--subject", "teacher:T001"], 0),
        (["--fail-on", "violation", "--subject", "teacher:T002", "--rule", "online-hours"], 1),
        (["--fail-on", "violation", "--rule", "online-hours", "--detail", "--lang", "en"], 1),
        (["--format", "json", "--fail-on", "violation"], 1),
    ],
)
def test_exit_codes_of_evaluate(facts: Path, more: list[str], code: int) -> None:
    assert main(["evaluate", str(BASE), str(facts), "--as-of", "2023-06-01", *more]) == code


def test_json_and_lines(facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((ROOT / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
    command = ["evaluate", str(BASE), str(facts), "--as-of", "2023-06-01", "--format"]
    assert main([*command, "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(schema).validate(whole)
    target = tmp_path / "out.jsonl"
    assert main([*command, "jsonl", "-o", str(target)]) == 0
    assert capsys.readouterr().out == ""
    head, *findings = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert {**head, "findings": findings} == whole


def test_bad_facts_are_told_in_the_report(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (facts / "teacher.csv").write_text("id,school,online_hours\nT001,S01,many\n")
    assert main(["evaluate", str(BASE), str(facts), "--as-of", "2023-06-01", "--lang", "en"]) == 0
    assert "teacher.csv:2:3 PR740" in capsys.readouterr().out


def test_unusable_facts_are_an_answer(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (facts / "teacher.csv").write_text("id,school\nT001,S01\nT001,S02\n")
    assert main(["evaluate", str(BASE), str(facts)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "PR731" in shown.err


def test_explain(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["explain", str(BASE), str(facts), "--subject", "teacher:T002", "--as-of", "2023-06-01"]
    assert main(command) == 0
    zh = capsys.readouterr().out
    for part in (
        "✗",
        "网络研修学时 19.5学时",
        "网络研修最低学时 20学时",
        "EX-01",
        "差距  0.5学时",
        "2020-01-01 至 2023-12-31",
    ):
        assert part in zh
    assert main([*command, "--rule", "online-hours", "--lang", "en"]) == 0
    assert "off by  0.5 hours" in capsys.readouterr().out
    assert main([*command[:5], "--rule", "online-hours"]) == 0


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(BASE)]) == 0
    assert capsys.readouterr().out == "没有发现错误\n"
    assert main(["check", str(BASE), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["check", str(BASE), "--format", "sarif", "--lang", "en"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "2.1.0"
    folder = tmp_path / "wrong"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text("format: 1\nruleset: {id: wrong}\n")
    assert main(["check", str(folder)]) == 1
    assert "PR2" in capsys.readouterr().out
    assert main(["evaluate", str(folder), str(BASE / "facts")]) == 1
    assert "PR2" in capsys.readouterr().err


def test_a_case_that_fails_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "province", "hubei", "--dir", str(tmp_path)]) == 0
    case = tmp_path / "hubei" / "cases" / "hours.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("expect: unmet", "expect: met"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(tmp_path / "hubei")]) == 1
    assert "PR810" in capsys.readouterr().out


def test_list_clauses_and_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines()[1:]] == list(api.bundled_rulesets())
    assert main(["list", "--lang", "en"]) == 0
    capsys.readouterr()
    assert main(["clauses", str(BASE)]) == 0
    shown = capsys.readouterr().out
    assert "EX-01  已编码  example-2020-1 一" in shown
    assert "online-hours" in shown
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


def test_list_tells_of_a_broken_ruleset(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(api, "bundled_rulesets", lambda: ("national", "nowhere"))
    assert main(["list"]) == 1
    shown = capsys.readouterr()
    assert "national" in shown.out
    assert "nowhere" in shown.err


def test_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "province", "hubei", "--dir", str(tmp_path)]) == 0
    capsys.readouterr()
    folder = tmp_path / "hubei"
    before = api.load(folder).digest
    assert main(["format", str(folder), "--lang", "en", "--check"]) == 1
    assert "hours.yaml" in capsys.readouterr().out
    assert main(["format", str(folder), "--lang", "en"]) == 0
    assert "must: online_hours >= local_online_hours_min" in capsys.readouterr().out
    assert main(["format", str(folder), "--lang", "en", "--write"]) == 0
    assert "online_hours >= local_online_hours_min" in (folder / "hours.yaml").read_text(encoding="utf-8")
    assert api.load(folder).digest == before
    assert main(["format", str(folder), "--lang", "en", "--check"]) == 0
    capsys.readouterr()
    assert main(["format", str(folder), "--lang", "zh", "--write"]) == 0
    assert "网络研修学时 不少于 本省网络研修最低学时" in (folder / "hours.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_province_passes_its_check(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "province", "hu-bei2", "--dir", str(tmp_path / "deep"), "--lang", lang]) == 0
    assert "policyrules check" in capsys.readouterr().out
    folder = tmp_path / "deep" / "hu-bei2"
    assert sorted(p.name for p in folder.iterdir()) == [
        "cases",
        "clauses.yaml",
        "hours.yaml",
        "incentives.yaml",
        "inspection.yaml",
        "phases.yaml",
        "ruleset.yaml",
        "vocabulary.yaml",
    ]
    assert api.check(folder) == []
    ruleset = api.load(folder)
    assert [layer.id for layer in ruleset.layers] == ["national", "hu-bei2"]
    assert main(["new", "province", "hu-bei2", "--dir", str(tmp_path / "deep")]) == 2


WRONG = [
    (["evalute"], "PR910"),
    (["new", "provnce"], "PR910"),
    (["check"], "PR911"),
    (["explain", str(BASE), str(BASE / "facts")], "PR911"),
    (["check", str(BASE), "--formt", "json"], "PR909"),
    (["--nonsense"], "PR909"),
    (["check", str(BASE), "--format", "jsn"], "PR912"),
    (["check", str(BASE), "--lang", "fr"], "PR912"),
    (["check", str(BASE), "--lang", "cn"], "PR912"),
    (["check", str(BASE), "more"], "PR913"),
    (["check", str(BASE), "--format"], "PR914"),
    ([*EVALUATE, "--detail=yes"], "PR914"),
    ([*EVALUATE[:3], "--as-of", "yesterday"], "PR906"),
    ([*EVALUATE[:3], "--as-of", "2023-02-30"], "PR906"),
    ([*EVALUATE, "--rule", "online-hour"], "PR901"),
    ([*EVALUATE, "--subject", "teacher"], "PR905"),
    ([*EVALUATE, "--subject", "teachers:T001"], "PR904"),
    ([*EVALUATE, "--subject", "teacher:T999"], "PR902"),
    ([*EVALUATE, "-o", str(BASE / "none" / "x")], "PR908"),
    ([*EVALUATE, "-o", "a\0b"], "PR908"),
    (["new", "province", "Hubei"], "PR915"),
    (["new", "province", "../hubei"], "PR915"),
    (["check", "henna"], "PR5"),
    (["evaluate", "henna", str(BASE / "facts")], "PR5"),
]


@pytest.mark.parametrize(("arguments", "code"), WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_use(arguments: list[str], code: str, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("POLICYRULES_LANG", lang)
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert code in shown.err
    assert ("原因：" if lang == "zh" else "reason: ") in shown.err
    assert "Traceback" not in shown.err


def test_a_missing_folder_of_facts_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(BASE), str(tmp_path / "none")]) == 2
    assert "PR701" in capsys.readouterr().err


def test_the_table_of_the_subject_is_not_there(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (facts / "teacher.csv").unlink()
    assert main(["explain", str(BASE), str(facts), "--subject", "teacher:T001"]) == 2
    assert "PR903" in capsys.readouterr().err
    assert main(["explain", str(BASE), str(facts), "--subject", "school:S01", "--rule", "online-hours"]) == 2
    assert "PR907" in capsys.readouterr().err


def test_lang_is_known_even_where_the_rest_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["evalute", "--lang", "en"], ["evalute", "--lang=en"]):
        assert main(arguments) == 2
        assert "help: did you mean `evaluate`?" in capsys.readouterr().err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "evaluate" in capsys.readouterr().out
    assert main(["evaluate", "--help"]) == 0
    assert "--fail-on" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert "0." in capsys.readouterr().out
    assert main(["new"]) == 2


def test_a_defect_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("x\x1b")

    monkeypatch.setattr(api, "check", broken)
    assert main(["check", str(BASE)]) == 2
    shown = capsys.readouterr().err
    assert "ZeroDivisionError: x\\x1b" in shown
    assert len(shown.splitlines()) == 1
    monkeypatch.setenv("POLICYRULES_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["check", str(BASE)])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_interruption(lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "check", interrupted)
    assert main(["check", str(BASE), "--lang", lang]) == 130
    assert capsys.readouterr().err.strip() == ("已中断" if lang == "zh" else "interrupted")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from policyrules.cli import main; sys.exit(main())"
    env = {"PYTHONPATH": str(ROOT), "POLICYRULES_CACHE": "off", "PATH": os.environ["PATH"], **environment}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, env=env, check=False)


def test_output_is_utf8_whatever_the_locale(facts: Path) -> None:
    done = run("evaluate", str(BASE), str(facts), "--as-of", "2023-06-01", LANG="C", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "违反" in done.stdout.decode("utf-8")
    assert run("evaluate", "不存在", str(facts), LANG="C", LC_ALL="C", PYTHONUTF8="0").returncode == 2


def test_a_reader_who_stops_reading_is_no_error(facts: Path) -> None:
    code = "import sys; from policyrules.cli import main; sys.exit(main())"
    env = {"PYTHONPATH": str(ROOT), "POLICYRULES_CACHE": "off", "PATH": os.environ["PATH"]}
    rows = "".join(f"T{i:04},S01,true,19\n" for i in range(800))
    (facts / "teacher.csv").write_text("id,school,in_post,online_hours\n" + rows)
    command = [sys.executable, "-c", code, "evaluate", str(BASE), str(facts), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colour_and_progress(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["evaluate", str(BASE), str(facts), "--as-of", "2023-06-01"]) == 0
    assert "\x1b[31m" in out.getvalue()
    command = ["evaluate", str(BASE), str(facts), "--as-of", "2023-06-01", "--format", "json"]
    assert main([*command, "-o", str(facts / "out.json")]) == 0
    assert json.loads((facts / "out.json").read_text(encoding="utf-8"))["findings"]
    with progress_bar("x") as progress:
        assert progress is not None
        progress(1, 2)
        progress(2, 0)
    monkeypatch.setenv("NO_COLOR", "1")
    out.truncate(0)
    assert main(["evaluate", str(BASE), str(facts), "--as-of", "2023-06-01"]) == 0
    assert "\x1b[31m" not in out.getvalue()


@pytest.mark.parametrize("written", ["teacher:a:b", "教师:a:b", "教师：a:b", "Teacher:a:b", "ｔｅａｃｈｅｒ：a:b"])
def test_a_record_is_named_by_the_id_or_label_of_its_entity(written: str) -> None:
    assert record_of(api.load(str(BASE)), written) == ("teacher", "a:b")


@pytest.mark.parametrize("subject", ["教师:T002", "教师：T002", "teacher:T002"])
def test_a_subject_by_the_label_of_its_entity(subject: str, facts: Path, capsys: Any) -> None:
    for command in (["explain"], ["evaluate", "--format", "json"]):
        arguments = [*command, str(BASE), str(facts), "--as-of", "2023-06-01", "--subject"]
        said = []
        for written in ("teacher:T002", subject):
            assert main([*arguments, written]) == 0
            said.append(capsys.readouterr().out)
        assert said[0] == said[1] != ""


@pytest.mark.parametrize("name", ["河南", "河南省", "Henan", "hennan"])
def test_a_ruleset_nearly_named_by_its_label(name: str, capsys: Any) -> None:
    assert main(["check", name]) == 2
    assert "`henan`" in capsys.readouterr().err


def test_an_option_without_its_value_names_its_command(capsys: Any) -> None:
    assert main(["check", str(BASE), "--lang", "en", "--format"]) == 2
    assert "see `policyrules check --help`" in capsys.readouterr().err


def test_no_language_is_guessed_from_one_letter(capsys: Any) -> None:
    assert main(["check", str(BASE), "--lang", "cn"]) == 2
    assert "是不是" not in capsys.readouterr().err


def test_the_librarys_own_rulesets_are_not_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    mine = shutil.copytree(BASE, tmp_path / "henan")
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in mine.rglob("*.yaml")}
    assert main(["format", "henan", "--lang", "en", "--write"]) == 2
    assert "PR908" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in mine.rglob("*.yaml")} == before


@pytest.mark.parametrize("parent", ["file", "file/below", "a" * 5000, "a\0b"])
def test_a_province_where_no_folder_can_stand(
    parent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    assert main(["new", "province", "hubei", "--dir", parent]) == 2
    said = capsys.readouterr().err
    assert "PR908" in said
    assert "Errno" not in said


def test_an_entity_nearly_named_by_its_label(capsys: Any) -> None:
    assert main(["explain", str(BASE), str(BASE / "facts"), "--subject", "教帅:T001"]) == 2
    assert "是不是 `教师`" in capsys.readouterr().err


EMPTY = [
    ["check", ""],
    ["clauses", ""],
    ["format", ""],
    ["test", ""],
    ["evaluate", "", "x"],
    ["evaluate", "henan", ""],
    ["evaluate", "henan", "x", "-o", ""],
    ["explain", "henan", "", "--subject", "teacher:T001"],
    ["bulletin", "henan", "", "--period", "2023"],
    ["bulletin", "henan", "x", "--period", ""],
    ["template", "henan", "-o", ""],
    ["new", "province", ""],
    ["new", "province", "hubei", "--dir", ""],
    ["prove", ""],
    ["prove", "henan", "--against", ""],
    ["prove", "henan", "--property", ""],
    ["remedy", "henan", "", "--subject", "teacher:T001"],
    ["diff", "", "henan"],
    ["diff", "henan", ""],
    ["diff", "henan", "henan", ""],
    ["diff", "henan", "henan", "--facts", ""],
    ["watch", "henan", "", "--events", "-"],
    ["watch", "henan", "x", "--events", ""],
    ["watch", "henan", "x", "--events", "-", "--snapshot", ""],
]


@pytest.mark.parametrize("arguments", EMPTY, ids=" ".join)
def test_an_empty_value_is_wrong_use(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    shutil.copytree(BASE, tmp_path / "base")  # what the current folder holds could be used
    monkeypatch.chdir(tmp_path / "base")
    before = sorted(tmp_path.rglob("*"))
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "PR919" in shown.err
    assert sorted(tmp_path.rglob("*")) == before


def test_silence_takes_any_stream() -> None:
    stream = io.StringIO()  # has no descriptor that could be turned away
    output.silence(stream)
    assert stream.write("x") == 1


def test_a_label_where_an_id_stands_is_told_the_id(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["explain", str(BASE), str(facts), "--as-of", "2023-06-01"]
    assert main([*command, "--subject", "teacher:T002", "--rule", "网络研修学时达标", "--lang", "en"]) == 2
    assert "that of `网络研修学时达标` is `online-hours`" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["new", "province"]])
def test_every_page_of_help_fits_a_narrow_terminal(
    command: list[str], lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", lang, *command, "--help"]) == 0
    page = capsys.readouterr().out
    assert max(map(display_width, page.splitlines())) <= 80
    other_language = page.rstrip().splitlines()[-1]
    text = page.replace(other_language, "")
    assert not re.search(r"[\u4e00-\u9fff]" if lang == "en" else "Usage|Options|Show this", text.replace("填报", ""))


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "list"]) == 0
    assert "Henan" in capsys.readouterr().out
    assert main(["--lang", "en", "list", "--lang", "zh"]) == 0
    assert "河南省" in capsys.readouterr().out
    assert main(["--lang", "en", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: policyrules [OPTIONS]")
