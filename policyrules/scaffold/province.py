"""A new province's folder from the templates."""

from __future__ import annotations

import re
import shutil
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from policyrules.compiler import bundled_rulesets
from policyrules.diagnostics.catalogue import usage as codes
from policyrules.diagnostics.system import why_unwritten
from policyrules.model.errors import UsageError

_NAME = re.compile(r"(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PLACEHOLDER = "{id}"


def new_province(name: str, parent: Path) -> tuple[Path, ...]:
    """Make folder `name` below `parent`; returns the files written, sorted.

    Raises UsageError where the name is no ruleset id or one of the library's, the folder exists, or nothing can be
    written there.
    """
    if not _NAME.fullmatch(name):
        raise UsageError((codes.BAD_NAME.at(None, name=name),))
    if name in bundled_rulesets():
        raise UsageError((codes.TAKEN_NAME.at(None, name=name),))
    folder = parent / name
    try:
        if folder.exists():
            raise UsageError((codes.FOLDER_EXISTS.at(None, path=folder),))
        parent.mkdir(parents=True, exist_ok=True)
        # Made whole beside its place, then moved: a failure half-way leaves nothing behind.
        with tempfile.TemporaryDirectory(dir=parent) as draft:
            _write(files("policyrules.scaffold") / "templates" / "province", Path(draft) / name, name)
            shutil.move(Path(draft) / name, folder)
    except (OSError, ValueError) as error:
        raise UsageError((codes.UNWRITABLE.at(None, path=folder, reason=why_unwritten(error)),)) from None
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _write(template: Traversable, target: Path, name: str) -> None:
    target.mkdir()
    for item in template.iterdir():
        if item.is_dir():
            _write(item, target / item.name, name)
        elif item.name.endswith(".yaml"):
            text = item.read_text(encoding="utf-8").replace(_PLACEHOLDER, name)
            (target / item.name).write_text(text, encoding="utf-8", newline="\n")
