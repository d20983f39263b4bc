"""An account for people and machines: text, JSON, one HTML page.

In:  an `Account`.
Out: lines, a mapping for JSON, pieces of a page.
True here: the same account gives the same output; a file can be read without the network.

Reading order: words.py (what things are called), text.py, jsonform.py, page.py.
"""
