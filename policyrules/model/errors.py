"""The exceptions of the library. Users' mistakes travel inside them as diagnostics."""

from __future__ import annotations

from policyrules.diagnostics.core import Diagnostic


class PolicyrulesError(Exception):
    """The root of every exception this library raises on purpose."""


class DiagnosticsError(PolicyrulesError):
    """Input that could not be used; `diagnostics` says where and why, all of it at once."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Keep `diagnostics`; the exception's own text is their messages in English, a line each."""
        self.diagnostics = diagnostics
        super().__init__("\n".join(": ".join(_parts(d)) for d in diagnostics))


def _parts(diagnostic: Diagnostic) -> list[str]:
    where = [] if diagnostic.place is None else [str(diagnostic.place)]
    return [diagnostic.code.id, *where, diagnostic.message("en")]


class RulesetError(DiagnosticsError):
    """A ruleset that is wrong."""


class FactsError(DiagnosticsError):
    """Facts that are wrong."""


class UsageError(DiagnosticsError):
    """A call that asks for something that is not there (an unknown rule, subject or ruleset name)."""


class ArgumentError(UsageError, TypeError):
    """An argument of a kind that cannot be used."""


class EngineMismatchError(PolicyrulesError):
    """An engine and the reference disagree: a defect of the engine, never of the user's input."""
