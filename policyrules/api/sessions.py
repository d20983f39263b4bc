"""The ruleset as callers hold it: the model's data, and the door to live sessions."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from policyrules.api.asked import on_day, one_of
from policyrules.diagnostics.catalogue import sessions as codes
from policyrules.model import ruleset as model
from policyrules.model.errors import UsageError
from policyrules.model.facts import Facts
from policyrules.model.kinds import a_path

if TYPE_CHECKING:
    from policyrules.api.facts import FactsLike
    from policyrules.engines.session import Session

SESSION_ENGINES = ("direct", "durable")


class Ruleset(model.Ruleset):
    """Everything that holds for one jurisdiction, as `load` gives it.

    It is the model's ruleset and nothing more: the floors below are handed it as it is, and know nothing of sessions.
    """

    __slots__ = ()

    @classmethod
    def of(cls, found: model.Ruleset) -> Ruleset:
        """The same data."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(found)})

    def session(
        self,
        facts: FactsLike | None = None,
        as_of: date | None = None,
        engine: str = "direct",
        resume: str | Path | None = None,
    ) -> Session:
        """Judge facts as they arrive: `put`, `remove` and `advance` say what each event changes.

        It begins with `facts` (none: no table is known yet) on the day `as_of` (by default today), or where the
        snapshot `resume` left off, journal included, with its own facts and day; that snapshot is then kept up to date.
        `engine="durable"` lets durable-rules judge beside the direct engine, in a process of its own; every answer of
        the two is compared.

        Raises FactsError as `evaluate` does, UsageError for an unknown engine, one that is not installed, or a
        snapshot that is not there, damaged or of another ruleset, OSError for one that cannot be kept up to date, or
        that another process keeps.

        >>> import policyrules as pr
        >>> with pr.load("national").session(as_of=date(2022, 6, 1)) as live:
        ...     changes = live.put("teacher", {"id": "T001"})
        >>> changes[0].before, changes[0].after.subject.id
        (None, 'T001')
        """
        from policyrules.api.facts import usable
        from policyrules.api.subjects import find_entity
        from policyrules.engines.session import Session, Stored
        from policyrules.engines.session import load as stored
        from policyrules.intake.single import read_record

        one_of("engine", engine, SESSION_ENGINES)
        if resume is not None:
            a_path(resume, "resume")
            _alone(facts=facts, as_of=as_of)
            begin = stored(Path(resume), self)
        else:
            given = Facts({}) if facts is None else usable(self, facts).facts
            begin = Stored(on_day(as_of), {entity: dict(table) for entity, table in given.tables.items()}, None, [])
        follower = None
        if engine == "durable":
            from policyrules.engines.durable import Durable

            follower = Durable(self)
        find, read = partial(find_entity, self), partial(read_record, self.vocabulary)
        made = Session(self, begin, find, read, follower)
        if resume is not None:
            try:
                made.snapshot(resume)
            except OSError:
                made.close()
                raise
        return made


def _alone(**others: object) -> None:
    """Raise UsageError where something is given that the snapshot has itself."""
    for argument, value in others.items():
        if value is not None:
            raise UsageError((codes.RESUMED.at(None, argument=argument),))
