"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from policyrules.diagnostics.catalogue import usage
from policyrules.diagnostics.core import Sentence
from policyrules.model.errors import UsageError

_REASONS = {
    errno.ENOENT: Sentence("所在的文件夹不存在", "the folder it should stand in does not exist"),
    errno.ENOTDIR: Sentence("所在的位置不是文件夹", "what it should stand in is no folder"),
    errno.EEXIST: Sentence("那里已有一个文件，不是文件夹", "a file stands there, not a folder"),
    errno.EISDIR: Sentence("那里是一个文件夹", "a folder stands there"),
    errno.EACCES: Sentence("没有这样做的权限", "the permission is missing"),
    errno.EPERM: Sentence("没有这样做的权限", "the permission is missing"),
    errno.EROFS: Sentence("那里只能读取", "it is read-only there"),
    errno.ENOSPC: Sentence("磁盘已满", "the disk is full"),
    errno.EBUSY: Sentence("另一个进程正在用它", "another process is using it"),
    errno.ENAMETOOLONG: Sentence("名字太长", "the name is too long"),
}


def why_not(error: OSError | ValueError) -> Sentence:
    """Why a file cannot be written, or one that is there not read, in words."""
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    return Sentence(f"系统回答：{error}", f"the system says: {error}")


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
        raise UsageError((usage.UNWRITABLE.at(None, path=str(path), reason=why_not(error)),)) from None


def _umask() -> int:
    """The permissions new files are not to have; reading it means setting it for an instant."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
