"""Finding what people mean by a name: an id, or a Chinese or English label, whatever its case or width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise

from policyrules.diagnostics.core import Sentence
from policyrules.model.vocabulary import Entity
from policyrules.model.words import Text

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


def fold(name: str) -> str:
    """`name` as it is compared: full and half width, upper and lower case are one, and so are blanks, which count only
    between words of letters.

    >>> fold(" Ｔeacher（Ａ） "), fold("姓 名"), fold("In \\n Post")
    ('teacher(a)', '姓名', 'in post')
    """
    if name.isascii():
        return " ".join(name.split()).casefold()
    words = unicodedata.normalize("NFKC", name).translate(_UNSEEN).split()
    # Blanks and line breaks beside Chinese characters only make a heading fit its column.
    apart = (f" {word}" if before[-1].isascii() and word[0].isascii() else word for before, word in pairwise(words))
    return "".join([*words[:1], *apart]).casefold()


def name_index(labels: Iterable[tuple[str, Text]]) -> dict[str, str]:
    """Folded name -> id, for ids and labels alike; where two claim one name an id wins over a label."""
    pairs = list(labels)
    index: dict[str, str] = {}
    for id, _ in pairs:
        index.setdefault(fold(id), id)
    for id, label in pairs:
        index.setdefault(fold(label.zh), id)
        index.setdefault(fold(label.en), id)
    return index


def all_names(labels: Mapping[str, Text]) -> list[str]:
    """Every word that names one of them."""
    return [word for id, label in labels.items() for word in (id, label.zh, label.en)]


def known_names(labels: Mapping[str, Text]) -> Sentence:
    """All the ids with their labels, for a message."""
    return Sentence(
        "、".join(f"`{id}`（{label.zh}）" for id, label in labels.items()),
        ", ".join(f"`{id}`" for id in labels),
    )


def names_of(entities: Iterable[Entity]) -> Sentence:
    """The labels of entities, one after the other."""
    labels = [entity.label for entity in entities]
    return Sentence("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


def say(text: Text) -> Sentence:
    """A label as a value of a message."""
    return Sentence(text.zh, text.en)
