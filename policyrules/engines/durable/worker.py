"""The process in which durable-rules runs. Started as a file, with nothing of this library in it: a crash, a hang or
exhausted memory ends here.

It reads messages from standard input and answers on standard output, each a length (four bytes) and JSON. The first
brings the networks and the memory limit; each further one brings facts to take away or put in place, and is answered
with the verdicts that hold now for every record it named. Whatever goes wrong ends the process.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from importlib import import_module
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")
SID = "1"


def name_hash(name: str) -> int:
    """The hash by which durable-rules 2.0.28 knows names of fields, and ids of facts: FNV-1a of 32 bits.

    >>> name_hash("a")
    3826002220
    """
    found = 0x811C9DC5
    for byte in name.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


class Networks:
    """All networks, the facts in them, and what fired."""

    def __init__(self, definitions: list[dict[str, Any]], resident: int) -> None:
        """Build the networks from their JSON; the facts of at most `resident` records stay in them."""
        self.engine: Any = import_module("durable.engine")

        class QuietHost(self.engine.Host):  # type: ignore[misc,name-defined]
            """A host without the stock one's timer threads."""

            def _run(self) -> None:
                return

        self.host = QuietHost()
        self.by_entity: dict[str, list[dict[str, Any]]] = {}
        self.facts: dict[tuple[str, str, int], dict[str, Any]] = {}
        self.fired: dict[tuple[str, int], dict[int, int]] = {}
        self.again: list[str] = []
        self.resident = resident
        self.latest: dict[tuple[str, int], None] = {}
        self.count = 0
        self.hashes: set[int] = set()  # of the ids in use
        for definition in definitions:
            self.by_entity.setdefault(definition["entity"], []).append(definition)
            self._build(definition)

    def _build(self, definition: dict[str, Any]) -> None:
        entity, rules = definition["entity"], {}
        for name, rule in definition["rules"].items():
            number, code, _ = name.split(".")
            rules["r" + name.replace(".", "_")] = {**rule, "run": self._action(entity, int(number), int(code))}
        rules["sentinel"] = {"all": [{"a": {"$and": [{"type": "sentinel"}]}}], "run": lambda c: None}
        self.host.register_rulesets({definition["name"]: rules})
        self._put(definition["name"], {"type": "sentinel"})

    def _action(self, entity: str, number: int, code: int) -> Any:
        def action(c: Any) -> None:
            verdicts = self.fired.setdefault((entity, c.a.key), {})
            if number in verdicts:
                self.again.append(f"{entity} {number}")
            verdicts[number] = code

        return action

    def play(self, operations: list[list[Any]]) -> list[Any]:
        """Take away and put in place; the verdicts of every record named."""
        for entity, key, facts in operations:
            for place, definition in enumerate(self.by_entity.get(entity, ())):
                self._replace(definition, entity, key, None if facts is None else facts[place])
            self.latest.pop((entity, key), None)
            if facts is not None:
                self.latest[entity, key] = None
        if self.again:
            raise RuntimeError(f"fired again: {self.again}")
        found = [[entity, key, sorted(self.fired.get((entity, key), {}).items())] for entity, key, _ in operations]
        for entity, key, facts in operations:
            if facts is None:
                self.fired.pop((entity, key), None)
        self._forget()
        return found

    def _forget(self) -> None:
        """Let those go who were not heard of for longest: the networks stay small and quick."""
        while len(self.latest) > self.resident:
            entity, key = next(iter(self.latest))
            del self.latest[entity, key]
            for definition in self.by_entity.get(entity, ()):
                self._replace(definition, entity, key, None)
            self.fired.pop((entity, key), None)

    def _replace(self, definition: dict[str, Any], entity: str, key: int, facts: list[Any] | None) -> None:
        """The facts of one record in one network; all old ones go before the first new one comes."""
        name = definition["name"]
        places = [(name, kind, key) for kind in (entity, entity + "+")]
        old = [self.facts.get(place) for place in places]
        if facts is not None and [None if f is None else f["told"] for f in old] == facts:
            return
        for place, fact in zip(places, old, strict=True):
            if fact is not None:
                del self.facts[place]
                if fact["there"]:
                    self.host.retract_fact(name, fact["sent"])
                    self.hashes.discard(name_hash(fact["sent"]["id"]))
        verdicts = self.fired.get((entity, key), {})
        for number in definition["numbers"]:
            verdicts.pop(number, None)
        for (_, kind, _), link, told in zip(places, ("key", "of"), facts or (), strict=False):
            if told is not None:
                sent, there = self._put(name, {"type": kind, link: key, **told})
                self.facts[name, kind, key] = {"told": told, "sent": sent, "there": there}

    def _put(self, name: str, fact: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Assert one fact under an id of our own; whether it matched anything, else the engine does not keep it."""
        sent = {"id": self._id(), "sid": SID, **fact}
        try:
            self.host.assert_fact(name, dict(sent))
        except self.engine.MessageNotHandledException:
            return sent, False
        self.hashes.add(name_hash(sent["id"]))
        return sent, True

    def _id(self) -> str:
        """The next id; the engine takes one whose hash is in use for the one that has it."""
        while True:
            self.count += 1
            id = f"e{self.count:07d}"
            if name_hash(id) not in self.hashes:
                return id


def receive(stream: BinaryIO) -> Any:
    """The next message; None at the end."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (size,) = HEADER.unpack(header)
    return json.loads(stream.read(size))


def send(stream: BinaryIO, message: Any) -> None:
    """Answer."""
    data = json.dumps(message, separators=(",", ":")).encode()
    stream.write(HEADER.pack(len(data)) + data)
    stream.flush()


def main() -> None:
    """Answer messages until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever the engine prints is no answer
    import resource  # not on every system, and the compiler reads this file

    begin = receive(sys.stdin.buffer)
    if begin is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (begin["memory"], begin["memory"]))
    networks = Networks(begin["networks"], begin["resident"])
    send(answers, "ready")
    while (message := receive(sys.stdin.buffer)) is not None:
        send(answers, networks.play(message))


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001  The supervisor sees the end and starts another; facts stay out of any log.
        os._exit(70)
