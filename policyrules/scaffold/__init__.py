"""Scaffolding: the folder a new province starts from.

In:  the new ruleset's id and the folder to put it in.
Out: a small ruleset over `national`, explained line by line in Chinese, that passes `policyrules check` as it stands.
True here: nothing that exists is overwritten; the templates hold made-up rules only.

Reading order: province.py; templates/province/ (what is written).
"""

from policyrules.scaffold.province import new_province

__all__ = ["new_province"]
