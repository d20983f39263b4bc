"""Texts: those that cells share, and how a workbook writes characters XML cannot hold."""

from __future__ import annotations

import re

from policyrules.diagnostics.core import Sentence
from policyrules.intake.tables.xlsx.archive import Archive
from policyrules.intake.tables.xlsx.xml import Listener, read_part

MOST_TEXT = 50_000_000
TOO_MUCH_TEXT = Sentence("格子里的文字共有几千万个字符", "its cells hold tens of millions of characters")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_strings(archive: Archive, part: str) -> list[str]:
    """The shared texts, by number. Rich text is its characters; phonetic hints are no part of it."""
    strings: list[str] = []
    pieces: list[str] = []
    aside, total = [0], [0]
    listener = Listener()

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "t" and not aside[0]:
            listener.listening = True
        elif name == "rPh":
            aside[0] += 1

    def end(name: str) -> None:
        if name == "t" and not aside[0]:
            pieces.append(listener.take())
        elif name == "rPh":
            aside[0] -= 1
        elif name == "si":
            strings.append(unescape("".join(pieces)))
            total[0] += len(strings[-1])
            if total[0] > MOST_TEXT:
                raise archive.refused(TOO_MUCH_TEXT)
            pieces.clear()

    read_part(archive, part, start, end, listener)
    return strings


def unescape(text: str) -> str:
    r"""`text` with `_x000D_` and the like made characters; halves of a character that belong together are joined.

    >>> unescape("a_x000A_b _xD83D__xDE00_") == "a\nb \U0001F600"
    True
    """
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    try:
        return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return plain
