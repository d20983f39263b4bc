"""Cases: facts and the verdicts they must get, written beside the rules.

In:  the files under `cases/` of a ruleset's folder, the compiled ruleset.
Out: `Case` values: one check each, with its facts typed and complete; diagnostics; which rules show which verdicts.
True here: a case never changes a rule; a fact that cannot be read spoils its own case only.

Reading order: case.py (what a case is), ranges.py (`S001..S100`), facts.py (cells to facts), load.py (files to
cases), coverage.py (do they come out, and what do they show?).
"""

from policyrules.compiler.cases.case import Case, CaseSet
from policyrules.compiler.cases.coverage import Coverage, case_coverage, check_cases, check_coverage
from policyrules.compiler.cases.load import load_cases, misshapen_cases, own_texts

__all__ = [
    "Case",
    "CaseSet",
    "Coverage",
    "case_coverage",
    "check_cases",
    "check_coverage",
    "load_cases",
    "misshapen_cases",
    "own_texts",
]
