"""Engines: a ruleset and facts in, bare judgements out. They decide; the semantics explains.

In:  a checked `Ruleset`, typed `Facts`, a day.
Out: `Judgement`s in the order of the rules, then of the subjects' ids.
True here: every engine gives what the reference gives, on the conformance data and on random rulesets and facts; none
knows of "unknown", because they all read the lowered formulas of `semantics`.

Reading order: protocol.py (what an engine is), recent.py (what is kept from call to call), reference.py (the slow one
that defines right), direct/ (the fast one), frame/ (whole tables at once), session/ (facts that change one by one),
durable/ (durable-rules beside a session).
An engine is added as a folder or file here with its `judge_all`, and its name in `ENGINES`.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import cast

from policyrules.engines.protocol import Engine


class Engines(Mapping[str, Engine]):
    """Engines by name, each imported when it is first asked for."""

    def __init__(self, *names: str) -> None:
        """The engines of these names stand in the files or folders of these names."""
        self._names = names

    def __getitem__(self, name: str) -> Engine:
        """An engine. KeyError where there is none of that name."""
        if name not in self._names:
            raise KeyError(name)
        return cast(Engine, import_module(f"{__name__}.{name}").judge_all)

    def __iter__(self) -> Iterator[str]:
        """All names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


ENGINES = Engines("direct", "durable", "frame", "reference")

__all__ = ["ENGINES", "Engine"]
