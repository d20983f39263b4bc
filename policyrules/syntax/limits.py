"""How much a file may hold, and which characters it may not."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_TEXT = 65_536
MAX_REPORTED = 50
MAX_PROBLEMS = 1_000


@dataclass(slots=True)
class Room:
    """How many nodes may be read, and how many have been: what is read together counts together."""

    most: int = MAX_NODES
    nodes: int = 0


# Invisible or order-changing characters, and those that some readers take for a line end. One match is one
# character or a run of the same one.
_FORBIDDEN_SET = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls, among them NEL
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\uffa0"  # zero width, line and paragraph separators, bidi
    r"\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"  # variation selectors, BOM, interlinear marks, non-characters
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical controls, tags
)
FORBIDDEN = re.compile(rf"([{_FORBIDDEN_SET}])\1*|\r(?!\n)")
