"""JSON tables: a list of records, an object from id to record, or one record a line."""

from __future__ import annotations

from collections.abc import Iterator

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.shown import shown
from policyrules.intake.tables.decode import decode
from policyrules.intake.tables.raw import RawRow, RawTable, TableError
from policyrules.intake.tables.strict_json import FIX_SYNTAX, MOST_NAMES, JsonProblem, Values, expect, skip_blank

_KINDS = {
    "[": Sentence("列表", "a list"),
    "{": Sentence("对象", "an object"),
    '"': Sentence("一段文字", "a text"),
    "": Sentence("空文件", "an empty file"),
}
_SCALAR = Sentence("单个值", "a single value")
_WIDE = Sentence(
    f"各条记录的字段名合计超过 {MOST_NAMES} 种", f"the records have more than {MOST_NAMES:,} different names"
)
_SAME_NAMES = Sentence("各条记录用同样的字段名", "use the same names in every record")


def read_json(data: bytes, name: str) -> RawTable:
    """A list of records, each with its `id`, or an object from id to record."""
    text, _ = decode(data, name)
    start = skip_blank(text, 0)
    if text.startswith("[", start):
        rows = _list_rows(text, start, name)
    elif text.startswith("{", start):
        rows = _object_rows(text, start, name)
    else:
        found = _KINDS.get(text[start : start + 1], _SCALAR)
        raise TableError(codes.NOT_A_TABLE.at(Place(name), file=name, found=found))
    return RawTable(None, _guard(rows, text, name), text.count("\n") + 1)


def read_json_lines(data: bytes, name: str) -> RawTable:
    """One record a line."""
    text, _ = decode(data, name)
    return RawTable(None, _guard(_line_rows(text, name), text, name), text.count("\n") + 1)


def _guard(rows: Iterator[RawRow], text: str, name: str) -> Iterator[RawRow]:
    names: set[str] = set()
    try:
        for row in rows:
            names.update(row.names)
            if len(names) > MOST_NAMES:
                place = Place(name, row.line)
                raise TableError(codes.BROKEN_JSON.at(place, file=name, line=row.line, detail=_WIDE, help=_SAME_NAMES))
            yield row
    except JsonProblem as problem:
        line = text.count("\n", 0, problem.offset) + 1
        values = {"file": name, "line": line, "detail": problem.detail, "help": problem.help}
        raise TableError(codes.BROKEN_JSON.at(Place(name, line), **values)) from None


class _Lines:
    """Line numbers of growing offsets, each stretch of text counted once."""

    def __init__(self, text: str) -> None:
        self._text, self._offset, self._line = text, 0, 1

    def at(self, offset: int) -> int:
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line


def _list_rows(text: str, start: int, name: str) -> Iterator[RawRow]:
    values, lines = Values(text), _Lines(text)
    offset, number = skip_blank(text, start + 1), 0
    closed = text.startswith("]", offset)
    while not closed:
        number += 1
        line = lines.at(offset)
        value, offset = values.at(offset)
        yield _row(line, value, number, name)
        offset = skip_blank(text, offset)
        closed = text.startswith("]", offset)
        if not closed:
            offset = expect(text, offset, ",")
    _at_end(text, offset + 1)


def _object_rows(text: str, start: int, name: str) -> Iterator[RawRow]:
    values, lines = Values(text), _Lines(text)
    offset, number = skip_blank(text, start + 1), 0
    closed = text.startswith("}", offset)
    while not closed:
        number += 1
        line = lines.at(offset)
        if not text.startswith('"', offset):
            expect(text, offset, '"')
        key, offset = values.at(offset)
        offset = expect(text, skip_blank(text, offset), ":")
        value, offset = values.at(offset)
        row = _row(line, value, number, name)
        yield RawRow(row.line, ("id", *row.names), (key, *row.cells))
        offset = skip_blank(text, offset)
        closed = text.startswith("}", offset)
        if not closed:
            offset = expect(text, offset, ",")
    _at_end(text, offset + 1)


def _line_rows(text: str, name: str) -> Iterator[RawRow]:
    values, start, line = Values(text), 0, 0
    while start < len(text):
        line += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        offset = skip_blank(text, start)
        if offset < end:
            value, after = values.at(offset)
            if skip_blank(text, after) < end or after > end:
                detail = Sentence(
                    "一行不止一条记录，或一条记录跨了行", "one record a line, and no record over several lines"
                )
                raise JsonProblem(offset, detail, FIX_SYNTAX)
            yield _row(line, value, line, name)
        start = end + 1


def _row(line: int, value: object, number: int, name: str) -> RawRow:
    if not isinstance(value, dict):
        raise TableError(not_a_record(value, number, Place(name, line)))
    return RawRow(line, tuple(value), tuple(value.values()))


def not_a_record(value: object, number: int, place: Place) -> Diagnostic:
    """The diagnostic for an item that is no mapping."""
    return codes.NOT_A_RECORD.at(place, number=number, value=shown(value))


def _at_end(text: str, offset: int) -> None:
    after = skip_blank(text, offset)
    if after < len(text):
        detail = Sentence("表结束后还有内容", "there is more after the end of the table")
        raise JsonProblem(after, detail, FIX_SYNTAX)
