"""When durable-rules is asked: at once about whom an event touches, about everybody else when they are answered for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from policyrules.engines.durable import Durable, follower
from policyrules.engines.durable.supervisor import WorkerLost
from policyrules.engines.session import Session, Stored
from policyrules.model.errors import EngineMismatchError
from policyrules.model.words import Validity
from tests import build
from tests.engines.available import NO_DURABLE
from tests.engines.durable.test_follower import small
from tests.engines.durable.test_worker import Inside

pytestmark = NO_DURABLE
TOMORROW = build.DAY + timedelta(days=1)


class Heard:
    """A worker that counts whom it is asked about, and is lost when told to be."""

    def __init__(self, *given: Any) -> None:
        self.inside = Inside(*given)

    def ask(self, message: Any) -> Any:
        if Heard.lost:
            Heard.lost -= 1
            raise WorkerLost
        Heard.keys += [(entity, facts is not None) for entity, _, facts in message]
        return self.inside.ask(message)

    def kill(self) -> None:
        return

    keys: ClassVar[list[tuple[str, bool]]] = []
    lost: ClassVar[int] = 0


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    monkeypatch.setattr(follower, "Worker", Heard)
    Heard.keys, Heard.lost = [], 0
    return Heard.keys


def many(number: int) -> Session:
    """A session with that many teachers."""
    later = build.rule(build.TRUE, "later", "school", validity=Validity(TOMORROW, None))
    rules = replace(small(), rules={**small().rules, "later": later})
    teachers = {f"t{n}": {"school": "s1", "hours": n % 4} for n in range(number)}
    stored = Stored(build.DAY, {"school": {"s1": {}}, "teacher": teachers}, None, [])
    return Session(rules, stored, str, lambda entity, record: (record["id"], {**record, "id": None}), Durable(rules))


def test_a_session_begins_at_once_and_tells_whom_an_event_touches(heard: list[tuple[str, bool]]) -> None:
    session = many(1000)
    assert heard == []
    session.remove("teacher", "t1")
    assert sorted(heard) == [("school", True), ("teacher", False)]
    heard.clear()
    judgement = session._judgement(0, "t2", session._live.outcome(0, "t2"))
    session.explain(judgement)
    session.explain(judgement)
    assert heard == [("teacher", True)]
    heard.clear()
    assert len(session.findings()) == 999 * 2 + 3
    assert len(heard) == 998  # all but the one that was asked about; the school was touched
    heard.clear()
    session.findings()
    session.totals()
    assert heard == []
    session.remove("teacher", "t2")
    assert sorted(heard) == [("school", True), ("teacher", False)]


def test_nobody_is_answered_for_who_was_not_compared(heard: list[tuple[str, bool]]) -> None:
    session = many(300)
    unit, verdict, _ = session._live.plan.outputs[0]
    row = list(session._live.rows[unit.key]["t7"])
    row[verdict] = 4
    session._live.rows[unit.key]["t7"] = tuple(row)
    session.remove("teacher", "t250")
    with pytest.raises(EngineMismatchError, match="enough, teacher:t7"):
        session.findings()


def test_a_new_day_tells_whose_judgements_changed(heard: list[tuple[str, bool]]) -> None:
    session = many(10)
    session.findings()
    heard.clear()
    changes = session.advance(TOMORROW)
    assert {c.judgement.subject.id for c in changes} == {"s1"}
    assert heard == [("school", True)]


def test_a_worker_lost_while_many_are_told_is_replaced(heard: list[tuple[str, bool]]) -> None:
    session = many(1000)
    Heard.lost = 3
    assert len(session.findings()) == 1000 * 2 + 3
    assert session._follower.restarts == 3  # type: ignore[union-attr]
