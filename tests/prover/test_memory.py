"""What solvers used is handed back."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest

from policyrules import api as pr
from policyrules.prover import memory
from policyrules.prover.bench import Bench


def test_no_solver_outlives_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[Bench]] = []
    begin = Bench.__init__

    def noted(self: Bench, *given: object, **named: object) -> None:
        begin(self, *given, **named)
        made.append(weakref.ref(self))

    monkeypatch.setattr(Bench, "__init__", noted)
    gc.disable()
    try:
        assert pr.prove(pr.load("national"), ["satisfiable"])
        assert made
        assert not any(one() for one in made)
    finally:
        gc.enable()


def test_where_the_c_library_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: pytest.fail("not asked"))
    memory.give_back()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    memory.give_back()
