"""What a lint says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from policyrules.diagnostics.core import Code, Sentence
from policyrules.diagnostics.source import Place
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Text


@dataclass(frozen=True, slots=True)
class Lint:
    """One doubt. `target` is the id of what it points at; written `PR603@target` in `inconsistencies`."""

    code: Code
    target: str
    place: Place | None
    values: Mapping[str, object]

    @property
    def name(self) -> str:
        """How rulesets refer to it."""
        return f"{self.code.id}@{self.target}"


Finder = Callable[[Ruleset], Iterator[Lint]]


def both(text: Text) -> Sentence:
    """A label as a value that differs by language."""
    return Sentence(text.zh, text.en)
