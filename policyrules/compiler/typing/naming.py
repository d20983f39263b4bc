"""What names, paths and collections mean, and what to say of those that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable

from policyrules.compiler.typing.context import Context
from policyrules.compiler.typing.meant import meant
from policyrules.compiler.typing.pieces import take_apart
from policyrules.compiler.typing.scope import Scope
from policyrules.compiler.typing.wanted import Failed, Wanted
from policyrules.compiler.typing.words import entity_in_words, named_in_words, sentence, type_in_words
from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.model.expr import Collection, Derived, Expr, Field, Literal, Member, Parameter, Subject
from policyrules.model.types import EnumType, RefType
from policyrules.syntax.characters import fold
from policyrules.syntax.names import Kind, Named, find
from policyrules.syntax.tree import NameNode, Node, PathNode, ThisNode

SHOWN_WORDS = 8
NOTHING = Sentence("", "")
NAME = Sentence("名称", "name")
DECLARE = Sentence("请核对写法，或先在词汇表、参数或定义里声明它", "check the spelling, or declare it first")
COLLECTION_FORM = Sentence(
    "集合由引用字段的 `inverse` 声明，写作 `计数(教师名册)` 或 `计数(学校.教师名册)`",
    "a collection is declared by the `inverse` of a reference, and written `count(teachers)`",
)

Thing = Expr | Collection | Failed
SAID_FOR = {
    "是": "真",
    "否": "假",
    "其他": "真",
    "其它": "真",
    "其余": "真",
    "yes": "true",
    "no": "false",
    "otherwise": "true",
}
"""Words people write for true, false and all other cases."""


def resolve(context: Context, scope: Scope, node: NameNode | PathNode | ThisNode, wanted: Wanted | None) -> Thing:
    """The value or collection a name or path stands for."""
    if isinstance(node, ThisNode):
        return Subject(scope.subject)
    if isinstance(node, PathNode):
        return follow(context, scope, node)
    found = scope.find(node.word, wanted.enum if wanted else None)
    if len(found) > 1:
        ambiguous(context, node, found)
        return Failed()
    if not found:
        unknown(context, scope, node, wanted)
        return Failed()
    named = found[0]
    if named.kind is Kind.PARAMETER and named.type is not None:
        return Parameter(named.id, named.type)
    if named.kind is Kind.WORD and wanted is not None and wanted.enum is not None:
        return Literal(named.id, EnumType(wanted.enum))
    base = Subject(scope.subject) if scope.member is None else Member(scope.member)
    return of_record(scope, base, named)


def follow(context: Context, scope: Scope, node: PathNode) -> Thing:
    """What stands behind a dot: a field, definition or collection of the record or records before it."""
    if not isinstance(node.base, NameNode | PathNode | ThisNode):
        context.report(
            catalogue.NO_RECORD,
            node.name,
            base=context.words(node.base),
            name=context.words(node.name),
            actual=Sentence("一个值", "a value"),
        )
        return Failed()
    base = resolve(context, scope, node.base, None)
    if isinstance(base, Failed):
        return Failed()
    if isinstance(base, Collection):
        entity = base.entity
    elif isinstance(base.type, RefType) and not isinstance(base, Derived | Parameter):
        entity = base.type.entity
    else:
        context.report(
            catalogue.NO_RECORD,
            node.name,
            base=context.words(node.base),
            name=context.words(node.name),
            actual=type_in_words(base.type, context.vocabulary),
        )
        return Failed()
    if entity not in context.vocabulary.entities:
        return Failed()
    found = find(node.name.word, [scope.names.of_entity(entity)])
    if len(found) > 1:
        ambiguous(context, node.name, found)
        return Failed()
    if not found:
        not_of_entity(context, scope, node.name, entity)
        return Failed()
    if isinstance(base, Collection) and found[0].collection is None:
        context.report(catalogue.NOT_A_VALUE, node.base, name=context.words(node.base))
        return Failed()
    return of_record(scope, base, found[0])


def of_record(scope: Scope, base: Expr | Collection, named: Named) -> Thing:
    """A field, definition or collection of `base`."""
    if named.collection is not None:
        return Collection(base, named.id, named.collection.entity)
    if isinstance(base, Collection) or not isinstance(base.type, RefType):
        return Failed()
    if named.kind is Kind.DEFINITION:
        type = scope.definition_type(base.type.entity, named.id)
        return Failed() if type is None else Derived(base, named.id, type)
    return Failed() if named.type is None else Field(base, named.id, named.type)


def collection(context: Context, scope: Scope, node: Node) -> Collection | Failed:
    """The collection a name or path stands for; anything else is reported."""
    if isinstance(node, NameNode | PathNode | ThisNode):
        thing = resolve(context, scope, node, None)
        if isinstance(thing, Collection | Failed):
            return thing
        known = collections_of(scope, scope.entity)
        not_a_collection(context, node, type_in_words(thing.type, context.vocabulary), known)
        return Failed()
    not_a_collection(context, node, Sentence("一个值", "a value"), [])
    return Failed()


def not_a_collection(context: Context, node: Node, actual: Sentence, known: Iterable[str]) -> None:
    """Report something that is not many records."""
    name = context.words(node)
    suggestion = did_you_mean(name, known)
    context.report(
        catalogue.NOT_A_COLLECTION, node, name=name, actual=actual, suggestion=suggestion, advice=COLLECTION_FORM
    )


def collections_of(scope: Scope, entity: str) -> list[str]:
    """The names of an entity's collections."""
    if entity not in scope.names.vocabulary.entities:
        return []
    named = scope.names.of_entity(entity).by_id.values()
    return [name for n in named if n.kind is Kind.COLLECTION for name in (n.id, n.label.zh)]


def ambiguous(context: Context, node: NameNode, found: tuple[Named, ...]) -> None:
    """Report a name that could be two things, and how each is written so that it can be only one."""
    first, second = found[0], found[1]
    if first.id == second.id:
        labels = Sentence(
            f"名称 `「{first.label.zh}」` 或 `「{second.label.zh}」`",
            f"the label, `「{first.label.en}」` or `「{second.label.en}」`",
        )
    else:
        labels = Sentence(f"编号 `{first.id}` 或 `{second.id}`", f"the id, `{first.id}` or `{second.id}`")
    words = (named_in_words(first), named_in_words(second))
    context.report(catalogue.AMBIGUOUS, node, name=node.word, first=words[0], second=words[1], advice=labels)


def unknown(context: Context, scope: Scope, node: NameNode, wanted: Wanted | None) -> None:
    """Report a name that means nothing, by its likeliest reason."""
    word = fold(node.word)
    if scope.is_poisoned(word):
        return
    vocabulary = context.vocabulary
    if scope.member is not None:
        outer = find(word, [scope.names.of_entity(scope.subject)])
        if outer:
            context.report(
                catalogue.OF_THE_SUBJECT,
                node,
                name=node.word,
                member=sentence(entity_in_words(scope.member, vocabulary)),
                subject=sentence(entity_in_words(scope.subject, vocabulary)),
                instead=Sentence(f"本对象.{context.words(node)}", f"this.{context.words(node)}"),
            )
            return
    apart = take_apart(word, scope, wanted.enum if wanted else None)
    if apart:
        context.report(catalogue.GLUED, node, found=node.word, instead=apart)
    elif wanted is not None and wanted.enum is not None:
        unknown_word(context, scope, node, wanted, wanted.enum)
    else:
        label = entity_in_words(scope.entity, vocabulary)
        place = Sentence(
            f"{label.zh}的字段、定义和参数中", f"among the {label.en}'s fields, the definitions and parameters"
        )
        missing(context, node, place, names_in(scope, word), meant(node.word, scope, wanted))


def missing(
    context: Context, node: NameNode, place: Sentence, known: Iterable[str], instead: Sentence | None = None
) -> None:
    """Report a name that nothing bears, with what to write instead, or with the name that was most likely meant."""
    said = SAID_FOR.get(node.word)
    suggestion = did_you_mean(said or node.word, [*known, *filter(None, [said])]) if instead is None else NOTHING
    context.report(
        catalogue.UNKNOWN_NAME,
        node,
        name=node.word,
        what=NAME,
        place=place,
        suggestion=suggestion,
        advice=instead or DECLARE,
    )


def unknown_word(context: Context, scope: Scope, node: NameNode, wanted: Wanted, enum: str) -> None:
    """Report a word an enumeration does not have."""
    declared = context.vocabulary.enums[enum]
    members = declared.members[:SHOWN_WORDS]
    more = len(declared.members) > SHOWN_WORDS
    words = Sentence(
        "、".join(f"`{m.label.zh}`" for m in members) + (" 等" if more else ""),
        ", ".join(f"`{m.id}`" for m in members) + (" and others" if more else ""),
    )
    every = [name for m in declared.members for name in (m.id, m.label.zh)]
    context.report(
        catalogue.UNKNOWN_WORD,
        node,
        wanted.related,
        name=node.word,
        enum=sentence(declared.label),
        because=wanted.because,
        words=words,
        suggestion=did_you_mean(node.word, every + names_in(scope, node.word)),
    )


def not_of_entity(context: Context, scope: Scope, node: NameNode, entity: str) -> None:
    """Report a name that the record before the dot does not have."""
    if scope.is_poisoned(fold(node.word)):
        return
    label = entity_in_words(entity, context.vocabulary)
    known = [name for n in scope.names.of_entity(entity).by_id.values() for name in (n.id, n.label.zh)]
    place = Sentence(f"{label.zh}的字段和定义中", f"among the {label.en}'s fields and definitions")
    missing(context, node, place, known)


def names_in(scope: Scope, word: str) -> list[str]:
    """The names there are here, in the language `word` is written in."""
    indexes = [scope.names.of_entity(scope.entity), scope.names.of_parameters()]
    return [n.id if word.isascii() else n.label.zh for i in indexes for n in i.by_id.values()]
