"""Every code, a module per topic. `all_codes()` gathers them; nothing is registered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from policyrules.diagnostics.core import Code


@cache
def all_codes() -> Mapping[str, Code]:
    """All codes by id, in order.

    >>> all_codes()["PR109"].severity.value
    'error'
    """
    found: dict[str, Code] = {}
    for module in iter_modules(__path__):
        for value in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, Code) and found.setdefault(value.id, value) is not value:
                raise ValueError(f"two codes are called {value.id}")
    return MappingProxyType(dict(sorted(found.items())))
