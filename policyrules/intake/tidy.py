"""Characters that are not part of what was meant: invisible ones, odd blanks, the mark that makes a cell a text."""

from __future__ import annotations

import re

from policyrules.intake.words import INVISIBLE
from policyrules.syntax.characters import fold as fold_width

_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
# Longer texts are no ids, words or numbers, and may be made to cost time.
_LONG = 1_000
CITIZEN_LENGTH = 18
_MARK = "'’‘`"
_ENDING = "。.,，、;；"
_PADDING = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_CITIZEN = re.compile(r"(?<![0-9])([1-9][0-9]{5})(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx](?![0-9])")


def seen(text: str) -> str:
    """`text` without blanks around it and without characters nobody sees.

    >>> seen("\\u200b 是\\u00a0")
    '是'
    """
    text = text.strip()
    if text.isascii():
        return text
    return text.translate(_UNSEEN).strip() if len(text) < _LONG else text.strip(INVISIBLE).strip()


def one_line(text: str) -> str:
    """A word of a form, without the blanks that only spread it: `城 区` is `城区`."""
    return text if text.isascii() or len(text) > _LONG else _PADDING.sub("", text)


def bare_id(text: str) -> str:
    """An id as it was meant: half width, blanks as one, no mark before it that only keeps a spreadsheet from computing.

    >>> bare_id("Ｔ\\u00a0００５"), bare_id("'007"), bare_id(" T1 ")
    ('T 005', '007', 'T1')
    """
    word = seen(text)
    if len(word) > _LONG or (word.isascii() and word.isalnum()):
        return word
    word = fold_width(word)
    return " ".join(word.split()).lstrip(_MARK) or word


def bare_number(text: str) -> str:
    """A number or day without the same mark, and without a stop behind it.

    >>> bare_number("'25"), bare_number("25。")
    ('25', '25')
    """
    return text.lstrip(_MARK).rstrip(_ENDING).strip() or text


def is_citizen_number(text: str) -> bool:
    """Whether `text` is built like a citizen's identity number: area, day of birth, serial number."""
    return len(text) == CITIZEN_LENGTH and _CITIZEN.fullmatch(text) is not None


def masked(text: str) -> str:
    """`text` without the identity numbers in it: only the area they begin with is left.

    >>> masked("id 410105198001011234")
    'id 410105************'
    """
    return _CITIZEN.sub(r"\1************", text) if len(text) >= CITIZEN_LENGTH else text
