"""What the system says of a file that it refuses, in words."""

from __future__ import annotations

import errno

from policyrules.diagnostics.core import Sentence

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
_NO_FILE = Sentence("没有这个文件", "there is no such file")


def why_unread(error: OSError | ValueError) -> Sentence:
    """Why a file cannot be read, in words."""
    return _NO_FILE if isinstance(error, FileNotFoundError) else why_unwritten(error)


def why_unwritten(error: OSError | ValueError) -> Sentence:
    """Why a file cannot be written, in words."""
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    return Sentence(f"系统回答：{error}", f"the system says: {error}")
