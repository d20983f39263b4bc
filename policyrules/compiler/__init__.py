"""The compiler: folders of YAML to a typed, merged, checked ruleset.

In:  a name or folder (`load_ruleset`), documents in memory (`compile_documents`), cases (`load_cases`).
Out: a `Ruleset`, or None, and every diagnostic in one run.
True here: a user's mistake never raises; one mistake gives one message; the same files give the same ruleset, digest
and messages whatever the order of the directory or the hash seed; nothing outside the folders is read.

Reading order: discovery.py (which files), pipeline.py (the passes, one line each), passes/ (each of them),
constant.py and reach.py (dates written in rules, names rules lean on), tables/ (are decision tables total?), lints/
(what is doubtful in the documents), digest.py and codec.py (content to a hash, trees to JSON), cache.py, load.py (the
entrances), cases/ (facts and expected verdicts), matrix.py (what came of every clause), formatting.py (expressions in
the other language, in place), hints.py (what to write instead).
"""

from policyrules.compiler.discovery import bundled_rulesets, find_ruleset
from policyrules.compiler.load import compile_documents, load_ruleset

__all__ = ["bundled_rulesets", "compile_documents", "find_ruleset", "load_ruleset"]
