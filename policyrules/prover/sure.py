"""What is there by construction."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def sure(value: T | None, why: str) -> T:
    """The value, which is there; `why` says what was overlooked if it is not."""
    if value is None:
        raise LookupError(why)
    return value
