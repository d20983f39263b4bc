"""Words written together without blanks, taken apart again by the names and keywords known here."""

from __future__ import annotations

from policyrules.compiler.typing.scope import Scope
from policyrules.syntax.characters import DIGITS, fold
from policyrules.syntax.keywords import CHINESE, Mark
from policyrules.syntax.names import Index

LONGEST_WORD = 80


def take_apart(word: str, scope: Scope, enum: str | None) -> str:
    """`word` with blanks between the names, keywords and numbers it is made of; empty where it is not.

    The fewest pieces win. `在岗且网络研修学时不少于20` becomes `在岗 且 网络研修学时 不少于 20`.
    """
    if word.isascii() or len(word) > LONGEST_WORD:
        return ""
    known = known_words(word, scope, enum)
    best: list[list[str] | None] = [[], *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(end):
            before = best[start]
            piece = word[start:end]
            if before is None or not (piece in known or set(piece) <= DIGITS):
                continue
            so_far = best[end]
            if so_far is None or len(before) + 1 < len(so_far):
                best[end] = [*before, piece]
    pieces = best[-1]
    keywords = sum(piece in CHINESE for piece in pieces or ())
    return " ".join(pieces) if pieces and len(pieces) > 1 and keywords else ""


def known_words(word: str, scope: Scope, enum: str | None) -> set[str]:
    """Everything that could be a word of its own within `word`."""
    indexes: list[Index] = [scope.names.of_parameters(), scope.names.of_entity(scope.entity)]
    if Mark.DOT.chinese[0] in word:  # behind it stands a name of another entity's
        indexes.extend(scope.names.of_entity(e) for e in scope.names.vocabulary.entities)
    enums = [enum] if enum else list(scope.names.vocabulary.enums)
    indexes.extend(scope.names.of_enum(e) for e in enums)
    words = {label for index in indexes for label in (*index.by_id, *index.by_label)}
    words.update(fold(unit.label.zh) for unit in scope.names.vocabulary.units.values())
    return words | set(CHINESE)
