"""Pages of docs/diagnostics: how they are read, run and compared."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from policyrules.diagnostics.core import Lang
from tests.strategies.books import from_text

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"
BASE = PAGES / "_base"
PAGE_NAME = re.compile(r"PR\d{3}\.md")
HEADING = re.compile(r"\A# (PR\d{3}): (\S.*)\n")
_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ESCAPE = re.compile(r"\\x([0-9A-F]{2})|\\u\{([0-9A-F]+)\}|⟦(.*?)⟧×(\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what it holds (`yaml`, `csv`, `sh`, `python`, `text`), its words (`hours.yaml`), its text."""

    kind: str
    words: tuple[str, ...]
    text: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(m[1], tuple(m[2].split()), m[3]) for m in _FENCE.finditer(page)]


def inputs(page: str) -> list[Block]:
    """The blocks an example consists of."""
    return [block for block in blocks(page) if block.kind != "text"]


def expected(page: str) -> dict[str, str]:
    """The text blocks by language."""
    return {block.words[0]: block.text for block in blocks(page) if block.kind == "text"}


def with_expected(page: str, texts: dict[Lang, str]) -> str:
    """The page with its text blocks set to `texts`."""
    kept = re.sub(r"\n*^```text (?:zh|en)\n.*?^```$\n*", "\n", page, flags=re.MULTILINE | re.DOTALL).rstrip("\n")
    return kept + "".join(f"\n\n```text {lang}\n{text}```" for lang, text in texts.items()) + "\n"


def lay_out(page: str, folder: Path) -> Path:
    """Copy the base ruleset to `folder`/base, lay the page's files over it, and return what is to be loaded.

    A page that brings a `lower/ruleset.yaml` speaks of that lower layer. A block marked `escaped` may hold `\\xFF`
    (a byte), `\\u{200B}` (a character) and `⟦text⟧×9` (a repetition). A table that is no CSV takes
    the place of the one that is.
    """
    base = folder / "base"
    shutil.copytree(BASE, base)
    shown = base
    for block in inputs(page):
        if block.kind not in ("yaml", "csv", "json", "xlsx"):
            continue
        path = base / ("facts" if block.kind != "yaml" else "") / block.words[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix not in (".csv", ".json", ".yaml"):
            path.with_suffix(".csv").unlink(missing_ok=True)
        path.write_bytes(content(block))
        if path.name == "ruleset.yaml" and path.parent != base:
            shown = path.parent
    return shown


def content(block: Block) -> bytes:
    """The bytes of a block's file; a workbook is made from the lines of `tests.strategies.books.from_text`."""
    if block.kind == "xlsx":
        return from_text(block.text)
    return unescape(block.text) if "escaped" in block.words else block.text.encode()


def unescape(text: str) -> bytes:
    """The bytes an `escaped` block stands for."""
    out = bytearray()
    end = 0
    for match in _ESCAPE.finditer(text):
        byte, character, repeated, times = match.groups()
        out += text[end : match.start()].encode()
        if byte:
            out.append(int(byte, 16))
        elif character:
            out += chr(int(character, 16)).encode()
        else:
            out += repeated.encode() * int(times)
        end = match.end()
    return bytes(out + text[end:].encode())


def absent(page: str) -> list[str]:
    """The packages a `sh without NAME` block takes to be not installed."""
    return [
        word for block in inputs(page) if block.kind == "sh" and "without" in block.words for word in block.words[1:]
    ]


def environment(page: str) -> list[tuple[str, str]]:
    """The variables a `sh with NAME=value` block runs under."""
    words = [word for block in inputs(page) if block.kind == "sh" and "with" in block.words for word in block.words[1:]]
    return [(name, value) for name, _, value in (word.partition("=") for word in words)]


def command_of(page: str) -> list[str] | None:
    """The command line of a `sh` block, without `policyrules`, or None."""
    lines = [block.text.strip() for block in inputs(page) if block.kind == "sh"]
    return shlex.split(lines[0])[1:] if lines else None


def python_of(page: str) -> Block | None:
    """The `python` block, or None."""
    return next((block for block in inputs(page) if block.kind == "python"), None)
