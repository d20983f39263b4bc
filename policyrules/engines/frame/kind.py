"""What a kind of frame can do for a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyrules.engines.frame.relation import Relation

Spelled = Callable[[Mapping[str, Any]], list[Any]]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Kind:
    """A kind of frame. `lazy`: the same, computed on demand; `spelled`: relations as such lazy frames, once there are
    tables to lay them over; `back`: results as frames of the kind that was given; `written`: lazy frames into parquet
    files, without holding them; `rows`: all rows of each of some lazy frames; `in_polars`: whether Polars computes,
    here, over rows that have an order."""

    name: str
    lazy: Callable[[Any], Any]
    spelled: Callable[[Sequence[Relation]], Spelled]
    back: Callable[[Sequence[Any]], Sequence[Any]]
    written: Callable[[Sequence[Any], Sequence[Path]], object]
    rows: Callable[[Sequence[Any]], list[Rows]]
    in_polars: bool = False
