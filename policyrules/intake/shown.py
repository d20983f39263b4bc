"""How a value from outside looks in a message: short, and never walked into."""

from __future__ import annotations

LIMIT = 60


def shown(value: object) -> str:
    """`value` in at most 60 characters. What a list or mapping holds is not shown: it may be deep or endless."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, list | tuple | set | frozenset):
        text = "[…]"
    elif isinstance(value, int) and value.bit_length() > 200:
        text = "…"
    else:
        text = str(value)
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"
