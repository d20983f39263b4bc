"""What to write instead of a name that stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import did_you_mean, listed, nearest
from policyrules.model.words import Text
from policyrules.syntax.characters import fold

SHOWN = 8


def hint(name: str, known: Iterable[str] | Mapping[str, object]) -> Sentence:
    """What to write instead: the id whose label or place this is, the nearest name, or what names there are.

    Where `known` is a mapping, its values may carry a `label`, and clauses a `locator`.
    """
    return meant_or_known(meant(name, known), known)


def meant_or_known(found: Sentence, known: Iterable[str]) -> Sentence:
    """What was `meant`, or where that is nothing, what names there are."""
    if found.zh:
        return Sentence(found.zh.rstrip("； "), found.en.rstrip("; "))
    names = sorted(known)
    if not names:
        return Sentence("这里还没有声明任何一个", "none has been declared yet")
    shown = listed(names[:SHOWN])
    more = ("等", " and others") if len(names) > SHOWN else ("", "")
    return Sentence(f"现有：{shown.zh}{more[0]}", f"there are {shown.en}{more[1]}")


def meant(name: str, known: Iterable[str] | Mapping[str, object]) -> Sentence:
    """The id that was meant as the first half of a help line, or nothing; labels and places are known as in `hint`."""
    others = _other_names(known) if isinstance(known, Mapping) else {}
    plain = fold(name).casefold()
    ids = next((ids for other, ids in others.items() if fold(other).casefold() == plain), [])
    if len(ids) > 1:
        shown = listed(ids[:SHOWN])
        more = ("等", " and others") if len(ids) > SHOWN else ("", "")
        zh = f"这里写编号，`{name}` 的有 {shown.zh}{more[0]}；"
        return Sentence(zh, f"write the id here: `{name}` may be {shown.en}{more[1]}; ")
    if ids:
        return Sentence(
            f"这里写编号，`{name}` 的编号是 `{ids[0]}`；", f"write the id here: that of `{name}` is `{ids[0]}`; "
        )
    near = did_you_mean(name, known)
    label = None if near.zh else nearest(name, others)
    if label is None:
        return near
    id = others[label][0]
    return Sentence(f"这里写编号，是不是 `{id}`（{label}）？", f"write an id here: did you mean `{id}` ({label})? ")


def _other_names(known: Mapping[str, object]) -> dict[str, list[str]]:
    """Labels and locators, each with the ids it stands for."""
    found: dict[str, list[str]] = {}
    for id, thing in known.items():
        label, locator = getattr(thing, "label", None), getattr(thing, "locator", None)
        texts = (label.zh, label.en) if isinstance(label, Text) else ()
        for text in dict.fromkeys((*texts, locator)):
            if isinstance(text, str):
                found.setdefault(text, []).append(id)
    return found
