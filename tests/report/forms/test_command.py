"""The command line writes every form, and nobody's id where it is asked not to."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyrules.cli import main
from policyrules.report.forms import FORMS
from tests.base import BASE

FACTS = BASE / "facts"
COMMAND = ["evaluate", str(BASE), str(FACTS), "--as-of", "2023-06-01"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_to_a_file(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"report.{form}"
    assert main([*COMMAND, "--format", form, "-o", str(target)]) == 0
    first = target.read_bytes()
    assert first
    assert main([*COMMAND, "--format", form, "-o", str(target)]) == 0
    assert target.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.text])
def test_redaction(form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_REDACTION_KEY", "a secret of the county office")
    assert main([*COMMAND, "--format", form, "--redact"]) == 0
    first = capsys.readouterr().out
    assert "T001" not in first
    assert main([*COMMAND, "--format", form, "--redact"]) == 0
    assert capsys.readouterr().out == first


def test_a_form_that_is_no_text_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, "--format", "parquet"]) == 2
    assert "PR951" in capsys.readouterr().err
