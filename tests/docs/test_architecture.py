"""The map of the house names every room, and no room that is not there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "policyrules"
MAPS = ["docs/architecture.md", "docs/recipes/add-an-engine.md"]
NAMED = re.compile(r"`([\w./*-]+(?:/|\.py|\.md|\.toml))`")
PLACEHOLDERS = ("NAME", "<")


def named(page: str) -> list[str]:
    """What a page names as a file or folder."""
    text = (ROOT / page).read_text("utf-8")
    return [name for name in NAMED.findall(text) if not any(sign in name for sign in PLACEHOLDERS)]


def there(name: str) -> bool:
    """Whether there is such a place: below the checkout, the package, or a floor that the line speaks of."""
    return any(any(base.glob(name.rstrip("/"))) for base in (ROOT, PACKAGE, *PACKAGE.glob("engines/*")))


def test_every_place_the_maps_name_is_there() -> None:
    places = {page: named(page) for page in MAPS}
    assert all(len(found) > 5 for found in places.values())
    assert [(page, name) for page, found in places.items() for name in found if not there(name)] == []


def test_every_floor_has_its_row() -> None:
    rows = set(re.findall(r"^\| \d+ \| `(\w+)/` \|", (ROOT / MAPS[0]).read_text("utf-8"), re.MULTILINE))
    assert rows == {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()}


def test_the_map_of_a_folder_names_only_files_that_are_there() -> None:
    """`__init__` docstrings give a reading order: each file in it stands beside it, or below it."""
    missing = []
    for init in sorted(PACKAGE.rglob("__init__.py")):
        text = init.read_text("utf-8")
        names = re.findall(r"(?<![\w./])([\w/]+\.py)\b", text.split('"""')[1] if '"""' in text else "")
        missing += [(init.parent.relative_to(ROOT).as_posix(), n) for n in names if not (init.parent / n).exists()]
    assert missing == []
