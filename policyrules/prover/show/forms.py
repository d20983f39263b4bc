"""JSON forms of answers, described in docs/prover.md. Decimals are strings, as everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.words import Text
from policyrules.prover.answer import REASONS, Answer, Result, Witness
from policyrules.syntax.values import write_number

Json = Any


def plain(value: object) -> Json:
    """A value as JSON: numbers and dates as text, truth values as they are."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Fraction):
        return write_number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def both(text: Text) -> Json:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def facts_json(facts: Facts) -> Json:
    """Facts, by entity and id."""
    return {
        entity: {id: {name: plain(value) for name, value in record.items()} for id, record in table.items()}
        for entity, table in facts.tables.items()
    }


def judgement_json(judgement: Judgement) -> Json:
    """A judgement."""
    subject = {"type": judgement.subject.type, "id": judgement.subject.id}
    return {
        "rule": judgement.rule,
        "subject": subject,
        "verdict": judgement.verdict.value,
        "points": plain(judgement.points),
    }


def witness_json(witness: Witness) -> Json:
    """A witness."""
    return {
        "ruleset": witness.ruleset,
        "subject": {"type": witness.subject.type, "id": witness.subject.id},
        "as_of": witness.day.isoformat(),
        "facts": facts_json(witness.facts),
        "judgements": [judgement_json(j) for j in witness.judgements],
    }


def answer_json(answer: Answer) -> Json:
    """An answer."""
    return {
        "property": answer.property,
        "about": list(answer.about),
        "part": answer.part or None,
        "result": answer.result.value,
        "says": both(answer.says),
        "reason": {"code": answer.reason, **both(REASONS[answer.reason])} if answer.reason else None,
        "checked": None if answer.check is None else {"by": answer.check.by.value, "cases": answer.check.cases},
        "members": answer.members,
        "permitted": list(answer.permitted),
        "count": answer.count,
        "witnesses": [witness_json(w) for w in answer.witnesses],
    }


def proofs_json(answers: Iterable[Answer], id: str, version: str, digest: str) -> Json:
    """All answers on a ruleset."""
    found = list(answers)
    return {
        "ruleset": {"id": id, "version": version, "digest": digest},
        "summary": {result.value: sum(a.count for a in found if a.result is result) for result in Result},
        "answers": [answer_json(a) for a in found],
    }
