"""Characters: full-width forms equal half-width ones, and what a word is made of."""

from __future__ import annotations

DIGITS = frozenset("0123456789")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """`text` with full-width letters, digits and punctuation made half-width, character by character.

    >>> fold("（２０％）")
    '(20%)'
    """
    return text if text.isascii() else text.translate(FULL_WIDTH)


def starts_word(character: str) -> bool:
    """Whether a word can begin with `character`: a letter, a Chinese character or `_`."""
    return character == "_" or character.isalpha()


def continues_word(character: str) -> bool:
    """Whether a word can go on with `character`."""
    return character in DIGITS or starts_word(character)
