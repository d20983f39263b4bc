"""Labels and words that would be code, were they ever pasted into a query, are names like any other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import policyrules as pr
from policyrules.model.words import Verdict
from tests.base import BASE
from tests.engines.frame.kinds import LOCAL, MAKE, judgements

AS_OF = date(2023, 6, 1)
HOSTILE = ["a'); DROP TABLE t; --", 'a"; DROP TABLE t; --', "`x`; --", "{t} %s $1", "a\\'; --", "${env:HOME}/*"]


def quoted(text: str) -> str:
    """As YAML quotes it."""
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    for file in BASE.rglob("*.yaml"):
        if "cases" not in file.parts:
            (folder / file.relative_to(BASE)).parent.mkdir(parents=True, exist_ok=True)
            (folder / file.relative_to(BASE)).write_bytes(file.read_bytes())
    return folder


@pytest.mark.parametrize("kind", LOCAL)
@pytest.mark.parametrize("name", HOSTILE)
def test_columns_and_words_are_never_code(home: Path, name: str, kind: str) -> None:
    vocabulary, hours = home / "vocabulary.yaml", home / "hours.yaml"
    text = vocabulary.read_text("utf-8").replace("pass: {zh: 合格,", f"pass: {{zh: {quoted(name)},")
    vocabulary.write_text(text.replace("{zh: 网络研修学时,", f"{{zh: {quoted(name + '时')},"), "utf-8")
    rule = "must: online_hours >= online_hours_min and final_grade == pass"
    hours.write_text(hours.read_text("utf-8").replace("must: online_hours >= online_hours_min", rule), "utf-8")
    rules = pr.load(home)
    frame = pl.DataFrame(
        {
            "id": [name, "T2", "T3", "T4"],
            "in_post": [True] * 4,
            name + "时": [24, 16, None, 30],
            "final_grade": [name, name, name, "优秀"],
        }
    )
    found = pr.evaluate_frame(rules, {"teacher": MAKE[kind](frame)}, AS_OF)
    judged = {j.subject.id: j.verdict for j in judgements(found, kind)}
    assert judged == {name: Verdict.MET, "T2": Verdict.UNMET, "T3": Verdict.UNDETERMINED, "T4": Verdict.UNMET}
