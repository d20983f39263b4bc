"""Characters: full-width forms equal half-width ones, and what a word is made of."""

from __future__ import annotations

import re

DIGITS = frozenset("0123456789")
ANY_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """`text` with full-width letters, digits and punctuation made half-width, character by character.

    >>> fold("（２０％）")
    '(20%)'
    """
    return text.translate(FULL_WIDTH) if ANY_FULL_WIDTH.search(text) else text


def starts_word(character: str) -> bool:
    """Whether a word can begin with `character`: a letter, a Chinese character or `_`."""
    return character == "_" or character.isalpha()


def continues_word(character: str) -> bool:
    """Whether a word can go on with `character`."""
    return character in DIGITS or starts_word(character)
