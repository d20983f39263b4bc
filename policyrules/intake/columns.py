"""Names of columns -> fields, once for each header that occurs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.core import Diagnostic, Sentence
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.cells import Column
from policyrules.intake.collect import LIMIT, Collector
from policyrules.intake.origin import Origin
from policyrules.intake.shown import shown
from policyrules.intake.words import all_names, fold, name_index, say
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.syntax.names import ID, ID_LABEL

_MOST_LAYOUTS = 1000
# Every paper form numbers its rows. That is no fact and no doubt: the column is left aside, and shown as left.
_ROW_NUMBERS = dict.fromkeys(("序号", "no.", "no", "#"), "")


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

    def __init__(
        self, vocabulary: Vocabulary, entity: Entity, origin: Origin, found: Collector, given: Mapping[str, str]
    ) -> None:
        """Prepare for the table of `entity` from `origin`; what is wrong goes to `found`.

        `given`: folded names that a mapping file gives to fields, and to nothing ("") where a column is to be left.
        """
        self._entity, self._origin, self._found = entity, origin, found
        self._labels = {ID: ID_LABEL, **{f.id: f.label for f in entity.fields.values()}}
        self._index = {**_ROW_NUMBERS, **name_index(self._labels.items()), **given}
        self._readers = {f.id: Column(f, vocabulary) for f in entity.fields.values()}
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self.header: dict[str, None] = {}
        self.ignored: dict[str, None] = {}

    def names_field(self, name: str) -> str | None:
        """The field a column of this name holds, `id` among them; None where it holds none that is read."""
        return self._index.get(fold(name)) or None

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
        for position, name in enumerate(names):
            folded = fold(name)
            self.header.setdefault(name)
            field = self._index.get(folded)
            if not folded:
                nameless.append(position)
            elif not field:
                self.ignored.setdefault(name) if field == "" else self._unknown(name, line, numbers[position])
            elif field in taken:
                ambiguous = True
                values = {"column": shown(name), "other": shown(taken[field]), "field": field}
                self._add(codes.COLUMN_TWICE.at(self._origin.at(line, numbers[position]), **values))
            else:
                taken[field] = name
                if field != ID:
                    columns.append((position, name, self._readers[field]))
        where = next((i for i, name in enumerate(names) if name == taken.get(ID)), None)
        return Layout(tuple(columns), where, tuple(nameless), ambiguous)

    def _unknown(self, name: str, line: int, number: int) -> None:
        if name in self.ignored:
            return
        self.ignored.setdefault(name)
        # A file may hold any number of unknown names; only the first are shown, so only those are worth a search.
        meant = did_you_mean(name, all_names(self._labels)) if len(self.ignored) <= LIMIT else Sentence("", "")
        place = self._origin.at(line, number)
        self._add(codes.UNKNOWN_COLUMN.at(place, entity=say(self._entity.label), column=shown(name), meant=meant))

    def _add(self, diagnostic: Diagnostic) -> None:
        self._found.add(diagnostic, self._origin.key)
