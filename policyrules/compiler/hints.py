"""What to write instead of a name that stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable

from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.suggest import did_you_mean


def hint(name: str, known: Iterable[str]) -> Sentence:
    """What to write instead: the nearest name, or what names there are."""
    names = sorted(known)
    near = did_you_mean(name, names)
    if near.zh:
        return Sentence(near.zh.strip(), near.en.strip())
    if not names:
        return Sentence("这里还没有声明任何一个", "none has been declared yet")
    listed = [f"`{n}`" for n in names[:8]]
    more = ("等", " and others") if len(names) > len(listed) else ("", "")
    return Sentence("现有：" + "、".join(listed) + more[0], "there are " + ", ".join(listed) + more[1])
