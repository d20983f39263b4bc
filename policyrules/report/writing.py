"""A report or bulletin to a file, in the form its suffix names: whole or not at all, the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policyrules.diagnostics.catalogue import reports as codes
from policyrules.diagnostics.core import Lang, Sentence
from policyrules.model.errors import UsageError
from policyrules.report.bulletin.bulletin import Bulletin
from policyrules.report.files import write_whole
from policyrules.report.forms import BULLETIN_FORMS, FORMS, Form, bulletin_pieces, pieces
from policyrules.report.report import Report


def write_file(made: Report | Bulletin, path: Path, lang: Lang, form: str | None = None) -> None:
    """Write it in `form`, by default the one its suffix names. Raises UsageError where it names none, the form needs a
    package that is not installed, or the file cannot be written."""
    if isinstance(made, Bulletin):
        write_whole(path, bulletin_pieces(made, form or form_of(path, BULLETIN_FORMS), lang, path))
        return
    main, beside = pieces(made, form or form_of(path, FORMS), lang, path)
    for file, content in beside.items():  # First, so that the report never names a file that is not there.
        write_whole(file, content)
    write_whole(path, main)


def form_of(path: Path, forms: Mapping[str, Form]) -> str:
    """The form that a file's suffix names; `.txt` is text."""
    known = {".txt" if name == "text" else f".{name}": name for name in forms}
    form = known.get(path.suffix.lower())
    if form is None:
        zh, en = (mark.join(f"`{suffix}`" for suffix in known) for mark in ("、", ", "))
        raise UsageError((codes.NO_SUFFIX.at(None, name=path.name, suffixes=Sentence(zh, en)),))
    return form
