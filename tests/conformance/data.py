"""The conformance data: each file a small ruleset over `_base.yaml`, cases, and what some findings must say.

A file has up to four parts, each a document of its own: sections of a ruleset; `layers:`, a list of rulesets, each
below the one before it, as it would stand in a `ruleset.yaml`; `cases:` in the language of docs/language.md, judged by
the last layer; and `explained:`, a list of findings (rule, case, and any of `message`, `evidence`, `missing`, `limits`,
`provenance`, `layer`, `violation`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policyrules.compiler.cases.case import Case
from policyrules.compiler.cases.load import Held, read_file
from policyrules.compiler.discovery import SourceFile
from policyrules.compiler.passes.work import Draft
from policyrules.compiler.pipeline import compile_layer
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.ruleset import Ruleset
from policyrules.syntax.reader import read_document

FOLDER = Path(__file__).parent
FOUND = FOLDER / "found"
TOPICS = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("[!_]*.yaml"))
ABOUT_TABLES = (codes.TOO_COSTLY_TABLE, codes.TABLE_GAP, codes.TABLE_OVERLAP, codes.ROW_NEVER_HIT)


@dataclass(frozen=True)
class Topic:
    """One file, compiled."""

    ruleset: Ruleset
    cases: tuple[Case, ...]
    explained: tuple[dict[str, Any], ...]


@cache
def topic(name: str) -> Topic:
    """Read and compile one file of this folder."""
    return read_topic((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def read_topic(text: str) -> Topic:
    """Read and compile a file; anything wrong with it is an error of the data.

    One with a `ruleset:` of its own, as the differential run writes it, stands alone, and its tables may have gaps: no
    ruleset is loaded with one, but what a table means is said without that.
    """
    written, _, rest = text.partition("\ncases:\n")
    cases, _, explained = rest.partition("\nexplained:\n")
    rules, _, below = written.partition("\nlayers:\n")
    alone = "\nruleset:\n" in rules
    files = {"ruleset.yaml": rules.encode()}
    if not alone:
        files = {"ruleset.yaml": (FOLDER / "_base.yaml").read_bytes(), "topic.yaml": rules.encode()}
    draft = Draft()
    layers = [("conformance", files), *((id, {"ruleset.yaml": data}) for id, data in lower_layers(below))]
    for id, texts in layers:
        draft, report = compile_layer(id, [document(name, data) for name, data in texts.items()], draft)
        problems = [d for d in report if not (alone and d.code in ABOUT_TABLES)]
        assert not has_errors(problems), told(problems)
    found: list[Diagnostic] = []
    file = SourceFile("cases/topic.yaml", f"format: 1\ncases:\n{cases}".encode())
    made = tuple(case for one in read_file(file, Held(), draft.ruleset, found) for case in one.cases)
    assert not has_errors(found), told(found)
    return Topic(draft.ruleset, made, tuple(yaml.safe_load(explained) or ()))


def lower_layers(text: str) -> Iterator[tuple[str, bytes]]:
    """Each item of the list with its id: the item's lines, without the list around them."""
    for item in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
        lines = re.sub(r"^  ", "", item, flags=re.MULTILINE)
        yield re.findall(r"^  id: (\S+)$", lines, re.MULTILINE)[0], f"format: 1\n{lines}".encode()


def document(name: str, data: bytes) -> Any:
    """A document that must be readable."""
    found, problems = read_document(data, name)
    assert found is not None, told(problems)
    return found


def told(report: Any) -> str:
    """Diagnostics as lines."""
    return "\n".join(f"{d.place}: {d.message('en')}: {d.reason('en')}" for d in report)
