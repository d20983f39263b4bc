"""JSON as a table needs it: numbers as written, no name twice, nothing JSON does not have."""

from __future__ import annotations

import json
import re

from policyrules.diagnostics.core import Sentence
from policyrules.intake.tables.raw import NumberText

_BLANK = re.compile(r"[ \t\r\n]*")

DEPTH = Sentence("嵌套太深，不是表", "nested deeper than any table")
KEEP_FLAT = Sentence("一条记录只写字段名和值，不要嵌套", "write field names and plain values, nothing nested")
FIX_SYNTAX = Sentence("检查这一行附近的引号、逗号和括号", "look at quotes, commas and brackets near this line")
MOST_NAMES = 16_384
_WIDE = Sentence(f"一条记录超过 {MOST_NAMES} 项", f"a record with more than {MOST_NAMES:,} names")
_WINDOW, _NEAR = 2_000_000, 10
_LONG = Sentence("一条记录有上百万个字符", "a record of a million characters")
QUOTE_NUMBER = Sentence("没有登记就写 null 或不写这一项", "where nothing is recorded write null or leave it out")
ONE_NAME = Sentence("删去其中一个", "delete one of them")


class JsonProblem(Exception):
    """Text that is not the JSON we read: where (an offset), what, and what to write instead."""

    def __init__(self, offset: int, detail: Sentence, help: Sentence) -> None:
        """Keep the parts of the message."""
        self.offset, self.detail, self.help = offset, detail, help
        super().__init__(detail.en)


class _Refused(Exception):
    """Raised inside the standard library's scanner, which knows the place only afterwards."""

    def __init__(self, detail: Sentence, help: Sentence) -> None:
        self.detail, self.help = detail, help
        super().__init__(detail.en)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(pairs) > MOST_NAMES:
        raise _Refused(_WIDE, KEEP_FLAT)
    record = dict(pairs)
    if len(record) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(Sentence(f"同一记录里 `{twice}` 写了两次", f"`{twice}` stands twice in one record"), ONE_NAME)
    return record


def _constant(word: str) -> object:
    raise _Refused(Sentence(f"`{word}` 不是 JSON 的数", f"`{word}` is no number of JSON"), QUOTE_NUMBER)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=NumberText, parse_int=NumberText, parse_constant=_constant
)


def skip_blank(text: str, offset: int) -> int:
    """The offset of the next character that is not white space."""
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


class Values:
    """Reads the values of a text one after the other, each in a window: what is parsed takes many times the room of
    its text, so a record without an end must not be parsed as a whole."""

    def __init__(self, text: str) -> None:
        """Begin at the start of `text`."""
        self._text, self._start, self._window = text, 0, text[:_WINDOW]

    def at(self, offset: int) -> tuple[object, int]:
        """The value that begins at `offset`, which never goes back, and the offset after it. Raises JsonProblem."""
        if offset - self._start > _WINDOW // 2:
            self._start, self._window = offset, self._text[offset : offset + _WINDOW]
        try:
            value, end = _DECODER.raw_decode(self._window, offset - self._start)
        except json.JSONDecodeError as error:
            if self._is_cut() and (error.pos >= len(self._window) - _NEAR or error.msg.startswith("Unterminated")):
                raise JsonProblem(offset, _LONG, KEEP_FLAT) from None
            raise JsonProblem(self._start + error.pos, Sentence("语法有误", error.msg.lower()), FIX_SYNTAX) from None
        except RecursionError:
            raise JsonProblem(offset, DEPTH, KEEP_FLAT) from None
        except _Refused as refused:
            raise JsonProblem(offset, refused.detail, refused.help) from None
        if self._is_cut() and end == len(self._window):
            raise JsonProblem(offset, _LONG, KEEP_FLAT)
        return value, self._start + end

    def _is_cut(self) -> bool:
        return self._start + len(self._window) < len(self._text)


def expect(text: str, offset: int, character: str) -> int:
    """The offset after `character`, which must come next. Raises JsonProblem."""
    if not text.startswith(character, offset):
        raise JsonProblem(offset, Sentence(f"缺少 `{character}`", f"`{character}` expected"), FIX_SYNTAX)
    return skip_blank(text, offset + 1)
