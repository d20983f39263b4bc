"""The digest of a ruleset: one number for what it says, wherever and in whatever order it was written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from policyrules.compiler.codec import encode
from policyrules.model.ruleset import Ruleset


def ruleset_digest(ruleset: Ruleset) -> str:
    """SHA-256, in hexadecimal, of everything the ruleset says.

    Places are left out and mappings are sorted, so comments, layout, the language of the expressions, the order of
    keys and the split into files do not count. What stands in a list counts in its order.
    """
    content = encode(replace(ruleset, digest=""), Ruleset, canonical=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
