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
    names = sorted(known)
    others = _other_names(known) if isinstance(known, Mapping) else {}
    for other, id in others.items():
        if fold(other).casefold() == fold(name).casefold():
            return Sentence(f"这里写编号，`{name}` 的编号是 `{id}`", f"write the id here: that of `{name}` is `{id}`")
    near = did_you_mean(name, names)
    if near.zh:
        return Sentence(near.zh.strip(), near.en.strip())
    label = nearest(name, others)
    if label is not None:
        id = others[label]
        return Sentence(f"这里写编号，是不是 `{id}`（{label}）？", f"write an id here: did you mean `{id}` ({label})?")
    if not names:
        return Sentence("这里还没有声明任何一个", "none has been declared yet")
    listed = [f"`{n}`" for n in names[:8]]
    more = ("等", " and others") if len(names) > len(listed) else ("", "")
    return Sentence("现有：" + "、".join(listed) + more[0], "there are " + ", ".join(listed) + more[1])


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
