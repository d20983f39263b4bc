"""The workbook: a sheet for each entity, and a hidden one for long lists."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import display_width
from policyrules.model.facts import Facts, Record
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.model.words import Text
from policyrules.report.template.cells import Cell, cell
from policyrules.report.template.columns import (
    MOST_LISTED,
    Column,
    field_column,
    id_column,
    ids_rule,
    list_rule,
)

LISTS = "_lists"
TITLE_ROW, HEADER_ROW, EXAMPLE_ROW, FIRST_ROW = 0, 1, 2, 3
ROWS = 5_000
_A4 = 9
_EXAMPLE = Text("示例", "example")
_LONGEST_NAME = 31
_FORBIDDEN = set("[]:*?/\\'")
_NARROWEST, _WIDEST = 10, 40
# The file says when it was made; the same vocabulary shall give the same bytes.
_MADE = datetime(2000, 1, 1)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALLOWED = dict.fromkeys(
    ("sort", "autofilter", "insert_rows", "delete_rows", "format_cells", "format_columns", "format_rows"), True
)


def template_pieces(
    vocabulary: Vocabulary, title: Text, entities: Sequence[str], lang: Lang, facts: Facts | None = None
) -> Iterator[bytes]:
    """The workbook in one piece, with a sheet for each of `entities`; where `facts` are given, filled in with them."""
    file = io.BytesIO()
    workbook = import_module("xlsxwriter").Workbook(file, _OPTIONS)
    workbook.set_properties({"created": _MADE, "title": title.get(lang)})
    book = _Book(workbook, vocabulary, title.get(lang), lang)
    book.names = {id: _sheet_name(vocabulary.entities[id], lang) for id in entities}
    for id in entities:
        book.add(vocabulary.entities[id], None if facts is None else facts.tables.get(id, {}))
    book.add_lists()
    workbook.close()
    yield file.getvalue()


class _Book:
    """Writes sheet after sheet."""

    def __init__(self, workbook: Any, vocabulary: Vocabulary, title: str, lang: Lang) -> None:
        self._workbook, self._vocabulary, self._title, self._lang = workbook, vocabulary, title, lang
        self._formats: dict[tuple[str, bool], Any] = {}
        self._lists: list[tuple[str, ...]] = []
        self._head = workbook.add_format(
            {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._heading = workbook.add_format({"bold": True, "font_size": 12})
        self.names: dict[str, str] = {}

    def add(self, entity: Entity, records: Mapping[str, Record] | None) -> None:
        """The sheet of an entity, empty but for an example, or with its records."""
        fields = list(entity.fields.values())
        columns = [id_column(entity, _EXAMPLE.get(self._lang), self._lang)]
        columns += [field_column(field, self._vocabulary, self._lang) for field in fields]
        sheet = self._workbook.add_worksheet(self.names[entity.id])
        sheet.write_string(TITLE_ROW, 0, self._guide(entity), self._heading)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column), self._format(column.format, False))
            sheet.write_string(HEADER_ROW, place, column.heading, self._head)
            sheet.write_comment(HEADER_ROW, place, column.note, {"x_scale": 2, "author": "policyrules"})
            if records != {}:  # Without the example an empty sheet says that there are none.
                self._write(sheet, EXAMPLE_ROW, place, column.example, self._format(column.format, True))
            self._validate(sheet, place, column)
        for row, (id, record) in enumerate((records or {}).items(), FIRST_ROW):
            self._write(sheet, row, 0, id, self._format(columns[0].format, False))
            for place, (field, column) in enumerate(zip(fields, columns[1:], strict=True), 1):
                if field.id in record:
                    value = cell(record[field.id], field.type, self._vocabulary, self._lang)
                    self._write(sheet, row, place, value, self._format(column.format, False))
        sheet.freeze_panes(FIRST_ROW - 1, 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(HEADER_ROW)
        sheet.repeat_columns(0)
        sheet.protect("", _ALLOWED)

    def add_lists(self) -> None:
        """The hidden sheet of long lists."""
        if self._lists:
            sheet = self._workbook.add_worksheet(LISTS)
            for place, words in enumerate(self._lists):
                for row, word in enumerate(words):
                    sheet.write_string(row, place, word)
            sheet.hide()

    def _guide(self, entity: Entity) -> str:
        label = entity.label.get(self._lang)
        return Text(
            f"{label}（{self._title}）：一行一条，从第 {FIRST_ROW + 1} 行起填写；列名上有说明；“示例”一行不会读入",
            f"{label} ({self._title}): one record a row, from row {FIRST_ROW + 1} on; see the notes on the headings; "
            "the row `example` is not read",
        ).get(self._lang)

    def _write(self, sheet: Any, row: int, place: int, value: Cell, format: Any) -> None:
        if isinstance(value, str):
            sheet.write_string(row, place, value, format)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, format)
        else:
            sheet.write_number(row, place, value, format)

    def _validate(self, sheet: Any, place: int, column: Column) -> None:
        rule = column.rule
        if column.words:
            rule = list_rule(self._source(column.words), column.note, self._lang)
        elif column.refers_to in self.names:
            name = self.names[column.refers_to]
            rule = ids_rule(f"='{name}'!$A${FIRST_ROW + 1}:$A${FIRST_ROW + ROWS}", self._lang)
        if rule is not None:
            sheet.data_validation(EXAMPLE_ROW, place, FIRST_ROW + ROWS - 1, place, dict(rule))

    def _source(self, words: tuple[str, ...]) -> list[str] | str:
        if len(",".join(words)) <= MOST_LISTED and not any("," in word for word in words):
            return list(words)
        if words not in self._lists:
            self._lists.append(words)
        letter = chr(ord("A") + self._lists.index(words) % 26)
        prefix = "" if self._lists.index(words) < 26 else chr(ord("A") + self._lists.index(words) // 26 - 1)
        return f"={LISTS}!${prefix}{letter}$1:${prefix}{letter}${len(words)}"

    def _format(self, form: str, example: bool) -> Any:
        if (form, example) not in self._formats:
            shape = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"} if example else {}
            made = self._workbook.add_format({"num_format": form, "locked": False, **shape})
            self._formats[form, example] = made
        return self._formats[form, example]


def _sheet_name(entity: Entity, lang: Lang) -> str:
    """The label where a sheet can have that name, else the id."""
    name = entity.label.get(lang)
    return name if len(name) <= _LONGEST_NAME and not _FORBIDDEN & set(name) else entity.id[:_LONGEST_NAME]


def _width(column: Column) -> int:
    widest = max(display_width(word) for word in (column.heading, *column.words, str(column.example)))
    return max(_NARROWEST, min(_WIDEST, widest + 3))
