"""The conformance data: each file a small ruleset over `_base.yaml`, cases, and what some findings must say.

A file has up to three parts, each a document of its own: sections of a ruleset, `cases:` in the language of
docs/language.md, and `explained:`, a list of findings (rule, case, and any of `message`, `evidence`, `missing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policyrules.compiler import compile_documents
from policyrules.compiler.cases.case import Case
from policyrules.compiler.cases.load import read_file
from policyrules.compiler.discovery import SourceFile
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.ruleset import Ruleset
from policyrules.syntax.reader import read_document

FOLDER = Path(__file__).parent
TOPICS = sorted(path.stem for path in FOLDER.glob("[!_]*.yaml"))


@dataclass(frozen=True)
class Topic:
    """One file, compiled."""

    ruleset: Ruleset
    cases: tuple[Case, ...]
    explained: tuple[dict[str, Any], ...]


@cache
def topic(name: str) -> Topic:
    """Read and compile one file; anything wrong with it is an error of the data."""
    rules, _, rest = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").partition("\ncases:\n")
    cases, _, explained = rest.partition("\nexplained:\n")
    documents = [
        document("ruleset.yaml", (FOLDER / "_base.yaml").read_bytes()),
        document(f"{name}.yaml", rules.encode()),
    ]
    ruleset, report = compile_documents(documents)
    assert ruleset is not None, told(report)
    problems: list[Diagnostic] = []
    file = SourceFile(f"cases/{name}.yaml", f"format: 1\ncases:\n{cases}".encode())
    found = tuple(case for made in read_file(file, ruleset, problems) for case in made.cases)
    assert not has_errors(problems), told(problems)
    return Topic(ruleset, found, tuple(yaml.safe_load(explained) or ()))


def document(name: str, data: bytes) -> Any:
    """A document that must be readable."""
    found, problems = read_document(data, name)
    assert found is not None, told(problems)
    return found


def told(report: Any) -> str:
    """Diagnostics as lines."""
    return "\n".join(f"{d.place}: {d.message('en')}: {d.reason('en')}" for d in report)
