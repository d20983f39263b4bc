"""The checker of expressions: an untyped tree in, a typed and canonical expression out.

In:  a `Tree` from the parser, a `Scope` (which names there are here), the type that is wanted.
Out: `model.expr` nodes, and diagnostics that say which type was expected and why.
True here: a name means one thing or is refused; both languages give the same nodes; conjunctions in conjunctions are
flat; a minus before a number belongs to the number; `not in` and `is unknown` are `Not` of their opposites. What the
parser or an earlier pass already reported is not reported again.

Reading order: scope.py (what names can mean here), wanted.py (expected types and the reason for them), words.py
(types in words), operators.py (one row per operator), openness.py (what takes its type from its neighbours),
context.py (where mistakes go, and what the parts ask of the whole), naming.py (names, paths, collections) with
pieces.py (words written together), numbers.py (literals), comparing.py, arithmetic.py, check.py (everything else),
entry.py (the two entrances).
"""

from policyrules.compiler.typing.entry import check_collection, check_expression
from policyrules.compiler.typing.scope import Scope

__all__ = ["Scope", "check_collection", "check_expression"]
