"""The few things an engine made last of a ruleset, for whoever judges with it again."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from policyrules.model.ruleset import Ruleset

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """What was made of rulesets, each kept with its ruleset, which is known by its identity: rulesets are frozen, and
    comparing two takes longer than making anew. To be used by several threads at once."""

    def __init__(self, most: int) -> None:
        """Keep nothing yet, and never more than `most`."""
        self._most = most
        self._kept: dict[Hashable, tuple[Ruleset, Made]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def get(self, ruleset: Ruleset, key: Hashable) -> Made | None:
        """What was made of this very ruleset under an equal key, if it is still kept."""
        with self._lock:
            found = self._kept.pop((id(ruleset), key), None)
            if found is None:
                return None
            self._kept[id(ruleset), key] = found
        return found[1]

    def put(self, ruleset: Ruleset, key: Hashable, made: Made) -> None:
        """Keep something, and let go of what was not asked for the longest."""
        with self._lock:
            self._kept[id(ruleset), key] = ruleset, made
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
