"""Wherever a person's data may stand in what a school hands in, none of it comes out of a redacted report.

Names stand in ids, in fields marked personal, in free text, in other records' ids, in references to nobody, in cells of
the wrong kind, in columns, files and sheets nobody knows. All that the commands write is looked through: files, with
what archives hold, and both streams.
"""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyrules.cli import main
from policyrules.report.forms import BULLETIN_FORMS, FORMS
from tests.base import BASE

VOCABULARY = """format: 1
vocabulary:
  entities:
    school:
      fields:
        note: {label: {zh: 备注, en: note}, type: text}
    visit:
      label: {zh: 走访, en: visit}
      fields:
        teacher: {label: {zh: 教师, en: teacher}, ref: teacher}
        by: {label: {zh: 走访人, en: by}, type: text}
    club:
      label: {zh: 社团, en: club}
      fields:
        school: {label: {zh: 学校, en: school}, ref: school}
        motto: {label: {zh: 口号, en: motto}, type: text, personal: false}
requirements:
  noted:
    label: {zh: 有备注, en: noted}
    subject: school
    must: note is known and note != "无"
    cite: EX-01
  visited:
    label: {zh: 走访有人, en: visited by somebody}
    subject: visit
    must: by == teacher.id
    cite: EX-01
  merry:
    label: {zh: 社团有口号, en: clubs have a motto}
    subject: club
    must: motto == school.note
    cite: EX-01
bulletins:
  posts:
    label: {zh: 在岗情况, en: Teachers in post}
    subject: teacher
    per: school
    rates:
      posted: {label: {zh: 在岗率, en: in post}, part: in_post, whole: online_hours >= 0}
    cite: EX-01
"""
TOKENS = tuple(f"{name}{number}" for name, number in zip("赵钱孙李周吴郑王冯陈褚卫", range(7301, 7313), strict=True))
"""Twelve names, none of which any report would hold by chance."""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules") / "base"
    shutil.copytree(BASE, folder)
    shutil.rmtree(folder / "cases")
    (folder / "more.yaml").write_text(VOCABULARY, "utf-8")
    return folder


def table(folder: Path, name: str, *rows: tuple[str, ...]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (folder / name).write_text(text.getvalue(), "utf-8")


def facts(folder: Path, names: tuple[str, ...]) -> None:
    """A folder that holds the names in every place they can be in."""
    a, b, c, d, e, f, g, h, i, j, k, m = names
    head = ("id", "name", "school", "in_post", "online_hours", "final_grade", f"{a}的电话")
    table(
        folder,
        "teacher.csv",
        head,
        (b, c, "S1", "true", "21", "pass", d),
        (f"{b}-2", a, f"{b}之家", "true", "3", "fail", ""),
        ("T3", b, e, f, g, h, i),  # nowhere, and cells that cannot be read
        ("T4", d, "S1", "true", "", "", ""),
        ("T4", e, "S1", "true", "", "", ""),  # twice
    )
    table(
        folder, "school.csv", ("id", "opened_on", "note"), ("S1", j, k), (f"{b}之家", "2020-01-01", b), ("S3", "", "无")
    )
    table(folder, "visit.csv", ("id", "teacher", "by"), (f"{b}:1", b, b), ("V2", "T4", m), ("V3", h, f"{c}（代）"))
    table(folder, "club.csv", ("id", "school", "motto"), ("K1", "S1", f"学{b}好榜样"), (f"{c}粉丝团", "S3", "无"))
    table(folder, f"{m}.csv", ("id", "name"), (m, a))


def everything(path: Path) -> str:
    """What a file holds, also within an archive."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        read = pyarrow.parquet.read_table(io.BytesIO(content))
        return f"{read.to_pylist()} {read.schema.metadata}"
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return content.decode("utf-8")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Everything a command says."""
    assert main(words) in (0, 1, 2)
    said = capsys.readouterr()
    return said.out + said.err


def reports(capsys: pytest.CaptureFixture[str], ruleset: Path, given_: Path, out: Path, forms: tuple[str, ...]) -> str:
    """All redacted reports of the facts, and all that was said in making them."""
    base = [str(ruleset), str(given_)]
    said = []
    for lang in ("zh", "en"):
        for form in forms:
            common = [*base, "--as-of", "2023-06-01", "--redact", "--lang", lang, "--format", form]
            said.append(run(capsys, "evaluate", *common, "-o", str(out / f"{lang}.{form}")))
        common = [*base, "--as-of", "2023-06-01", "--redact", "--lang", lang]
        said.append(run(capsys, "evaluate", *common, "--detail"))
        said.append(run(capsys, "evaluate", *common, "--strict"))
        for form in BULLETIN_FORMS:
            target = out / f"bulletin-{lang}.{'txt' if form == 'text' else form}"
            said.append(
                run(capsys, "bulletin", *base, "--period", "2023", "--redact", "--lang", lang, "-o", str(target))
            )
    return "".join([*said, *map(everything, sorted(out.iterdir()))])


def test_in_every_form(ruleset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_, out = tmp_path / "facts", tmp_path / "out"
    given_.mkdir()
    out.mkdir()
    facts(given_, TOKENS)
    (given_ / "teacher.csv").write_text((given_ / "teacher.csv").read_text("utf-8").rsplit("T4", 1)[0], "utf-8")
    text = reports(capsys, ruleset, given_, out, tuple(FORMS))
    assert [token for token in TOKENS if token in text] == []
    assert "P-" in text
    plain = run(capsys, "evaluate", str(ruleset), str(given_), "--as-of", "2023-06-01", "--format", "json")
    assert len([token for token in TOKENS if token in plain]) > 5  # The names are there to be found.
    assert len(list(out.iterdir())) == 2 * (len(FORMS) + len(BULLETIN_FORMS))


@given(st.permutations(TOKENS))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_a_name_stands(
    ruleset: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str], names: list[str]
) -> None:
    given_, out = tmp_path_factory.mktemp("facts"), tmp_path_factory.mktemp("out")
    facts(given_, tuple(names))
    text = reports(capsys, ruleset, given_, out, ("json", "csv", "md"))
    assert [token for token in TOKENS if token in text] == []


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", "--detail"),
        ("evaluate", "--format", "json"),
        ("evaluate", "--engine", "frame"),
        ("explain", "--subject", "visit:V2"),
        ("remedy", "--subject", "teacher:T1"),
        ("diff", "--set", "online_hours_min=2"),
    ],
)
def test_without_redaction_what_is_personal_is_told_by_no_command(
    command: tuple[str, ...], ruleset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [(f"T{n}", name, "S1", "true", "3", "pass") for n, name in enumerate(TOKENS)]
    table(tmp_path, "teacher.csv", ("id", "name", "school", "in_post", "online_hours", "final_grade"), *people)
    table(tmp_path, "visit.csv", ("id", "teacher", "by"), ("V2", "T1", "T2"))
    name, *options = command
    rulesets = [str(ruleset)] * (2 if name == "diff" else 1)
    text = run(capsys, name, *rulesets, str(tmp_path), "--as-of", "2023-06-01", *options)
    assert "T1" in text
    assert [token for token in TOKENS if token in text] == []


def test_verdicts_stay(ruleset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts(tmp_path, TOKENS)
    (tmp_path / "teacher.csv").write_text((tmp_path / "teacher.csv").read_text("utf-8").rsplit("T4", 1)[0], "utf-8")
    base = ["evaluate", str(ruleset), str(tmp_path), "--as-of", "2023-06-01", "--format", "csv"]
    found = []
    for more in ((), ("--redact",)):
        assert main([*base, *more, "-o", str(tmp_path / "out.txt")]) == 0
        capsys.readouterr()
        rows = list(csv.DictReader(io.StringIO((tmp_path / "out.txt").read_text("utf-8-sig"), newline="")))
        found.append(sorted((row["rule"], row["verdict"]) for row in rows))
        (tmp_path / "out.txt").unlink()
    assert found[0] == found[1]
    assert {verdict for _, verdict in found[0]} >= {"met", "unmet", "undetermined"}
