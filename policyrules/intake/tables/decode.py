"""Bytes -> text. The one place that knows about encodings."""

from __future__ import annotations

import codecs
import io
from collections import Counter
from collections.abc import Iterator

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue.tables import OTHER_ENCODING
from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import TableError

# A text that is no Chinese may decode as GB18030 too, but then into characters nobody uses.
_PROBE = 1_000_000
_COMMON_SHARE = 0.9
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 1_000_000


def decode(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of file `name`, and a note where it is not UTF-8.

    UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030 (GBK, GB2312) where that gives Chinese as
    people write it. Raises TableError for anything else, and for NUL characters.
    """
    codec, notes = _codec_of(data, name)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _neither(data, error.start, name) from None
    _refuse_nul(text, 1, name)
    return text, notes


def decoded(data: bytes, name: str) -> tuple[Iterator[str], tuple[Diagnostic, ...]]:
    """The same text piece by piece, so that it never stands in memory as a whole, with every end of a line a line feed.

    Raises TableError, also while pieces are drawn.
    """
    codec, notes = _codec_of(data, name)
    return _pieces(data, codec, name), notes


def _pieces(data: bytes, codec: str, name: str) -> Iterator[str]:
    line = 1
    try:
        for text in _decoded(data, codec):
            _refuse_nul(text, line, name)
            yield text
            line += text.count("\n")
    except _Undecodable as error:
        raise _neither(data, error.offset, name) from None


class _Undecodable(Exception):
    """Bytes that are no text, and where they stand."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(offset)


def _decoded(data: bytes, codec: str) -> Iterator[str]:
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(codec)(), translate=True)
    for start in range(0, len(data) + _PIECE, _PIECE):
        piece = data[start : start + _PIECE]
        try:
            yield decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            # A character may begin in one piece and end in the next.
            raise _Undecodable(start + len(piece) - len(error.object) + error.start) from None


def _codec_of(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    if data.startswith(UTF_16):
        return "utf-16", (OTHER_ENCODING.at(Place(name), file=name, encoding="UTF-16"),)
    try:
        for _ in _decoded(data, "utf-8-sig"):
            pass
    except _Undecodable as error:
        if not _is_chinese(data):
            raise _neither(data, error.offset, name) from None
        return "gb18030", (OTHER_ENCODING.at(Place(name), file=name, encoding="GB18030"),)
    return "utf-8-sig", ()


def _refuse_nul(text: str, line: int, name: str) -> None:
    nul = text.find("\0")
    if nul >= 0:
        line += text.count("\n", 0, nul)
        raise TableError(codes.NUL_CHARACTER.at(Place(name, line), file=name, line=line))


def _neither(data: bytes, offset: int, name: str) -> TableError:
    line = data.count(b"\n", 0, offset) + 1
    shown = data[offset : offset + 4].hex(" ").upper()
    return TableError(codes.NOT_UTF8.at(Place(name, line), file=name, line=line, bytes=shown))


def _is_chinese(data: bytes) -> bool:
    """Whether `data` is GB18030, and what is not ASCII in it nearly all of the everyday characters of GB 2312."""
    counts: Counter[str] = Counter()
    try:
        for text in _decoded(data, "gb18030"):
            if counts.total() < _PROBE:
                counts.update(text)
    except _Undecodable:
        return False
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
