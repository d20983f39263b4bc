"""The cell of a record's id: text, whatever a spreadsheet has made of it."""

from __future__ import annotations

from typing import NamedTuple

from policyrules.diagnostics.catalogue import facts as codes
from policyrules.diagnostics.catalogue import tables as table_codes
from policyrules.diagnostics.core import Code, Sentence
from policyrules.intake.cells import NOT_RECORDED, id_of_number, is_shortened, is_writable
from policyrules.intake.shown import shown
from policyrules.intake.tables.raw import Fault, Formula, NumberText, SheetNumber
from policyrules.intake.tidy import bare_id, is_citizen_number, seen

_CUT = Sentence(
    "表格软件把它当成数字，只保留 15 位，后面的位数已经丢失",
    "the spreadsheet took it for a number and kept 15 digits; the others are lost",
)
_CUT_HELP = Sentence(
    "先把这一列设为“文本”，再从原件重新填写；只改格式，丢失的位数不会回来",
    "format the column as text and fill it in again from the original; the format alone brings no digit back",
)
_FAULT = Sentence("这是公式的出错值，或不是编号该有的东西", "it is an error of a formula, or nothing an id can be")
_FAULT_HELP = Sentence("填上编号", "fill in the id")
_NUMBER = Sentence("它是带小数或符号的数，或是日期", "it is a number with a sign or decimals, or a date")
_NUMBER_HELP = Sentence("把这一列设为“文本”，再填编号", "format the column as text and fill in the id")


class IdCell(NamedTuple):
    """The id, or None; what makes it useless; and what had to be taken for granted, each with an example."""

    id: str | None
    problem: Code | None = None
    values: tuple[tuple[str, object], ...] = ()
    doubts: tuple[tuple[Code, str], ...] = ()


def read_id(raw: object) -> IdCell:
    """The id in a raw cell."""
    if type(raw) is str and raw.isalnum() and raw.isascii() and len(raw) < 18 and raw not in NOT_RECORDED:
        return IdCell(raw)
    doubts: list[tuple[Code, str]] = []
    if isinstance(raw, Formula):
        raw = raw.result
        if raw is not None:
            doubts.append((table_codes.COMPUTED, ""))
    if isinstance(raw, SheetNumber):
        if id_of_number(raw) is None:
            cut = raw.isdecimal()
            return _lost(raw, _CUT if cut else _NUMBER, _CUT_HELP if cut else _NUMBER_HELP)
        return IdCell(str(raw), doubts=(*doubts, (table_codes.NUMBER_FOR_TEXT, shown(raw))))
    if isinstance(raw, Fault):
        return _lost(raw, _FAULT, _FAULT_HELP)
    if raw is None or (isinstance(raw, str) and seen(raw) in NOT_RECORDED):
        return IdCell(None, codes.NO_ID)
    if not isinstance(raw, str) or isinstance(raw, NumberText) or not is_writable(raw):
        return IdCell(None, codes.ID_NOT_TEXT, (("value", shown(raw)),))
    id = bare_id(raw)
    if is_shortened(id):
        return _lost(id, _CUT, _CUT_HELP)
    if id != raw.strip():
        doubts.append((table_codes.TIDIED, f"{shown(raw.strip())} → {shown(id)}"))
    if is_citizen_number(id):
        doubts.append((table_codes.CITIZEN_NUMBER, ""))
    return IdCell(id, doubts=tuple(doubts))


def _lost(raw: str, reason: Sentence, help: Sentence) -> IdCell:
    # More digits than a spreadsheet keeps are most often an identity number, even where the end is gone.
    value = f"{raw[:6]}…" if len(raw) > 15 and raw[:6].isdecimal() else shown(str(raw))
    return IdCell(None, codes.ID_LOST, (("value", value), ("reason", reason), ("help", help)))
