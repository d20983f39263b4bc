"""The compiler: documents to a typed ruleset, layer by layer from the top, pass by pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from policyrules.compiler.digest import ruleset_digest
from policyrules.compiler.lints.every import find_lints
from policyrules.compiler.lints.lint import Lint
from policyrules.compiler.passes.bulletins import compile_bulletins
from policyrules.compiler.passes.changes import versions
from policyrules.compiler.passes.clauses import check_cited, compile_clauses
from policyrules.compiler.passes.definitions import compile_definitions
from policyrules.compiler.passes.header import compile_documents, compile_header
from policyrules.compiler.passes.inconsistencies import check_lints, compile_inconsistencies
from policyrules.compiler.passes.labels import check_names
from policyrules.compiler.passes.parameters import compile_parameters
from policyrules.compiler.passes.phases import compile_phases
from policyrules.compiler.passes.properties import compile_properties
from policyrules.compiler.passes.rules import check_order, compile_rules, settle_after
from policyrules.compiler.passes.sections import EVERYTHING_FAILED, Sections, gather
from policyrules.compiler.passes.shared import Context
from policyrules.compiler.passes.vocabulary import compile_vocabulary
from policyrules.compiler.passes.whole import check_parameters, check_tables
from policyrules.compiler.passes.work import MANY_ITEMS, MOST_ITEMS, Draft, Work
from policyrules.diagnostics.catalogue import layers as layer_codes
from policyrules.diagnostics.catalogue.lints import LISTED, OPEN
from policyrules.diagnostics.core import Diagnostic, Related, Sentence, has_errors
from policyrules.diagnostics.source import SourceText, Span
from policyrules.model.ruleset import Ruleset
from policyrules.syntax.document import Document
from policyrules.syntax.shape import FileShape, read_shape

DECLARED = Sentence("已登记为 `{id}`", "declared as `{id}` here")


def compile_layer(
    id: str, documents: Iterable[Document | None], upper: Draft, last: bool = True
) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """One layer over those above. None stands for a file that could not be read at all.

    Only the `last` layer gets lints and a digest; what is doubtful in an upper one is said when that one is checked.
    """
    report: list[Diagnostic] = []
    sections = gather([shape_of(d, report) for d in documents], report)
    items = upper.items + sections.size
    if items > MOST_ITEMS:
        report.append(layer_codes.TOO_LARGE.at(sections.head, name=id, limit=MANY_ITEMS))
        sections = Sections(sections.head, sections.ruleset, failed=EVERYTHING_FAILED)
    work = Work(id, sections, upper, report, failed=set(sections.failed | upper.failed), words=upper.words)
    work.failed_rules |= upper.failed_rules
    ruleset = compile_sections(work)
    if last and not has_errors(report) and not work.failed:
        lint(work, ruleset)
    failed = frozenset(work.failed), frozenset(work.failed_rules)
    if last:
        ruleset = replace(ruleset, digest=ruleset_digest(ruleset))
    spans = {**upper.spans, **work.spans}
    return Draft(ruleset, *failed, spans, tuple(work.written), items, work.words), tuple(report)


def shape_of(document: Document | None, report: list[Diagnostic]) -> FileShape:
    """The sections of one file; of one that could not be read everything may be missing."""
    if document is None:
        return FileShape(SourceText("", ""), failed=EVERYTHING_FAILED)
    shape, problems = read_shape(document)
    report.extend(problems)
    return shape


def compile_sections(work: Work) -> Ruleset:
    """The passes, in order."""
    layers = compile_header(work)
    work.documents = compile_documents(work)
    work.clauses = compile_clauses(work)
    vocabulary = compile_vocabulary(work)
    check_names(work, vocabulary)
    parameters = compile_parameters(work, vocabulary)
    phases = compile_phases(work, vocabulary)
    checker = compile_definitions(work, vocabulary, parameters)
    context = Context(work, checker, parameters, phases, versions(work.upper.ruleset.rules), {})
    rules = settle_after(context, compile_rules(context))
    check_order(context, rules)
    top = layers[-1] if layers else None
    ruleset = Ruleset(
        id=work.layer,
        label=top.label if top else work.upper.ruleset.label,
        version=top.version if top else "",
        layers=layers,
        documents=work.documents,
        clauses=work.clauses,
        vocabulary=vocabulary,
        parameters=parameters,
        definitions=dict(checker.definitions),
        phases=phases,
        rules=rules,
        inconsistencies=compile_inconsistencies(work, rules),
        digest="",
        properties=compile_properties(context, rules),
        bulletins=compile_bulletins(context),
        repealed={**work.upper.ruleset.repealed, **work.repealed},
    )
    check_parameters(work, ruleset)
    check_cited(work)
    check_tables(context, ruleset)
    return ruleset


def lint(work: Work, ruleset: Ruleset) -> None:
    """Warnings that the layers above do not give by themselves; errors where a listed one does not occur."""
    found = find_lints(ruleset)
    known = {above.name for above in find_lints(work.upper.ruleset)}
    places = without_place(work)
    work.tell(*(warning(work, ruleset, one, places) for one in found if one.name not in known))
    check_lints(work, found)


def warning(work: Work, ruleset: Ruleset, found: Lint, places: Mapping[str, Span]) -> Diagnostic:
    """A lint as a diagnostic; where an inconsistency lists it, pointing there."""
    span = work.spans.get(found.place) if found.place else places.get(found.target)
    related = []
    for entry in ruleset.inconsistencies.values():
        there = work.spans.get(entry.place) if entry.place else None
        if found.name in entry.lints and there is not None:
            related.append(Related(there, filled(DECLARED, id=entry.id)))
    answer = LISTED if related else filled(OPEN, lint=found.name)
    made = found.code.at(span or found.place, answer=answer, **found.values)
    return made.with_related(*related)


def filled(sentence: Sentence, **values: str) -> Sentence:
    """A sentence with its values set in."""
    return Sentence(sentence.zh.format(**values), sentence.en.format(**values))


def without_place(work: Work) -> dict[str, Span]:
    """Where the layer itself, enumerations and phases stand, which the ruleset does not remember, by their ids."""
    head = work.sections.ruleset
    ids = [*([] if head is None else [head.id]), *(i.id for i in (*work.sections.enums, *work.sections.phases))]
    return {id.value: id.span for id in reversed(ids)}
