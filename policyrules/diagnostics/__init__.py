"""Diagnostics: what a user did wrong, where, why, and what to write instead.

In:  nothing; this is the ground floor.
Out: `Diagnostic` values, collected by whoever reads user input, and their rendering.
True here: a user's mistake is always a `Diagnostic`, never an exception; every code is one constant in the
catalogue, with its text in Chinese and English; no message carries personal data beyond the offending value; what is
rendered never controls a terminal, whatever the user's text holds.

Reading order: source.py (a text and places in it), core.py (`Code`, `Diagnostic`), catalogue/ (every code, a
file per topic), suggest.py (did-you-mean), width.py (columns, inert text), collect.py (order and counts),
render.py (text with carets), jsonform.py (dicts), sarif.py (for code hosts), system.py (files that the system
refuses).
"""
