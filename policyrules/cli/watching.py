"""watch: what arriving events change, as they arrive."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import IO

import click

from policyrules import api
from policyrules.cli.events import Position, located, next_line, opened, passed_over, play
from policyrules.cli.given import read
from policyrules.cli.options import as_of_option, lang_option, ruleset_argument
from policyrules.cli.output import complain, tell, write_lines
from policyrules.cli.rulesets import open_ruleset
from policyrules.cli.usage import Command, choice
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.system import why_unwritten
from policyrules.diagnostics.width import inert
from policyrules.engines.session import FindingChange, Session
from policyrules.model.errors import DiagnosticsError, UsageError
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.report.layout import Line, Style
from policyrules.report.words import VERDICTS

SAVE_EVERY = 10_000
STYLES = {Verdict.UNMET: Style.BAD, Verdict.UNDETERMINED: Style.DOUBT, Verdict.MET: Style.GOOD}


@click.command(cls=Command)
@ruleset_argument
@click.argument("facts", metavar="FACTS")
@click.option("--events", required=True, metavar="FILE|-", help="事件，每行一个 JSON · events, a JSON object a line")
@click.option("--snapshot", metavar="PATH", help="快照；已有则接着做 · the snapshot; if there, go on from it")
@choice("--engine", *api.SESSION_ENGINES, default="direct", help="引擎 · engine (direct)")
@as_of_option
@lang_option
def watch(
    ruleset: str, facts: str, events: str, snapshot: str | None, engine: str, as_of: date | None, lang: Lang
) -> int:
    """Follow a stream of events."""
    rules = open_ruleset(ruleset)
    with opened(events, sys.stdin.buffer) as stream:
        resumed = snapshot is not None and Path(snapshot).exists()
        given = {"resume": snapshot} if resumed else {"facts": read(rules, facts, lang), "as_of": as_of}
        try:
            begun = rules.session(engine=engine, **given)
        except OSError as error:  # of the snapshot, which another one keeps
            raise _unwritable(snapshot, error) from None
        with begun as session:
            position = passed_over(stream, events, snapshot or "", session.position if resumed else None)
            if resumed:
                told = {"path": inert(snapshot or ""), "day": session.as_of, "lines": position.lines}
                write_lines([Line(_RESUMED[lang].format(**told))])
            _keep(session, snapshot)
            monitor = Monitor(session, events, snapshot, lang)
            with monitor.interruptible():
                monitor.follow(stream, position)
            _keep(session, snapshot)
            write_lines(monitor.summary())
    return 130 if monitor.interrupted else 1 if monitor.bad else 0


_RESUMED = {
    "zh": "从快照 {path} 继续，判定日 {day}，已读过的 {lines} 行不再读",
    "en": "going on from snapshot {path} as of {day}; {lines} line(s) were read before",
}
# A doubt that would cost a table one cell costs an event the whole record; its own words say the former.
_SKIPPED = {
    "zh": "第 {lines} 行整行没有接收，已有的记录不变\n",
    "en": "line {lines} was not taken at all; the records stand as they were\n",
}


def _keep(session: Session, snapshot: str | None) -> None:
    """Write the snapshot, where one is kept."""
    if snapshot is None:
        return
    try:
        session.snapshot(snapshot)
    except (OSError, ValueError) as error:
        raise _unwritable(snapshot, error) from None


def _unwritable(snapshot: str | None, error: OSError | ValueError) -> UsageError:
    return UsageError((codes.UNWRITABLE.at(None, path=snapshot or "", reason=why_unwritten(error)),))


class Monitor:
    """Plays events and says what they change."""

    def __init__(self, session: Session, name: str, snapshot: str | None, lang: Lang) -> None:
        """Follow the stream called `name`."""
        self.session = session
        self.bad = self.events = self.changes = 0
        self.interrupted = False
        self._name = "stdin" if name == "-" else name
        self._snapshot, self._lang = snapshot, lang
        self._busy = False

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """An interruption waits until the event at hand is done, so that nothing is half told."""

        def interrupt(_signal: int, _frame: FrameType | None) -> None:
            self.interrupted = True
            if not self._busy:
                raise KeyboardInterrupt

        before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        except KeyboardInterrupt:
            self._busy = True
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def follow(self, stream: IO[bytes], position: Position) -> None:
        """Play every line to the end of the stream, or until interrupted."""
        while not self.interrupted and (raw := next_line(stream)):
            self._busy = True
            position.add(raw)
            if raw.strip():
                self._play(raw, position)
            if position.lines % SAVE_EVERY == 0:
                _keep(self.session, self._snapshot)
            sys.stdout.flush()
            self._busy = False

    def _play(self, raw: bytes, position: Position) -> None:
        try:
            changes = self._changes(raw, position)
        except OSError as error:  # of the journal, on a full disk: nothing has happened
            raise _unwritable(self._snapshot, error) from None
        write_lines(change_line(change, position.lines, self.session.ruleset, self._lang) for change in changes)

    def _changes(self, raw: bytes, position: Position) -> list[FindingChange]:
        """What a line changes; nothing where it is bad, and told."""
        try:
            changes = play(self.session, raw, str(position))
        except DiagnosticsError as error:
            self.session.skip(str(position))
            self.bad += 1
            complain(located(error, self._name, position.lines), self._lang)
            tell(_SKIPPED[self._lang].format(lines=position.lines))
            return []
        self.events += 1
        self.changes += len(changes)
        return changes

    def summary(self) -> Iterator[Line]:
        """What was done, and how things stand."""
        counts, violations = self.session.totals()
        day = self.session.as_of.isoformat()
        verdicts = [(VERDICTS[v].get(self._lang), counts[v]) for v in Verdict if counts[v]]
        done = {"events": self.events, "bad": self.bad, "changes": self.changes}
        if self._lang == "zh":
            told = "，".join(f"{word} {count}" for word, count in verdicts)
            yield Line("事件 {events} 件，跳过 {bad} 行，判定变化 {changes} 处".format(**done), Style.TITLE)
            yield Line(f"判定日 {day}：{told}；违反 {violations}")
        else:
            told = ", ".join(f"{word} {count}" for word, count in verdicts)
            yield Line("events {events}, lines skipped {bad}, judgements changed {changes}".format(**done), Style.TITLE)
            yield Line(f"as of {day}: {told}; violations {violations}")


def change_line(change: FindingChange, number: int, rules: Ruleset, lang: Lang) -> Line:
    """One change in one line: where it came from, whom it concerns, what was and what is."""
    judgement = change.judgement
    rule, subject = rules.rules[judgement.rule], judgement.subject
    entity = rules.vocabulary.entities[subject.type].label.get(lang)
    before, after = (_said(judgement, lang) for judgement in (change.before, change.after))
    violation = change.after is not None and change.after.verdict is Verdict.UNMET and rule.force is Force.MUST
    style = STYLES.get(change.after.verdict, Style.PLAIN) if change.after is not None else Style.FAINT
    id = inert(subject.id)
    if lang == "zh":
        mark = "（违反）" if violation else ""
        return Line(f"第 {number} 行  {entity} {id}  {rule.label.zh}：{before} → {after}{mark}", style)
    mark = " (violation)" if violation else ""
    return Line(f"line {number}  {entity} {id}  {rule.label.en}: {before} -> {after}{mark}", style)


def _said(judgement: Judgement | None, lang: Lang) -> str:
    if judgement is None:
        return "无" if lang == "zh" else "none"
    points = "" if judgement.points is None else f" {judgement.points}"
    return VERDICTS[judgement.verdict].get(lang) + points
