"""Ranges of record ids: `S001..S100` stands for a hundred alike records."""

from __future__ import annotations

import re

SIGN = ".."
MAX_RECORDS = 10_000
RANGE = re.compile(r"(?P<prefix>.*?)(?P<first>[0-9]{1,9})\.\.(?P<again>.*?)(?P<last>[0-9]{1,9})")


def expand(text: str, most: int = MAX_RECORDS) -> tuple[str, ...] | None:
    """The ids a range stands for, at most so many; a text without `..` stands for itself. None where it is no proper
    range.

    >>> expand("S08..S10")
    ('S08', 'S09', 'S10')
    >>> expand("T001")
    ('T001',)
    >>> expand("S10..S8") is None
    True
    """
    if SIGN not in text:
        return (text,)
    match = RANGE.fullmatch(text)
    if match is None or match["prefix"] != match["again"] or len(match["first"]) != len(match["last"]):
        return None
    first, last, width = int(match["first"]), int(match["last"]), len(match["first"])
    if not first < last or last - first >= min(most, MAX_RECORDS):
        return None
    return tuple(f"{match['prefix']}{number:0{width}}" for number in range(first, last + 1))


def nth(text: str, number: int, count: int) -> str:
    """The `number`th id of a range as long as the range of its records; any other text as it is."""
    if SIGN not in text or count == 1:
        return text
    ids = expand(text)
    return ids[number] if ids is not None and len(ids) == count else text
