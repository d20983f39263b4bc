"""Sessions as callers use them: changes, reasons, snapshots, a journal that survives a killed process."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import policyrules as pr
from policyrules.engines.session import FindingChange, Session, Stored, load, store
from policyrules.engines.session.live import Live
from policyrules.model.errors import EngineMismatchError, FactsError, UsageError
from policyrules.model.expr import Collection
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Verdict
from tests import build
from tests.base import BASE

DAY = date(2023, 6, 1)


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return pr.load(BASE)


@pytest.fixture
def session(rules: Ruleset) -> Session:
    return rules.session(BASE / "facts", DAY)


def told(changes: list[FindingChange]) -> list[str]:
    return [f"{c.judgement.rule} {c.judgement.subject} {word(c.before)} {word(c.after)}" for c in changes]


def word(judgement: Judgement | None) -> str:
    return "-" if judgement is None else judgement.verdict.value


def as_reported(session: Session) -> list[Judgement]:
    report = pr.evaluate(session.ruleset, Facts(session.facts.tables), session.as_of)
    return list(report.judgements)


def test_each_event_says_what_it_changed(session: Session) -> None:
    assert session.findings() == as_reported(session)
    new = session.put("teacher", {"id": "T900", "school": "S01", "online_hours": "1"})
    assert {c.before for c in new} >= {None}
    assert session.findings() == as_reported(session)
    more = session.put("teacher", {"id": "T900", "school": "S01", "online_hours": 100})
    assert all(c.before is not None and c.after is not None for c in more)
    gone = session.remove("teacher", "T900")
    assert [c.after for c in gone if c.judgement.subject.id == "T900"] == [None] * len(
        session.ruleset.rules_for("teacher")
    )
    assert session.findings() == as_reported(session)


def test_the_same_record_again_changes_nothing(session: Session) -> None:
    record = {"id": "T900", "school": "S01", "online_hours": 5}
    session.put("teacher", record)
    assert session.put("teacher", record) == []


def test_a_finding_is_explained_on_demand(session: Session) -> None:
    for judgement in session.findings():
        finding = session.explain(judgement)
        assert (finding.verdict, finding.subject) == (judgement.verdict, judgement.subject)


def test_an_explanation_checks_the_session(session: Session) -> None:
    judgement = session.findings()[0]
    unit, verdict, _ = session._live.plan.outputs[0]
    row = list(session._live.rows[unit.key][judgement.subject.id])
    row[verdict] = (row[verdict] + 1) % 5
    session._live.rows[unit.key][judgement.subject.id] = tuple(row)
    with pytest.raises(EngineMismatchError, match="reference"):
        session.explain(judgement)


def test_totals_are_those_of_a_report(session: Session) -> None:
    counts, violations = session.totals()
    report = pr.evaluate(session.ruleset, Facts(session.facts.tables), DAY)
    assert violations == report.summary.violations
    assert sum(counts.values()) == len(session.findings())


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda s: s.put("teechers", {"id": "T1"}), "PR904"),
        (lambda s: s.remove("teacher", "nobody"), "PR902"),
        (lambda s: s.put("teacher", {"school": "S01"}), "PR730"),
        (lambda s: s.put("teacher", {"id": "T1", "online_hours": "many"}), "PR740"),
        (lambda s: s.put("teacher", {"id": "T1", "onlin_hours": 1}), "PR720"),
        (lambda s: s.put(5, {"id": "T1"}), "PR917"),
        (lambda s: s.put("teacher", 5), "PR735"),
        (lambda s: s.put("teacher", {"id": "T1"}, position=5), "PR917"),
        (lambda s: s.remove("teacher", 5), "PR917"),
        (lambda s: s.remove("pupil", "T001"), "PR904"),
        (lambda s: s.remove("teacher", "T001", position=5), "PR917"),
        (lambda s: s.advance("2023-11-10"), "PR917"),
        (lambda s: s.advance(None), "PR917"),
        (lambda s: s.advance(datetime(2023, 11, 10, 8)), "PR917"),
        (lambda s: s.skip(5), "PR917"),
        (lambda s: s.snapshot(5), "PR917"),
        (lambda s: s.snapshot(""), "PR919"),
        (lambda s: s.explain("online-hours"), "PR917"),
        (lambda s: s.explain(Judgement("online-hours", Ref("teacher", "nobody"), Verdict.MET)), "PR902"),
    ],
)
def test_a_wrong_event_does_nothing(
    session: Session, call: Callable[[Session], object], code: str, tmp_path: Path
) -> None:
    """Nothing is judged otherwise, and nothing is kept of it."""
    before = session.findings()
    session.snapshot(tmp_path / "state")
    kept = (tmp_path / "state.journal").read_bytes()
    with pytest.raises((UsageError, FactsError)) as caught:
        call(session)
    assert [d.code.id for d in caught.value.diagnostics] == [code]
    assert session.findings() == before
    assert session.as_of == DAY
    assert (tmp_path / "state.journal").read_bytes() == kept


def test_entities_go_by_their_labels_too(session: Session) -> None:
    session.put("教师", {"编号": "T900", "网络研修学时": 3})
    assert session.facts.tables["teacher"]["T900"] == {"online_hours": 3}
    session.remove("Teacher", "T900")
    assert "T900" not in session.facts.tables["teacher"]


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.put("teacher", {"id": "T1"}),
        lambda s: s.remove("teacher", "T001"),
        lambda s: s.advance(DAY + timedelta(days=1)),
        lambda s: s.skip("5"),
        lambda s: s.snapshot("state"),
    ],
)
def test_a_closed_session_takes_nothing(session: Session, call: Callable[[Session], object]) -> None:
    before = session.findings()
    session.close()
    session.close()
    with pytest.raises(UsageError, match="PR947"):
        call(session)
    assert session.findings() == before
    assert session.explain(before[0]).rule == before[0].rule


@pytest.mark.parametrize("other", [{"facts": {}}, {"as_of": DAY}])
def test_a_snapshot_is_the_only_beginning(rules: Ruleset, other: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PR948"):
        rules.session(resume=tmp_path / "state", **other)


def test_unknown_engines_are_refused(rules: Ruleset) -> None:
    with pytest.raises(UsageError, match="PR912"):
        rules.session(engine="rete")


def test_a_session_goes_on_where_it_was(session: Session, rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "state"
    session.put("teacher", {"id": "T900", "school": "S01", "online_hours": "12.5"}, position="1")
    session.snapshot(path)
    session.put("teacher", {"id": "T901", "school": "S01", "online_hours": 3}, position="2")
    session.remove("teacher", "T900", position="3")
    session.advance(DAY + timedelta(days=400), position="4")
    session.skip("5")
    expected, day = session.findings(), session.as_of
    session.close()
    for _ in range(2):
        with rules.session(resume=path) as again:
            assert (again.findings(), again.as_of, again.position) == (expected, day, "5")
    assert again.findings() == expected


def test_a_first_record_completes_a_table(rules: Ruleset) -> None:
    with rules.session(as_of=DAY) as session:
        assert session.findings() == []
        session.put("school", {"id": "S01"})
        session.put("teacher", {"id": "T1", "school": "S01", "online_hours": 20})
        assert session.findings() == as_reported(session)


def stored(path: Path, session: Session) -> list[str]:
    session.snapshot(path)
    session.put("teacher", {"id": "T900", "school": "S01", "online_hours": "12.5"})
    session.close()
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_torn_last_line_was_never_answered(session: Session, rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "state"
    stored(path, session)
    journal = path.with_name("state.journal")
    journal.write_text(journal.read_text(encoding="utf-8") + '{"remove":["teacher","T9', encoding="utf-8")
    (event,) = load(path, rules).events
    assert (event.kind, event.id) == ("put", "T900")
    assert event.record is not None
    assert event.record["online_hours"] == Fraction(25, 2)


def test_the_journal_of_another_snapshot_is_not_read(session: Session, rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "state"
    stored(path, session)
    journal = path.with_name("state.journal")
    journal.write_text(
        journal.read_text(encoding="utf-8").replace('"generation":"', '"generation":"x'), encoding="utf-8"
    )
    assert load(path, rules).events == []
    journal.unlink()
    assert load(path, rules).events == []


DAMAGE: dict[str, Callable[[list[str]], list[str]]] = {
    "empty": lambda lines: [],
    "no JSON": lambda lines: ["what is this\n"],
    "no head": lambda lines: lines[1:],
    "no end": lambda lines: lines[:-1],
    "a record too few": lambda lines: [lines[0], *lines[2:]],
    "an unknown table": lambda lines: [lines[0].replace('"teacher"', '"pupil"'), *lines[1:]],
    "an unknown entity": lambda lines: [lines[0], '["pupil","P1",{}]\n', *lines[1:]],
    "an unknown field": lambda lines: [lines[0], '["teacher","T1",{"x":1}]\n', *lines[1:]],
    "a float": lambda lines: [lines[0], '["teacher","T1",{"online_hours":1.5}]\n', *lines[1:]],
    "a wrong day": lambda lines: [lines[0].replace("2023-06-01", "2023-06-31"), *lines[1:]],
    "a wrong type": lambda lines: [lines[0], '["teacher","T1",{"school":true}]\n', *lines[1:]],
    "no record": lambda lines: [lines[0], "7\n", *lines[1:]],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_snapshot_is_refused(session: Session, rules: Ruleset, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "state"
    path.write_text("".join(DAMAGE[damage](stored(path, session))), encoding="utf-8")
    with pytest.raises(UsageError, match="PR941"):
        load(path, rules)


@pytest.mark.parametrize("line", ["7", '{"put":1}', '{"remove":["teacher"]}', '{"advance":3}', "{", '{"x":1}'])
def test_a_damaged_journal_is_refused(session: Session, rules: Ruleset, tmp_path: Path, line: str) -> None:
    path = tmp_path / "state"
    stored(path, session)
    with path.with_name("state.journal").open("a", encoding="utf-8") as journal:
        journal.write(line + "\n")
    with pytest.raises(UsageError, match=r"PR941.*|line 3"):
        load(path, rules)


def test_a_missing_snapshot_is_refused(rules: Ruleset, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PR946"):
        load(tmp_path / "none", rules)


def test_a_snapshot_of_other_rules_is_refused(session: Session, tmp_path: Path) -> None:
    session.snapshot(tmp_path / "state")
    with pytest.raises(UsageError, match="PR940"):
        load(tmp_path / "state", pr.load("national"))


def test_a_snapshot_that_cannot_be_written_leaves_the_old_one(session: Session, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        session.snapshot(tmp_path / "none" / "state")


@pytest.mark.parametrize("name", ["state", "state.journal"])
def test_a_pipe_is_never_replaced(session: Session, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(OSError, match="not an ordinary file"):
        session.snapshot(tmp_path / "state")
    assert (tmp_path / name).is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(os.name == "nt", reason="files have no modes here")
def test_people_s_facts_are_their_owner_s_alone(session: Session, tmp_path: Path) -> None:
    session.snapshot(tmp_path / "state")
    assert [path.stat().st_mode & 0o077 for path in sorted(tmp_path.iterdir())] == [0, 0]


def test_a_full_disk_leaves_the_journal_whole(
    session: Session, rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.snapshot(tmp_path / "state")
    session.put("teacher", {"id": "T9", "online_hours": 1}, "1")
    journal = tmp_path / "state.journal"
    whole, before, write = journal.read_bytes(), session.findings(), os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 5:
            return write(handle, data[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.os, "write", full)
    for event in (
        lambda: session.put("teacher", {"id": "T8"}, "2"),
        lambda: session.remove("teacher", "T9", "2"),
        lambda: session.advance(date(2030, 1, 1), "2"),
        lambda: session.skip("2"),
    ):
        with pytest.raises(OSError, match="No space"):
            event()
    monkeypatch.undo()
    assert (journal.read_bytes(), session.findings(), session.position) == (whole, before, "1")
    session.put("teacher", {"id": "T8"}, "3")
    session.close()
    resumed = rules.session(resume=tmp_path / "state")  # type: ignore[attr-defined]
    assert (resumed.position, resumed.findings()) == ("3", session.findings())


def test_of_two_sessions_on_one_snapshot_the_second_is_refused(
    session: Session, tmp_path: Path, rules: Ruleset
) -> None:
    path = tmp_path / "state"
    session.snapshot(path)
    session.put("teacher", {"id": "T9"}, "1")
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    other = rules.session(BASE / "facts", DAY)  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="busy"):
        other.snapshot(path)
    with pytest.raises(OSError, match="busy"):
        rules.session(resume=path)  # type: ignore[attr-defined]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == files
    session.snapshot(path)
    with pytest.raises(OSError, match="No such"):
        session.snapshot(tmp_path / "none" / "state")
    with pytest.raises(OSError, match="busy"):
        other.snapshot(path)
    session.close()
    other.snapshot(path)


def test_a_link_to_a_snapshot_is_followed(session: Session, rules: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    link = tmp_path / "state"
    link.symlink_to(tmp_path / "kept" / "real")
    session.snapshot(link)
    session.put("teacher", {"id": "T900", "school": "S01"}, position="1")
    session.close()
    assert link.is_symlink()
    with rules.session(resume=link) as again:
        assert again.position == "1"
        assert "T900" in again.facts.tables["teacher"]


KILLED = """
import os, sys
from datetime import date
import policyrules as pr
from pathlib import Path
base, path = Path(sys.argv[1]), sys.argv[2]
rules = pr.load(base)
live = rules.session(resume=path) if os.path.exists(path) else rules.session(base / "facts", date(2023, 6, 1))
live.snapshot(path)
number = int(live.position or 0)
while True:
    number += 1
    live.put("teacher", {"id": f"K{number}", "school": "S01", "online_hours": number % 30}, position=str(number))
    print(number, flush=True)
"""


def test_what_was_answered_survives_a_kill(rules: Ruleset, tmp_path: Path) -> None:
    path = tmp_path / "state"
    for _ in range(3):
        command = [sys.executable, "-c", KILLED, str(BASE), str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            answered = [int(process.stdout.readline()) for _ in range(20)]
            os.kill(process.pid, signal.SIGKILL)
        with rules.session(resume=path) as again:
            kept = int(again.position or 0)
            assert kept >= answered[-1]
            assert {f"K{n}" for n in range(1, kept + 1)} <= set(again.facts.tables["teacher"])
            assert again.findings() == as_reported(again)


def counted(schools: int, teachers: int) -> Session:
    """Teachers, their schools' counts and shares, their county's."""
    ready = build.member_field("ready")
    rules = build.ruleset(
        build.rule(build.compare(build.subject_field("hours"), ">=", build.hours(2)), "hours"),
        build.rule(build.compare(build.aggregate("count", where=ready), ">=", build.count(1)), "some", "school"),
        build.rule(
            build.compare(
                build.aggregate("share", ready, source=build.teachers("county")),
                ">=",
                build.Literal(Fraction(1, 2), build.RATIO_NUMBER),
            ),
            "half",
            "county",
        ),
    )
    tables = {
        "county": {"c1": {}, "c2": {}},
        "school": {f"s{n}": {"county": f"c{n % 2 + 1}"} for n in range(schools)},
        "teacher": {
            f"t{n}": {"school": f"s{n % schools}", "ready": n % 3 == 0, "hours": n % 5} for n in range(teachers)
        },
    }
    return Session(rules, Stored(DAY, tables, None, []), str, lambda entity, record: ("", {}))  # type: ignore[arg-type]


@pytest.mark.parametrize("teachers", [50, 500])
def test_an_event_costs_what_it_touches(teachers: int) -> None:
    live = counted(10, teachers)._live
    before = live.counted
    live.change("teacher", "t1", {"school": "s1", "ready": True, "hours": 1})
    assert live.counted - before == 3  # the teacher; the school whose count and the county whose share moved
    before = live.counted
    live.change("teacher", "t1", {"school": "s1", "ready": True, "hours": 2})
    assert live.counted - before == 1
    before = live.counted
    assert live.advance(DAY + timedelta(days=1)).changes == {}
    assert live.counted == before


@pytest.mark.parametrize("schools", [2, 20])
def test_members_held_against_the_subject_cost_one_collection(schools: int) -> None:
    source = Collection(build.subject_field("school"), "teachers", "teacher")
    ahead = build.compare(build.member_field("hours"), ">", build.subject_field("hours"))
    rank = build.compare(build.aggregate("count", where=ahead, source=source), "<=", build.count(3))
    teachers = {f"t{n}": {"school": f"s{n % schools}", "hours": n % 5} for n in range(10 * schools)}
    live = Live(
        build.ruleset(build.rule(rank)), {"school": {f"s{n}": {} for n in range(schools)}, "teacher": teachers}, DAY
    )
    before = live.counted
    live.change("teacher", "t0", {"school": "s0", "hours": 3})
    assert live.counted - before == 10


def test_load_gives_the_ruleset_with_the_door_to_sessions(rules: Ruleset) -> None:
    assert isinstance(rules, pr.Ruleset)
    again = pr.with_setting(rules, f"{next(iter(rules.parameters))}=7")
    assert isinstance(again, pr.Ruleset)
    with again.session(as_of=DAY) as live:
        assert live.ruleset is again


def test_put_and_remove_leave_nothing_behind() -> None:
    live = counted(4, 20)._live

    def pairs(number: int) -> None:
        for n in range(number):
            live.change("teacher", f"x{n}", {"school": f"s{n % 6}", "ready": True, "hours": n % 5})
            live.change("teacher", f"x{n}", None)

    pairs(200)
    tracemalloc.start()
    try:
        first = tracemalloc.get_traced_memory()[0]
        pairs(3000)
        assert tracemalloc.get_traced_memory()[0] - first < 20_000
    finally:
        tracemalloc.stop()


def test_the_words_of_a_stored_event_are_plain(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "state"
    stored(path, session)
    lines = [json.loads(line) for line in path.with_name("state.journal").read_text(encoding="utf-8").splitlines()]
    assert lines[1] == {"put": ["teacher", "T900", {"school": "S01", "online_hours": [25, 2]}]}


def test_a_judgement_names_the_later_state() -> None:
    one = Judgement("r", Ref("teacher", "t"), Verdict.MET)
    assert FindingChange(one, None).judgement is one
