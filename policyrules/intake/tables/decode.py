"""Bytes -> text. The one place that knows about encodings."""

from __future__ import annotations

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import TableError


def decode(data: bytes, name: str) -> str:
    """The text of file `name`: UTF-8, with or without a byte order mark. Raises TableError for anything else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `object` and `start` already leave out the byte order mark.
        line = error.object.count(b"\n", 0, error.start) + 1
        shown = error.object[error.start : error.start + 4].hex(" ").upper()
        raise TableError(codes.NOT_UTF8.at(Place(name, line), file=name, line=line, bytes=shown)) from None
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise TableError(codes.NUL_CHARACTER.at(Place(name, line), file=name, line=line))
    return text
