"""What to write instead of a name that stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import did_you_mean, nearest
from policyrules.model.words import Text
from policyrules.syntax.characters import fold


def hint(name: str, known: Iterable[str] | Mapping[str, object]) -> Sentence:
    """What to write instead: the id whose label or place this is, the nearest name, or what names there are.

    Where `known` is a mapping, its values may carry a `label`, and clauses a `locator`.
    """
    found = meant(name, known)
    if found.zh:
        return Sentence(found.zh.rstrip("； "), found.en.rstrip("; "))
    names = sorted(known)
    if not names:
        return Sentence("这里还没有声明任何一个", "none has been declared yet")
    listed = [f"`{n}`" for n in names[:8]]
    more = ("等", " and others") if len(names) > len(listed) else ("", "")
    return Sentence("现有：" + "、".join(listed) + more[0], "there are " + ", ".join(listed) + more[1])


def meant(name: str, known: Iterable[str] | Mapping[str, object]) -> Sentence:
    """The id that was meant as the first half of a help line, or nothing; labels and places are known as in `hint`."""
    others = _other_names(known) if isinstance(known, Mapping) else {}
    plain = fold(name).casefold()
    id = next((id for other, id in others.items() if fold(other).casefold() == plain), None)
    if id is not None:
        return Sentence(f"这里写编号，`{name}` 的编号是 `{id}`；", f"write the id here: that of `{name}` is `{id}`; ")
    near = did_you_mean(name, known)
    label = None if near.zh else nearest(name, others)
    if label is None:
        return near
    id = others[label]
    return Sentence(f"这里写编号，是不是 `{id}`（{label}）？", f"write an id here: did you mean `{id}` ({label})? ")


def _other_names(known: Mapping[str, object]) -> dict[str, str]:
    """Labels and locators, each with its id; the first of equals."""
    found: dict[str, str] = {}
    for id, thing in known.items():
        label, locator = getattr(thing, "label", None), getattr(thing, "locator", None)
        texts = (label.zh, label.en) if isinstance(label, Text) else ()
        for text in (*texts, locator):
            if isinstance(text, str):
                found.setdefault(text, id)
    return found
