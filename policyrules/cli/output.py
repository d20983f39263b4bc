"""Where output goes: streams, files, colour, progress."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from policyrules.diagnostics.core import Diagnostic, Lang
from policyrules.diagnostics.render import render
from policyrules.report.files import write_whole
from policyrules.report.layout import Line

Progress = Callable[[int, int], None]


def prepare_streams() -> None:
    """UTF-8 whatever the locale says, and line feeds as they are."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def silence(stream: IO[str]) -> None:
    """Let what is still buffered go nowhere, so that closing the stream at exit does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, io.UnsupportedOperation):
        return


def complain(diagnostics: Iterable[Diagnostic], lang: Lang) -> None:
    """Write diagnostics to standard error."""
    sys.stderr.write(render(diagnostics, lang, color=_is_terminal(sys.stderr)))


def write_pieces(pieces: Iterable[str | bytes], path: str | None) -> None:
    """Write to the file `path`, whole or not at all, or (text only) to standard output."""
    if path is None:
        sys.stdout.writelines(piece for piece in pieces if isinstance(piece, str))
        return
    write_whole(Path(path), pieces)


def write_lines(lines: Iterable[Line], path: str | None = None) -> None:
    """Write lines, in colour where a person is watching."""
    if path is None and _is_terminal(sys.stdout):
        _write_in_colour(lines)
    else:
        write_pieces((line.text + "\n" for line in lines), path)


def _write_in_colour(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text(line.text, style=line.style.value))


@contextmanager
def progress_bar(title: str) -> Iterator[Progress | None]:
    """A bar on standard error while work goes on, where a person is watching; else nothing."""
    if not _is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _is_terminal(stream: IO[str]) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
