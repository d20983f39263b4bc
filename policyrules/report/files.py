"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, pieces: Iterable[str]) -> None:
    """Write `pieces` to `path` as UTF-8: to a new file beside it, which then takes its place.

    Raises OSError; then whatever stood at `path` before still stands there.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    """The permissions new files are not to have; reading it means setting it for an instant."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
