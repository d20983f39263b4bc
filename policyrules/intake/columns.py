"""Names of columns -> fields, once for each header that occurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue import tables as table_codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.cells import Column
from policyrules.intake.collect import LIMIT, Collector
from policyrules.intake.mapping import Given
from policyrules.intake.naming import ColumnNames, Meant
from policyrules.intake.origin import Origin
from policyrules.intake.shown import shown
from policyrules.intake.words import all_names, fold, say
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.syntax.names import ID

_MOST_LAYOUTS = 1000


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a row the fields stand: (position, column as written, how to read it), and the id's position.

    `nameless` are the positions of columns without a name. `ambiguous`: two columns claim one field.
    """

    columns: tuple[tuple[int, str, Column], ...]
    id: int | None
    nameless: tuple[int, ...]
    ambiguous: bool


class Columns:
    """The layouts of one table, and the columns seen in it."""

    def __init__(self, vocabulary: Vocabulary, entity: Entity, origin: Origin, found: Collector, given: Given) -> None:
        """Prepare for the table of `entity` from `origin`; what is wrong goes to `found`.

        `given`: what a mapping file says about this table.
        """
        self._entity, self._origin, self._found = entity, origin, found
        self._vocabulary = vocabulary
        self._names = ColumnNames(vocabulary, entity, given.columns)
        self._readers = {f.id: Column(f, vocabulary, given.words.get(f.id, {})) for f in entity.fields.values()}
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self.header: dict[str, None] = {}
        self.ignored: dict[str, None] = {}

    def names_field(self, name: str) -> str | None:
        """The field a column of this name holds, `id` among them; None where it holds none that is read."""
        meant = self._names.find(name)
        return (meant.field or None) if meant is not None else None

    def layout(self, names: tuple[str, ...], line: int, numbers: tuple[int, ...] = ()) -> Layout:
        """The layout of rows with these names; the first time, unknown and doubled names are reported at `line`.

        `numbers`: the columns' numbers, where the names do not simply stand side by side.
        """
        known = self._layouts.get(names)
        if known is None:
            if len(self._layouts) >= _MOST_LAYOUTS:
                self._layouts.clear()
            known = self._layouts[names] = self._read(names, line, numbers or range(1, len(names) + 1))
        return known

    def _read(self, names: tuple[str, ...], line: int, numbers: Sequence[int]) -> Layout:
        columns: list[tuple[int, str, Column]] = []
        taken: dict[str, str] = {}
        nameless: list[int] = []
        ambiguous = False
        found = [self._names.find(name) for name in names]
        plainly = {meant.field for meant in found if meant is not None and meant.plainly}
        for position, (name, meant) in enumerate(zip(names, found, strict=True)):
            self.header.setdefault(name)
            if meant is not None and not meant.plainly and meant.field in plainly:
                meant = None  # `学校` beside `所在学校` is something else.
            field = None if meant is None else meant.field
            if not fold(name):
                nameless.append(position)
            elif meant is None or not field:
                self.ignored.setdefault(name) if meant else self._unknown(name, line, numbers[position])
            elif field in taken:
                ambiguous = True
                values = {"column": shown(name), "other": shown(taken[field]), "field": field}
                self._add(codes.COLUMN_TWICE.at(self._origin.at(line, numbers[position]), **values))
            else:
                taken[field] = name
                if not meant.plainly:
                    self._say_taken(name, field, line, numbers[position])
                if field != ID:
                    columns.append((position, name, self._reader(meant)))
        where = next((i for i, name in enumerate(names) if name == taken.get(ID)), None)
        return Layout(tuple(columns), where, tuple(nameless), ambiguous)

    def _reader(self, meant: Meant) -> Column:
        field = self._entity.fields[meant.field]
        return Column(field, self._vocabulary, percent=True) if meant.percent else self._readers[meant.field]

    def _say_taken(self, name: str, field: str, line: int, number: int) -> None:
        known = say(self._names.labels[field])
        self._add(table_codes.NAME_TAKEN.at(self._origin.at(line, number), name=shown(name), known=known))

    def _unknown(self, name: str, line: int, number: int) -> None:
        if name in self.ignored:
            return
        self.ignored.setdefault(name)
        if self._found.counted(codes.UNKNOWN_COLUMN, self._origin.key, "", ""):
            return
        # A file may hold any number of unknown names; only the first are shown, so only those are worth a search.
        meant = did_you_mean(name, all_names(self._names.labels)) if len(self.ignored) <= LIMIT else Sentence("", "")
        place = self._origin.at(line, number)
        self._add(codes.UNKNOWN_COLUMN.at(place, entity=say(self._entity.label), column=shown(name), meant=meant))

    def _add(self, diagnostic: Diagnostic) -> None:
        self._found.add(diagnostic, self._origin.key)
