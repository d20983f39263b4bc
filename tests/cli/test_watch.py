"""policyrules watch: changes as they happen, bad lines by number, going on after an interruption."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policyrules import api
from policyrules.cli import main
from policyrules.cli.events import LONGEST, next_line
from policyrules.engines.session import store
from tests.base import BASE

PUT = {"put": {"entity": "teacher", "record": {"id": "T009", "school": "S01", "in_post": True, "online_hours": "3.5"}}}
MORE = {"put": {"entity": "teacher", "record": {"id": "T009", "school": "S01", "in_post": True, "online_hours": 20}}}
GONE = {"remove": {"entity": "teacher", "id": "T009"}}


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYRULES_CACHE", "off")


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return tmp_path / "events.jsonl"


def write(path: Path, *lines: Any) -> None:
    path.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8"
    )


def watch(events: Path | str, *more: str, lang: str = "en") -> int:
    return main(
        [
            "watch",
            str(BASE),
            str(BASE / "facts"),
            "--events",
            str(events),
            "--as-of",
            "2023-06-01",
            "--lang",
            lang,
            *more,
        ]
    )


def test_changes_are_told_as_they_happen(events: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(events, PUT, MORE, "", GONE)
    assert watch(events) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "line 1  teacher T009  online hours: none -> unmet (violation)"
    assert out[1] == "line 2  teacher T009  online hours: unmet -> met"
    assert out[2] == "line 4  teacher T009  online hours: met -> none"
    assert out[3:] == [
        "events 3, lines skipped 0, judgements changed 3",
        "as of 2023-06-01: unmet 1, met 1; violations 1",
    ]


def test_in_chinese(events: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(events, PUT)
    assert watch(events, lang="zh") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("第 1 行  教师 T009")
    assert out[0].endswith("无 → 未达标（违反）")
    assert out[-2] == "事件 1 件，跳过 0 行，判定变化 1 处"


BAD = {
    "what": "PR943",
    '{"put": {"entity": "teacher", "record": {}}} x': "PR943",
    '{"put": {"entity": "teacher"}}': "PR943",
    '{"put": {"entity": "teacher", "record": {"id": "T1"}, "now": true}}': "PR943",
    '{"put": {"entity": "teacher", "record": {"id": "T1", "id": "T2"}}}': "PR943",
    '{"advance": "2023-02-30"}': "PR943",
    '{"remove": {"entity": "teacher", "id": "T404"}}': "PR902",
    '{"put": {"entity": "pupil", "record": {"id": "P1"}}}': "PR904",
    '{"put": {"entity": "teacher", "record": {"id": "T1", "online_hours": "many"}}}': "PR740",
    '{"put": {"entity": "teacher", "record": [1]}}': "put holds exactly an entity (text) and a record (an object)",
    '{"remove": {"entity": "teacher", "id": 404}}': "remove holds exactly an entity and an id, both of them text",
    '{"advance": 20230601}': "advance is followed by a day, as text",
    '{"Put": {"entity": "teacher", "record": {"id": "T1"}}}': "exactly one of put, remove, advance",
    "[" * 5000: "PR943",
}


@pytest.mark.parametrize("line", BAD, ids=list(map(str, range(len(BAD)))))
def test_a_bad_line_is_told_by_number_and_skipped(events: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    write(events, line, PUT)
    assert watch(events) == 1
    shown = capsys.readouterr()
    assert f"{BAD[line]}" in shown.err
    assert "events.jsonl:1:1" in shown.err
    assert "line 1 was not taken at all; the records stand as they were" in shown.err
    assert "line 2  teacher T009" in shown.out
    assert "lines skipped 1" in shown.out


def test_tables_and_fields_by_their_labels(events: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {"编号": "T009", "学校": "S01", "网络研修学时": 12}
    write(events, {"put": {"entity": "教师", "record": record}}, {"remove": {"entity": "Teacher", "id": "T009"}})
    assert watch(events) == 0
    assert "line 2  teacher T009  online hours: undetermined -> none" in capsys.readouterr().out


def test_bytes_that_are_no_text_and_lines_without_end(events: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events.write_bytes(b"\xff\xfe\n" + b'"' + b"x" * 1_000_001 + b"\n" + json.dumps(PUT).encode())
    assert watch(events) == 1
    shown = capsys.readouterr()
    assert shown.err.count("PR943") == 2
    assert "events 1, lines skipped 2" in shown.out


def test_it_goes_on_from_its_snapshot(events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = str(tmp_path / "state")
    write(events, PUT, "bad")
    assert watch(events, "--snapshot", state) == 1
    capsys.readouterr()
    write(events, PUT, "bad", MORE)
    assert watch(events, "--snapshot", state) == 0
    shown = capsys.readouterr()
    assert "as of 2023-06-01; 2 line(s) were read before" in shown.out
    assert "line 3  teacher T009  online hours: unmet -> met" in shown.out
    assert "events 1, lines skipped 0" in shown.out
    assert shown.err == ""


def test_another_file_is_refused(events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = str(tmp_path / "state")
    write(events, PUT)
    watch(events, "--snapshot", state)
    write(events, GONE, PUT)
    assert watch(events, "--snapshot", state) == 2
    assert "PR944" in capsys.readouterr().err


def test_a_snapshot_that_cannot_be_written(events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(events, PUT)
    assert watch(events, "--snapshot", str(tmp_path / "none" / "state")) == 2
    assert "PR908" in capsys.readouterr().err


def test_a_line_without_end_is_not_held_in_memory() -> None:
    stream = io.BytesIO(b"x" * (3 * LONGEST + 5) + b"\nnext\n" + b"y" * (LONGEST + 1))
    found = [next_line(stream) for _ in range(4)]
    assert [len(line) for line in found] == [LONGEST + 1, 5, LONGEST + 1, 0]


def test_a_disk_that_fills_up_is_told(
    events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(journal: store.Journal, event: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.Journal, "add", full)
    write(events, PUT)
    assert watch(events, "--snapshot", str(tmp_path / "state")) == 2
    shown = capsys.readouterr()
    assert "PR908" in shown.err
    assert "the disk is full" in shown.err


def test_a_snapshot_that_another_process_keeps(
    events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    write(events, PUT)
    with api.load(BASE).session(BASE / "facts", date(2023, 6, 1)) as other:
        other.snapshot(state)
        assert watch(events, "--snapshot", str(state)) == 2
    assert "another process is using it" in capsys.readouterr().err
    assert watch(events, "--snapshot", str(state)) == 0


def test_events_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PUT).encode())))
    assert watch("-") == 0
    assert "line 1  teacher T009" in capsys.readouterr().out


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_whole(tmp_path: Path, sent: signal.Signals) -> None:
    state = tmp_path / "state"
    run = "import sys; from policyrules.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "watch", str(BASE), str(BASE / "facts"), "--events", "-"]
    with subprocess.Popen(
        [*command, "--as-of", "2023-06-01", "--lang", "en", "--snapshot", str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(PUT) + "\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith("line 1")
        os.kill(process.pid, sent)
        out = process.stdout.read()
    assert process.returncode == 130
    assert "events 1" in out
    assert '"T009"' in state.read_text(encoding="utf-8")


def test_facts_that_are_not_there_are_wrong_use(
    events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events.write_text("", encoding="utf-8")
    code = main(["watch", str(BASE), str(tmp_path / "nowhere"), "--events", str(events), "--lang", "en"])
    assert code == 2
    assert "PR701" in capsys.readouterr().err


def test_a_pipe_is_no_place_for_a_journal(events: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events.write_text("", encoding="utf-8")
    os.mkfifo(tmp_path / "state.journal")
    assert watch(events, "--snapshot", str(tmp_path / "state")) == 2
    assert "not an ordinary file" in capsys.readouterr().err
