"""Which sheets a workbook has, and where they are kept."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import IO

from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import Grid, Looks
from policyrules.intake.tables.xlsx.archive import NO_BOOK, Archive
from policyrules.intake.tables.xlsx.cells import CellReader
from policyrules.intake.tables.xlsx.sheet import MOST_ROWS, sheet_rows
from policyrules.intake.tables.xlsx.strings import read_strings
from policyrules.intake.tables.xlsx.styles import read_styles
from policyrules.intake.tables.xlsx.xml import read_part

_NO_SHEETS = Sentence("里面没有工作表", "there is no sheet in it")
_MOST_SHEETS = 1_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, whether it is hidden, and the part that holds it (None: a chart or macro sheet)."""

    name: str
    hidden: bool
    part: str | None


class Book:
    """An open workbook."""

    def __init__(self, archive: Archive, name: str) -> None:
        """Read everything but the sheets themselves. Raises TableError."""
        self._archive, self._name = archive, name
        main = _target(_relations(archive, ""), "officeDocument") or "xl/workbook.xml"
        if not archive.has(main):
            raise archive.broken(NO_BOOK)
        related = _relations(archive, main)
        self.sheets, from_1904 = _sheets(archive, main, related)
        if not self.sheets:
            raise archive.broken(_NO_SHEETS)
        strings, styles = _target(related, "sharedStrings"), _target(related, "styles")
        self._cells = CellReader(
            read_strings(archive, strings) if archive.has(strings) else (),
            read_styles(archive, styles) if archive.has(styles) else (),
            from_1904,
        )

    def grid(self, sheet: Sheet) -> Grid:
        """The cells of a sheet; TableError may still be raised while its rows are drawn."""
        if sheet.part is None:
            return Grid(iter(()), 0)
        place = Place(self._name, 1, 1, sheet.name)
        looks = Looks()
        return Grid(sheet_rows(self._archive, sheet.part, self._cells, place, looks), MOST_ROWS, looks=looks)


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


def open_book(file: IO[bytes], name: str) -> Book:
    """The workbook in `file`, which stays open as long as rows are drawn. Raises TableError."""
    return Book(Archive(file, name), name)


def _relations(archive: Archive, owner: str) -> dict[str, _Relation]:
    """What a part refers to, by id; whatever lies outside the file is left aside."""
    folder, base = posixpath.split(owner)
    part = posixpath.join(folder, "_rels", base + ".rels")
    found: dict[str, _Relation] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = _Relation(kind, posixpath.normpath(path))

    if archive.has(part):
        read_part(archive, part, start, lambda _name: None)
    return found


def _target(related: dict[str, _Relation], kind: str) -> str | None:
    return next((relation.target for relation in related.values() if relation.kind == kind), None)


def _sheets(archive: Archive, main: str, related: dict[str, _Relation]) -> tuple[tuple[Sheet, ...], bool]:
    """The sheets in order, and whether days are counted from 1904."""
    sheets: list[Sheet] = []
    from_1904 = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and len(sheets) < _MOST_SHEETS:
            id = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            relation = related.get(id)
            part = relation.target if relation is not None and relation.kind == "worksheet" else None
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(Sheet(attributes.get("name", ""), hidden, part if archive.has(part) else None))
        elif name == "workbookPr":
            from_1904[0] = attributes.get("date1904", "0") in ("1", "true")

    read_part(archive, main, start, lambda _name: None)
    return tuple(sheets), from_1904[0]
