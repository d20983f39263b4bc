"""Files made to do harm: each is small, or cheap to make, and would cost a careless reader dearly."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

from tests.strategies.books import MAIN, book, pack, sheet

ROWS = [("编号", "在岗"), ("T1", "是")]
_OPEN, _CLOSE = f'<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>"
_HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>工号</t></is></c></row>'
)


def _sheet(inner: str, prolog: str = "") -> bytes:
    return book({"教师": prolog + _OPEN + _HEAD + inner + _CLOSE})


def zip_bomb() -> bytes:
    return _sheet(" " * 60_000_000)


def entity_bomb() -> bytes:
    lines = [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    dtd = '<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a0 "ha">' + "".join(lines) + "]>"
    return _sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>&a11;</t></is></c></row>', dtd)


def quadratic_blow_up() -> bytes:
    dtd = f'<!DOCTYPE worksheet [<!ENTITY a "{"x" * 100_000}">]>'
    return _sheet(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"&a;" * 100_000}</t></is></c></row>', dtd)


def external_entity() -> bytes:
    dtd = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    return _sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>&a;</t></is></c></row>', dtd)


def entity_bomb_in_texts() -> bytes:
    dtd = '<!DOCTYPE sst [<!ENTITY a "' + "x" * 10_000 + '"><!ENTITY b "' + "&a;" * 10_000 + '">]>'
    return book({"教师": ROWS}, strings=f"{dtd}<sst><si><t>{'&b;' * 1000}</t></si></sst>")


def last_cell() -> bytes:
    last = '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
    one = '<row r="2"><c r="A2" t="inlineStr"><is><t>T1</t></is></c></row>'
    data = _OPEN.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    return book({"教师": data + _HEAD + one + f'<row r="1048576">{last}</row>' + _CLOSE})


def diagonal() -> bytes:
    cells = (f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(2, 100_000))
    return _sheet("".join(cells))


def empty_rows() -> bytes:
    return _sheet("".join(f'<row r="{i}" spans="1:5"/>' for i in range(2, 1_000_001)))


def nameless_empty_rows() -> bytes:
    return _sheet("<row/>" * 1_000_000)


def styled_empty_cells() -> bytes:
    rows = (f'<row r="{i}">' + f'<c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>' for i in range(2, 200_001))
    return _sheet("".join(rows))


def shared_text_bomb() -> bytes:
    texts = f"<sst><si><t>{'长' * 32_000}</t></si></sst>"
    cells = (f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(2, 200_000))
    return book({"教师": _OPEN + _HEAD + "".join(cells) + _CLOSE}, strings=texts)


def claimed_texts() -> bytes:
    return book({"教师": ROWS}, strings='<sst count="4294967295" uniqueCount="4294967295"/>')


def many_texts() -> bytes:
    return book({"教师": ROWS}, strings=f"<sst>{'<si><t>a</t></si>' * 1_000_000}</sst>")


def deep() -> bytes:
    return _sheet("<a>" * 300_000)


def endless_tag() -> bytes:
    noise = random.Random(1).randbytes(2_000_000).hex()
    return _sheet(f'<row r="2" x="{noise}"/>')


def endless_text() -> bytes:
    noise = random.Random(1).randbytes(2_000_000).hex()
    return _sheet(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{noise}</t></is></c></row>')


def many_attributes() -> bytes:
    return _sheet("<row " + " ".join(f'a{i}=""' for i in range(300_000)) + "/>")


def many_formats() -> bytes:
    formats = "".join(f'<numFmt numFmtId="{i}" formatCode="yyyy{"m" * 200}"/>' for i in range(100_000))
    return _replace("xl/styles.xml", f"<styleSheet><numFmts>{formats}</numFmts><cellXfs/></styleSheet>")


def many_sheets() -> bytes:
    entries = "".join(f'<sheet name="s{i}" sheetId="{i}" id="rId1"/>' for i in range(20_000))
    return _replace("xl/workbook.xml", f"<workbook><sheets>{entries}</sheets></workbook>")


def surrogate_reference() -> bytes:
    return _sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>&#xD800;</t></is></c></row>')


def nul_reference() -> bytes:
    return _sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>&#0;</t></is></c></row>')


def unclosed() -> bytes:
    return book({"教师": _OPEN + _HEAD})


def strange_encoding() -> bytes:
    return _sheet("", '<?xml version="1.0" encoding="x-nothing"?>')


def no_sheet_part() -> bytes:
    return _replace("xl/worksheets/sheet1.xml", None)


def no_workbook_part() -> bytes:
    return _replace("xl/workbook.xml", None)


def itself_as_sheet() -> bytes:
    relation = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="workbook.xml"/>'
        '<Relationship Id="t" Type="x/sharedStrings" Target="workbook.xml"/></Relationships>'
    )
    return _replace("xl/_rels/workbook.xml.rels", relation)


def not_a_zip() -> bytes:
    return "编号,在岗\nT1,是\n".encode()


def empty() -> bytes:
    return b""


def old_format() -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096)


def truncated() -> bytes:
    return book({"教师": ROWS})[:-30]


def cut_in_the_middle() -> bytes:
    data = book({"教师": ROWS})
    return data[: len(data) // 3] + data[len(data) // 2 :]


def flipped() -> bytes:
    data = bytearray(book({"教师": sheet([("编号",), *((f"T{i}",) for i in range(500))])}))
    place = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[place : place + 40] = bytes(40)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(book({"教师": ROWS}))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := data.find(signature, place + 1)) >= 0:
            data[place + offset] |= 1
    return bytes(data)


def wrong_method() -> bytes:
    data = bytearray(book({"教师": ROWS}))
    place = data.find(b"PK\x01\x02")
    data[place + 10] = 99
    return bytes(data)


def outside_names() -> bytes:
    return book({"教师": ROWS}, extra={"../../etc/passwd": b"x", "/xl/evil.xml": b"y"})


def drive_names() -> bytes:
    return book({"教师": ROWS}, extra={"C:\\evil.xml": b"y"})


def one_name_twice() -> bytes:
    return book({"教师": ROWS}, extra={"XL/Workbook.xml": b"<workbook/>"})


def many_parts() -> bytes:
    return book({"教师": ROWS}, extra={f"xl/media/{i}": b"" for i in range(5_000)})


def claimed_parts() -> bytes:
    data = bytearray(book({"教师": ROWS}))
    struct.pack_into("<HH", data, len(data) - 14, 65_534, 65_534)
    return bytes(data)


def claimed_long_directory() -> bytes:
    """The long form of the directory's end, claiming four milliard entries."""
    data = book({"教师": ROWS})
    end, tail = data[:-22], data[-22:]
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**32, 2**32, 2**40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(end), 1)
    return end + record + locator + tail


def lost_long_directory() -> bytes:
    data = book({"教师": ROWS})
    return data[:-22] + struct.pack("<4sLQL", b"PK\x06\x07", 0, 2**40, 1) + data[-22:]


def overlapping_parts() -> bytes:
    """Every entry of the directory points at one and the same large part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big", random.Random(1).randbytes(1_000_000))
        shared = archive.getinfo("big")
        for i in range(500):
            again = zipfile.ZipInfo(f"xl/part{i}")
            for name in ("compress_type", "compress_size", "file_size", "CRC", "header_offset"):
                setattr(again, name, getattr(shared, name))
            archive.filelist.append(again)
    return buffer.getvalue()


def macros_and_links() -> bytes:
    return book(
        {"教师": ROWS},
        extra={
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
            "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": b"<Relationships/>",
            "customXml/item1.xml": b"not xml",
        },
    )


def external_sheet() -> bytes:
    relation = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="file:///etc/hostname" '
        'TargetMode="External"/></Relationships>'
    )
    return _replace("xl/_rels/workbook.xml.rels", relation)


def formulas() -> bytes:
    cell = '<c r="B2" t="str"><f>WEBSERVICE("http://localhost/")</f><v>=cmd|calc</v></c>'
    return _sheet(f'<row r="2"><c r="A2" t="inlineStr"><is><t>T1</t></is></c>{cell}</row>')


def _replace(part: str, content: str | None) -> bytes:
    """A workbook with one part put in place of another, or taken away."""
    with zipfile.ZipFile(io.BytesIO(book({"教师": ROWS}))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist() if name != part}
    return pack(parts if content is None else {**parts, part: content})


# What each comes to: the codes said, and the ids of the teachers read.
OUTCOMES: tuple[tuple[str, int, tuple[Callable[[], bytes], ...]], ...] = (
    ("", 0, (empty_rows, styled_empty_cells)),
    ("", 1, (claimed_texts, macros_and_links, many_formats, endless_text)),
    ("PR766", 1, (formulas,)),
    ("PR778", 1, (last_cell,)),
    ("PR730 PR773", 0, (diagonal,)),
    ("PR722", 0, (no_sheet_part, external_sheet, itself_as_sheet)),
    ("PR711 PR763", 0, (many_sheets,)),
    ("PR760", 0, (unclosed,)),
    ("PR711 PR761", 0, (old_format, encrypted)),
    (
        "PR711 PR760",
        0,
        (
            surrogate_reference,
            nul_reference,
            strange_encoding,
            no_workbook_part,
            not_a_zip,
            empty,
            truncated,
            cut_in_the_middle,
            flipped,
            lost_long_directory,
        ),
    ),
    (
        "PR711 PR762",
        0,
        (
            zip_bomb,
            entity_bomb,
            quadratic_blow_up,
            external_entity,
            entity_bomb_in_texts,
            nameless_empty_rows,
            deep,
            wrong_method,
            outside_names,
            drive_names,
            one_name_twice,
            many_parts,
            claimed_parts,
            claimed_long_directory,
            overlapping_parts,
            many_texts,
        ),
    ),
    ("PR732 PR762", 0, (shared_text_bomb,)),
    ("PR762", 0, (endless_tag, many_attributes)),
)
