"""What stands in a ruleset's files: its mistakes, its clauses, its expressions in one language."""

from __future__ import annotations

from pathlib import Path

from policyrules.api.asked import one_of
from policyrules.api.rules import load
from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import CaseSet, check_cases, check_coverage, load_cases, misshapen_cases, own_texts
from policyrules.compiler.formatting import format_ruleset
from policyrules.compiler.matrix import ClauseRow, clause_matrix
from policyrules.diagnostics.core import LANGS, Diagnostic, Lang, has_errors
from policyrules.model.errors import RulesetError
from policyrules.model.kinds import a_path


def check(name_or_path: str | Path) -> list[Diagnostic]:
    """Everything that is wrong or doubtful about a ruleset: its files, its layers, and its cases, which are run.

    Never raises for what stands in the files. Without an error in the list the ruleset can be used.
    """
    a_path(name_or_path, "name_or_path")
    ruleset, diagnostics = load_ruleset(name_or_path)
    if ruleset is None:
        return [*diagnostics, *misshapen_cases(name_or_path)]
    cases, problems = load_cases(name_or_path, ruleset)
    texts = own_texts(name_or_path)
    found = [*diagnostics, *problems, *check_cases(ruleset, cases, texts)]
    if not has_errors(problems):  # a case that could not be read may show whatever is missing
        found += check_coverage(ruleset, cases, texts)
    return found


def clauses(name_or_path: str | Path) -> tuple[ClauseRow, ...]:
    """Every clause of the ruleset's documents, upper layers first: its fate, what cites it, how many cases hold it.

    Raises RulesetError.
    """
    ruleset = load(name_or_path)
    cases: list[CaseSet] = list(load_cases(name_or_path, ruleset)[0])
    for layer in ruleset.layers[:-1]:
        upper, _ = load_ruleset(layer.id)
        cases += load_cases(layer.id, upper)[0] if upper is not None else ()
    return clause_matrix(ruleset, cases)


def format(name_or_path: str | Path, lang: Lang) -> dict[str, str]:
    """The files of the ruleset's own layer that change when every expression is written in `lang` ("zh" or "en").

    New text by the file's name below the ruleset's folder; nothing is written, and what the rules say stays the same.
    Raises RulesetError; UsageError where `lang` is neither.
    """
    a_path(name_or_path, "name_or_path")
    one_of("lang", lang, LANGS)
    changed, diagnostics = format_ruleset(name_or_path, lang)
    if has_errors(diagnostics):
        raise RulesetError(diagnostics)
    return changed
