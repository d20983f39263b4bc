# ruff: noqa: E501  the kinds read as a table, a line each
"""Rulesets made to cost: for each part of the language the files that fill a ruleset with it up to its limit.

Every kind is a function from the number of bytes there are to files by name, which are laid over the small ruleset of
the diagnostic pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

Files = dict[str, str]
Item = Callable[[int], str]
FILE = 1_900_000
"""Bytes in a file, a little under what it may hold."""


@dataclass(slots=True)
class Most:
    """How many items there may be: beyond what a ruleset may hold, or a little under it."""

    items: int = 1_000_000


MOST = Most()


def filled(head: str, item: Item, room: int, name: str = "more", tail: str = "") -> Files:
    """`head` and as many items as there is room for, over as many files as that takes."""
    files: Files = {}
    numbers = count(1)
    while room > 0:
        text, size = _one_file(head, item, min(FILE, room), numbers)
        files[f"{name}-{len(files) + 1:03}.yaml"] = text + tail
        room -= max(size, FILE)
    return files


def _one_file(head: str, item: Item, room: int, numbers: Iterator[int]) -> tuple[str, int]:
    parts = ["format: 1\n" + head]
    size = len(parts[0].encode())
    for number in numbers:
        part = item(number)
        size += len(part.encode())
        if size > room or number > MOST.items:
            break
        parts.append(part)
    return "".join(parts), size


def label(number: int) -> str:
    return f"label: {{zh: 项{number}, en: e{number}}}"


def requirement(number: int, must: str, more: str = "") -> str:
    return f"  r{number}: {{{label(number)}, subject: teacher, must: '{must}', cite: EX-01{more}}}\n"


def rules(must: Callable[[int], str], more: str = "", section: str = "requirements") -> Callable[[int], Files]:
    return lambda room: filled(f"{section}:\n", lambda n: requirement(n, must(n), more), room)


def definition(number: int, value: str) -> str:
    return f"  d{number}: {{{label(number)}, subject: teacher, value: '{value}', cite: EX-01}}\n"


def definitions(value: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda room: filled("definitions:\n", lambda n: definition(n, value(n)), room)


def parameter(number: int, values: str = "[{value: 1, cite: EX-01}]") -> str:
    return f"  p{number}: {{{label(number)}, unit: hours, values: {values}}}\n"


def section(name: str, item: Item) -> Callable[[int], Files]:
    return lambda room: filled(f"{name}:\n", item, room)


def vocabulary(part: str, item: Item) -> Callable[[int], Files]:
    return lambda room: filled(f"vocabulary:\n {part}:\n", item, min(room, FILE))


def long(piece: str, joint: str = " and ", size: int = 3_900) -> str:
    """`piece` again and again, as long as an expression may be."""
    return joint.join([piece] * (size // (len(piece) + len(joint))))


def one_table(room: int, row: Item, hit: str = "first", more: str = "") -> Files:
    head = f"scores:\n  big:\n    {label(1)}\n    subject: teacher\n    unit: count\n    hit: {hit}\n    cite: EX-01\n"
    return filled(head + more + "    rows:\n", row, min(room, FILE))


def table(number: int, rows: int, hit: str = "first", row: Item | None = None) -> str:
    head = (
        f"  t{number}:\n    {label(number)}\n    subject: teacher\n    unit: count\n    hit: {hit}\n    cite: EX-01\n"
    )
    made = row or (lambda n: f"    - {{when: online_hours == {n % 500}, points: {n}}}\n")
    return head + "    rows:\n" + "".join(map(made, range(rows)))


def tables(rows: int, hit: str = "first", row: Item | None = None) -> Callable[[int], Files]:
    return section("scores", lambda n: table(n, rows, hit, row))


def dated(values: int) -> str:
    days = (
        f"{{from: 20{20 + n // 360:02}-{n // 30 % 12 + 1:02}-{n % 28 + 1:02}, value: {n}, cite: EX-01}}"
        for n in range(values)
    )
    return f"[{', '.join(days)}]"


def every_day(number: int) -> str:
    """A value for one day of the years from 1 on."""
    day = date.fromordinal(number)
    return f"      - {{from: {day}, to: {day}, value: {number}, cite: EX-01}}\n"


def one_parameter(room: int, item: Item) -> Files:
    used = f"requirements:\n{requirement(1, 'online_hours >= p1')}"
    head = f"{used}parameters:\n  p1:\n    {label(1)}\n    unit: hours\n    values:\n"
    return filled(head, item, min(room, FILE))


def many_phases(room: int) -> Files:
    """Targets for every phase: rules as many as the one times the other."""
    phases = 1_000
    head = "phases:\n" + "".join(f"  f{n}: {{{label(n)}, period: {1000 + n}, cite: EX-01}}\n" for n in range(phases))
    each = ", ".join(f"f{n}: 1" for n in range(phases))
    body = f"subject: school, measure: count(teachers), phases: {{{each}}}, cite: EX-01"
    return filled(head + "targets:\n", lambda n: f"  t{n}: {{{label(n)}, {body}}}\n", min(room, FILE))


def cases(check: Item, given: str = "", room_for: int = FILE) -> Callable[[int], Files]:
    head = (
        f"cases:\n  online-hours:\n    as_of: 2023-12-31\n    given:\n      school: {{S1: {{}}}}\n"
        f"      teacher: {{T1: {{school: S1, in_post: true, online_hours: 20}}{given}}}\n    subject: T1\n    checks:\n"
    )
    return lambda room: filled(head, check, min(room, room_for), "cases/more")


def check(number: int, more: str = "") -> str:
    return f"      - {{name: {{zh: 甲, en: a}}, expect: met{more}}}\n"


def links(number: int) -> str:
    return f"  e{number}: {{{label(number)}, fields: {{r: {{{label(number)}, ref: e{number + 1}}}}}}}\n"


HEADER = """\
format: 1
ruleset: {id: base, version: 1.0.0, label: {zh: 甲, en: a}, layer: province, valid: {from: 2020-01-01, to: 2023-12-31}}
sources: {example-2020-1: {title: {zh: 甲, en: a}, issued: 2020-01-01, status: primary}}
"""


KINDS: dict[str, Callable[[int], Files]] = {
    # requirements
    "rules, right": rules(lambda n: "online_hours >= 1"),
    "rules, right, block style": lambda room: filled("requirements:\n", _block, room),
    "rules, long right comparisons": rules(lambda n: long(f"online_hours >= {n % 400}")),
    "rules, long right, short words": rules(lambda n: long("1<2")),
    "rules, long sums": rules(lambda n: long("1", "+") + ">0"),
    "rules, long products": rules(lambda n: long("online_hours", "*1*") + ">0"),
    "rules, long nots": rules(lambda n: "not " * 60 + "in_post"),
    "rules, long paths": rules(lambda n: long("school.teachers", ".") + "==1"),
    "rules, long lists": rules(lambda n: "name in (" + ", ".join(f'"{i}"' for i in range(600)) + ")"),
    "rules, long lists of hours": rules(lambda n: "online_hours in (" + ", ".join(str(i) for i in range(480)) + ")"),
    "rules, long text": rules(lambda n: 'name == "' + "a" * 3900 + '"'),
    "rules, brackets": rules(lambda n: "(" * 62 + "in_post" + ")" * 62),
    "rules, too deep brackets": rules(lambda n: "(" * 1900 + "in_post" + ")" * 1900),
    "rules, too long": rules(lambda n: "in_post and " * 1000 + "in_post"),
    "rules, aggregates": rules(lambda n: long("count(school.teachers where in_post) > 1")),
    "rules, nested aggregates": rules(lambda n: "count(school.teachers where " * 30 + "in_post" + ") > 1" * 30),
    "rules, ifs": rules(lambda n: "if in_post then " * 30 + "true" + " else false" * 30),
    "rules, unknown names": rules(lambda n: f"nothing{n} >= 1"),
    "rules, long unknown names": rules(lambda n: long("onlin_hours >= 1")),
    "rules, wrong units": rules(lambda n: "online_hours >= 1 count"),
    "rules, wrong signs": rules(lambda n: long("online_hours => 1")),
    "rules, wrong characters": rules(lambda n: "@" * 3900),
    "rules, unclosed": rules(lambda n: "(" * 3900),
    "rules, without citation": section(
        "requirements", lambda n: f"  r{n}: {{{label(n)}, subject: teacher, must: in_post}}\n"
    ),
    "rules, unknown clause": section(
        "requirements", lambda n: f"  r{n}: {{{label(n)}, subject: teacher, must: in_post, cite: N{n}}}\n"
    ),
    "rules, unknown key": rules(lambda n: "in_post", ", mustt: 1"),
    "rules, unknown subject": section(
        "requirements", lambda n: f"  r{n}: {{{label(n)}, subject: techer{n}, must: in_post, cite: EX-01}}\n"
    ),
    "rules, empty": section("requirements", lambda n: f"  r{n}: {{}}\n"),
    "rules, texts": section("requirements", lambda n: f"  r{n}: x\n"),
    "rules, one after the other": lambda room: filled(
        "requirements:\n", lambda n: requirement(n, "in_post", f", after: [r{max(n - 1, 1)}]"), room
    ),
    "rules, all after each other": lambda room: filled(
        "requirements:\n",
        lambda n: requirement(n, "in_post", f", due: 2022-01-01, after: [{', '.join(f'r{i}' for i in range(1, 500))}]"),
        room,
    ),
    "rules, one clause again and again": section(
        "requirements",
        lambda n: f"  r{n}: {{{label(n)}, subject: teacher, must: in_post, cite: [{', '.join(['EX-01'] * 500)}]}}\n",
    ),
    "rules, exemptions": rules(
        lambda n: "in_post", ", unless: [" + ", ".join([f"{{when: in_post, {label(1)}, cite: EX-01}}"] * 200) + "]"
    ),
    "rules, due days": rules(lambda n: "in_post", ", due: 2023-12-30"),
    "rules, wrong days": rules(lambda n: "in_post", ", due: 2023-02-30"),
    "rules, one id": section("requirements", lambda n: requirement(1, "in_post")),
    "rules, ids alike": section(
        "requirements", lambda n: requirement(n, "in_post").replace(f"r{n}:", f"online-hours-{n}x:")
    ),
    "rules, unordered words": rules(lambda n: "final_grade >= pas"),
    "rules, dates": rules(lambda n: long("school.opened_on >= 2020-01-01")),
    "rules, periods": rules(lambda n: long("school.opened_on in 2020-01")),
    "rules, numbers of 38 digits": rules(lambda n: long("9" * 38, " + ") + " > 0"),
    "rules, Chinese": rules(lambda n: long("网络研修学时 不少于 1", " 且 ")),
    # definitions
    "definitions, right": definitions(lambda n: "in_post"),
    "definitions, long right": definitions(lambda n: long("online_hours >= 1")),
    "definitions, a chain": definitions(lambda n: f"not d{n - 1}" if n % 60 else "in_post"),
    "definitions, an endless chain": definitions(lambda n: f"d{n + 1}"),
    "definitions, a chain backwards": definitions(lambda n: f"d{n - 1}" if n > 1 else "in_post"),
    "definitions, circles of one": definitions(lambda n: f"d{n}"),
    "definitions, a great circle": definitions(lambda n: f"d{n % 14_000 + 1}"),
    "definitions, each uses the last twice": definitions(
        lambda n: f"d{n - 1} + d{n - 1}" if n % 50 else "online_hours"
    ),
    "definitions, each uses all": definitions(
        lambda n: " or ".join(f"d{i}" for i in range(n // 60 * 60 + 1, n)) or "in_post"
    ),
    "definitions, unknown names": definitions(lambda n: f"nothing{n}"),
    "definitions, long unknown names": definitions(lambda n: long("onlin_hours >= 1")),
    # parameters
    "parameters, unused": section("parameters", parameter),
    "parameters, of many days": section("parameters", lambda n: parameter(n, dated(300))),
    "parameters, one of very many days": lambda room: one_parameter(room, every_day),
    "parameters, one of the same day": lambda room: one_parameter(room, lambda n: every_day(1)),
    "parameters, one absent": lambda room: one_parameter(room, lambda n: "      - {value: absent, cite: EX-01}\n"),
    "parameters, wrong values": section("parameters", lambda n: parameter(n, "[{value: x, cite: EX-01}]")),
    "parameters, values with long numbers": section(
        "parameters", lambda n: parameter(n, f"[{{value: {'9' * 38}, cite: EX-01}}]")
    ),
    "parameters, values with too long numbers": section(
        "parameters", lambda n: parameter(n, f"[{{value: {'9' * 3000}, cite: EX-01}}]")
    ),
    # phases, targets, inspections, scores
    "phases, unused": section("phases", lambda n: f"  f{n}: {{{label(n)}, period: 2020, cite: EX-01}}\n"),
    "phases, wrong": section("phases", lambda n: f"  f{n}: {{{label(n)}, period: 20x0, cite: EX-01}}\n"),
    "targets, for many phases": many_phases,
    "targets, right": section(
        "targets",
        lambda n: f"  t{n}: {{{label(n)}, subject: school, measure: count(teachers), value: {n}, cite: EX-01}}\n",
    ),
    "inspections, right": section(
        "inspections",
        lambda n: (
            f"  i{n}: {{{label(n)}, subject: school, inspected: teachers, mode: census, done: in_post, cite: EX-01}}\n"
        ),
    ),
    "inspections, wrong": section(
        "inspections",
        lambda n: (
            f"  i{n}: {{{label(n)}, subject: school, inspected: techers, mode: census, done: in_post, cite: EX-01}}\n"
        ),
    ),
    "scores, one of very many rows": lambda room: one_table(
        room, lambda n: f"    - {{when: online_hours == {n % 500}, points: {n}}}\n"
    ),
    "scores, one of very many rows alike": lambda room: one_table(room, lambda n: "    - {when: in_post, points: 1}\n"),
    "scores, one of very many wrong rows": lambda room: one_table(room, lambda n: "    - {when: in_pst, points: x}\n"),
    "scores, of 300 rows, first": tables(300),
    "scores, of 300 rows, unique": tables(300, "unique"),
    "scores, of 300 rows, any": tables(300, "any"),
    "scores, of 100 rows, unique": tables(100, "unique"),
    "scores, of 3 rows, unique": tables(3, "unique"),
    "scores, of 1 row": tables(1),
    "scores, many combinations": tables(
        14,
        "unique",
        lambda n: (
            f"    - {{when: 'name == \"{n}\" and online_hours > {n} and school.opened_on > 2020-01-{n + 1:02}', points: 1}}\n"
        ),
    ),
    "scores, long rows": tables(20, "first", lambda n: f"    - {{when: '{long(f'online_hours > {n}')}', points: 1}}\n"),
    "scores, words": tables(
        3, "unique", lambda n: f"    - {{when: final_grade == {('fail', 'pass', 'excellent')[n]}, points: 1}}\n"
    ),
    # vocabulary
    "enumerations, one of very many words": lambda room: filled(
        "vocabulary:\n enums:\n  many:\n   label: {zh: 多, en: many}\n   ordered: true\n   members:\n",
        lambda n: f"    m{n}: {{zh: 词{n}, en: word {n}}}\n",
        min(room, FILE),
    ),
    "enumerations, many": vocabulary("enums", lambda n: f"  e{n}: {{{label(n)}, members: {{a: {{zh: 甲, en: a}}}}}}\n"),
    "entities, many": vocabulary(
        "entities", lambda n: f"  e{n}: {{{label(n)}, fields: {{a: {{{label(1)}, type: bool}}}}}}\n"
    ),
    "entities, one of very many fields": lambda room: filled(
        f"vocabulary:\n entities:\n  many:\n   {label(1)}\n   fields:\n",
        lambda n: f"    f{n}: {{{label(n)}, type: bool}}\n",
        min(room, FILE),
    ),
    "entities, fields of one label": lambda room: filled(
        f"vocabulary:\n entities:\n  many:\n   {label(1)}\n   fields:\n",
        lambda n: f"    f{n}: {{{label(1)}, type: bool}}\n",
        min(room, FILE),
    ),
    "entities, wrong fields": lambda room: filled(
        f"vocabulary:\n entities:\n  many:\n   {label(1)}\n   fields:\n",
        lambda n: f"    f{n}: {{{label(n)}, enum: g{n}}}\n",
        min(room, FILE),
    ),
    "entities, references": vocabulary("entities", links),
    "entities, inverses": vocabulary(
        "entities",
        lambda n: (
            f"  e{n}: {{{label(n)}, fields: {{r: {{{label(n)}, ref: school, inverse: {{name: c{n}, {label(n)}}}}}}}}}\n"
        ),
    ),
    "units, many": vocabulary("units", lambda n: f"  u{n}: {{{label(n)}, decimals: 1}}\n"),
    # documents and the rest
    "sources, many": section(
        "sources", lambda n: f"  s{n}: {{title: {{zh: 甲, en: a}}, issued: 2020-01-01, status: unverified}}\n"
    ),
    "clauses, not cited": section(
        "clauses",
        lambda n: f"  C{n}: {{document: example-2020-1, at: 一, fate: encoded, summary: {{zh: 甲, en: a}}}}\n",
    ),
    "clauses, of no document": section(
        "clauses", lambda n: f"  C{n}: {{document: n{n}, at: 一, fate: encoded, summary: {{zh: 甲, en: a}}}}\n"
    ),
    "clauses, judged by people": section(
        "clauses",
        lambda n: (
            f"  C{n}: {{document: example-2020-1, at: 一, fate: human_judged, summary: {{zh: 甲, en: a}}, "
            "reason: {zh: 甲, en: a}}\n"
        ),
    ),
    "inconsistencies, of unknown rules": section(
        "inconsistencies", lambda n: f"  X{n}: {{summary: {{zh: 甲, en: a}}, rules: [r{n}]}}\n"
    ),
    "inconsistencies, of warnings": section(
        "inconsistencies", lambda n: f"  X{n}: {{summary: {{zh: 甲, en: a}}, lints: [PR603@r{n}]}}\n"
    ),
    "inconsistencies, right": section(
        "inconsistencies", lambda n: f"  X{n}: {{summary: {{zh: 甲, en: a}}, rules: [online-hours]}}\n"
    ),
    "properties, right": section("properties", lambda n: f"  p{n}: {{monotone: online_hours, rule: online-hours}}\n"),
    "properties, wrong": section("properties", lambda n: f"  p{n}: {{monotone: online_hous, rule: online-hors}}\n"),
    "properties, always": section("properties", lambda n: f"  p{n}: {{always: in_post, subject: teacher}}\n"),
    "bulletins, right": section("bulletins", lambda n: _bulletin(n, "in_post")),
    "bulletins, wrong": section("bulletins", lambda n: _bulletin(n, "in_pst")),
    # cases
    "cases, right": cases(check),
    "cases, wrong answers": cases(lambda n: check(n).replace("met", "unmet")),
    "cases, unknown fields": cases(lambda n: check(n, f", with: {{teacher: {{T1: {{f{n}: 1}}}}}}")),
    "cases, wrong values": cases(lambda n: check(n, ", with: {teacher: {T1: {online_hours: x}}}")),
    "cases, wide ranges given": cases(check, ", X0001..X9999: {school: S1, in_post: true}"),
    "cases, wide ranges with": cases(lambda n: check(n, ", with: {teacher: {X0001..X9999: {in_post: true}}}")),
    "cases, many ranges given": cases(
        check, "".join(f", X{i:03}0000..X{i:03}9999: {{school: S1, in_post: true}}" for i in range(500)), 30_000
    ),
    "cases, one of very many records": cases(
        check, "".join(f", X{i}: {{school: S1, in_post: true, online_hours: 20}}" for i in range(20_000))
    ),
    "cases, of no rule": lambda room: filled(
        "cases:\n",
        lambda n: (
            f"  r{n}: {{as_of: 2023-12-31, given: {{teacher: {{}}}}, subject: T1, checks: [{{name: {{zh: 甲, en: a}}, expect: met}}]}}\n"
        ),
        min(room, FILE),
        "cases/more",
    ),
    # the text itself
    "all in one header": lambda room: {"ruleset.yaml": HEADER + rules(lambda n: "in_post")(FILE)["more-001.yaml"][9:]},
    "blank lines": lambda room: {f"b{i}.yaml": "\n" * FILE for i in range(room // FILE)},
    "comments": lambda room: {f"b{i}.yaml": "#\n" * (FILE // 2) for i in range(room // FILE)},
    "empty files": lambda room: {f"b{i}.yaml": "" for i in range(490)},
    "files, many": lambda room: {
        f"b{i}.yaml": filled("requirements:\n", lambda n, i=i: requirement(n + i * 1000, "in_post"), room // 500)[
            "more-001.yaml"
        ]
        for i in range(490)
    },
    "files, many wrong": lambda room: {f"b{i}.yaml": "format: 1\n" + "[" * 60 for i in range(490)},
    "long labels": section("requirements", lambda n: requirement(n, "in_post").replace("项", "项" * 20_000)),
    "too long labels": section("requirements", lambda n: requirement(n, "in_post").replace("项", "项" * 70_000)),
    "long ids": section(
        "requirements", lambda n: requirement(n, "in_post").replace(f"r{n}:", f"? r{n}{'x' * 60_000}\n  :")
    ),
    "anchors": lambda room: filled("requirements:\n", lambda n: f"  r{n}: &a {{}}\n", room),
    "aliases": lambda room: filled("requirements: &a\n", lambda n: f"  r{n}: *a\n", room),
    "tags": lambda room: filled("requirements:\n", lambda n: f"  r{n}: !!python/object:os.system {{}}\n", room),
    "documents, many": lambda room: filled("", lambda n: "---\na: 1\n", room),
    "one key": lambda room: filled("", lambda n: "a: 1\n", room),
    "unknown sections": lambda room: filled("", lambda n: f"requirement{n}: 1\n", room),
    "deep lists": lambda room: {"b.yaml": "format: 1\na: " + "[" * 900_000},
    "deep mappings": lambda room: {"b.yaml": "format: 1\na: " + "{a: " * 400_000},
    "deep blocks": lambda room: {"b.yaml": "format: 1\n" + "".join(" " * i + "a:\n" for i in range(1_900))},
    "deep dashes": lambda room: {"b.yaml": "format: 1\na:\n" + "- " * 900_000},
    "one long line": lambda room: {
        "b.yaml": "format: 1\nrequirements: {" + ", ".join(f"r{n}: x" for n in range(150_000)) + "}"
    },
    "one long line of wrong rules": lambda room: {
        "b.yaml": "format: 1\nrequirements: {"
        + ", ".join(requirement(n, "in_pst").strip() for n in range(20_000))
        + "}"
    },
    "one long line of Chinese": lambda room: {
        "b.yaml": "format: 1\nrequirements: {" + ", ".join(f"规则{n}: x" for n in range(100_000)) + "}"
    },
    "one long text": lambda room: {"b.yaml": "format: 1\nrequirements: '" + "a " * 900_000 + "'"},
    "one long folded text": lambda room: {"b.yaml": "format: 1\nrequirements: '" + "a\n  " * 400_000 + "'"},
    "folded expressions": section(
        "requirements",
        lambda n: requirement(n, "in_pst").replace("'in_pst'", '"' + "in_pst\n    and " * 250 + 'in_pst"'),
    ),
    "escapes": section(
        "requirements", lambda n: requirement(n, "in_pst").replace("'in_pst'", '"' + "\\u4e00" * 600 + '"')
    ),
    "forbidden characters": lambda room: {"b.yaml": "format: 1\n" + "a\u200b" * 400_000},
    "not UTF-8": lambda room: {"b.yaml": "format: 1\n" + "\udcff" * 1_900_000},
    "wide characters": section("requirements", lambda n: requirement(n, "\ufdfa" * 1_000)),
    "question marks": lambda room: {"b.yaml": "? " * 900_000},
    "colons": lambda room: {"b.yaml": ": " * 900_000},
    "quotes": lambda room: {"b.yaml": "format: 1\n" + "'" * 1_900_000},
    "quoted pieces": lambda room: {"b.yaml": "format: 1\na: [" + "'', " * 150_000 + "]"},
    "keys of lists": lambda room: {"b.yaml": "format: 1\n" + "? [a]\n: b\n" * 150_000},
}


def _block(number: int) -> str:
    return (
        f"  r{number}:\n    label:\n      zh: 项{number}\n      en: e{number}\n    subject: teacher\n"
        "    must: online_hours >= 1\n    cite: EX-01\n"
    )


def _bulletin(number: int, part: str) -> str:
    rate = f"{{{label(1)}, part: {part}, whole: 'true'}}"
    return f"  b{number}: {{{label(number)}, subject: teacher, per: school, rates: {{r: {rate}}}, cite: EX-01}}\n"
