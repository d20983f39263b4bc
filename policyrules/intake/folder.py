"""A folder with one table for each entity, or one workbook with a sheet for each."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue.tables import UNTOUCHED
from policyrules.diagnostics.source import Place
from policyrules.intake.build import Progress, build_table
from policyrules.intake.bulk import Read, Table, fits, read_bulk
from policyrules.intake.collect import Collector
from policyrules.intake.mapping import FILE, NOTHING_GIVEN, Mapping, read_mapping
from policyrules.intake.references import check_references
from policyrules.intake.result import Intake, TableSummary, is_untouched
from policyrules.intake.shown import shown
from policyrules.intake.sources import Source, Sources
from policyrules.intake.tables import WORKBOOKS
from policyrules.intake.tables.raw import TableError
from policyrules.intake.words import names_of
from policyrules.model.facts import Facts
from policyrules.model.vocabulary import Entity, Vocabulary

_LARGEST_MAPPING = 2_000_000


def read_folder(
    vocabulary: Vocabulary, path: str | Path, progress: Progress | None = None, columns: bool = False
) -> Intake:
    """Facts from the tables in folder `path` (`teacher.csv`, `school.json`, `教师.xlsx`), or from one workbook with a
    sheet for each entity.

    `columns`: large tables are held as columns where that can be, their records made when they are looked at.
    `progress(rows, about)` is called now and then with the rows read of the current table and about how many there are.
    A file `headers.yaml` in the folder, or beside the workbook, says what names of its own stand for. Other files are
    passed over, unless their name or kind says that they were meant to be read.
    """
    found = Collector()
    folder = Path(path)
    try:
        if not str(path):  # The empty text is no path; pathlib takes it for the folder one happens to stand in.
            raise ValueError
        if folder.suffix.casefold() in WORKBOOKS and folder.is_file():
            files, beside = [folder], folder.with_name(FILE)
        else:
            files, beside = sorted(folder.iterdir(), key=lambda file: file.name), folder / FILE
    except (OSError, ValueError):
        found.add(codes.NO_FOLDER.at(None, path=shown(str(path))))
        return Intake(Facts({}), found.finish(), ())
    mapping = _mapping(vocabulary, beside, found)
    with ExitStack() as stack:
        sources = Sources(vocabulary, mapping.tables, found, stack)
        for file in files:
            sources.add(file)
        return _read_all(
            vocabulary, folder, sources, mapping, found, Reading(progress, columns and find_spec("polars") is not None)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """How tables are read: whom to tell how far it has come, and whether they may be held as columns."""

    progress: Progress | None
    columns: bool


def _read_all(
    vocabulary: Vocabulary,
    folder: Path,
    sources: Sources,
    mapping: Mapping,
    found: Collector,
    how: Reading,
) -> Intake:
    tables: dict[str, Table] = {}
    summaries: list[TableSummary] = []
    untouched: list[Entity] = []
    for entity in vocabulary.entities.values():
        if entity.id in sources.chosen:
            records, summary = _read(vocabulary, entity, sources.chosen[entity.id], mapping, found, how, folder)
            mapping.used(entity.id, summary.header)
            if is_untouched(summary):
                untouched.append(entity)
                continue
            summaries.append(summary)
            if records is not None:
                tables[entity.id] = records
    if untouched:
        found.add(UNTOUCHED.at(None, sheets=names_of(untouched)))
    if not sources.chosen:
        example = next(iter(vocabulary.entities), "teacher")
        found.add(codes.NO_TABLES.at(None, path=shown(folder.name), example=example, known=sources.known))
    mapping.used("", sources.names)
    mapping.check_used(tables, {s.entity: list(s.header) for s in summaries}, found)
    facts = Facts(tables)
    check_references(vocabulary, facts, {entity: sources.chosen[entity].origin for entity in tables}, found)
    return Intake(facts, found.finish(), tuple(summaries))


def _read(
    vocabulary: Vocabulary,
    entity: Entity,
    source: Source,
    mapping: Mapping,
    found: Collector,
    how: Reading,
    folder: Path,
) -> Read:
    origin, given = source.origin, mapping.given.get(entity.id, NOTHING_GIVEN)
    file = folder / origin.file
    try:
        if how.columns and fits(file):
            read = read_bulk(vocabulary, entity, file, found, how.progress, given)
            if read is not None:
                return read
        table = source.open()
    except TableError as error:
        found.add(error.diagnostic)
        return None, TableSummary(entity.id, origin.file, 0, 0, (), (), origin.sheet)
    return build_table(vocabulary, entity, origin, table, found, how.progress, given)


def _mapping(vocabulary: Vocabulary, file: Path, found: Collector) -> Mapping:
    try:
        if not file.exists():
            return Mapping()
        if not file.is_file():
            raise OSError
        with file.open("rb") as opened:
            data = opened.read(_LARGEST_MAPPING + 1)
    except OSError:
        found.add(codes.UNREADABLE.at(Place(file.name), file=file.name))
        return Mapping()
    return read_mapping(data, vocabulary, found)
