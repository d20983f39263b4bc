"""What solvers have used goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys


def give_back() -> None:
    """Drop solvers nobody needs, which hold each other in circles, and hand on what they held: glibc would keep a
    gigabyte after the proofs of a province."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own; other C libraries have none
        if trim is not None:
            trim(0)
