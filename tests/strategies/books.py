"""Workbooks for tests, written with zipfile alone: what no writing library would write can be written too."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

FORMATS = {"": 0, "date": 14, "zhdate": 31, "percent": 10, "time": 20, "zeros": 164, "own": 165, "datetime": 22}
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="00000"/>'
    '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d;@"/>'
    "</numFmts><cellXfs>" + "".join(f'<xf numFmtId="{id}"/>' for id in FORMATS.values()) + "</cellXfs></styleSheet>"
)
HIDDEN = ' state="hidden"'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(value: Any, address: str) -> str:
    """One cell: None, bool, number, text, or a tuple ("date", 45208), ("formula", value), ("error", "#N/A"),
    ("rich", ["a", "b"]), ("inline", "a"), ("raw", "<c ...>")."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value}</v></c>'
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    kind, inner = value
    if kind == "formula":
        result = "" if inner is None else f"<v>{escape(str(inner))}</v>"
        return f'<c r="{address}" t="{"str" if isinstance(inner, str) else "n"}"><f>1+1</f>{result}</c>'
    if kind == "error":
        return f'<c r="{address}" t="e"><v>{inner}</v></c>'
    if kind == "rich":
        runs = "".join(f"<r><rPr><b/></rPr><t>{escape(part)}</t></r>" for part in inner)
        return f'<c r="{address}" t="inlineStr"><is>{runs}<rPh sb="0" eb="1"><t>yin</t></rPh></is></c>'
    if kind == "shared":
        return f'<c r="{address}" t="s"><v>{inner}</v></c>'
    if kind == "iso":
        return f'<c r="{address}" t="d"><v>{inner}</v></c>'
    if kind == "raw":
        return str(inner)
    return f'<c r="{address}" s="{list(FORMATS).index(kind)}"><v>{inner}</v></c>'


def letters(number: int) -> str:
    name = ""
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name


def sheet(rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), hidden: Iterable[int] = ()) -> str:
    """The XML of a sheet, its rows from line 1 on, some of them hidden, and ranges of cells merged."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(value, f"{letters(i)}{number}") for i, value in enumerate(row, 1))
        away = ' hidden="1"' * (number in hidden)
        lines.append(f'<row r="{number}"{away}>{cells}</row>' if cells else "")
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    ranges = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{ranges}</worksheet>'


def book(
    sheets: Mapping[str, Iterable[Sequence[Any]] | str],
    hidden: Iterable[str] = (),
    from_1904: bool = False,
    strings: str | None = None,
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook with these sheets, each its rows or its XML."""
    hidden = set(hidden)
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"{HIDDEN * (name in hidden)}/>'
        for i, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
    if strings is not None:
        relations += f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = [("workbook", "sheet.main"), ("styles", "styles")]
    overrides += [(f"worksheets/sheet{i}", "worksheet") for i in range(1, len(sheets) + 1)]
    overrides += [("sharedStrings", "sharedStrings")] if strings is not None else []
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{types}.{kind}+xml"/>' for name, kind in overrides)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(from_1904)}"/>'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    for i, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = rows if isinstance(rows, str) else sheet(rows)
    return pack({**parts, **(extra or {})})


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def from_text(text: str) -> bytes:
    """A workbook from lines: `[name]` or `[name hidden]` begins a sheet, other lines are its rows as CSV.

    `12` is a number, `'12` a text, `date:45208` a day's number, `=5` a formula with that result, `=` one without,
    `#N/A` an error, anything else a text. A line `merge B2:B4` merges cells of the last sheet, `hide 3` hides a row of
    it. A sheet `[!DOCTYPE]` declares an entity.
    """
    sheets: dict[str, list[list[Any]]] = {}
    merged: dict[str, list[str]] = {}
    away: dict[str, list[int]] = {}
    hidden: set[str] = set()
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            name, _, rest = line[1:-1].partition(" ")
            sheets[name] = []
            hidden |= {name} if rest == "hidden" else set()
        elif line.startswith("merge "):
            merged.setdefault(list(sheets)[-1], []).append(line[6:])
        elif line.startswith("hide "):
            away.setdefault(list(sheets)[-1], []).append(int(line[5:]))
        else:
            cells = next(csv.reader([line]), [])
            list(sheets.values())[-1].append([_from_word(word) for word in cells])
    declared: dict[str, Any] = {n: sheet(rows, merged.get(n, ()), away.get(n, ())) for n, rows in sheets.items()}
    for name in sheets:
        if name == "!DOCTYPE":
            declared[name] = '<!DOCTYPE worksheet [<!ENTITY a "b">]>' + sheet([["id"]])
    return book(declared, hidden)


def _from_word(word: str) -> Any:
    kind, colon, number = word.partition(":")
    if colon and kind in FORMATS:
        return (kind, number)
    if word.startswith("="):
        return ("formula", float(word[1:]) if word[1:] else None)
    if word.startswith("#"):
        return ("error", word)
    try:
        return int(word)
    except ValueError:
        return word.removeprefix("'") or None
