"""The entrances: a ruleset by name or folder, or from documents in memory."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from policyrules.compiler.cache import keep, recall
from policyrules.compiler.discovery import LayerFiles, find_layers, find_ruleset, header_entry, misnamed
from policyrules.diagnostics.catalogue import all_codes
from policyrules.diagnostics.core import Diagnostic, has_errors
from policyrules.model.ruleset import Ruleset
from policyrules.syntax.document import Document
from policyrules.syntax.limits import Room

Compiled = tuple[Ruleset | None, tuple[Diagnostic, ...]]


def load_ruleset(name_or_path: str | Path) -> Compiled:
    """The ruleset of a name or folder, and everything that is wrong or doubtful about it and the layers above.

    None where there is an error; warnings come with the ruleset. Never raises for what stands in the files.
    """
    folder, problems = find_ruleset(name_or_path)
    if folder is None:
        return None, problems
    layers, problems = find_layers(folder)
    if problems:
        return None, (*folder.problems, *problems)
    with uncollected():
        if folder.problems:
            return None, (*folder.problems, *compile_layers(layers)[1])
        return recall(layers, all_codes()) or compiled_and_kept(layers)


@contextmanager
def uncollected() -> Iterator[None]:
    """The garbage collector waits: trees hold no circles, and looking for some again and again while they grow takes
    as long as building them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compiled_and_kept(layers: Sequence[LayerFiles]) -> Compiled:
    """The compiled ruleset, written to the cache where it is right."""
    ruleset, diagnostics = compile_layers(layers)
    if ruleset is not None:
        keep(layers, ruleset, diagnostics)
    return ruleset, diagnostics


def compile_layers(layers: Sequence[LayerFiles]) -> Compiled:
    """Compile layers from the top down."""
    from policyrules.compiler.passes.work import Draft  # pydantic: only needed where nothing is cached
    from policyrules.compiler.pipeline import compile_layer
    from policyrules.syntax.reader import read_document

    draft = Draft()
    room = Room()
    report: list[Diagnostic] = []
    for number, layer in enumerate(layers, 1):
        read = [read_document(f.data, f.name, room) for f in layer.files]
        report.extend(misnamed(layer.files))
        report.extend(d for _, problems in read for d in problems)
        sound = number == len(layers) and not has_errors(report)  # Of what could not be read nothing is doubtful yet.
        draft, problems = compile_layer(layer.id, [d for d, _ in read], draft, sound)
        report.extend(problems)
    return (None if has_errors(report) else draft.ruleset), tuple(report)


def compile_documents(documents: Iterable[Document]) -> Compiled:
    """A ruleset of one layer from documents in memory, by the same passes; its `extends` is not followed."""
    from policyrules.compiler.passes.work import Draft
    from policyrules.compiler.pipeline import compile_layer

    documents = tuple(documents)
    draft, report = compile_layer(declared_id(documents), documents, Draft())
    return (None if has_errors(report) else draft.ruleset), report


def declared_id(documents: Iterable[Document]) -> str:
    """The id the documents give their ruleset."""
    headers = (header_entry(d, "id") for d in documents)
    return next((h.text for h in headers if h is not None), "")
