"""Names and labels: within one entity every name means one thing, and none is a keyword."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyrules.compiler.lints.lint import both
from policyrules.compiler.passes.work import Work
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Related, Sentence
from policyrules.diagnostics.source import Span
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.characters import fold
from policyrules.syntax.keywords import is_keyword
from policyrules.syntax.lexer import CURLY
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import TextShape

FIRST = Sentence("先用在这里", "first used here")
FIELD = Sentence("字段", "field")
DEFINITION = Sentence("定义", "definition")
COLLECTION = Sentence("集合", "collection")
PARAMETER = Sentence("参数", "parameter")


@dataclass(frozen=True, slots=True)
class Written:
    """A name this layer gives to something of an entity (None: to a parameter)."""

    entity: str | None
    what: Sentence
    id: LocatedText
    label: TextShape


def written(work: Work) -> Iterator[Written]:
    """Every name of this layer that expressions can use."""
    for entity in work.sections.entities:
        for f in entity.value.field_list:
            yield Written(entity.id.value, FIELD, f.id, f.value.label)
            inverse, ref = f.value.inverse, f.value.ref
            if inverse is not None and ref is not None:
                yield Written(ref.value, COLLECTION, inverse.name, inverse.label)
    for d in work.sections.definitions:
        if d.value.action is None:
            yield Written(d.value.subject.value, DEFINITION, d.id, d.value.label)
    for p in work.sections.parameters:
        label = getattr(p.value, "label", None)
        if label is not None and p.value.action is None:
            yield Written(None, PARAMETER, p.id, label)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has a name already: what it is, and where it stands if this layer wrote it."""

    what: Sentence
    id: str
    span: Span | None


Names = dict[tuple[str | None, str], Taken]


def check_names(work: Work, vocabulary: Vocabulary) -> None:
    """Report every name and label that another thing has already, or that is a keyword."""
    ids, labels = taken_above(work)
    for new in written(work):
        check_keywords(work, new)
        check_quotes(work, new.label)
        check_id(work, new, ids, vocabulary)
        for lang_label in (new.label.zh, new.label.en):
            check_label(work, new, lang_label, labels, vocabulary)
    for enum in work.sections.enums:
        for member in enum.value.members:
            check_quotes(work, member.value)


def taken_above(work: Work) -> tuple[Names, Names]:
    """Ids and labels of the layers above."""
    ids: Names = {}
    labels: Names = {}
    for entity, what, id, label in names_above(work):
        ids[entity, id] = Taken(what, id, None)
        labels[entity, fold(label.zh)] = labels[entity, fold(label.en)] = Taken(what, id, None)
    return ids, labels


def names_above(work: Work) -> Iterator[tuple[str | None, Sentence, str, Text]]:
    """Everything the layers above named."""
    upper = work.upper.ruleset
    for entity in upper.vocabulary.entities.values():
        yield from ((entity.id, FIELD, f.id, f.label) for f in entity.fields.values())
        yield from ((entity.id, COLLECTION, c.id, c.label) for c in entity.collections.values())
    yield from ((d.entity, DEFINITION, d.id, d.label) for d in upper.definitions.values())
    yield from ((None, PARAMETER, p.id, p.label) for p in upper.parameters.values())


def check_keywords(work: Work, new: Written) -> None:
    """No name is a keyword."""
    for name in (new.id, new.label.zh, new.label.en):
        if is_keyword(name.value):
            work.tell(codes.LABEL_IS_KEYWORD.at(name.span, label=name.value))


def check_quotes(work: Work, names: TextShape) -> None:
    """No label is put in the quotes of a text processor, which YAML takes for letters."""
    for label in (names.zh, names.en):
        inner = label.value[1:-1].strip()
        closing = CURLY.get(label.value[0])
        if inner and closing == label.value[-1] and closing not in inner:
            work.tell(codes.LABEL_IN_QUOTES.at(label.span, label=label.value, instead=inner))


def check_id(work: Work, new: Written, ids: Names, vocabulary: Vocabulary) -> None:
    """An id stands for one thing of its entity, and for no parameter besides."""
    name = new.id.value
    places = [new.entity, None] if new.entity else [None, *vocabulary.entities]
    for place in places:
        first = ids.get((place, name))
        if first is not None and first.what != new.what:
            problem = codes.NAME_CLASH.at(new.id.span, id=name, what=new.what, other=first.what)
            work.tell(problem.with_related(Related(first.span, FIRST)) if first.span else problem)
            break
    ids.setdefault((new.entity, name), Taken(new.what, name, new.id.span))


def check_label(work: Work, new: Written, label: LocatedText, labels: Names, vocabulary: Vocabulary) -> None:
    """A label stands for one thing of its entity; parameters share theirs among themselves."""
    first = labels.setdefault((new.entity, fold(label.value)), Taken(new.what, new.id.value, label.span))
    if first.id == new.id.value:
        return
    owned = vocabulary.entities.get(new.entity or "")
    owner = both(owned.label) if owned else PARAMETER
    problem = codes.LABEL_CLASH.at(label.span, label=label.value, entity=owner, id=new.id.value, other=first.id)
    work.tell(problem.with_related(Related(first.span, FIRST)) if first.span else problem)
