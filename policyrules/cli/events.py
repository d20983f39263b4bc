"""Lines of JSON as events of a session."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

from policyrules.diagnostics.catalogue import sessions as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Place
from policyrules.diagnostics.system import why_unread
from policyrules.engines.session import FindingChange, Session
from policyrules.intake.tables.raw import NumberText
from policyrules.intake.tables.strict_json import JsonProblem, Values, skip_blank
from policyrules.model.errors import DiagnosticsError, UsageError
from policyrules.syntax.values import ValueProblem, read_day

LONGEST = 1_000_000
_NOT_JSON = Sentence("这一行不是 JSON", "the line is not JSON")
_TOO_LONG = Sentence("一行最多 1,000,000 个字节", "a line has 1,000,000 bytes at most")
_NOT_UTF8 = Sentence("这一行不是 UTF-8", "the line is not UTF-8")
_NOT_EVENT = Sentence(
    "一行是一个 JSON 对象，里面恰好是 put、remove、advance 之一",
    "a line is one object that holds exactly one of put, remove, advance",
)
_INSIDE = {
    "put": Sentence(
        "put 里面恰好是 entity（文字）和 record（一个对象）",
        "put holds exactly an entity (text) and a record (an object)",
    ),
    "remove": Sentence(
        "remove 里面恰好是 entity 和 id，都是文字", "remove holds exactly an entity and an id, both of them text"
    ),
    "advance": Sentence("advance 后面是写成文字的日期", "advance is followed by a day, as text"),
}


class Position:
    """How far a stream was read: the number of lines and what they were, so that the same file is known again."""

    def __init__(self) -> None:
        """At the beginning."""
        self.lines = 0
        self._digest = hashlib.sha256()

    def add(self, raw: bytes) -> None:
        """One line more."""
        self.lines += 1
        self._digest.update(raw.rstrip(b"\r\n") + b"\n")

    def __str__(self) -> str:
        return f"{self.lines}:{self._digest.hexdigest()[:32]}"


@contextmanager
def opened(path: str, standard_input: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream of events: a file, or standard input for `-`. Raises UsageError."""
    if path == "-":
        yield standard_input
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(path).open("rb"))
        except (OSError, ValueError) as error:
            raise UsageError((codes.NO_EVENTS.at(None, path=path, reason=why_unread(error)),)) from None
        yield file


def next_line(stream: IO[bytes]) -> bytes:
    """The next line, empty at the end; of one that is too long its beginning, the rest is read past."""
    line = rest = stream.readline(LONGEST + 1)
    while len(rest) > LONGEST and not rest.endswith(b"\n"):
        rest = stream.readline(LONGEST + 1)
    return line


def passed_over(stream: IO[bytes], path: str, snapshot: str, until: str | None) -> Position:
    """The position after the lines a session has read before. Raises UsageError where the stream holds others."""
    position = Position()
    if until is None or path == "-":
        return position
    count = int(until.partition(":")[0])
    while position.lines < count and (raw := next_line(stream)):
        position.add(raw)
    if str(position) != until:
        raise UsageError((codes.OTHER_EVENTS.at(None, path=path, snapshot=snapshot, count=count),))
    return position


def play(session: Session, raw: bytes, position: str) -> list[FindingChange]:
    """Let the event of one line happen. Raises DiagnosticsError; then it has not."""
    text = _text(raw)
    event = _read(text)
    match event:
        case {"put": {"entity": str(entity), "record": dict(record), **rest}} if not rest:
            return session.put(entity, record, position)
        case {"remove": {"entity": str(entity), "id": str(id), **rest}} if not (rest or isinstance(id, NumberText)):
            return session.remove(entity, id, position)
        case {"advance": str(day)} if not isinstance(day, NumberText):
            return session.advance(_day(day, text), position)
    (kind,) = event or ("",)
    raise _bad(text, _INSIDE.get(kind, _NOT_EVENT))


def located(error: DiagnosticsError, name: str, line: int) -> tuple[Diagnostic, ...]:
    """What was wrong with a line, at that line."""
    return tuple(Diagnostic(d.code, Place(name, line), d.values, d.related) for d in error.diagnostics)


def _text(raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise _bad(raw[:80].decode("utf-8", "replace"), _TOO_LONG)
    try:
        return raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _bad(raw[:80].decode("utf-8", "replace").strip(), _NOT_UTF8) from None


def _read(text: str) -> Any:
    try:
        event, end = Values(text).at(0)
    except JsonProblem as problem:
        raise _bad(text, problem.detail) from None
    if skip_blank(text, end) != len(text):
        raise _bad(text, _NOT_JSON)
    return event if isinstance(event, dict) and len(event) == 1 else None


def _day(text: str, line: str) -> date:
    day = read_day(text)
    if isinstance(day, ValueProblem):
        raise _bad(line, day.reason)
    return day


def _bad(text: str, reason: Sentence) -> UsageError:
    return UsageError((codes.BAD_EVENT.at(None, value=text, reason=reason),))
