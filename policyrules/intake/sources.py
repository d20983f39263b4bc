"""Which file, or which sheet of a workbook, holds the table of which entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue import tables as table_codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.collect import Collector
from policyrules.intake.naming import dressed_table, holds_notes
from policyrules.intake.origin import Origin
from policyrules.intake.shown import shown
from policyrules.intake.tables import READERS, WORKBOOKS
from policyrules.intake.tables.raw import Grid, RawTable, TableError
from policyrules.intake.words import all_names, fold, known_names, name_index, say
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text

if TYPE_CHECKING:
    from policyrules.intake.tables.xlsx import Book, Sheet

LARGEST_MB = 200
# Letters and notes are of these kinds too: what is not named after an entity is passed over.
NOT_ONLY_TABLES = (".txt",)
# Files a table may be mistaken to live in: named after an entity they are reported, not passed over.
OTHER_TABLES = (".xls", ".xlsb", ".et", ".ods", ".numbers", ".xml", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Source:
    """A table that can be opened; opening, and drawing its rows, may raise TableError."""

    origin: Origin
    open: Callable[[], RawTable | Grid]


class Sources:
    """The source of each entity, found file by file. Workbooks stay open until `stack` is closed."""

    def __init__(self, vocabulary: Vocabulary, given: Mapping[str, str], found: Collector, stack: ExitStack) -> None:
        """Prepare; `given`: folded names of files and sheets that a mapping file gives to entities."""
        self._vocabulary, self._found, self._stack = vocabulary, found, stack
        self._labels: dict[str, Text] = {e.id: e.label for e in vocabulary.entities.values()}
        self._index = {**name_index(self._labels.items()), **given}
        self.chosen: dict[str, Source] = {}
        self.names: set[str] = set()

    def add(self, file: Path) -> None:
        """Take what `file` holds; files that are no tables are passed over."""
        if file.name.startswith(("~$", ".")):
            return  # Spreadsheet programs leave locks and drafts behind.
        entity, suffix = self._entity(file.stem), file.suffix.casefold()
        if suffix in WORKBOOKS:
            self._add_book(file, entity)
        elif suffix in READERS and entity is None and suffix not in NOT_ONLY_TABLES:
            values = {"file": shown(file.name), "known": self.known, "meant": self._meant(file.stem)}
            self._found.add(codes.UNKNOWN_TABLE.at(Place(file.name), **values))
        elif suffix in READERS and entity is not None:
            read = READERS[suffix]
            self._choose(entity, file.stem, Source(Origin(file.name), lambda: read(_bytes(file), file.name)))
        elif suffix in OTHER_TABLES and entity is not None:
            known = ", ".join(sorted((*READERS, *WORKBOOKS)))
            self._found.add(codes.UNKNOWN_FORMAT.at(Place(file.name), file=file.name, known=known))

    @property
    def known(self) -> Sentence:
        """The names a table can have, for messages."""
        return known_names(self._labels)

    def _add_book(self, file: Path, entity: str | None) -> None:
        """The sheets named after entities; else the only sheet of a file that is."""
        from policyrules.intake.tables.xlsx import (
            open_book,  # Most folders hold none: they need not wait for zip and XML.
        )

        try:
            _check(file)
            book = open_book(self._stack.enter_context(file.open("rb")), file.name)
            shown_sheets = [sheet for sheet in book.sheets if not sheet.hidden and _has_content(book, sheet)]
            shown_sheets = [sheet for sheet in shown_sheets if not holds_notes(sheet.name)]
        except TableError as error:
            if entity is None:
                self._found.add(error.diagnostic)
            else:  # The table was given, although nothing of it is known: it is reported once it is opened.
                self._choose(entity, file.stem, Source(Origin(file.name), _raise(error)))
            return
        except OSError:
            self._found.add(codes.UNREADABLE.at(Place(file.name), file=file.name))
            return
        named = [sheet for sheet in shown_sheets if self._entity(sheet.name) is not None]
        if entity is not None and not named and len(shown_sheets) == 1:
            self._choose_sheet(entity, file, book, shown_sheets[0])
            return
        for sheet in book.sheets:
            of_sheet = self._entity(sheet.name)
            place = Place(file.name, sheet=sheet.name)
            if sheet.hidden and of_sheet is not None:
                self._found.add(table_codes.HIDDEN_SHEET.at(place, sheet=shown(sheet.name)))
            elif not sheet.hidden and of_sheet is not None:
                self._choose_sheet(of_sheet, file, book, sheet)
            elif sheet in shown_sheets:
                values = {"sheet": shown(sheet.name), "known": self.known, "meant": self._meant(sheet.name)}
                self._found.add(table_codes.UNKNOWN_SHEET.at(place, **values))

    def _choose_sheet(self, entity: str, file: Path, book: Book, sheet: Sheet) -> None:
        self.names.add(fold(file.stem))
        self._choose(entity, sheet.name, Source(Origin(file.name, sheet.name), lambda: book.grid(sheet)))

    def _entity(self, name: str) -> str | None:
        """The entity a file or sheet is named after, plainly or nearly."""
        return self._index.get(fold(name)) or dressed_table(name, self._index)

    def _choose(self, entity: str, name: str, source: Source) -> None:
        self.names.add(fold(name))
        stem = Path(source.origin.file).stem
        if fold(name) not in self._index and fold(stem) not in self._index:
            known = say(self._vocabulary.entities[entity].label)
            told = name if self._entity(name) == entity else stem
            self._found.add(table_codes.NAME_TAKEN.at(source.origin.at(), name=shown(told), known=known))
        if entity in self.chosen:
            label = say(self._vocabulary.entities[entity].label)
            values = {"file": source.origin.key, "other": self.chosen[entity].origin.key, "entity": label}
            self._found.add(codes.TWO_TABLES.at(source.origin.at(), **values))
        else:
            self.chosen[entity] = source

    def _meant(self, name: str) -> Sentence:
        return did_you_mean(name, all_names(self._labels))


def _has_content(book: Book, sheet: Sheet) -> bool:
    """Whether there is anything in a sheet: new workbooks come with empty ones."""
    return next(book.grid(sheet).rows, None) is not None


def _raise(error: TableError) -> Callable[[], RawTable]:
    def fail() -> RawTable:
        raise error

    return fail


def _check(file: Path) -> int:
    """The size of a file in bytes; OSError where it is none, TableError where it is too large."""
    size = file.stat().st_size
    if not file.is_file():
        raise OSError
    _check_size(file, size)
    return size


def _check_size(file: Path, size: int) -> None:
    if size > LARGEST_MB * 1_000_000:
        values = {"file": file.name, "size": round(size / 1_000_000), "limit": LARGEST_MB}
        raise TableError(codes.TOO_LARGE.at(Place(file.name), **values))


def _bytes(file: Path) -> bytes:
    try:
        # What says that it is empty is not read: some devices pass for files and never end.
        if not _check(file):
            return b""
        with file.open("rb") as opened:
            data = opened.read(LARGEST_MB * 1_000_000 + 1)
        _check_size(file, len(data))  # It may have grown.
        return data
    except OSError:
        raise TableError(codes.UNREADABLE.at(Place(file.name), file=file.name)) from None
