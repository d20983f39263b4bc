"""What a programmer would write for the rules of bench_engine.py: every comparison spelled out, nothing looped."""

from __future__ import annotations

from typing import Any

UNMET, UNDETERMINED, PENDING, MET, NOT_APPLICABLE = range(5)


def twelve(record: dict[str, Any]) -> tuple[int, ...]:
    """12 rules."""
    get = record.get
    in_post, kind = get("in_post"), get("kind")
    if in_post is False or kind == "middle":
        return (NOT_APPLICABLE,) * 12
    if in_post is None or kind is None:
        return (UNDETERMINED,) * 12
    h0 = get("hours_0")
    h1 = get("hours_1")
    h2 = get("hours_2")
    h3 = get("hours_3")
    h4 = get("hours_4")
    h5 = get("hours_5")
    h6 = get("hours_6")
    h7 = get("hours_7")
    h8 = get("hours_8")
    h9 = get("hours_9")
    h10 = get("hours_10")
    h11 = get("hours_11")
    return (
        UNDETERMINED if h0 is None else MET if h0 >= 10 else UNMET,
        UNDETERMINED if h1 is None else MET if h1 >= 11 else UNMET,
        UNDETERMINED if h2 is None else MET if h2 >= 12 else UNMET,
        UNDETERMINED if h3 is None else MET if h3 >= 13 else UNMET,
        UNDETERMINED if h4 is None else MET if h4 >= 14 else UNMET,
        UNDETERMINED if h5 is None else MET if h5 >= 15 else UNMET,
        UNDETERMINED if h6 is None else MET if h6 >= 16 else UNMET,
        UNDETERMINED if h7 is None else MET if h7 >= 17 else UNMET,
        UNDETERMINED if h8 is None else MET if h8 >= 18 else UNMET,
        UNDETERMINED if h9 is None else MET if h9 >= 19 else UNMET,
        UNDETERMINED if h10 is None else MET if h10 >= 20 else UNMET,
        UNDETERMINED if h11 is None else MET if h11 >= 21 else UNMET,
    )


def sixty(record: dict[str, Any]) -> tuple[int, ...]:
    """60 rules."""
    get = record.get
    in_post, kind = get("in_post"), get("kind")
    if in_post is False or kind == "middle":
        return (NOT_APPLICABLE,) * 60
    if in_post is None or kind is None:
        return (UNDETERMINED,) * 60
    h0 = get("hours_0")
    h1 = get("hours_1")
    h2 = get("hours_2")
    h3 = get("hours_3")
    h4 = get("hours_4")
    h5 = get("hours_5")
    h6 = get("hours_6")
    h7 = get("hours_7")
    h8 = get("hours_8")
    h9 = get("hours_9")
    h10 = get("hours_10")
    h11 = get("hours_11")
    h12 = get("hours_12")
    h13 = get("hours_13")
    h14 = get("hours_14")
    h15 = get("hours_15")
    h16 = get("hours_16")
    h17 = get("hours_17")
    h18 = get("hours_18")
    h19 = get("hours_19")
    h20 = get("hours_20")
    h21 = get("hours_21")
    h22 = get("hours_22")
    h23 = get("hours_23")
    h24 = get("hours_24")
    return (
        UNDETERMINED if h0 is None else MET if h0 >= 10 else UNMET,
        UNDETERMINED if h1 is None else MET if h1 >= 11 else UNMET,
        UNDETERMINED if h2 is None else MET if h2 >= 12 else UNMET,
        UNDETERMINED if h3 is None else MET if h3 >= 13 else UNMET,
        UNDETERMINED if h4 is None else MET if h4 >= 14 else UNMET,
        UNDETERMINED if h5 is None else MET if h5 >= 15 else UNMET,
        UNDETERMINED if h6 is None else MET if h6 >= 16 else UNMET,
        UNDETERMINED if h7 is None else MET if h7 >= 17 else UNMET,
        UNDETERMINED if h8 is None else MET if h8 >= 18 else UNMET,
        UNDETERMINED if h9 is None else MET if h9 >= 19 else UNMET,
        UNDETERMINED if h10 is None else MET if h10 >= 20 else UNMET,
        UNDETERMINED if h11 is None else MET if h11 >= 21 else UNMET,
        UNDETERMINED if h12 is None else MET if h12 >= 22 else UNMET,
        UNDETERMINED if h13 is None else MET if h13 >= 23 else UNMET,
        UNDETERMINED if h14 is None else MET if h14 >= 24 else UNMET,
        UNDETERMINED if h15 is None else MET if h15 >= 25 else UNMET,
        UNDETERMINED if h16 is None else MET if h16 >= 26 else UNMET,
        UNDETERMINED if h17 is None else MET if h17 >= 27 else UNMET,
        UNDETERMINED if h18 is None else MET if h18 >= 28 else UNMET,
        UNDETERMINED if h19 is None else MET if h19 >= 29 else UNMET,
        UNDETERMINED if h20 is None else MET if h20 >= 30 else UNMET,
        UNDETERMINED if h21 is None else MET if h21 >= 31 else UNMET,
        UNDETERMINED if h22 is None else MET if h22 >= 32 else UNMET,
        UNDETERMINED if h23 is None else MET if h23 >= 33 else UNMET,
        UNDETERMINED if h24 is None else MET if h24 >= 34 else UNMET,
        UNDETERMINED if h0 is None else MET if h0 >= 35 else UNMET,
        UNDETERMINED if h1 is None else MET if h1 >= 36 else UNMET,
        UNDETERMINED if h2 is None else MET if h2 >= 37 else UNMET,
        UNDETERMINED if h3 is None else MET if h3 >= 38 else UNMET,
        UNDETERMINED if h4 is None else MET if h4 >= 39 else UNMET,
        UNDETERMINED if h5 is None else MET if h5 >= 40 else UNMET,
        UNDETERMINED if h6 is None else MET if h6 >= 41 else UNMET,
        UNDETERMINED if h7 is None else MET if h7 >= 42 else UNMET,
        UNDETERMINED if h8 is None else MET if h8 >= 43 else UNMET,
        UNDETERMINED if h9 is None else MET if h9 >= 44 else UNMET,
        UNDETERMINED if h10 is None else MET if h10 >= 45 else UNMET,
        UNDETERMINED if h11 is None else MET if h11 >= 46 else UNMET,
        UNDETERMINED if h12 is None else MET if h12 >= 47 else UNMET,
        UNDETERMINED if h13 is None else MET if h13 >= 48 else UNMET,
        UNDETERMINED if h14 is None else MET if h14 >= 49 else UNMET,
        UNDETERMINED if h15 is None else MET if h15 >= 50 else UNMET,
        UNDETERMINED if h16 is None else MET if h16 >= 51 else UNMET,
        UNDETERMINED if h17 is None else MET if h17 >= 52 else UNMET,
        UNDETERMINED if h18 is None else MET if h18 >= 53 else UNMET,
        UNDETERMINED if h19 is None else MET if h19 >= 54 else UNMET,
        UNDETERMINED if h20 is None else MET if h20 >= 55 else UNMET,
        UNDETERMINED if h21 is None else MET if h21 >= 56 else UNMET,
        UNDETERMINED if h22 is None else MET if h22 >= 57 else UNMET,
        UNDETERMINED if h23 is None else MET if h23 >= 58 else UNMET,
        UNDETERMINED if h24 is None else MET if h24 >= 59 else UNMET,
        UNDETERMINED if h0 is None else MET if h0 >= 60 else UNMET,
        UNDETERMINED if h1 is None else MET if h1 >= 61 else UNMET,
        UNDETERMINED if h2 is None else MET if h2 >= 62 else UNMET,
        UNDETERMINED if h3 is None else MET if h3 >= 63 else UNMET,
        UNDETERMINED if h4 is None else MET if h4 >= 64 else UNMET,
        UNDETERMINED if h5 is None else MET if h5 >= 65 else UNMET,
        UNDETERMINED if h6 is None else MET if h6 >= 66 else UNMET,
        UNDETERMINED if h7 is None else MET if h7 >= 67 else UNMET,
        UNDETERMINED if h8 is None else MET if h8 >= 68 else UNMET,
        UNDETERMINED if h9 is None else MET if h9 >= 69 else UNMET,
    )
