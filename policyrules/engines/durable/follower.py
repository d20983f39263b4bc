"""durable-rules beside a session: it hears of every event, and its answer is held against the session's."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from policyrules.diagnostics.catalogue import sessions as codes
from policyrules.diagnostics.core import Sentence
from policyrules.engines.direct.emit import program
from policyrules.engines.direct.program import Compiled
from policyrules.engines.durable.compile import Network, Outcome, networks
from policyrules.engines.durable.supervisor import Worker, WorkerLost
from policyrules.engines.session.live import Live
from policyrules.engines.session.plan import Plan
from policyrules.engines.session.wave import Wave
from policyrules.model.errors import EngineMismatchError, PolicyrulesError, UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.verdicts import VERDICTS

BATCH = 200
RESIDENT = 256  # beyond, the engine grows slower with every fact it holds; a record heard of again is told again
MEMORY = 1 << 30
SECONDS = 30.0
MOST_STARTS = 5
Subject = tuple[str, str]


class Durable:
    """Follows one session. `restarts` counts the workers that had to be replaced.

    A record is judged when an event touches it, and, where none has since the beginning of the day, when somebody asks
    for judgements on it: a session of many records begins at once, and nothing is answered that was not compared.
    """

    def __init__(self, ruleset: Ruleset, seconds: float = SECONDS) -> None:
        """Start nothing yet. Raises UsageError where durable-rules cannot be had."""
        unavailable = why_not()
        if unavailable is not None:
            raise UsageError((codes.NO_DURABLE.at(None, why=unavailable),))
        self.ruleset = ruleset
        self.seconds = seconds
        self.restarts = 0
        self.worker: Worker | None = None
        self._plan: Plan | None = None
        self._networks: dict[str, list[tuple[Network, Compiled]]] = {}
        self._numbers: dict[Subject, int] = {}
        self._ids: dict[tuple[str, int], str] = {}
        self._latest: dict[Subject, None] = {}  # whom the worker holds, those last heard of last
        self._compared: set[Subject] | None = set()  # whom it has judged as they are now; None: everybody
        self._next = 0

    def restart(self, live: Live) -> None:
        """A new worker with the rules of the day. Whoever it is not asked about is not told."""
        self._compile(live)
        self._numbers, self._ids, self._latest, self._compared = {}, {}, {}, set()
        self._begin(live, [])

    def follow(self, live: Live, wave: Wave) -> None:
        """Tell the worker whom an event touched, and compare what it says of them."""
        touched = wave.judged | wave.gone
        if live.plan is not self._plan:
            self.restart(live)
            touched |= {(live.plan.rules[rule].subject, id) for rule, id in wave.changes}
        self._ask(live, sorted(touched))
        if self._compared is not None:
            self._compared -= wave.gone

    def settle(self, live: Live, only: Subject | None = None) -> None:
        """Compare whoever was not yet judged since the beginning of the day, or one of them."""
        if self._compared is None or only in self._compared:
            return
        if only is not None:
            self._ask(live, [only])
            return
        tables = live.index.tables
        owed = [(e, id) for e in self._networks for id in tables.get(e, ()) if (e, id) not in self._compared]
        for first in range(0, len(owed), BATCH):
            self._ask(live, owed[first : first + BATCH])
        self._compared = None

    def close(self) -> None:
        """End the worker."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None

    def _ask(self, live: Live, subjects: list[Subject]) -> None:
        """Tell the worker of some records and compare; where it is lost, another one, and whom that one held."""
        try:
            self._tell(live, subjects)
        except WorkerLost:
            self.restarts += 1
            for subject in subjects:
                self._latest.pop(subject, None)
            self._begin(live, [*self._latest, *subjects])
        if self._compared is not None:
            self._compared.update(subjects)

    def _begin(self, live: Live, subjects: list[Subject]) -> None:
        """Start a worker and tell it of `subjects`; again where it is lost meanwhile."""
        for _ in range(MOST_STARTS):
            try:
                self._start()
                for first in range(0, len(subjects), BATCH):
                    self._tell(live, subjects[first : first + BATCH])
            except WorkerLost:
                self.restarts += 1
                continue
            return
        raise PolicyrulesError(f"engine durable: the worker was lost {MOST_STARTS} times while it was told the facts")

    def _compile(self, live: Live) -> None:
        if live.plan is self._plan:
            return
        self._plan = live.plan
        self._networks = {}
        for network in networks(live.plan, self.ruleset.vocabulary):
            features = live.bound(program(feature.node for feature in network.fields))
            self._networks.setdefault(network.entity, []).append((network, features))

    def _start(self) -> None:
        self.close()
        told = [
            {"name": n.name, "entity": n.entity, "rules": n.rules, "numbers": sorted(n.outcomes)}
            for group in self._networks.values()
            for n, _ in group
        ]
        self.worker = Worker(told, RESIDENT, MEMORY, self.seconds)

    def _tell(self, live: Live, subjects: Iterable[Subject]) -> None:
        """Tell the facts of records, or that they are gone, and compare the outcomes."""
        operations = [
            [entity, self._number(entity, id), self._facts(live, entity, id)]
            for entity, id in subjects
            if entity in self._networks
        ]
        if not operations or self.worker is None:
            return
        for entity, number, found in self.worker.ask(operations):
            id = self._ids[entity, number]
            self._latest.pop((entity, id), None)
            if id in live.index.tables.get(entity, {}):
                self._latest[entity, id] = None
                self._compare(live, entity, id, dict(found))
            else:
                self._forget(entity, id)
        while len(self._latest) > RESIDENT:
            entity, id = next(iter(self._latest))
            del self._latest[entity, id]
            self._forget(entity, id)

    def _forget(self, entity: str, id: str) -> None:
        """The worker no longer holds a record; heard of again, it has another number."""
        del self._ids[entity, self._numbers.pop((entity, id))]

    def _number(self, entity: str, id: str) -> int:
        """A number of our own for a record: its id never leaves the session."""
        if (entity, id) not in self._numbers:
            self._next += 1
            self._numbers[entity, id] = self._next
            self._ids[entity, self._next] = id
        return self._numbers[entity, id]

    def _facts(self, live: Live, entity: str, id: str) -> list[Any] | None:
        """What each network of the entity is told of a record: its fact, and its counts where there are any."""
        record = live.index.tables.get(entity, {}).get(id)
        if record is None:
            return None
        facts = []
        for network, features in self._networks[entity]:
            pair: list[dict[str, int]] = [{}, {}]
            for (feature, name), value in zip(network.fields.items(), features(id, record), strict=True):
                told = feature.told(value)
                if told is not None:
                    pair[feature.counted][name] = told
            facts.append([pair[0], pair[1] if network.counted else None])
        return facts

    def _compare(self, live: Live, entity: str, id: str, found: dict[int, int]) -> None:
        """Raise EngineMismatchError where the worker says anything but what the session says."""
        rules = live.plan.rules
        outcomes = {family: of for network, _ in self._networks[entity] for family, of in network.outcomes.items()}
        for number in outcomes:
            if number < len(rules):  # else it is part of one of these
                expected, said = live.outcome(number, id), _whole(number, outcomes, found)
                if said is None or not said.is_(*expected):
                    told = "nothing" if said is None else _said(said.verdict, said.points)
                    named = f"{rules[number].id}, {entity}:{id}"
                    raise EngineMismatchError(f"{named}: durable {told}, direct {_said(*expected)}")


def _whole(family: int, outcomes: Mapping[int, list[Outcome]], found: Mapping[int, int]) -> Outcome | None:
    """What a family comes to, from whatever it refers to; None where one of them did not fire."""
    if family not in found:
        return None
    outcome = outcomes[family][found[family]]
    if outcome.then is not None:
        return _whole(outcome.then, outcomes, found)
    parts = [_whole(part, outcomes, found) for part in outcome.parts]
    if None in parts:
        return None
    return outcome._replace(points=sum((part.points for part in parts if part), outcome.points)) if parts else outcome


def _said(verdict: int | None, points: Any) -> str:
    word = "no verdict" if verdict is None else VERDICTS[verdict]
    return word if points is None else f"{word} {points}"


def why_not() -> Sentence | None:
    """Why durable-rules cannot be used here; None where it can."""
    if importlib.util.find_spec("durable") is None or importlib.util.find_spec("durable_rules_engine") is None:
        return Sentence("没有安装", "it is not installed")
    if sys.version_info >= (3, 13):  # There it installs, and then fails to be imported.
        return Sentence("这里的 Python 版本太新", "this Python is too new for it")
    return None
