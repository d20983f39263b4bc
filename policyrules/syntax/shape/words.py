"""Closed word lists that only the file format knows; the others are the model's."""

from __future__ import annotations

from enum import StrEnum


class Comparison(StrEnum):
    """How a target's measure stands to its bound."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class InspectionMode(StrEnum):
    """Every inspected record, or a share of them."""

    CENSUS = "census"
    SAMPLE = "sample"


class FieldType(StrEnum):
    """Types a field names under `type`; numbers, words and references have keys of their own."""

    BOOL = "bool"
    DATE = "date"
    TEXT = "text"


class ParameterType(StrEnum):
    """Types a parameter names under `type`."""

    BOOL = "bool"
    DATE = "date"
    PERIOD = "period"
    TEXT = "text"
