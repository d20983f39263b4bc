"""What a name that means nothing was likely meant for, where that is no other spelling."""

from __future__ import annotations

from policyrules.compiler.typing.scope import Scope
from policyrules.compiler.typing.wanted import Wanted
from policyrules.compiler.typing.words import entity_in_words
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import listed
from policyrules.model.types import BOOL, EnumType, RefType
from policyrules.model.vocabulary import EnumMember
from policyrules.model.words import Text
from policyrules.syntax.characters import fold
from policyrules.syntax.keywords import Mark
from policyrules.syntax.names import Kind, Named

OPPOSITES = ("没有", "不", "没", "未", "非", "无")
SHOWN = 3


def meant(word: str, scope: Scope, wanted: Wanted | None) -> Sentence | None:
    """What to write for the opposite of a name, for records of another entity, a word of an enumeration, or an id."""
    if wanted is not None and any(isinstance(type, RefType) for type in wanted.types):
        return Sentence(
            f'要同编号比较，另一边写到 `的 编号`，这里写 `"{word}"`',
            f'to compare ids, add `.id` on the other side and write `"{word}"` here',
        )
    plain = fold(word)
    return _opposite(plain, scope) or _records(plain, scope) or _option(plain, scope)


def _opposite(word: str, scope: Scope) -> Sentence | None:
    """`不在岗` where there is `在岗`: the nearest name would say the contrary of what was meant."""
    before = next((o for o in OPPOSITES if word.startswith(o)), "")
    found = [n for n in scope.find(word.removeprefix(before)) if n.type in (BOOL, None)] if before else []
    if not found:
        return None
    not_ = Mark.NOT
    return Sentence(
        f"相反的情形写作 `{not_.chinese[0]} {found[0].label.zh}`",
        f"the opposite is written `{not_.english} {found[0].id}`",
    )


def _records(word: str, scope: Scope) -> Sentence | None:
    """The name of an entity where one of its collections can stand."""
    entities = scope.names.vocabulary.entities
    id = next((e.id for e in entities.values() if word in (e.id, fold(e.label.zh), fold(e.label.en))), None)
    here = scope.names.of_entity(scope.entity).by_id.values()
    there = [n for n in here if n.collection is not None and n.collection.entity == id]
    if id is None or not there:
        return None
    owner, many = entity_in_words(scope.entity, scope.names.vocabulary), entities[id].label
    zh = "、".join(f"`{n.label.zh}`（`{n.id}`）" for n in there)
    return Sentence(
        f"`{word}` 是实体；一个{owner.zh}的各个{many.zh}写作 {zh}",
        f"`{word}` is an entity; the records of {many.en} that a {owner.en} has are {listed(n.id for n in there).en}",
    )


def _option(word: str, scope: Scope) -> Sentence | None:
    """A word of an enumeration that stands alone, with the fields here that can be compared with it."""
    for enum in scope.names.vocabulary.enums.values():
        member = next((m for m in enum.members if word in (m.id, fold(m.label.zh), fold(m.label.en))), None)
        if member is not None:
            here = scope.names.of_entity(scope.entity).by_id.values()
            fields = [n for n in here if n.kind is Kind.FIELD and n.type == EnumType(enum.id)]
            return _compared(member, enum.label, fields[:SHOWN])
    return None


def _compared(member: EnumMember, enum: Text, fields: list[Named]) -> Sentence:
    zh = "、".join(f"`{f.label.zh} {Mark.EQ.chinese[0]} {member.label.zh}`" for f in fields)
    en = ", ".join(f"`{f.id} {Mark.EQ.english} {member.id}`" for f in fields)
    return Sentence(
        f"它是“{enum.zh}”的选项，只能同字段比较" + (f"，如 {zh}" if zh else ""),
        f"it is a word of {enum.en}, which is compared with a field" + (f", as in {en}" if en else ""),
    )
