"""The ruleset of the diagnostic pages in a folder of its own name, for tests that need a small one on disk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory()
atexit.register(_FOLDER.cleanup)
_PAGES = Path(__file__).parents[1] / "docs" / "diagnostics"
BASE = Path(shutil.copytree(_PAGES / "_base", Path(_FOLDER.name) / "base"))
