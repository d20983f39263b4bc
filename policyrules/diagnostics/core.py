"""What a diagnostic is: a code from the catalogue, a place, and the values its sentences name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Literal

from policyrules.diagnostics.source import Place, Span

Lang = Literal["zh", "en"]
MAX_VALUE = 120
LANGS: tuple[Lang, Lang] = ("zh", "en")


class Severity(Enum):
    """An error stops the work; a warning is a finding about the rules themselves; a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages; `{name}` marks a value. Lower case, no final period, user text in backticks."""

    zh: str
    en: str

    def fill(self, lang: Lang, values: Mapping[str, str]) -> str:
        """The sentence in `lang` with its values set in; a value may be given per language as `name.zh`, `name.en`."""
        chosen = {k: v for k, v in values.items() if "." not in k}
        chosen.update({k[: -len(lang) - 1]: v for k, v in values.items() if k.endswith("." + lang)})
        return (self.zh if lang == "zh" else self.en).format_map(chosen)


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of mistake: a stable code, what happened, why that is wrong, what to write instead."""

    id: str
    severity: Severity
    message: Sentence
    reason: Sentence
    help: Sentence

    def at(self, where: Span | Place | None, /, **values: object) -> Diagnostic:
        """A diagnostic of this code at `where`. Every `{name}` of the sentences needs a value.

        A value that differs by language is passed as a `Sentence`.
        """
        return Diagnostic(self, where, MappingProxyType(flatten_values(values)))


def flatten_values(values: Mapping[str, object]) -> dict[str, str]:
    """Values as text, long ones shortened in the middle; a `Sentence` becomes one entry per language."""
    flat: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Sentence):
            flat[f"{name}.zh"] = value.zh
            flat[f"{name}.en"] = value.en
        else:
            flat[name] = _shorten(str(value))
    return flat


def _shorten(value: str) -> str:
    return value if len(value) <= MAX_VALUE else f"{value[:90]}…{value[-20:]}"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains the first: where the earlier definition stands, where the limit came from."""

    where: Span | Place
    label: Sentence


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake, found at one place."""

    code: Code
    where: Span | Place | None
    values: Mapping[str, str]
    related: tuple[Related, ...] = field(default=())

    @property
    def severity(self) -> Severity:
        """How grave it is, as the catalogue says."""
        return self.code.severity

    @property
    def place(self) -> Place | None:
        """File, line and column, where there is one."""
        return self.where.place if isinstance(self.where, Span) else self.where

    def message(self, lang: Lang) -> str:
        """What happened."""
        return self.code.message.fill(lang, self.values)

    def reason(self, lang: Lang) -> str:
        """Why it is wrong."""
        return self.code.reason.fill(lang, self.values)

    def help(self, lang: Lang) -> str:
        """What to write instead."""
        return self.code.help.fill(lang, self.values)

    def with_related(self, *related: Related) -> Diagnostic:
        """The same diagnostic, pointing at further places."""
        return Diagnostic(self.code, self.where, self.values, self.related + related)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
