"""Engines by name: all are there, none is imported before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from policyrules.engines import ENGINES, direct, reference


def test_engines_stand_where_their_names_say() -> None:
    assert list(ENGINES) == ["direct", "durable", "frame", "reference"]
    assert len(ENGINES) == 4
    assert ENGINES["direct"] is direct.judge_all
    assert ENGINES["reference"] is reference.judge_all
    assert all(callable(engine) for engine in ENGINES.values())


def test_an_engine_nobody_wrote_is_not_there() -> None:
    assert "protocol" not in ENGINES
    with pytest.raises(KeyError, match="protocol"):
        ENGINES["protocol"]


def test_only_the_engine_asked_for_is_imported() -> None:
    asked = "import sys; from policyrules.engines import ENGINES; ENGINES['direct']"
    told = "print(*sorted({n.split('.')[2] for n in sys.modules if n.startswith('policyrules.engines.')}))"
    found = subprocess.run([sys.executable, "-c", f"{asked}; {told}"], capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) & set(ENGINES) == {"direct"}
