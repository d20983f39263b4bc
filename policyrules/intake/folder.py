"""A folder with one table for each entity."""

from __future__ import annotations

from pathlib import Path

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.source import Place
from policyrules.diagnostics.suggest import did_you_mean
from policyrules.intake.build import Progress, build_table
from policyrules.intake.collect import Collector
from policyrules.intake.references import check_references
from policyrules.intake.result import Intake, TableSummary
from policyrules.intake.shown import shown
from policyrules.intake.tables import READERS
from policyrules.intake.tables.raw import TableError
from policyrules.intake.words import all_names, fold, known_names, name_index, say
from policyrules.model.facts import Facts, Record
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.model.words import Text

LARGEST_MB = 200
# Files a table may be mistaken to live in: named after an entity they are reported, not passed over.
OTHER_TABLES = (".xlsx", ".xls", ".et", ".ods", ".txt", ".tsv", ".xml", ".parquet", ".yaml", ".yml")


def read_folder(vocabulary: Vocabulary, path: str | Path, progress: Progress | None = None) -> Intake:
    """Facts from the tables in folder `path`: `teacher.csv`, `school.json`, `教师.jsonl`.

    `progress(rows, about)` is called now and then with the rows read of the current table and about how many there are.
    Other files in the folder are passed over, unless their name or kind says that they were meant to be read.
    """
    found = Collector()
    folder = Path(path)
    try:
        if not str(path):  # The empty text is no path; pathlib takes it for the folder one happens to stand in.
            raise ValueError
        files = sorted(folder.iterdir(), key=lambda file: file.name)
    except (OSError, ValueError):
        found.add(codes.NO_FOLDER.at(None, path=shown(str(path))))
        return Intake(Facts({}), found.finish(), ())
    chosen = _choose(vocabulary, files, found)
    tables: dict[str, dict[str, Record]] = {}
    summaries: list[TableSummary] = []
    for entity in vocabulary.entities.values():
        if entity.id in chosen:
            records, summary = _read(vocabulary, entity, chosen[entity.id], found, progress)
            summaries.append(summary)
            if records is not None:
                tables[entity.id] = records
    if not chosen:
        _nothing(vocabulary, folder, found)
    facts = Facts(tables)
    check_references(vocabulary, facts, {entity: chosen[entity].name for entity in tables}, found)
    return Intake(facts, found.finish(), tuple(summaries))


def _choose(vocabulary: Vocabulary, files: list[Path], found: Collector) -> dict[str, Path]:
    """The file of each entity."""
    labels = _labels(vocabulary)
    index = name_index(labels.items())
    chosen: dict[str, Path] = {}
    for file in files:
        entity, suffix = index.get(fold(file.stem)), file.suffix.casefold()
        if suffix in READERS and entity is None:
            meant = did_you_mean(file.stem, all_names(labels))
            values = {"file": shown(file.name), "known": known_names(labels), "meant": meant}
            found.add(codes.UNKNOWN_TABLE.at(Place(file.name), **values))
        elif suffix in OTHER_TABLES and entity is not None:
            known = ", ".join(sorted(READERS))
            found.add(codes.UNKNOWN_FORMAT.at(Place(file.name), file=file.name, known=known))
        elif suffix in READERS and entity in chosen:
            label = say(vocabulary.entities[entity].label)
            values = {"file": file.name, "other": chosen[entity].name, "entity": label}
            found.add(codes.TWO_TABLES.at(Place(file.name), **values))
        elif suffix in READERS and entity is not None:
            chosen[entity] = file
    return chosen


def _read(
    vocabulary: Vocabulary, entity: Entity, file: Path, found: Collector, progress: Progress | None
) -> tuple[dict[str, Record] | None, TableSummary]:
    try:
        table = READERS[file.suffix.casefold()](_bytes(file), file.name)
    except TableError as error:
        found.add(error.diagnostic)
        return None, TableSummary(entity.id, file.name, 0, 0, (), ())
    return build_table(vocabulary, entity, file.name, table, found, progress)


def _bytes(file: Path) -> bytes:
    try:
        size = file.stat().st_size / 1_000_000
        if not file.is_file():
            raise OSError
        if size > LARGEST_MB:
            values = {"file": file.name, "size": round(size), "limit": LARGEST_MB}
            raise TableError(codes.TOO_LARGE.at(Place(file.name), **values))
        return file.read_bytes()
    except OSError:
        raise TableError(codes.UNREADABLE.at(Place(file.name), file=file.name)) from None


def _nothing(vocabulary: Vocabulary, folder: Path, found: Collector) -> None:
    labels = _labels(vocabulary)
    example = next(iter(labels), "teacher")
    found.add(codes.NO_TABLES.at(None, path=shown(folder.name), example=example, known=known_names(labels)))


def _labels(vocabulary: Vocabulary) -> dict[str, Text]:
    return {entity.id: entity.label for entity in vocabulary.entities.values()}
