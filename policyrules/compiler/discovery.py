"""Which files make up a ruleset: its own folder and, by `extends`, the folders of the layers above.

Nothing outside a ruleset's folder is read on its behalf: names must match the id pattern, links that lead out of the
folder are refused, and number and size of the files are bounded before anything is parsed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from policyrules.compiler.hints import hint
from policyrules.diagnostics.catalogue import layers as codes
from policyrules.diagnostics.core import LANGS, Diagnostic, Sentence
from policyrules.diagnostics.source import Place, Span
from policyrules.diagnostics.suggest import listed
from policyrules.model.words import Text
from policyrules.syntax.document import Document, Map, Scalar
from policyrules.syntax.reader import read_section

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z][a-z0-9]*(-[a-z0-9]+)*)*")
HEADER = "ruleset.yaml"
CASES = "cases"
SUFFIX = ".yaml"
WRONG_SUFFIX = re.compile(r"\.(yml|yaml)(\.txt)?$", re.IGNORECASE)
"""Names editors and systems give YAML files: `.yml`, `.YAML`, `.yaml.txt`."""
MAPPING = "headers.yaml"
"""Names of columns, which lie beside facts: facts may lie below a ruleset, and are no part of it."""
MAX_FILES = 500
MAX_BYTES = 2_500_000
"""All layers together: twenty-five times the longest ruleset here, and no more than can be refused in two seconds."""
MAX_LAYERS = 8
MOST_NAMED = 3
MAX_ENTRIES = 20_000
"""Directory entries looked at, whatever they are."""

FILE_LIMIT = Sentence("500 个文件", "500 files")
SIZE_LIMIT = Sentence("2.5 MB", "2.5 MB")
NO_FILE = Sentence("它不是普通文件，或不允许读取", "it is no ordinary file, or reading it is not permitted")
LEADS_OUT = Sentence("它指向规则集的文件夹之外", "it leads out of the ruleset's folder")


@dataclass(frozen=True, slots=True)
class Folder:
    """A ruleset's folder, and the root that ruleset names are looked up under. `problems`: what is wrong with its name;
    its files can be read all the same."""

    id: str
    path: Path
    root: Path
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: the name shown to users and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LayerFiles:
    """The files of one layer, in the order of their names. `extends` is where it names the layer above."""

    id: str
    files: tuple[SourceFile, ...]
    extends: Span | None = None


class Refused(Exception):
    """What is on the disk cannot be used; carries why. Never leaves this module."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = diagnostics
        super().__init__()


def bundled_root() -> Path:
    """The folder of the rulesets that come with the library: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "rulesets"
    return inside if inside.is_dir() else package.parent / "rulesets"


def bundled_rulesets() -> tuple[str, ...]:
    """The names of the rulesets that come with the library, sorted."""
    root = bundled_root()
    return tuple(sorted(p.parent.relative_to(root).as_posix() for p in root.glob(f"**/{HEADER}")))


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a ruleset is called."""

    label: Text


def bundled_labels() -> dict[str, Labelled]:
    """The rulesets that come with the library, with their labels: who writes a label is told the name."""
    found: dict[str, Labelled] = {}
    for name in bundled_rulesets():
        document, _ = header_of(bundled_root() / name, HEADER)
        labels = (header_entry(document, "label", lang) for lang in LANGS)
        found[name] = Labelled(Text(*(label.text if label else name for label in labels)))
    return found


def find_ruleset(name_or_path: str | Path) -> tuple[Folder | None, tuple[Diagnostic, ...]]:
    """The folder of a ruleset.

    A text that is the name of a ruleset of the library means that one; anything else is the path of a folder.
    """
    try:
        return locate(name_or_path), ()
    except Refused as refused:
        return None, refused.diagnostics


def find_layers(folder: Folder) -> tuple[tuple[LayerFiles, ...], tuple[Diagnostic, ...]]:
    """The files of `folder` and of every layer above it, the top layer first."""
    try:
        return tuple(reversed(list(climb(folder)))), ()
    except Refused as refused:
        return (), refused.diagnostics


def case_files(folder: Folder) -> tuple[tuple[SourceFile, ...], tuple[Diagnostic, ...]]:
    """The files under `cases/`, in the order of their names."""
    try:
        base = folder.path / CASES
        return (read_files(folder.path, yaml_files(folder.path, base), "", MAX_BYTES) if base.is_dir() else ()), ()
    except Refused as refused:
        return (), refused.diagnostics


def locate(name_or_path: str | Path) -> Folder:
    """The folder that is meant."""
    if isinstance(name_or_path, str) and NAME.fullmatch(name_or_path):
        path = bundled_root() / name_or_path
        if has_header(path):
            return Folder(name_or_path, path, bundled_root())
    path = Path(name_or_path)
    if not is_folder(path):
        raise Refused(codes.NO_RULESET.at(None, name=name_or_path, hint=hint(str(name_or_path), bundled_labels())))
    if not has_header(path):
        raise Refused(no_header(path, name_or_path))
    return identify(path.resolve())


def no_header(path: Path, name: str | Path) -> Diagnostic:
    """Why a folder is no ruleset: its header is no file or has another suffix, or it only holds rulesets' folders."""
    names = sorted(entry.name for entry in entries(path))
    other = next((n for n in names if WRONG_SUFFIX.sub(SUFFIX, n) == HEADER), None)
    if other == HEADER:
        return codes.UNREADABLE.at(Place(HEADER), name=HEADER, why=NO_FILE)
    if other is not None:
        return codes.WRONG_SUFFIX.at(Place(other), name=other, instead=HEADER)
    below = [n for n in names if has_header(path / n)][:MOST_NAMED]
    shown = listed((path / n).as_posix() for n in below)
    instead = Sentence(f"，如 {shown.zh}", f", such as {shown.en}") if below else Sentence("", "")
    return codes.NO_HEADER.at(None, name=name, instead=instead)


def identify(path: Path) -> Folder:
    """The folder with its id, which must be the end of its path."""
    document, _ = header_of(path, HEADER)
    scalar = header_entry(document, "id")
    if scalar is None or not NAME.fullmatch(scalar.text):
        return Folder(path.name, path, path.parent)  # the shape pass says what is wrong with it
    parts = scalar.text.split("/")
    if list(path.parts[-len(parts) :]) != parts:
        misnamed = codes.ID_IS_NOT_FOLDER.at(scalar.span, id=scalar.text, folder=path.name)
        return Folder(scalar.text, path, path.parent, (misnamed,))
    return Folder(scalar.text, path, path.parents[len(parts) - 1])


def climb(folder: Folder) -> Iterator[LayerFiles]:
    """The layers from `folder` upwards."""
    seen: list[str] = []
    room = MAX_BYTES
    current: Folder | None = folder
    while current is not None:
        prefix = f"{current.id}/" if seen else ""
        seen.append(current.id)
        _, above = header_of(current.path, prefix + HEADER)
        files = read_files(current.path, yaml_files(current.path, current.path), prefix, room)
        room -= sum(len(file.data) for file in files)
        yield LayerFiles(current.id, files, above.span if above else None)
        current = parent(folder, above, seen) if above else None


def parent(folder: Folder, above: Scalar, seen: list[str]) -> Folder:
    """The folder of the layer above: under the same root, else with the library."""
    name = above.text
    if name in seen:
        raise Refused(codes.LAYER_CYCLE.at(above.span, path=" -> ".join([*seen, name])))
    if len(seen) == MAX_LAYERS:
        raise Refused(codes.TOO_MANY_LAYERS.at(above.span, name=name, limit=MAX_LAYERS))
    if NAME.fullmatch(name):
        for root in (folder.root, bundled_root()):
            path = root / name
            if has_header(path) and inside(path, root):
                return Folder(name, path, folder.root)
    raise Refused(codes.UNKNOWN_LAYER.at(above.span, name=name, hint=layer_hint(folder, name)))


def layer_hint(folder: Folder, name: str) -> Sentence:
    """What to write instead of a layer that is not found: this ruleset's own id, where it lies in that layer's folder
    and does not say so, or the layers there are."""
    last = name.split("/")[-1]
    outer = next((p for p in folder.path.parents if p.name == last and has_header(p)), None)
    if outer is not None:
        own = f"{name}/{folder.path.relative_to(outer).as_posix()}"
        return Sentence(
            f"本规则集放在 `{name}` 的文件夹里，`id` 要写成 `{own}`",
            f"this ruleset lies in the folder of `{name}`, so write its `id` as `{own}`",
        )
    beside = (entry.name for entry in entries(folder.root) if NAME.fullmatch(entry.name))
    found = [n for n in beside if n != folder.id and has_header(folder.root / n)]
    return hint(name, sorted({*bundled_rulesets(), *found}))


def header_of(path: Path, name: str) -> tuple[Document | None, Scalar | None]:
    """A ruleset's header, and what it extends. Its mistakes are reported when it is compiled."""
    (file,) = read_files(path, iter([path / HEADER]), "", MAX_BYTES)
    document = header_document(file.data, name)
    return document, header_entry(document, "extends")


@lru_cache(maxsize=MAX_LAYERS)
def header_document(data: bytes, name: str) -> Document | None:
    """The `ruleset:` of a header, which is looked into once for the id and once for the layer above. Nothing after it
    is read: where all of a ruleset stands in that one file, it would be read twice."""
    return read_section(data, name, "ruleset")


def header_entry(document: Document | None, *keys: str) -> Scalar | None:
    """What stands under `ruleset:` and `keys` of a header file, where it is a scalar."""
    node = document.root if document else None
    for step in ("ruleset", *keys):
        entry = node.find(step) if isinstance(node, Map) else None
        node = entry.value if entry else None
    return node if isinstance(node, Scalar) else None


def yaml_files(folder: Path, base: Path) -> Iterator[Path]:
    """The YAML files under `base` that belong to the ruleset in `folder`, sorted by name."""
    found: list[Path] = []
    pending = [base]
    looked_at = 0
    while pending:
        for entry in entries(pending.pop()):
            path = Path(entry.path)
            looked_at += 1
            if looked_at > MAX_ENTRIES:
                raise Refused(codes.TOO_LARGE.at(Place(HEADER), name=entry.name, limit=FILE_LIMIT))
            if entry.name.startswith(".") or entry.name == MAPPING:
                continue
            if entry.name.endswith(SUFFIX):
                found.append(path)
            elif path.is_dir():
                if not (path / HEADER).exists() and path != folder / CASES and not entry.is_symlink():
                    pending.append(path)
            elif WRONG_SUFFIX.search(entry.name):
                found.append(path)
    return iter(sorted(found, key=lambda p: p.relative_to(folder).as_posix()))


def misnamed(files: Iterable[SourceFile]) -> Iterator[Diagnostic]:
    """The files whose names do not end as they should. They are read all the same: other mistakes are told as well."""
    for file in files:
        if not file.name.endswith(SUFFIX):
            yield codes.WRONG_SUFFIX.at(Place(file.name), name=file.name, instead=WRONG_SUFFIX.sub(SUFFIX, file.name))


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What stands in a folder; at most one more than may be looked at."""
    try:
        with os.scandir(folder) as found:
            return list(islice(found, MAX_ENTRIES + 1))
    except OSError as problem:
        raise Refused(codes.UNREADABLE.at(None, name=folder.name, why=NO_FILE)) from problem


def read_files(folder: Path, paths: Iterator[Path], prefix: str, room: int) -> tuple[SourceFile, ...]:
    """The files' bytes, at most `room` of them, within the limits."""
    files: list[SourceFile] = []
    for path in paths:
        name = prefix + path.relative_to(folder).as_posix()
        if len(files) == MAX_FILES:
            raise Refused(codes.TOO_LARGE.at(Place(name), name=name, limit=FILE_LIMIT))
        if not inside(path, folder):
            raise Refused(codes.UNREADABLE.at(Place(name), name=name, why=LEADS_OUT))
        data = read_bytes(path, name, room)
        room -= len(data)
        files.append(SourceFile(name, data))
    return tuple(files)


def inside(path: Path, folder: Path) -> bool:
    """Whether `path`, links followed, lies in `folder`."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return False


def has_header(folder: Path) -> bool:
    """Whether a folder is a ruleset's."""
    try:
        return (folder / HEADER).is_file()
    except (OSError, ValueError):  # no name a file could have
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder at `path`."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no name a file could have
        return False


def read_bytes(path: Path, name: str, room: int) -> bytes:
    """A regular file's bytes, at most `room` of them."""
    if not path.is_file():
        raise Refused(codes.UNREADABLE.at(Place(name), name=name, why=NO_FILE))
    try:
        with path.open("rb") as stream:
            data = stream.read(room + 1)
    except OSError as problem:
        raise Refused(codes.UNREADABLE.at(Place(name), name=name, why=NO_FILE)) from problem
    if len(data) > room:
        raise Refused(codes.TOO_LARGE.at(Place(name), name=name, limit=SIZE_LIMIT))
    return data
