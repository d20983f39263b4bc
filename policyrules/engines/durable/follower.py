"""durable-rules beside a session: it hears of every event, and its answer is held against the session's."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from policyrules.diagnostics.catalogue import sessions as codes
from policyrules.diagnostics.core import Sentence
from policyrules.engines.direct.emit import program
from policyrules.engines.direct.program import Compiled
from policyrules.engines.durable.compile import Network, networks
from policyrules.engines.durable.supervisor import Worker, WorkerLost
from policyrules.engines.session.live import Live
from policyrules.engines.session.plan import Plan
from policyrules.engines.session.wave import Wave
from policyrules.model.errors import EngineMismatchError, PolicyrulesError, UsageError
from policyrules.model.ruleset import Ruleset
from policyrules.semantics.verdicts import VERDICTS

BATCH = 200
RESIDENT = 2000  # beyond, the engine grows slower with every fact it holds
MEMORY = 1 << 30
SECONDS = 30.0
MOST_STARTS = 5
Subject = tuple[str, str]


class Durable:
    """Follows one session. `restarts` counts the workers that had to be replaced."""

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
        self._networks: list[Network] = []
        self._features: list[Compiled] = []
        self._numbers: dict[Subject, int] = {}
        self._ids: dict[tuple[str, int], str] = {}
        self._latest: dict[Subject, None] = {}  # whom the worker holds, those last heard of last
        self._next = 0

    def restart(self, live: Live) -> None:
        """A new worker, and everything in the session told to it and compared."""
        self._compile(live)
        entities = dict.fromkeys(network.entity for network in self._networks)
        tables = live.index.tables
        self._numbers, self._ids, self._latest = {}, {}, {}
        self._begin(live, [(entity, id) for entity in entities for id in tables.get(entity, ())])

    def follow(self, live: Live, wave: Wave) -> None:
        """Tell the worker whom an event touched, and compare what it says of them."""
        if live.plan is not self._plan:
            self.restart(live)
            return
        touched = sorted(wave.judged | wave.gone)
        try:
            self._tell(live, touched)
        except WorkerLost:
            self.restarts += 1
            for subject in touched:
                self._latest.pop(subject, None)
            self._begin(live, [*self._latest, *touched])

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

    def close(self) -> None:
        """End the worker."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None

    def _compile(self, live: Live) -> None:
        if live.plan is self._plan:
            return
        self._plan = live.plan
        self._networks = networks(live.plan, self.ruleset.vocabulary)
        self._features = [live.bound(program(f.node for f in network.fields)) for network in self._networks]

    def _start(self) -> None:
        self.close()
        told = [
            {
                "name": n.name,
                "entity": n.entity,
                "rules": n.rules,
                "numbers": sorted({int(name.partition(".")[0]) for name in n.rules}),
            }
            for n in self._networks
        ]
        self.worker = Worker(told, RESIDENT, MEMORY, self.seconds)

    def _tell(self, live: Live, subjects: Iterable[Subject]) -> None:
        """Tell the facts of records, or that they are gone, and compare the verdicts."""
        operations = [
            [entity, self._number(entity, id), self._facts(live, entity, id)]
            for entity, id in subjects
            if any(network.entity == entity for network in self._networks)
        ]
        if not operations or self.worker is None:
            return
        for entity, number, verdicts in self.worker.ask(operations):
            id = self._ids[entity, number]
            self._latest.pop((entity, id), None)
            if id in live.index.tables.get(entity, {}):
                self._latest[entity, id] = None
                self._compare(live, entity, id, dict(verdicts))
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
        for network, features in zip(self._networks, self._features, strict=True):
            if network.entity == entity:
                pair: list[dict[str, int]] = [{}, {}]
                for (feature, name), value in zip(network.fields.items(), features(id, record), strict=True):
                    told = feature.told(value)
                    if told is not None:
                        pair[feature.counted][name] = told
                facts.append([pair[0], pair[1] if network.counted else None])
        return facts

    def _compare(self, live: Live, entity: str, id: str, verdicts: dict[int, int]) -> None:
        """Raise EngineMismatchError where the worker says anything but what the session says."""
        for number, expected in self._expected(live, entity, id):
            said = verdicts.get(number)
            if said != expected:
                rule = live.plan.rules[number].id
                durable = "nothing" if said is None else VERDICTS[said]
                raise EngineMismatchError(f"{rule}, {entity}:{id}: durable {durable}, direct {VERDICTS[expected]}")

    def _expected(self, live: Live, entity: str, id: str) -> Iterator[tuple[int, int]]:
        for number, rule in enumerate(live.plan.rules):
            if rule.subject == entity:
                yield number, live.outcome(number, id)[0]


def why_not() -> Sentence | None:
    """Why durable-rules cannot be used here; None where it can."""
    if importlib.util.find_spec("durable") is None or importlib.util.find_spec("durable_rules_engine") is None:
        return Sentence("没有安装", "it is not installed")
    if sys.version_info >= (3, 13):  # There it installs, and then fails to be imported.
        return Sentence("这里的 Python 版本太新", "this Python is too new for it")
    return None
