"""What a session keeps on disk: a snapshot, and a journal of what has happened since.

The snapshot is JSON lines: a head (format, ruleset, day), a line for each record, an end that counts them. It is
written whole or not at all. The journal stands beside it and only grows, one line an event, handed to the system before
the event counts as done: a killed process loses nothing. It names the snapshot it continues; a journal of another
snapshot is one that the snapshot already holds, and is not read.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from policyrules.diagnostics.catalogue import sessions as codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.system import why_unread
from policyrules.engines.session.chains import Tables
from policyrules.model.errors import UsageError
from policyrules.model.expr import Value
from policyrules.model.facts import Record
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, NumberType, Type

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # not on every system
    fcntl = None

FORMAT = 1
_KINDS = ("put", "remove", "advance")
_DAMAGED = Sentence("那里不是会话会写的内容", "what stands there is nothing a session writes")
_ENDS_EARLY = Sentence("文件没有写完", "the file ends before its end")


@dataclass(slots=True)
class Event:
    """One thing that happened. `position`: how far the caller had read its own stream, in the caller's own terms."""

    kind: str  # put, remove, advance; empty: nothing but the position
    entity: str = ""
    id: str = ""
    record: Record | None = None
    day: date | None = None
    position: str | None = None


@dataclass(slots=True)
class Stored:
    """What was found on disk: the snapshot, and the events since."""

    as_of: date
    tables: Tables
    position: str | None
    events: list[Event]


class Journal:
    """The open journal of one snapshot."""

    def __init__(self, path: Path) -> None:
        """Open the journal of the snapshot at `path`; it holds facts, and like the snapshot is its owner's alone.

        Raises OSError where another process keeps it: of two writers each would undo what the other keeps.
        """
        self._path = path
        self._handle = os.open(_journal(path), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.hold()
        except OSError:
            self.close()
            raise

    def hold(self) -> None:
        """Keep other processes out, where the system can."""
        if fcntl is None:
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(self._path)) from error
        except OSError:
            return  # a file system without locks

    def release(self) -> None:
        """Let somebody else hold it."""
        if fcntl is not None:
            with suppress(OSError):
                fcntl.flock(self._handle, fcntl.LOCK_UN)

    def begin(self, generation: str) -> None:
        """Begin anew, behind the snapshot of that name."""
        os.ftruncate(self._handle, 0)
        self._write({"generation": generation})

    def add(self, event: Event) -> None:
        """Keep an event; when this returns, it survives the process. Raises OSError; then it is not kept."""
        line: dict[str, Any] = {}
        match event.kind:
            case "put":
                line["put"] = [event.entity, event.id, {k: _json(v) for k, v in (event.record or {}).items()}]
            case "remove":
                line["remove"] = [event.entity, event.id]
            case "advance":
                line["advance"] = _json(event.day or date.min)
        if event.position is not None:
            line["position"] = event.position
        self._write(line)

    def _write(self, line: Mapping[str, Any]) -> None:
        data = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "surrogatepass")
        whole = os.fstat(self._handle).st_size
        try:
            while data:
                data = data[os.write(self._handle, data) :]
        except OSError:  # a full disk: half a line must not stand before the next one
            os.ftruncate(self._handle, whole)
            raise

    def close(self) -> None:
        """Write no more."""
        os.close(self._handle)


def save(path: Path, ruleset: Ruleset, as_of: date, tables: Tables, position: str | None) -> Journal:
    """Write a snapshot and begin its journal. A link is followed; a device or a pipe is no place for either.

    Raises OSError; then what stood there before still holds.
    """
    path = Path(os.path.realpath(path))
    for file in (path, _journal(path)):
        if file.exists() and not file.is_file():
            raise OSError(errno.EINVAL, "not an ordinary file", str(file))
    generation = secrets.token_hex(8)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
            for line in _lines(ruleset, as_of, tables, position, generation):
                stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        journal = Journal(path)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    journal.begin(generation)
    return journal


def _lines(ruleset: Ruleset, as_of: date, tables: Tables, position: str | None, generation: str) -> Iterator[Any]:
    yield {
        "policyrules_session": FORMAT,
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "as_of": as_of.isoformat(),
        "generation": generation,
        "position": position,
        "tables": sorted(tables),
    }
    count = 0
    for entity in sorted(tables):
        for id in sorted(tables[entity]):
            yield [entity, id, {field: _json(value) for field, value in tables[entity][id].items()}]
            count += 1
    yield {"end": count}


def load(path: Path, ruleset: Ruleset) -> Stored:
    """What `save` and the journal wrote, for the same ruleset. Raises UsageError."""
    path = Path(os.path.realpath(path))  # the journal stands beside the file, not beside a link to it
    reader = _Reader(path, ruleset)
    lines = reader.lines(path)
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("policyrules_session") != FORMAT:
        raise reader.problem(_DAMAGED)
    _same(path, ruleset, head.get("ruleset"))
    tables: Tables = {entity: {} for entity in reader.entities(head.get("tables"))}
    for line in lines:
        if isinstance(line, dict):
            if line != {"end": sum(map(len, tables.values()))}:
                raise reader.problem(_DAMAGED)
            position = head.get("position")
            events = list(_since(reader, head.get("generation")))
            return Stored(reader.day(head.get("as_of")), tables, position, events)
        entity, id, record = reader.record(line)
        if entity not in tables:
            raise reader.problem(_DAMAGED)
        tables[entity][id] = record
    raise reader.problem(_ENDS_EARLY)


def _same(path: Path, ruleset: Ruleset, was: Any) -> None:
    """Whether a snapshot is one of this very ruleset."""
    told = was if isinstance(was, dict) else {}
    if told.get("digest") != ruleset.digest or told.get("id") != ruleset.id:
        names = {"was": f"{told.get('id')} {told.get('version')}", "now": f"{ruleset.id} {ruleset.version}"}
        digests = {"old": str(told.get("digest"))[:12], "new": ruleset.digest[:12]}
        raise UsageError((codes.OTHER_RULESET.at(None, path=path.name, **names, **digests),))


def _since(reader: _Reader, generation: Any) -> Iterator[Event]:
    """The events of the journal, if it continues this snapshot. A last line that was cut off never counted as done."""
    journal = _journal(reader.path)
    if not journal.exists():
        return
    lines = reader.lines(journal, torn=True)
    if next(lines, None) != {"generation": generation}:
        return
    for line in lines:
        if not isinstance(line, dict):
            raise reader.problem(_DAMAGED)
        yield reader.event(line)


class _Reader:
    """Reads lines and values strictly, and knows where it stands."""

    def __init__(self, path: Path, ruleset: Ruleset) -> None:
        self.path = path
        self._types: dict[str, dict[str, Type]] = {
            e.id: {f.id: f.type for f in e.fields.values()} for e in ruleset.vocabulary.entities.values()
        }
        self._file, self._line = path, 1

    def problem(self, reason: Sentence) -> UsageError:
        """What is wrong, and where."""
        return UsageError((codes.BAD_SNAPSHOT.at(None, path=self._file.name, line=self._line, reason=reason),))

    def lines(self, path: Path, torn: bool = False) -> Iterator[Any]:
        """The lines as JSON; `torn`: a last line without its end is left out."""
        self._file, self._line = path, 0
        try:
            with path.open("rb") as file:
                for raw in file:
                    self._line += 1
                    if torn and not raw.endswith(b"\n"):
                        return
                    yield json.loads(raw.decode("utf-8", "surrogatepass"), parse_float=_refuse, parse_constant=_refuse)
        except OSError as error:
            raise UsageError((codes.NO_SNAPSHOT.at(None, path=path.name, reason=why_unread(error)),)) from None
        except (ValueError, RecursionError):
            raise self.problem(_DAMAGED) from None

    def entities(self, json: Any) -> list[str]:
        """Names of tables."""
        if not isinstance(json, list) or any(not isinstance(e, str) or e not in self._types for e in json):
            raise self.problem(_DAMAGED)
        return json

    def day(self, json: Any) -> date:
        """A day."""
        try:
            return date.fromisoformat(json)
        except (TypeError, ValueError):
            raise self.problem(_DAMAGED) from None

    def record(self, json: Any) -> tuple[str, str, Record]:
        """A record: entity, id, fields."""
        match json:
            case [str(entity), str(id), dict(fields)] if entity in self._types:
                return entity, id, {field: self._value(entity, field, value) for field, value in fields.items()}
        raise self.problem(_DAMAGED)

    def event(self, json: Any) -> Event:
        """An event of the journal."""
        position = json.pop("position", None)
        match json:
            case {"put": put}:
                entity, id, record = self.record(put)
                return Event("put", entity, id, record, position=position)
            case {"remove": [str(entity), str(id)]} if entity in self._types:
                return Event("remove", entity, id, position=position)
            case {"advance": day}:
                return Event("advance", day=self.day(day), position=position)
        if json:
            raise self.problem(_DAMAGED)
        return Event("", position=position)

    def _value(self, entity: str, field: str, json: Any) -> Value:
        match self._types[entity].get(field), json:
            case BoolType(), bool():
                return json
            case NumberType(), int() if not isinstance(json, bool):
                return json
            case NumberType(), [int(numerator), int(denominator)] if denominator > 0:
                return Fraction(numerator, denominator)
            case DateType(), str():
                return self.day(json)
            case BoolType() | NumberType() | None, _:
                raise self.problem(_DAMAGED)
            case _, str():
                return json
        raise self.problem(_DAMAGED)


def _journal(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def _json(value: Any) -> Any:
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    return value.isoformat() if isinstance(value, date) else value


def _refuse(text: str) -> Any:
    raise ValueError(text)
