"""Answers as people and programs read them.

In:  answers, remedies, changes.
Out: lines of text in Chinese or English; JSON values (decimals as strings).
True here: nothing is decided here; the same answer always gives the same text.

Reading order: names.py (words for properties and verdicts), witness.py (facts as a small table), proofs.py (answers),
remedies.py, changes.py, forms.py (JSON).
"""
