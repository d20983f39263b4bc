"""Bytes of any kind give a document or diagnostics, and every place is right."""

from __future__ import annotations

import importlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policyrules.diagnostics.core import Diagnostic
from policyrules.diagnostics.source import Span
from policyrules.syntax import limits, reader
from policyrules.syntax.document import Broken, Document, Map, Node, Scalar, Seq
from policyrules.syntax.reader import read_document, read_section

# name, text, and the code with the characters it points at for each diagnostic
HOSTILE: list[tuple[str, str, list[tuple[str, str]]]] = [
    # nothing there
    ("empty", "", [("PR116", "")]),
    ("blank", " \n\n", [("PR116", "")]),
    ("comment only", "# nothing\n", [("PR116", "")]),
    # characters nobody sees, or that change what is seen
    ("zero-width space", "a\u200bb: 1", [("PR103", "\u200b")]),
    ("zero-width joiner", "a: x\u200dy", [("PR103", "\u200d")]),
    ("zero-width non-joiner", "a: \u200c", [("PR103", "\u200c")]),
    ("word joiner", "a: \u2060b", [("PR103", "\u2060")]),
    ("soft hyphen", "on\u00adline: 1", [("PR103", "\u00ad")]),
    ("right-to-left override", "a: \u202e1", [("PR103", "\u202e")]),
    ("left-to-right isolate", "a: \u20661", [("PR103", "\u2066")]),
    ("arabic letter mark", "a: \u061c1", [("PR103", "\u061c")]),
    ("line separator", "a: 1\u2028b: 2", [("PR103", "\u2028")]),
    ("paragraph separator", "a: 1\u2029b: 2", [("PR103", "\u2029")]),
    ("next line", "a: 1\u0085b: 2", [("PR103", "\u0085")]),
    ("bare carriage return", "a: 1\rb: 2", [("PR103", "\r")]),
    ("form feed", "a: 1\x0cb: 2", [("PR103", "\x0c")]),
    ("vertical tab", "a: 1\x0bb: 2", [("PR103", "\x0b")]),
    ("nul", "a: \x00", [("PR103", "\x00")]),
    ("escape", "a: \x1b[31m", [("PR103", "\x1b")]),
    ("delete", "a: \x7f", [("PR103", "\x7f")]),
    ("C1 control", "a: \x9b31m", [("PR103", "\x9b")]),
    ("BOM within", "a: \ufeff1", [("PR103", "\ufeff")]),
    ("two BOMs", "\ufeff\ufeffa: 1", [("PR103", "\ufeff")]),
    ("tag characters", "a: x\U000e0041", [("PR103", "\U000e0041")]),
    ("variation selector", "a: 学\U000e0100", [("PR103", "\U000e0100")]),
    ("non-character", "a: \uffff", [("PR103", "\uffff")]),
    ("hangul filler", "\u3164: 1", [("PR103", "\u3164")]),
    ("interlinear", "a: \ufff9x", [("PR103", "\ufff9")]),
    ("several", "a\u200b\u200b: \u202e", [("PR103", "\u200b\u200b"), ("PR103", "\u202e")]),
    ("escaped nul", 'a: "\\0"', [("PR103", '"\\0"')]),
    ("escaped override", 'a: "\\u202e"', [("PR103", '"\\u202e"')]),
    ("escaped next line", 'a: "\\N"', [("PR103", '"\\N"')]),
    ("escaped bell in key", '"\\a": 1', [("PR103", '"\\a"')]),
    ("escaped tag character", 'a: "\\U000E0041"', [("PR103", '"\\U000E0041"')]),
    # things of YAML that this format does without
    ("anchor", "a: &x 1", [("PR105", "&x")]),
    ("alias", "a: *x", [("PR105", "*x")]),
    ("anchor and alias", "a: &x {b: 1}\nc: *x", [("PR105", "&x"), ("PR105", "*x")]),
    ("anchor on a list", "a: &x [1]", [("PR105", "&x")]),
    ("anchor on a key", "&x a: 1", [("PR105", "&x")]),
    ("alias as key", "*x : 1", [("PR105", "*x")]),
    ("self reference", "a: &x [*x]", [("PR105", "&x"), ("PR105", "*x")]),
    ("billion laughs", "a: &a [1]\nb: &b [*a, *a]", [("PR105", x) for x in ("&a", "&b", "*a", "*a")]),
    ("merge", "a: {b: 1}\nc: {<<: {d: 1}}", [("PR112", "<<")]),
    ("merge with alias", "<<: *x", [("PR112", "<<"), ("PR105", "*x")]),
    ("standard tag", "a: !!str 1", [("PR106", "!!str")]),
    ("python tag", "a: !!python/object/apply:os.system [ls]", [("PR106", "!!python/object/apply:os.system")]),
    ("local tag", "a: !x 1", [("PR106", "!x")]),
    ("bare tag", "a: ! 1", [("PR106", "!")]),
    ("verbatim tag", "a: !<x> 1", [("PR106", "!<x>")]),
    ("tag on a mapping", "a: !!map {b: 1}", [("PR106", "!!map")]),
    ("tag on a key", "!!str a: 1", [("PR106", "!!str")]),
    ("yaml directive", "%YAML 1.1\n---\na: 1", [("PR107", "%YAML 1.1")]),
    ("tag directive", "%TAG ! x:\n---\na: 1", [("PR107", "%TAG ! x:")]),
    ("unknown directive", "# c\n\n%FOO\n---\na: 1", [("PR107", "%FOO")]),
    ("second document", "a: 1\n---\nb: 2", [("PR108", "---")]),
    ("empty second document", "a: 1\n---\n", [("PR108", "---")]),
    ("directive after its end", "a: 1\n...\n%FOO x\n---\nb: 2", [("PR108", "%FOO")]),
    ("document after its end", "a: 1\n...\nb: 2", [("PR108", "b:")]),
    # keys
    ("duplicate key", "a: 1\nb: 2\na: 3", [("PR109", "a")]),
    ("duplicate in brackets", "{a: 1, a: 2}", [("PR109", "a")]),
    ("duplicate, quoted", "a: 1\n'a': 2", [("PR109", "a")]),
    ("duplicate, full-width", "a: 1\nａ: 2", [("PR109", "ａ")]),
    ("duplicate, composed", "\u00e9: 1\ne\u0301: 2", [("PR109", "e\u0301")]),
    ("three times", "a: 1\na: 2\na: 3", [("PR109", "a"), ("PR109", "a")]),
    ("list as key", "[a]: 1", [("PR110", "[a]")]),
    ("mapping as key", "{a: 1}: 1", [("PR110", "{a: 1}")]),
    ("explicit complex key", "? [a]\n: 1", [("PR110", "[a]")]),
    ("nested complex key", "? [a]: b", [("PR110", "[a]")]),
    ("no key", ": 1", [("PR111", ":")]),
    ("empty quoted key", "'': 1", [("PR111", "''")]),
    ("blank key", "' ': 1", [("PR111", " ")]),
    # limits
    ("deep flow list", "[" * 100_000, [("PR113", "")]),
    ("deep flow mapping", "{a: " * 50_000, [("PR113", "")]),
    ("deep block list", "- " * 20_000 + "x", [("PR113", "")]),
    ("deep block mapping", "".join(" " * i + "a:\n" for i in range(80)), [("PR113", "")]),
    ("many nodes", "[" + "1," * 200_001 + "]", [("PR114", "1")]),
    ("long text", "a: " + "x" * 65_537, [("PR115", "x" * 65_537)]),
    ("long key", "x" * 1_100 + ": 1", [("PR120", ":")]),
    # broken structure
    ("tab indentation", "a:\n\tb: 1", [("PR117", "\t")]),
    ("tab first", "\ta: 1", [("PR117", "\t")]),
    ("tab in a block text", "a: |\n x\n\ty", [("PR117", "\t")]),
    ("tab continues a value", "a: b\n\tc: 1", [("PR117", "\t")]),
    ("open single quote", "a: 'x\nb: 1", [("PR118", "'")]),
    ("open double quote", 'a: "x', [("PR118", '"')]),
    ("open bracket", "a: [1, 2\nb: 3", [("PR119", "[")]),
    ("open brace", "{a: 1", [("PR119", "{")]),
    ("nothing behind a bracket", "a: 1\nb: [\n", [("PR119", "[")]),
    ("nothing behind a brace", "a: {", [("PR119", "{")]),
    ("nothing behind a comma", "a: [1, [2], \n", [("PR119", "[")]),
    ("nothing behind a colon", "a: {b: ", [("PR119", "{")]),
    ("wrong closing bracket", "a: {b: c]", [("PR119", "{")]),
    ("missing comma", "a: {b: 1 c: 2}", [("PR119", "{")]),
    ("full-width comma", "a: {zh: 学，en: x}", [("PR125", "，")]),
    ("colon in a value", "a: b: c", [("PR120", ":")]),
    ("child of a finished value", "a: 1\n  b: 2", [("PR120", ":")]),
    ("percent first", "a: %x", [("PR121", "%")]),
    ("at first", "a: @x", [("PR121", "@")]),
    ("backtick first", "a: `x`", [("PR121", "`")]),
    ("greater than first", "a: >= 3", [("PR121", ">")]),
    ("bar first", "a: | x", [("PR121", "|")]),
    ("closing bracket first", "a: ]", [("PR121", "]")]),
    ("comma first", "a: , b", [("PR121", ",")]),
    ("star alone", "a: * b", [("PR121", "*")]),
    ("no colon", "a: 1\nb\nc: 2", [("PR122", "b")]),
    ("full-width colon", "subject：teacher\na: 1", [("PR122", "subject：teacher")]),
    ("full-width colon, last", "a: 1\nsubject：teacher", [("PR122", "subject：teacher")]),
    ("wide blank after colon", "a: 1\nb:\u3000c\n", [("PR122", "b:\u3000c")]),
    ("unknown escape", 'a: "\\q"', [("PR123", "\\q")]),
    ("escaped surrogate", 'a: "\\ud800"', [("PR123", "\\u")]),
    ("escape beyond Unicode", 'a: "\\U00110000"', [("PR123", "\\U")]),
    ("dash on the key's line", "a: - b", [("PR124", "-")]),
    ("list and mapping", "- a\nb: 1", [("PR104", "b")]),
    ("less indented", "a:\n    b: 1\n  c: 2", [("PR104", "c")]),
    ("non-BMP before a mistake", "😀𠀀: [1\n", [("PR119", "[")]),
]


def underlined(diagnostic: Diagnostic) -> str:
    where = diagnostic.where
    assert isinstance(where, Span)
    return where.source.text[where.start : where.end]


def read(text: str) -> tuple[Document | None, list[Diagnostic]]:
    document, diagnostics = read_document(text.encode(), "rules.yaml")
    return document, list(diagnostics)


@pytest.mark.parametrize("parser", ["c", "pure"])
@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in HOSTILE])
def test_hostile_text(text: str, expected: list[tuple[str, str]], parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "pure":
        monkeypatch.setattr(reader, "_Loader", reader.yaml.SafeLoader)
    _, diagnostics = read(text)
    assert [(d.code.id, underlined(d)) for d in diagnostics] == expected
    for d in diagnostics:
        for lang in ("zh", "en"):
            assert d.message(lang)
            assert d.reason(lang)
            assert d.help(lang)


def test_there_are_enough_hostile_texts() -> None:
    assert len(HOSTILE) >= 80


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: \xff\xfe", "PR102"),
        ("a: 网络研修".encode("gbk"), "PR102"),
        ("a: 1".encode("utf-16"), "PR102"),
        (b"a: \xed\xa0\x80", "PR102"),
        (b"a: \xc0\xaf", "PR102"),
        (b"a: \xf4\x90\x80\x80", "PR102"),
        (b"a: " + b"x" * 2_000_000, "PR101"),
    ],
)
def test_hostile_bytes(data: bytes, code: str) -> None:
    document, diagnostics = read_document(data, "rules.yaml")
    assert document is None
    assert [d.code.id for d in diagnostics] == [code]


def test_not_utf8_points_at_the_first_wrong_byte() -> None:
    _, (diagnostic,) = read_document("学: 1\nb: ".encode() + b"\xff\n", "rules.yaml")
    assert str(diagnostic.place) == "rules.yaml:2:4"
    assert diagnostic.values["bytes"] == "FF"


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_text() -> None:
    document, diagnostics = read("\ufeffa: 1")
    assert document is not None
    assert not diagnostics
    assert document.source.text == "a: 1"


def test_scalars_stay_text() -> None:
    document, diagnostics = read("a: NO\nb: 8:30\nc: 010\nd: 1e3\ne: ~\nf: 2019-12-30\ng:\nh: 1_000\ni: 0x1F")
    assert not diagnostics
    assert document is not None
    assert isinstance(document.root, Map)
    texts = [e.value.text for e in document.root.entries if isinstance(e.value, Scalar)]
    assert texts == ["NO", "8:30", "010", "1e3", "~", "2019-12-30", "", "1_000", "0x1F"]


def test_carriage_return_before_line_feed_is_a_line_end() -> None:
    document, diagnostics = read("a: 1\r\nb: 学 \r\nc:\r\n  - 𠀀\r\n")
    assert not diagnostics
    assert document is not None
    assert all_scalars(document.root) == {"a", "1", "b", "学", "c", "𠀀"}


def test_a_repeated_key_points_at_the_first() -> None:
    _, (diagnostic,) = read("a: 1\nb: 2\na: 3")
    (related,) = diagnostic.related
    assert isinstance(related.where, Span)
    assert str(related.where.place) == "rules.yaml:1:1"


def test_mistakes_within_the_tree_do_not_hide_each_other() -> None:
    document, diagnostics = read("a: &x 1\nb: {c: 1, c: 2}\n? [d]\n: 1\n<<: {}\ne: !t 2\nf: *x\ng: 1")
    assert [d.code.id for d in diagnostics] == ["PR105", "PR109", "PR110", "PR112", "PR106", "PR105"]
    assert document is not None
    assert isinstance(document.root, Map)
    assert [e.key.text for e in document.root.entries] == ["a", "b", "e", "f", "g"]
    found = document.root.find("f")
    assert found is not None
    assert isinstance(found.value, Broken)
    assert document.root.find("h") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a:\n    b: 1\n  c: 2\n", "这一行缩进 2 格，上一行缩进 4 格；同一层的键要左边对齐，下一层多缩进两格"),
        ('a: "学时" 不少于 20\n', "值以引号开头，到后一个引号就结束了，后面不能再有字"),
    ],
)
def test_an_unreadable_structure_says_why(text: str, reason: str) -> None:
    _, diagnostics = read_document(text.encode(), "a.yaml")
    assert [(d.code.id, d.reason("zh")) for d in diagnostics] == [("PR104", reason)]


def test_spans_of_collections_end_with_their_last_item() -> None:
    text = "a:\n  b: [1, 2]   # c\n\n  c: {d: 1}\n# end\ne: |\n  x\n  y\n\nf: 1\n"
    document, _ = read(text)
    assert document is not None
    assert isinstance(document.root, Map)
    shown = {e.key.text: text[e.value.span.start : e.value.span.end] for e in document.root.entries}
    assert shown == {"a": "b: [1, 2]   # c\n\n  c: {d: 1}", "e": "|\n  x\n  y", "f": "1"}


@pytest.mark.parametrize(
    ("text", "shown", "verbatim"),
    [
        ("a: 学时 b", "学时 b", True),
        ("a: 'x y'", "x y", True),
        ('a: "x y"', "x y", True),
        ("a: 'it''s'", "'it''s'", False),
        ('a: "\\x41"', '"\\x41"', False),
        ("a: ''", "''", False),
        ("a: x\n  y", "x\n  y", False),
        ("a: >\n  x\n  y\n", ">\n  x\n  y", False),
    ],
)
def test_a_verbatim_scalar_is_its_span(text: str, shown: str, verbatim: bool) -> None:
    document, _ = read(text)
    assert document is not None
    assert isinstance(document.root, Map)
    value = document.root.entries[0].value
    assert isinstance(value, Scalar)
    assert text[value.span.start : value.span.end] == shown
    assert value.verbatim is verbatim


def all_nodes(node: Node) -> list[Node]:
    found: list[Node] = []
    todo = [node]
    while todo:
        current = todo.pop()
        found.append(current)
        if isinstance(current, Map):
            todo += [part for e in current.entries for part in (e.key, e.value)]
        elif isinstance(current, Seq):
            todo += current.items
    return found


def all_scalars(node: Node) -> set[str]:
    return {n.text for n in all_nodes(node) if isinstance(n, Scalar)}


def check_places(data: bytes) -> None:
    document, diagnostics = read_document(data, "rules.yaml")
    assert document is not None or diagnostics
    for d in diagnostics:
        assert isinstance(d.where, Span)
        assert 0 <= d.where.start <= d.where.end <= len(d.where.source.text)
        assert d.place is not None
        assert all((d.message("zh"), d.reason("zh"), d.help("zh")))
        assert all((d.message("en"), d.reason("en"), d.help("en")))
    if document is None:
        return
    text = document.source.text
    for node in all_nodes(document.root):
        assert 0 <= node.span.start <= node.span.end <= len(text)
        if isinstance(node, Scalar) and node.verbatim:
            assert text[node.span.start : node.span.end] == node.text


YAML_PIECES = st.one_of(
    st.sampled_from(
        ["a", "学时", "𠀀", "😀", "1", "true", "format: 1\n", " ", "  ", "\n", "\n  ", "\r\n", "\t", "\u3000"]
    ),
    st.sampled_from(
        [": ", ":", "：", "- ", "-", "[", "]", "{", "}", ", ", ",", "'", '"', "#", " # c", "|", ">", "|\n  "]
    ),
    st.sampled_from(["&x ", "*x", "!t ", "%", "@", "`", "?", "? ", "<<", "---\n", "...\n", "\\", "\\n", "~"]),
    st.sampled_from(["\u200b", "\u0085", "\ufeff"]),
)


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
def test_any_bytes_give_a_document_or_diagnostics(data: bytes) -> None:
    check_places(data)


@given(st.lists(YAML_PIECES, max_size=30).map("".join))
@example("a: '\n---\n'")
def test_any_pieces_of_yaml_give_a_document_or_diagnostics(text: str) -> None:
    check_places(text.encode())


@given(st.lists(YAML_PIECES, max_size=25).map("".join))
def test_both_parsers_agree_on_what_is_accepted(text: str) -> None:
    fast, fast_problems = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_Loader", reader.yaml.SafeLoader)
        slow, slow_problems = read(text)
    if fast is not None and slow is not None and not fast_problems and not slow_problems:
        assert all_scalars(fast.root) == all_scalars(slow.root)


@given(st.lists(YAML_PIECES, max_size=25).map("".join), st.sampled_from(["", "a: x\n", "b: {c: x}\na:\n  b: x\n"]))
@example("a: [", "a: x\n")
def test_a_section_is_what_the_whole_document_has_of_it(text: str, before: str) -> None:
    section = read_section((before + text).encode(), "rules.yaml", "a")
    whole, _ = read(before + text)
    root = whole.root if whole is not None else None
    entry = root.find("a") if isinstance(root, Map) else None
    if whole is None:  # what is wrong may stand after the section
        return
    if entry is None:
        assert section is None
    else:
        assert section is not None
        assert isinstance(section.root, Map)
        found = section.root.find("a")
        assert found is not None
        assert [(type(n), n.span.start, n.span.end) for n in all_nodes(found.value)] == [
            (type(n), n.span.start, n.span.end) for n in all_nodes(entry.value)
        ]


def test_nothing_after_a_section_is_read() -> None:
    text = b"a: {b: 1}\nc: 1\n" + b"- broken\n" * 9
    section = read_section(text, "rules.yaml", "a")
    assert section is not None
    assert isinstance(section.root, Map)
    assert [entry.key.text for entry in section.root.entries] == ["a"]
    assert read_section(text, "rules.yaml", "d") is None
    assert read_section(b"\xff", "rules.yaml", "a") is None


def test_no_more_forbidden_characters_are_reported_than_help() -> None:
    _, diagnostics = read("a\u200b" * 500)
    assert len(diagnostics) == limits.MAX_REPORTED


def test_without_the_c_library_the_pure_parser_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.delattr("yaml.CSafeLoader")
        importlib.reload(reader)
        assert reader._Loader is reader.yaml.SafeLoader
        document, _ = reader.read_document("学时: 1".encode(), "a.yaml")
        assert document is not None
    importlib.reload(reader)
    assert reader._Loader is not reader.yaml.SafeLoader


def test_a_parser_that_runs_out_of_stack_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reader.yaml, "parse", deep)
    document, (diagnostic,) = read("a: 1")
    assert document is None
    assert diagnostic.code.id == "PR113"
