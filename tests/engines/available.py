"""The engines as test parameters; one that is not installed here is skipped, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from policyrules.engines import ENGINES
from policyrules.engines.durable import why_not

NO_DURABLE = pytest.mark.skipif(
    why_not() is not None, reason='durable-rules IS NOT INSTALLED: pip install "policyrules[durable]" (a C compiler)'
)


def available() -> list[Any]:
    """All engines, in order."""
    return [pytest.param(name, marks=NO_DURABLE if name == "durable" else ()) for name in sorted(ENGINES)]
