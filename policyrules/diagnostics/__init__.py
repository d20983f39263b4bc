"""Diagnostics: what a user did wrong, where, why, and what to write instead.

In:  nothing; this is the ground floor.
Out: `Diagnostic` values, collected by whoever reads user input, and their rendering.
True here: a user's mistake is always a `Diagnostic`, never an exception; every code is one constant in the
catalogue, with its text in Chinese and English; no message carries personal data beyond the offending value.

Reading order: source.py (a text and places in it), core.py (`Code`, `Diagnostic`), catalogue/ (every code, a
file per topic), suggest.py (did-you-mean), render.py (text with carets), sarif.py (for code hosts).
"""
