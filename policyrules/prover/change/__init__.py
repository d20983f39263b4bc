"""What a change of the rules changes: in the text, in the meaning, and for whom.

In:  two rulesets (versions, provinces, or one with a parameter set otherwise); for the impact, judgements under both.
Out: `Difference`: what was added, removed, changed; for each changed rule stricter, looser, both or neither, proved,
     with a witness each way; who changes verdict, counted by the units above, and the parameter that did it.
True here: every witness is judged by the reference under both rulesets and shows the difference.

Reading order: result.py, structure.py, meaning.py, impact.py, setting.py (what if), diff.py (the entrance).
"""
