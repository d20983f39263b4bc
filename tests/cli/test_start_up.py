"""A command loads what it needs and nothing else: what is imported, which is the same on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from policyrules.cli.helping import said
from policyrules.cli.main import COMMANDS, cli
from policyrules.cli.usage import Deferred
from policyrules.diagnostics.core import LANGS

OPTIONAL = {"z3", "polars", "narwhals", "hypothesis", "matplotlib", "openpyxl", "xlsxwriter", "pandas", "pyarrow"}
TERMINAL = {"click", "rich"}
READING = {"yaml", "pydantic", "csv"}
FLOORS = {f"policyrules.{floor}" for floor in ("api.judging", "engines", "intake", "prover", "semantics", "testing")}
HEAVY = OPTIONAL | TERMINAL | READING | FLOORS

SHOW = "\nimport sys\nprint('', *sys.modules, file=sys.stderr)"
COMMAND = "import sys; from policyrules.cli import main; code = main(sys.argv[1:])" + SHOW


def imported(code: str, *arguments: str, cache: Path | str = "off") -> set[str]:
    """The modules a fresh interpreter holds after it ran `code`."""
    environment = {**os.environ, "POLICYRULES_CACHE": str(cache)}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)
    return set(done.stderr.split())


def test_the_package_by_itself() -> None:
    assert imported("import policyrules" + SHOW) & HEAVY == set()


def test_help_and_version() -> None:
    for option in ("--help", "--version"):
        assert imported(COMMAND, option) & HEAVY == {"click"}


def test_list_reads_compiled_rulesets_and_nothing_else(tmp_path: Path) -> None:
    imported(COMMAND, "list", cache=tmp_path)
    assert imported(COMMAND, "list", cache=tmp_path) & HEAVY <= {"click", "yaml"}


def test_evaluating_loads_no_optional_library() -> None:
    code = "import policyrules as pr; pr.evaluate(pr.load('national'), {'teacher': []})" + SHOW
    assert imported(code) & (OPTIONAL | TERMINAL) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_where_it_is_said_to(name: str) -> None:
    deferred = cli.commands[name]
    assert isinstance(deferred, Deferred)
    command = deferred.load()
    assert (command.name, command.help) == (name, COMMANDS[name][1])


def test_what_every_command_is_for_is_shown_whole() -> None:
    for lang in LANGS:
        shown = cli.get_help(click.Context(cli, info_name="policyrules", obj=lang))
        for name, (_, purpose) in COMMANDS.items():
            assert f"  {name} " in shown
            assert said(purpose, lang) in shown


def test_as_a_module() -> None:
    command = [sys.executable, "-m", "policyrules"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("policyrules 0.")
    assert subprocess.run([*command, "nothing"], capture_output=True, check=False).returncode == 2
