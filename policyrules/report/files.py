"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from policyrules.diagnostics.catalogue import usage
from policyrules.diagnostics.system import why_unwritten
from policyrules.model.errors import UsageError


def write_atomically(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write `pieces` to `path`, text as UTF-8: to a new file beside it, which then takes its place.

    A link is followed. What is no ordinary file, such as a device or a pipe, is written to and never replaced.
    Raises OSError; then whatever stood at `path` before still stands there.
    """
    content = (piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            stream.writelines(content)
        return
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.writelines(content)
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def write_whole(path: Path, content: Iterable[str | bytes]) -> None:
    """Write a file whole or not at all. Raises UsageError where that cannot be done."""
    try:
        write_atomically(path, content)
    except (OSError, ValueError) as error:
        raise UsageError((usage.UNWRITABLE.at(None, path=str(path), reason=why_unwritten(error)),)) from None


def _umask() -> int:
    """The permissions new files are not to have; reading it means setting it for an instant."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
