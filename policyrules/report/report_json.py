"""A report as JSON, or as JSON lines: a head, then one finding at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyrules.diagnostics.jsonform import to_json
from policyrules.model.words import Verdict
from policyrules.report.finding_json import FindingWriter
from policyrules.report.report import Report
from policyrules.report.summary import Counts
from policyrules.report.values import dumps, ref_json, text_json


def json_pieces(report: Report) -> Iterator[str]:
    """One JSON object, in pieces: head and findings, a finding a line."""
    yield dumps(head_json(report))[:-1] + ', "findings": ['
    before, write = "\n", FindingWriter().write
    for finding in report.findings:
        yield before + write(finding)
        before = ",\n"
    yield "\n]}\n"


def json_line_pieces(report: Report) -> Iterator[str]:
    """The head on the first line, then each finding on a line of its own."""
    yield dumps(head_json(report)) + "\n"
    write = FindingWriter().write
    for finding in report.findings:
        yield write(finding) + "\n"


def head_json(report: Report) -> dict[str, Any]:
    """Everything but the findings."""
    ruleset = report.ruleset
    return {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "as_of": report.as_of.isoformat(),
        "summary": summary_json(report),
    }


def summary_json(report: Report) -> dict[str, Any]:
    """The counts, and what was read."""
    summary, rules = report.summary, report.ruleset.rules
    return {
        **_counts(summary.total),
        "rules": [
            {
                "rule": id,
                "label": text_json(rules[id].label),
                "kind": rules[id].kind.value,
                "force": rules[id].force.value,
                "subject": rules[id].subject,
                **_counts(counts),
            }
            for id, counts in summary.rules.items()
        ],
        "subjects": [{"type": entity, **_counts(counts)} for entity, counts in summary.subjects.items()],
        "groups": [{"group": ref_json(ref), **_counts(counts)} for ref, counts in summary.groups.items()],
        "facts": {
            "tables": [
                {"entity": t.entity, "source": t.origin, "rows": t.rows, "usable": t.usable, "ignored": list(t.ignored)}
                for t in report.tables
            ],
            "diagnostics": to_json(report.diagnostics),
        },
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "judgements": counts.verdicts.total(),
        "violations": counts.violations,
        "affected": counts.affected,
        "verdicts": {verdict.value: counts.verdicts[verdict] for verdict in Verdict},
    }
