"""A session: facts that change, judgements that follow, and a memory on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, cast

from policyrules.diagnostics.catalogue import sessions as session_codes
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Sentence
from policyrules.engines.session.live import Live
from policyrules.engines.session.store import Event, Journal, Stored, save
from policyrules.engines.session.wave import Outcome, Wave
from policyrules.model.errors import EngineMismatchError, UsageError
from policyrules.model.facts import Facts, Record
from policyrules.model.finding import Finding, Judgement, Ref
from policyrules.model.kinds import a_day, a_judgement, a_path, a_text
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.semantics import World, explain
from policyrules.semantics.interval import tidy
from policyrules.semantics.unknown import Gap, Unknown
from policyrules.semantics.verdicts import VERDICTS

Find = Callable[[str], str]
Read = Callable[[str, object], tuple[str, Record]]


@dataclass(frozen=True, slots=True)
class FindingChange:
    """What one event changed of one rule and subject. `before` None: a new subject; `after` None: it is gone."""

    before: Judgement | None
    after: Judgement | None

    @property
    def judgement(self) -> Judgement:
        """The later of the two."""
        return cast(Judgement, self.after or self.before)


class Follower(Protocol):
    """A second engine that follows every event and is held against the session's own judgements."""

    def follow(self, live: Live, wave: Wave) -> None:
        """Judge what `wave` touched. Raises EngineMismatchError where the two differ."""

    def restart(self, live: Live) -> None:
        """Begin anew: at the beginning, on another day, when a table is new."""

    def settle(self, live: Live, only: tuple[str, str] | None = None) -> None:
        """Judge whoever was not judged since, or the one record that is asked for."""

    def close(self) -> None:
        """Let go of everything."""


class Session:
    """Judges as facts arrive. A context manager; `close` ends the journal and the second engine.

    Events are `put`, `remove` and `advance`; each returns what it changed, by rule and then by subject, and nothing
    else is judged again. `position` is the caller's own note of how far it has read; it is kept with the event and
    found again in `Session.position` after a resume.
    """

    def __init__(
        self, ruleset: Ruleset, stored: Stored, find: Find, read: Read, follower: Follower | None = None
    ) -> None:
        """Judge what is stored. `find` knows entities by what people call them, `read` makes a typed record of what
        `put` is given."""
        self.ruleset = ruleset
        self.position = stored.position
        self._find, self._read = find, read
        self._closed = False
        self._follower = follower
        self._journal: Journal | None = None
        tables, day = dict(stored.tables), stored.as_of
        for event in stored.events:
            day = event.day or day
            self.position = event.position or self.position
            if event.kind == "put":
                tables.setdefault(event.entity, {})[event.id] = event.record or {}
            elif event.kind == "remove":
                tables.get(event.entity, {}).pop(event.id, None)
        self._live = Live(ruleset, tables, day)
        if follower is not None:
            follower.restart(self._live)

    @property
    def as_of(self) -> date:
        """The day judged on."""
        return self._live.as_of

    @property
    def facts(self) -> Facts:
        """All facts as they stand; they change with the next event."""
        return Facts(self._live.index.tables)

    def put(self, entity: str, record: object, position: str | None = None) -> list[FindingChange]:
        """Let `record` take the place of the one with its id, or be the first; what it leaves out is not recorded.

        `entity` is an id or a label. `record` is a mapping with its `id`, a dataclass or an object of `models`, as for
        `evaluate`. The first record of a table that was not given makes that table complete. Raises UsageError for an
        entity that is not there, FactsError where the record cannot be used; then nothing has happened.
        """
        entity = self._find(entity)
        id, fields = self._read(entity, record)
        self._keep(Event("put", entity, id, fields, position=position))
        return self._done(self._live.change(entity, id, fields))

    def remove(self, entity: str, id: str, position: str | None = None) -> list[FindingChange]:
        """Take a record away. Raises UsageError where it is not there."""
        entity = self._find(entity)
        self._there(entity, id)
        self._keep(Event("remove", entity, id, position=position))
        return self._done(self._live.change(entity, id, None))

    def advance(self, day: date, position: str | None = None) -> list[FindingChange]:
        """Judge as of another day. Only rules that do not say the same on both days are judged again."""
        a_day(day, "day")
        self._keep(Event("advance", day=day, position=position))
        return self._done(self._live.advance(day))

    def skip(self, position: str) -> None:
        """Keep a position without an event: what stood there was of no use."""
        self._keep(Event("", position=position))

    def findings(self) -> list[Judgement]:
        """All judgements as they stand, by rule and then by subject; `explain` gives the reasons of one."""
        self._settle()
        return [self._judgement(rule, id, outcome) for rule, id, outcome in self._live.outcomes()]

    def explain(self, judgement: Judgement) -> Finding:
        """The whole finding of a judgement that holds now. Raises UsageError where its record is no longer there,
        EngineMismatchError where the reference differs."""
        a_judgement(judgement, "judgement")
        self._there(judgement.subject.type, judgement.subject.id)
        self._settle((judgement.subject.type, judgement.subject.id))
        finding = explain(self.ruleset.rules[judgement.rule], judgement.subject, _LiveWorld(self._live))
        number = list(self.ruleset.rules).index(judgement.rule)
        mine = self._judgement(number, judgement.subject.id, self._live.outcome(number, judgement.subject.id))
        if (finding.verdict, finding.points) != (mine.verdict, mine.points):
            raise EngineMismatchError(f"session: {mine}; reference: {finding.verdict} {finding.points}")
        return finding

    def totals(self) -> tuple[Counter[Verdict], int]:
        """How many judgements there are of each verdict, and how many violations."""
        self._settle()
        counts: Counter[Verdict] = Counter()
        violations = 0
        for number, _, (code, _) in self._live.outcomes():
            verdict = VERDICTS[code]
            counts[verdict] += 1
            violations += verdict is Verdict.UNMET and self._live.plan.rules[number].force is Force.MUST
        return counts, violations

    def snapshot(self, path: str | Path) -> None:
        """Keep everything at `path`, and from now on every event in a journal beside it (`PATH.journal`).

        Raises OSError where that cannot be written, or another process keeps one there; then what stood there before
        still holds.
        """
        a_path(path, "path")
        self._open()
        before = self._journal
        if before is not None:
            before.release()
        try:
            self._journal = save(Path(path), self.ruleset, self.as_of, self._live.index.tables, self.position)
        except BaseException:
            if before is not None:
                before.hold()
            raise
        if before is not None:
            before.close()

    def close(self) -> None:
        """End the journal and the second engine. The judgements can still be read, but no event be put."""
        self._closed = True
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if self._follower is not None:
            self._follower.close()
            self._follower = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _open(self) -> None:
        """Raise UsageError where nothing would be kept any more."""
        if self._closed:
            raise UsageError((session_codes.CLOSED.at(None),))

    def _there(self, entity: str, id: str) -> None:
        """Raise UsageError where there is no such record."""
        a_text(id, "id", '"T001"')
        table = self._live.index.tables.get(entity, {})
        if id not in table:
            label = self.ruleset.vocabulary.entities[entity].label
            values = {"entity": Sentence(label.zh, label.en), "count": len(table), "meant": Sentence("", "")}
            raise UsageError((codes.UNKNOWN_SUBJECT.at(None, id=id, **values),))

    def _settle(self, only: tuple[str, str] | None = None) -> None:
        """Nothing is answered that the second engine was not asked about."""
        if self._follower is not None:
            self._follower.settle(self._live, only)

    def _done(self, wave: Wave) -> list[FindingChange]:
        """Let the second engine follow, and say what changed."""
        if self._follower is not None:
            self._follower.follow(self._live, wave)
        return [
            FindingChange(self._maybe(rule, id, before), self._maybe(rule, id, after))
            for (rule, id), (before, after) in sorted(wave.changes.items())
        ]

    def _keep(self, event: Event) -> None:
        """Note an event on disk, before it happens: where that fails (OSError) nothing has happened."""
        self._open()
        if event.position is not None:
            a_text(event.position, "position", '"1024"')
        if self._journal is not None:
            self._journal.add(event)
        self.position = event.position or self.position

    def _maybe(self, rule: int, id: str, outcome: Outcome | None) -> Judgement | None:
        return None if outcome is None else self._judgement(rule, id, outcome)

    def _judgement(self, number: int, id: str, outcome: Outcome) -> Judgement:
        rule, (code, points) = self._live.plan.rules[number], outcome
        return Judgement(rule.id, Ref(rule.subject, id), VERDICTS[code], None if points is None else tidy(points))


class _LiveWorld(World):
    """The facts as they stand, looked at through the session's own indexes."""

    def __init__(self, live: Live) -> None:
        super().__init__(live.ruleset, Facts(live.index.tables), live.as_of)
        self._live = live

    def members(self, entity: str, name: str, owner: str) -> tuple[str, ...] | Unknown:
        found = self.vocabulary.entities[entity].collections[name]
        if found.entity not in self.facts.tables:
            return Unknown(missing=(Gap(found.entity),))
        if self.facts.get(entity, owner) is None:
            return Unknown(missing=(Gap(entity, owner),))
        return tuple(sorted(self._live.index.naming(found.entity, found.by, owner)))
