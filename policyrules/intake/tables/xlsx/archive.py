"""The zip container of a workbook: judged by its directory before anything in it is unpacked."""

from __future__ import annotations

import os
import posixpath
import struct
import zipfile
import zlib
from typing import IO, TypeGuard

from policyrules.diagnostics.catalogue import tables as codes
from policyrules.diagnostics.core import Sentence
from policyrules.diagnostics.source import Place
from policyrules.intake.tables.raw import TableError

MOST_PARTS = 2_000
MOST_DIRECTORY = 1_000_000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1_000_000

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_END, _END64, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_TAIL = 22 + 65_535 + 20
_ENCRYPTED = 0x1
# What zipfile, zlib and struct raise over damaged archives (a RuntimeError also for what they cannot unpack).
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)

OTHER_KIND = Sentence(
    "它是 ODS 或二进制的 XLSB 表格，只是扩展名写成了 .xlsx", "it is an ODS or binary XLSB spreadsheet named .xlsx"
)
NO_ZIP = Sentence("它不是 Excel 文件，只是用了这个扩展名", "it is no Excel file, it only has the name of one")
NO_BOOK = Sentence("它是压缩文件，里面没有工作簿", "it is a zip file without a workbook in it")
CUT_OFF = Sentence("文件不完整，可能没有传完", "the file is not complete; it may have been cut off")
BROKEN_PART = Sentence("其中的内容已损坏", "its content is damaged")
_TOO_MANY = Sentence("里面的文件多得不像工作簿", "it holds more files than any workbook")
_OUTSIDE = Sentence("里面的文件名指向文件夹之外", "a file in it is named to land outside its folder")
_TWICE = Sentence("里面有两个文件同名", "two files in it have one name")
_OVERLAP = Sentence("里面的文件互相重叠", "the files in it overlap")
_METHOD = Sentence("压缩方式不是 Excel 用的", "it is compressed in a way Excel never uses")
_BOMB = Sentence("解压后的大小远远超出压缩前应有的样子", "it would unpack to far more than any table holds")


class Archive:
    """The parts of a workbook by name. Raises TableError where the container itself is wrong."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        """Judge the container in `file`; `name` is for messages."""
        self._name = name
        self._size = os.fstat(file.fileno()).st_size
        self._check_ends(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except DAMAGED:
            raise self.broken(CUT_OFF) from None
        self._parts = self._directory()
        if self.has("content.xml") or self.has("xl/workbook.bin"):
            raise self.broken(OTHER_KIND)

    def has(self, part: str | None) -> TypeGuard[str]:
        """Whether there is such a part."""
        return part is not None and _folded(part) in self._parts

    def open(self, part: str) -> IO[bytes]:
        """The bytes of a part, unpacked as they are read: never more than the directory said, and not too many."""
        info = self._parts.get(_folded(part))
        if info is None:
            raise self.broken(BROKEN_PART)
        large = info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * info.compress_size
        if large or info.file_size > MOST_UNPACKED:
            raise self.refused(_BOMB)
        try:
            return self._zip.open(info)
        except DAMAGED:
            raise self.broken(BROKEN_PART) from None

    def broken(self, detail: Sentence) -> TableError:
        """The file is damaged, or none of ours."""
        return TableError(codes.BROKEN_BOOK.at(Place(self._name), file=self._name, detail=detail))

    def refused(self, detail: Sentence) -> TableError:
        """The file is made to do harm, or looks like it."""
        return TableError(codes.REFUSED_BOOK.at(Place(self._name), file=self._name, detail=detail))

    def _locked(self) -> TableError:
        return TableError(codes.LOCKED_BOOK.at(Place(self._name), file=self._name))

    def _check_ends(self, file: IO[bytes]) -> None:
        """Look at the first and last bytes: what kind of file it is, and how long its directory claims to be."""
        head = file.read(8)
        if head == _OLE:
            raise self._locked()
        if not head.startswith(b"PK"):
            raise self.broken(NO_ZIP)
        file.seek(max(0, self._size - _TAIL))
        tail = file.read(_TAIL)
        end = tail.rfind(_END)
        if end < 0 or len(tail) < end + 22:
            raise self.broken(CUT_OFF)
        entries, length = struct.unpack_from("<HI", tail, end + 10)
        if tail[end - 20 : end].startswith(_LOCATOR64) and end >= 20:
            entries, length = self._end64(file, struct.unpack_from("<Q", tail, end - 12)[0])
        if entries > MOST_PARTS or length > MOST_DIRECTORY:
            raise self.refused(_TOO_MANY)
        file.seek(0)

    def _end64(self, file: IO[bytes], offset: int) -> tuple[int, int]:
        """Entries and length of the directory, where the long form of its end says so."""
        if offset + 56 > self._size:
            raise self.broken(CUT_OFF)
        file.seek(offset)
        record = file.read(56)
        if not record.startswith(_END64):
            raise self.broken(CUT_OFF)
        entries, length = struct.unpack_from("<QQ", record, 32)
        return entries, length

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        parts: dict[str, zipfile.ZipInfo] = {}
        packed = 0
        for info in self._zip.infolist():
            name = info.filename.replace("\\", "/")
            if info.flag_bits & _ENCRYPTED:
                raise self._locked()
            if name.startswith("/") or ":" in name or ".." in name.split("/"):
                raise self.refused(_OUTSIDE)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self.refused(_METHOD)
            if _folded(name) in parts:
                raise self.refused(_TWICE)
            parts[_folded(name)] = info
            packed += info.compress_size
        if packed > self._size:
            raise self.refused(_OVERLAP)
        return parts


def _folded(part: str) -> str:
    return posixpath.normpath(part.lstrip("/")).casefold()
