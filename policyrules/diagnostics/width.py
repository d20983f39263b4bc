"""How wide a text is on a terminal, and how to show characters that would do harm there."""

from __future__ import annotations

import unicodedata


def display_width(text: str) -> int:
    """Columns of a terminal that `text` takes: wide and full-width characters two, combining marks none.

    >>> display_width("学时 h")
    6
    """
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def inert(text: str) -> str:
    r"""`text` with everything invisible, reordering or terminal-controlling written out as an escape.

    >>> inert("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else _escape(c) for c in text)


def _escape(character: str) -> str:
    known = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    return known or character.encode("unicode_escape").decode("ascii")
