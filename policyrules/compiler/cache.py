"""Compiled rulesets, kept on disk under the hash of everything they were made from.

A ruleset that was compiled without errors is written to the user's cache folder together with its warnings; the next
load of the very same bytes by the very same library reads it back. What cannot be read back exactly is as if it had
never been written, and a folder that cannot be written costs nothing but time. What stands in the folder is believed,
so a folder that somebody else could have written into is left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from policyrules.compiler.codec import decode, encode, signature
from policyrules.compiler.discovery import LayerFiles
from policyrules.diagnostics.core import LANGS, Code, Diagnostic, Related, Sentence
from policyrules.diagnostics.source import Place, SourceText, Span
from policyrules.model.ruleset import Ruleset

VARIABLE = "POLICYRULES_CACHE"
OFF = "off"
SUFFIX = ".compiled"
"""Nothing else in the folder is ever removed, whatever folder the user names."""
MAX_BYTES = 64_000_000
FLOORS = ("compiler", "semantics", "syntax", "model", "diagnostics")
"""What a compiled ruleset and its warnings depend on; whoever works on these must never meet an old answer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span without its text, which the files give back."""

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """A related place."""

    where: Stretch | Place
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning."""

    code: str
    where: Stretch | Place | None
    values: Mapping[str, str]
    related: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one compilation."""

    ruleset: Ruleset
    warnings: tuple[Warned, ...]


Loaded = tuple[Ruleset, tuple[Diagnostic, ...]]


def cache_folder() -> Path | None:
    """Where compiled rulesets are kept; None where the user has turned that off."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        return None if chosen == OFF else Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with contextlib.suppress(RuntimeError):  # nobody's home
        return Path(base).expanduser() / "policyrules"
    return None


@lru_cache(maxsize=1)
def library() -> str:
    """What this library would write differently if it were another: its version, its types, and its sources."""
    package = Path(__file__).parents[1]
    version = (package / "__init__.py").read_text(encoding="utf-8")
    found = (path.stat() for floor in FLOORS for path in sorted((package / floor).rglob("*.py")))
    sources = [(stat.st_size, stat.st_mtime_ns) for stat in found]
    return f"{version} {signature(Entry)} {sources}"


def cache_key(layers: Sequence[LayerFiles]) -> str:
    """The hash of everything a ruleset is made from."""
    total = hashlib.sha256(library().encode())
    for layer in layers:
        for file in layer.files:
            for part in (layer.id.encode(), file.name.encode("utf-8", "surrogateescape"), file.data):
                total.update(len(part).to_bytes(8, "big"))
                total.update(part)
    return total.hexdigest()


def recall(layers: Sequence[LayerFiles], codes: Mapping[str, Code]) -> Loaded | None:
    """The ruleset compiled from these very files, with its warnings."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        if not ours(folder):
            return None
        path = folder / f"{cache_key(layers)}{SUFFIX}"
        entry: Entry = decode(json.loads(path.read_bytes()), Entry)
        texts = Texts({f.name: f.data for layer in layers for f in layer.files})
        found = entry.ruleset, tuple(unpack(w, codes, texts) for w in entry.warnings)
        os.utime(path)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found


def keep(layers: Sequence[LayerFiles], ruleset: Ruleset, warnings: Sequence[Diagnostic]) -> None:
    """Write a compiled ruleset down; a folder that cannot be written is no reason to fail."""
    folder = cache_folder()
    if folder is None:
        return
    entry = Entry(ruleset, tuple(pack(w) for w in warnings))
    data = json.dumps(encode(entry, Entry), ensure_ascii=False, separators=(",", ":")).encode()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if ours(folder):
            write_whole(folder / f"{cache_key(layers)}{SUFFIX}", data)
            shrink(folder)


def ours(folder: Path) -> bool:
    """Whether nobody but this user, or the system's own, can have put anything into the folder."""
    if not hasattr(os, "getuid"):  # Windows: folders there have no such owners and modes
        return True
    found = folder.stat()
    return found.st_uid in (0, os.getuid()) and not found.st_mode & 0o022


def write_whole(path: Path, data: bytes) -> None:
    """The file appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def shrink(folder: Path) -> None:
    """Remove the entries that were used longest ago until the rest fit."""
    entries = sorted((p.stat().st_mtime_ns, p.stat().st_size, p) for p in folder.glob(f"*{SUFFIX}"))
    total = sum(size for _, size, _ in entries)
    for _, size, path in entries:
        if total <= MAX_BYTES:
            return
        path.unlink(missing_ok=True)
        total -= size


def pack(warning: Diagnostic) -> Warned:
    """A warning as it is written down."""
    related = tuple(Note(pack_place(r.where), r.label.zh, r.label.en) for r in warning.related)
    where = None if warning.where is None else pack_place(warning.where)
    return Warned(warning.code.id, where, dict(warning.values), related)


def pack_place(where: Span | Place) -> Stretch | Place:
    """A span as file and offsets."""
    return Stretch(where.source.name, where.start, where.end) if isinstance(where, Span) else where


@dataclass(slots=True)
class Texts:
    """The files as texts, each decoded once, however many warnings point into it."""

    files: Mapping[str, bytes]
    sources: dict[str, SourceText] = field(default_factory=dict)

    def place(self, where: Stretch | Place) -> Span | Place:
        """A place with its text again."""
        if isinstance(where, Place):
            return where
        source = self.sources.get(where.file)
        if source is None:
            source = self.sources[where.file] = SourceText(where.file, self.files[where.file].decode("utf-8-sig"))
        return Span(source, where.start, where.end)


def unpack(warning: Warned, codes: Mapping[str, Code], texts: Texts) -> Diagnostic:
    """A warning as it was."""
    related = tuple(Related(texts.place(r.where), Sentence(r.zh, r.en)) for r in warning.related)
    at = None if warning.where is None else texts.place(warning.where)
    found = Diagnostic(codes[warning.code], at, MappingProxyType(dict(warning.values)), related)
    for lang in LANGS:
        found.message(lang), found.reason(lang), found.help(lang)  # a sentence that lacks a value is a KeyError
    return found
