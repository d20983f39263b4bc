"""Every command and example in the docs is run, and what it prints is what the page shows.

A block ```` ```yaml anning/hours.yaml ```` (or `csv`, `json`) is a file of that name, there for the page's commands. A
block ```` ```console ```` holds commands after `$ ` and, below each, what it prints; a last line `…` says that more
follows. A block ```` ```python ```` holds `>>>` examples; those of one page share their names. `pytest --update` writes
what came out, as many lines as the page showed.
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(p for p in (ROOT / "docs").rglob("*.md") if "diagnostics" not in p.parts)])
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```(?:yaml|csv|json) (\S+/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MORE = "…"
COMMAND = "import sys; from policyrules.cli import main; sys.exit(main())"


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def run(command: str) -> str:
    """What a `policyrules` command prints."""
    words = shlex.split(command)
    assert words[0] == "policyrules", f"a page may only show policyrules commands, not {command!r}"
    result = subprocess.run([sys.executable, "-c", COMMAND, *words[1:]], capture_output=True, text=True, check=False)
    assert result.returncode in (0, 1), f"{command}: exit {result.returncode}\n{result.stderr}"
    return result.stdout


def shortened(output: str, shown: str) -> str:
    """`output` cut to as many lines as the page shows, where the page says that more follows."""
    lines, want = output.rstrip("\n").splitlines(), shown.rstrip("\n").splitlines()
    if want and want[-1].strip() == MORE and len(lines) > len(want) - 1:
        lines = [*lines[: len(want) - 1], MORE]
    return "\n".join(line.rstrip() for line in lines)


def rerun(block: str) -> str:
    """The block with what its commands print now."""
    steps = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert not steps[0].strip(), "a console block starts with a command"
    parts = []
    for command, shown in zip(steps[1::2], steps[2::2], strict=True):
        printed = shortened(run(command), shown)
        parts.append(f"$ {command}\n{printed}" + ("\n" if printed else ""))
    return "\n".join(parts) if len(parts) > 1 else parts[0]


@pytest.mark.parametrize("page", [p for p in PAGES if CONSOLE.search(p.read_text("utf-8"))], ids=name)
def test_commands_print_what_the_page_shows(
    page: Path, update: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("examples", "rulesets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICYRULES_LANG", raising=False)
    text = page.read_text("utf-8")
    for file in FILE.finditer(text):
        target = tmp_path / file[1]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file[2], "utf-8")
    now = CONSOLE.sub(lambda block: rerun(block[0]), text)
    if update:
        page.write_text(now, "utf-8")
    assert now == page.read_text("utf-8")


class Recorder(doctest.DocTestRunner):
    """Runs examples and keeps what each printed, by the line it starts on."""

    def __init__(self) -> None:
        super().__init__(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        self.printed: dict[int, str] = {}

    def report_success(self, out: object, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.printed[example.lineno] = got

    def report_failure(self, out: object, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.printed[example.lineno] = got
        super().report_failure(out, test, example, got)  # type: ignore[arg-type]

    def report_unexpected_exception(
        self, out: object, test: doctest.DocTest, example: doctest.Example, exc_info: object
    ) -> None:
        raise AssertionError(f"{test.name}: {example.source}") from exc_info[1]  # type: ignore[index]


def with_printed(examples: list[doctest.Example], printed: dict[int, str]) -> str:
    """The examples as a page writes them, each followed by what it printed."""
    parts = []
    for example in examples:
        first, *rest = example.source.rstrip("\n").split("\n")
        parts += [f">>> {first}", *(f"... {line}".rstrip() for line in rest)]
        parts += printed[example.lineno].rstrip("\n").split("\n") if printed[example.lineno] else []
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("page", [p for p in PAGES if ">>>" in p.read_text("utf-8")], ids=name)
def test_python_examples_hold(page: Path, update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    failures: list[str] = []

    def run_block(block: re.Match[str]) -> str:
        test = doctest.DocTestParser().get_doctest(block[0], names, name(page), name(page), 0)
        assert test.examples, "a python block on a page is a `>>>` example"
        test.globs = names
        runner = Recorder()
        runner.run(test, out=failures.append, clear_globs=False)
        return with_printed(test.examples, runner.printed)

    now = PYTHON.sub(run_block, page.read_text("utf-8"))
    if update:
        page.write_text(now, "utf-8")
    else:
        assert not failures, "".join(failures)
