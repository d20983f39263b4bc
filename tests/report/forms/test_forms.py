"""Every form: the same input gives the same bytes, what people read stays as it was, files beside, what is missing."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet
import pytest

from policyrules.diagnostics.core import LANGS, Lang
from policyrules.model.errors import UsageError
from policyrules.report.forms import FORMS, pieces
from policyrules.report.html import findings
from policyrules.report.selection import OPEN, fair_share, open_judgements
from tests.report.forms.full import full


def written(form: str, lang: Lang, backwards: bool = False) -> bytes:
    made, _ = pieces(full(20, backwards), form, lang, Path("x"))
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in made)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert written(form, "zh") == written(form, "zh", backwards=True)


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "import hashlib; from tests.report.forms.test_forms import written\n"
        "print(*(hashlib.sha256(written(f, 'zh')).hexdigest() for f in ('html', 'xlsx', 'parquet', 'md')))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": "."},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ["md", "csv", "sarif"])
def test_what_is_written(form: str, lang: Lang, golden: Callable[[str, str], None]) -> None:
    golden(f"report/full.{lang}.{form}", written(form, lang).decode())


def test_csv_and_parquet_hold_the_same() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", "zh").decode("utf-8-sig"), newline="")))
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet", "zh")))
    types = {field.name: str(field.type) for field in table.schema}
    assert types["shortfall"] == "decimal128(38, 6)"
    assert types["due"] == "date32[day]"
    assert table.schema.metadata[b"policyrules.ruleset"] == b"test"
    assert table.num_rows == len(rows) == len(full(20).judgements)

    def plain(value: Any) -> str:
        if value is None or isinstance(value, bool):
            return {None: "", True: "true", False: "false"}[value]
        if isinstance(value, Decimal):
            return format(value.normalize(), "f")
        return value.isoformat() if isinstance(value, date) else str(value)

    assert [{k: plain(v) for k, v in row.items()} for row in table.to_pylist()] == rows


def test_sarif_says_what_failed() -> None:
    report = full(20)
    data = json.loads(written("sarif", "zh"))
    run = data["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(open_judgements(report))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert (result["kind"] == "fail") == (result["level"] != "none")
        jsonschema.validate(result["partialFingerprints"], {"additionalProperties": {"pattern": "^[0-9a-f]{64}$"}})
    assert sum(r["level"] == "error" for r in run["results"]) == report.summary.violations


def test_a_page_that_cannot_hold_all_has_the_rest_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_ROWS", 30)
    monkeypatch.setattr("policyrules.report.html.page.MOST_ROWS", 30)
    report = full(60)
    made, beside = pieces(report, "html", "zh", Path("somewhere/report.html"))
    page = "".join(map(str, made))
    assert 'href="report-findings.csv"' in page
    (path,) = beside
    assert path == Path("somewhere/report-findings.csv")
    lines = "".join(map(str, beside[path])).splitlines()
    assert len(lines) == 1 + len(open_judgements(report)) > 31
    alone, none = pieces(report, "html", "en", None)
    assert not none
    assert "--format csv" in "".join(map(str, alone))


def test_shares_are_fair() -> None:
    found = open_judgements(full(60))
    kept = fair_share(found, 30)
    assert len(kept) <= 30
    assert {j.rule for j in kept} == {j.rule for j in found}
    assert all(j.verdict in OPEN for j in kept)
    assert fair_share(found, 10_000) == found


def test_what_is_not_installed_or_is_no_text_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="PR951"):
        pieces(full(8), "xlsx", "zh", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match="PR950"):
        pieces(full(8), "html", "zh", None)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", [name for name in FORMS if name not in ("json", "jsonl")])
def test_a_report_of_nothing(form: str, lang: Lang) -> None:
    made, _ = pieces(full(8).where(lambda judgement: False), form, lang, Path("x"))
    assert b"".join(piece.encode() if isinstance(piece, str) else piece for piece in made)
