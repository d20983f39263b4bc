"""Bytes -> text. The one place that knows about encodings."""

from __future__ import annotations

import codecs
from collections import Counter

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue.tables import OTHER_ENCODING
from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import TableError

# A text that is no Chinese may decode as GB18030 too, but then into characters nobody uses.
_PROBE = 1_000_000
_COMMON_SHARE = 0.9


def decode(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of file `name`, and a note where it is not UTF-8.

    UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030 (GBK, GB2312) where that gives Chinese as
    people write it. Raises TableError for anything else, and for NUL characters.
    """
    notes: tuple[Diagnostic, ...] = ()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, notes = _other(data, "utf-16", "UTF-16", name)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if not _is_chinese(data):
                raise _neither(error, name) from None
            text, notes = _other(data, "gb18030", "GB18030", name)
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise TableError(codes.NUL_CHARACTER.at(Place(name, line), file=name, line=line))
    return text, notes


def _other(data: bytes, codec: str, shown: str, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        return data.decode(codec), (OTHER_ENCODING.at(Place(name), file=name, encoding=shown),)
    except UnicodeDecodeError as error:
        raise _neither(error, name) from None


def _neither(error: UnicodeDecodeError, name: str) -> TableError:
    # `object` and `start` already leave out the byte order mark.
    line = error.object.count(b"\n", 0, error.start) + 1
    shown = error.object[error.start : error.start + 4].hex(" ").upper()
    return TableError(codes.NOT_UTF8.at(Place(name, line), file=name, line=line, bytes=shown))


def _is_chinese(data: bytes) -> bool:
    """Whether `data` is GB18030, and what is not ASCII in it nearly all of the everyday characters of GB 2312."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    counts = Counter(text[:_PROBE])
    foreign = {character: count for character, count in counts.items() if not character.isascii()}
    common = sum(count for character, count in foreign.items() if _is_common(character))
    return common >= _COMMON_SHARE * sum(foreign.values())


def _is_common(character: str) -> bool:
    try:
        first, *rest = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    # Rows 1 to 3 hold punctuation and full-width forms, rows 16 to 87 the characters.
    return bool(rest) and (0xA1 <= first <= 0xA3 or 0xB0 <= first <= 0xF7)
