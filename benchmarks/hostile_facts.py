"""Tables made to cost: each kind is a file of teachers that is wrong in every cell, or has no end, or no sense."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.strategies import hostile
from tests.strategies.books import book

ROWS = 60_000


def table(
    row: Callable[[int], str], header: str = "id,school,in_post,online_hours,final_grade", rows: int = ROWS
) -> bytes:
    return (header + "\n" + "".join(row(n) + "\n" for n in range(rows))).encode("utf-8", "surrogatepass")


def records(record: Callable[[int], dict[str, object]], count: int = ROWS) -> bytes:
    return json.dumps([record(n) for n in range(count)]).encode()


TEXTS: dict[str, Callable[[], bytes]] = {
    "wrong in every cell.csv": lambda: table(lambda n: f"T{n},S{n},x{n},x{n},x{n}"),
    "wrong numbers.csv": lambda: table(lambda n: f"T{n},S01,true,{n}.{n},pass"),
    "numbers without an end.csv": lambda: table(lambda n: f"T{n},S01,true,{'9' * 300},pass"),
    "every id twice.csv": lambda: table(lambda n: f"T{n // 2},S01,true,{n % 400},pass"),
    "one id.csv": lambda: table(lambda n: f"T1,S01,true,{n % 400},pass"),
    "orphans.csv": lambda: table(lambda n: f"T{n},X{n},true,{n % 400},pass"),
    "too many cells.csv": lambda: table(lambda n: f"T{n},S01,true,1,pass,x,x,x"),
    "too few cells.csv": lambda: table(lambda n: f"T{n}"),
    "no ids.csv": lambda: table(lambda n: ",S01,true,1,pass"),
    "surrogates.csv": lambda: table(lambda n: f"T{n},S01,true,1,\ud800{n}"),
    "empty lines.csv": lambda: b"id,school\n" + b"\n" * 4_900_000,
    "empty cells.csv": lambda: b"id,school\n" + b",\n" * 1_000_000,
    "too many lines.csv": lambda: b"id,school\n" + b"\n" * 10_000_000,
    "very many columns.csv": lambda: (",".join(["id", *(f"c{n}" for n in range(16_383))]) + "\nT1\n").encode(),
    "one column again and again.csv": lambda: ("id," + ",".join(["in_post"] * 16_000) + "\nT1\n").encode(),
    "one long cell.csv": lambda: b'id,name\nT1,"' + b"x" * 50_000_000 + b'"\n',
    "long cells.csv": lambda: table(lambda n: f"T{n},{'x' * 60_000}", "id,name", 100),
    "quotes.csv": lambda: b"id,name\n" + b'"' * 10_000_000,
    "not UTF-8.csv": lambda: b"id,name\n" + b"\xff" * 10_000_000,
    "zeros.csv": lambda: b"id,name\n" + b"\0" * 10_000_000,
    "days.csv": lambda: table(lambda n: f"T{n},{'9999-99-99' if n % 2 else f'{n}-0-0'}", "id,school"),
    "unknown names.json": lambda: records(lambda n: {"id": f"T{n}", f"name{n}": n}, 200_000),
    "wrong in every cell.json": lambda: records(
        lambda n: {"id": f"T{n}", "in_post": n, "online_hours": True, "final_grade": [n]}
    ),
    "deep.json": lambda: b"[" * 10_000_000,
    "deep record.json": lambda: b'[{"id":' + b'{"a":' * 1_000_000,
    "huge numbers.json": lambda: b'[{"id":"T1","online_hours":1' + b"0" * 400_000 + b"}]",
    "one record.json": lambda: ("[{" + ",".join(f'"n{n}":1' for n in range(1_000_000)) + "}]").encode(),
    "no records.json": lambda: b"[" + b"1," * 5_000_000 + b"1]",
    "lines.jsonl": lambda: b"{}\n" * 2_000_000,
    "strings in use.xlsx": lambda: book({"教师": [("编号", "姓名"), *((f"T{n}", f"x{n}") for n in range(60_000))]}),
}
KINDS = TEXTS | {f"{make.__name__}.xlsx": make for _, _, makes in hostile.OUTCOMES for make in makes}
