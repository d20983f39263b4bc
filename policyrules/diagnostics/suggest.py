"""Did you mean: the known name nearest to one that is not known, in English and in Chinese; and all there are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from policyrules.diagnostics.core import Sentence

_MAX_WORD = 60
_NUMBER = re.compile(r"[0-9]+")
_NOTHING = Sentence("", "")


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name `word` was most likely meant to be, or None. The first of equals in alphabetical order.

    >>> nearest("onlin_hours", ["online_hours", "practice_hours"])
    'online_hours'
    >>> nearest("网络研修课时", ["网络研修学时", "校本研修学时"])
    '网络研修学时'
    >>> nearest("x", ["online_hours"]) is None
    True
    >>> nearest("HEN-03", ["HEN-3", "HEN-13"])
    'HEN-3'
    >>> nearest("hz", ["en", "zh"]), nearest("cn", ["en", "zh"])
    ('zh', None)
    """
    wanted = _fold(word)
    if not wanted or len(wanted) > _MAX_WORD:
        return None
    best: tuple[int, str] | None = None
    for name in sorted(set(names)):
        known = _fold(name)
        allowed = _allowance(wanted, known)
        if best is not None:
            allowed = min(allowed, best[0] - 1)
        if allowed < 0 or abs(len(known) - len(wanted)) > allowed or len(known) > _MAX_WORD:
            continue
        distance = _distance(wanted, known, allowed)
        if distance is not None and not _differs_by_number(wanted, known):
            best = (distance, name)
    return best[1] if best else _by_part(wanted, names)


def did_you_mean(word: str, names: Iterable[str]) -> Sentence:
    """`nearest` as the first half of a help line, or nothing."""
    name = nearest(word, names)
    return _NOTHING if name is None else Sentence(f"是不是 `{name}`？", f"did you mean `{name}`? ")


def listed(words: Iterable[str]) -> Sentence:
    """Words in backticks, separated as each language does."""
    quoted = [f"`{word}`" for word in words]
    return Sentence("、".join(quoted), ", ".join(quoted))


@lru_cache(maxsize=16384)
def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace("-", "_").strip()


def _allowance(left: str, right: str) -> int:
    """How many edits may lie between two spellings of one name: a third of the letters, half of the characters
    of a Chinese name, which are fewer and carry more."""
    longest = max(len(left), len(right))
    if left.isascii() and right.isascii():
        if len(left) == len(right) == 2:  # one of two letters is another word: `cn` is no slip for `en`
            return int(sorted(left) == sorted(right))
        return 1 if longest <= 3 else max(1, longest // 3)
    return longest // 2 if longest > 1 else 0


def _distance(left: str, right: str, limit: int) -> int | None:
    """Edits (insert, delete, replace, swap neighbours) from `left` to `right`, or None beyond `limit`."""
    letters, others = set(left), set(right)
    if max(len(letters - others), len(others - letters)) > limit:
        return None  # an edit brings in or takes away one letter at most
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None


def _differs_by_number(left: str, right: str) -> bool:
    """Whether two names are the same but for a number: `HB-03` is no slip for `HB-01`, but one for `HB-3`."""
    if _NUMBER.sub("0", left) != _NUMBER.sub("0", right):
        return False
    numbers = [[int(n) for n in _NUMBER.findall(name)] for name in (left, right)]
    digits = [sorted(character for character in name if character.isdigit()) for name in (left, right)]
    return numbers[0] != numbers[1] and digits[0] != digits[1]


def _by_part(wanted: str, names: Iterable[str]) -> str | None:
    """A Chinese name that contains the word or is contained in it, the shortest first: 学时 for 网络研修学时."""
    if wanted.isascii() or len(wanted) < 2:
        return None
    parts = [n for n in set(names) if len(f := _fold(n)) >= 2 and not f.isascii() and (wanted in f or f in wanted)]
    return min(parts, key=lambda n: (len(n), n), default=None)
