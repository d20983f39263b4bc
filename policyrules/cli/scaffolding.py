"""new province: a folder to start from."""

from __future__ import annotations

from pathlib import Path

import click

from policyrules.cli.options import lang_option
from policyrules.cli.output import write_pieces
from policyrules.cli.usage import Command, Group
from policyrules.diagnostics.core import Lang
from policyrules.diagnostics.width import inert
from policyrules.scaffold import new_province


@click.group(cls=Group)
def new() -> None:
    """Group what can be made."""


@new.command(cls=Command, help="新建一个省的规则集文件夹 · make the folder of a new province's ruleset")
@click.argument("name", metavar="NAME")
@click.option("--dir", "parent", metavar="DIR", default=".", help="放在哪个文件夹下，默认当前 · where to put it (here)")
@lang_option
def province(name: str, parent: str, lang: Lang) -> int:
    """Write the folder and say what to do next."""
    written = new_province(name, Path(parent))
    folder = Path(parent) / name
    if lang == "zh":
        head, next_step = f"已写入 {len(written)} 个文件：", f"下一步：policyrules check {Path(parent) / name}"
    else:
        head, next_step = f"{len(written)} files written:", f"next: policyrules check {Path(parent) / name}"
    names = [f"  {inert(str(path))}\n" for path in written]
    shown = inert(next_step) if folder.parts[:1] != (name,) else inert(next_step.replace(f" {name}", f" ./{name}"))
    write_pieces([head, "\n", *names, shown, "\n"], None)
    return 0
