"""Where output goes: streams, files, colour, progress."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from policyrules.diagnostics.catalogue.usage import UNWRITABLE
from policyrules.diagnostics.core import Diagnostic, Lang
from policyrules.diagnostics.render import render
from policyrules.diagnostics.system import why_unwritten
from policyrules.model.errors import UsageError
from policyrules.report.files import write_whole
from policyrules.report.layout import Line

Progress = Callable[[int, int], None]
_STDOUT = "stdout"


def prepare_streams() -> None:
    """UTF-8 whatever the locale says, and line feeds as they are. A stream that was closed swallows what it is told."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _nowhere() -> IO[str]:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def silence(stream: IO[str]) -> None:
    """Let what is still buffered go nowhere, so that closing the stream at exit does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, io.UnsupportedOperation):
        return


def complain(diagnostics: Iterable[Diagnostic], lang: Lang) -> None:
    """Write diagnostics to standard error."""
    tell(render(diagnostics, lang, color=_is_terminal(sys.stderr)))


def tell(text: str) -> None:
    """Write to standard error; where nothing can be written nobody can be told."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def write_pieces(pieces: Iterable[str | bytes], path: str | None) -> None:
    """Write to the file `path`, whole or not at all, or (text only) to standard output."""
    if path is None:
        with written():
            sys.stdout.writelines(piece for piece in pieces if isinstance(piece, str))
        return
    write_whole(Path(path), pieces)


@contextmanager
def written() -> Iterator[None]:
    """Around what is written to standard output: a disk that is full is not a defect of ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        raise UsageError((unwritable(error),)) from None


def unwritable(error: OSError) -> Diagnostic:
    """Why nothing can be written to standard output."""
    return UNWRITABLE.at(None, path=_STDOUT, reason=why_unwritten(error))


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
    with written():
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
