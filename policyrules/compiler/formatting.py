"""A ruleset's own files with every expression written in one language; everything else stays as it is.

Only the characters of the expressions change, so comments, layout and the order of keys survive; what the ruleset
says, and so its digest, stays the same. Files of upper layers are not touched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policyrules.compiler.discovery import find_layers, find_ruleset
from policyrules.compiler.passes.expressions import ANY_PHASE
from policyrules.compiler.passes.work import Draft, Written
from policyrules.compiler.pipeline import compile_layer
from policyrules.diagnostics.core import Diagnostic, Lang, has_errors
from policyrules.diagnostics.source import Span
from policyrules.model.expr import Aggregate, AggregateOp, Collection
from policyrules.model.types import COUNT_NUMBER
from policyrules.syntax.dates import write_day
from policyrules.syntax.document import Document, Map, Node, Seq
from policyrules.syntax.keywords import Mark
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.syntax.reader import read_document

FLOW = "{["
QUOTES = "'\""
SPECIAL = re.compile(r"[!&*?|>@%`'\"#,\[\]{}:-]")
UNSAFE = re.compile(r": | #|:$|^\s|\s$|\n")
UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}]|:")


@dataclass(frozen=True, slots=True)
class Edit:
    """New characters for a stretch of a file."""

    start: int
    end: int
    text: str


def format_ruleset(name_or_path: str | Path, lang: Lang) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """The new text of every file of the ruleset's own layer that changes, by its name below the ruleset's folder.

    Empty where the ruleset has errors, which are returned.
    """
    folder, problems = find_ruleset(name_or_path)
    if folder is None:
        return {}, problems
    layers, problems = find_layers(folder)
    draft, report = Draft(), [*folder.problems, *problems]
    documents: list[Document] = []
    for layer in layers:
        read = [read_document(f.data, f.name) for f in layer.files]
        draft, problems = compile_layer(layer.id, [d for d, _ in read], draft, last=False)
        report += [d for _, found in read for d in found] + list(problems)
        documents = [d for d, _ in read if d is not None]
    if has_errors(report):
        return {}, tuple(report)
    texts = {d.source.name: rewritten(d, draft, lang) for d in documents}
    return {d.source.name: texts[d.source.name] for d in documents if texts[d.source.name] != d.source.text}, ()


def rewritten(document: Document, draft: Draft, lang: Lang) -> str:
    """One file's text with its expressions in `lang`."""
    source, names = document.source, Names.of(draft.ruleset)
    flow = flow_stretches(document.root)
    edits: dict[int, Edit] = {}
    for written in draft.written:
        if written.text.span.source is source:
            new = printed(written, names, lang)
            if new != written.text.value:
                edit = replacement(written.text.span, new, in_flow(written.text.span, flow))
                edits[edit.start] = edit
    parts, at = [], 0
    for edit in sorted(edits.values(), key=lambda e: e.start):
        parts += [source.text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, source.text[at:]])


def printed(written: Written, names: Names, lang: Lang) -> str:
    """The expression in `lang`; a phase's days by their words."""
    if isinstance(written.expr, Collection):
        return collection(written.expr, written.subject, names, lang)
    text = show(written.expr, names, lang, written.expected, written.subject, written.member)
    for day, mark in ((ANY_PHASE.start, Mark.PHASE_START), (ANY_PHASE.end, Mark.PHASE_END)):
        word = mark.english if lang == "en" else mark.value[1][0]
        text = text.replace(write_day(day, lang), word)
    return text


def collection(source: Collection, subject: str, names: Names, lang: Lang) -> str:
    """A collection's path, as it is written inside `count(...)`."""
    counted = show(Aggregate(AggregateOp.COUNT, source, None, None, None, COUNT_NUMBER), names, lang, (), subject)
    return counted[counted.index("(") + 1 : -1]


def replacement(span: Span, new: str, flow: bool) -> Edit:
    """The edit that puts `new` in place of a scalar, quotes and block signs included."""
    text, start, end = span.source.text, span.start, span.end
    if start and text[start - 1] in QUOTES and text[end : end + 1] == text[start - 1]:
        start, end = start - 1, end + 1
    tail = text[start:end][len(text[start:end].rstrip()) :]
    return Edit(start, end, quoted(new, flow) + tail)


def quoted(text: str, flow: bool) -> str:
    """A scalar that YAML reads back as `text`: plain where it can be."""
    if SPECIAL.match(text) or UNSAFE.search(text) or (flow and UNSAFE_IN_FLOW.search(text)):
        return "'" + text.replace("'", "''") + "'"
    return text


def flow_stretches(root: Node) -> list[tuple[int, int]]:
    """Where the outermost `{...}` and `[...]` of a file lie."""
    found: list[tuple[int, int]] = []
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Map | Seq):
            if node.span.source.text[node.span.start : node.span.start + 1] in FLOW:
                found.append((node.span.start, node.span.end))
            else:
                pending.extend(inner(node))
    return sorted(found)


def inner(node: Map | Seq) -> Iterator[Node]:
    """What stands in a mapping or list."""
    yield from (e.value for e in node.entries) if isinstance(node, Map) else node.items


def in_flow(span: Span, stretches: list[tuple[int, int]]) -> bool:
    """Whether a scalar stands inside one of them."""
    before = bisect_right(stretches, (span.start, len(span.source.text) + 1)) - 1
    return before >= 0 and span.start < stretches[before][1]
