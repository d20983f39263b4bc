"""The policy changed in one place at a time: do the cases notice?

In:  a `Trial`.
Out: `Result` for each mutant: killed (by which case), proved to mean the same (how), or survived, with a case that
     would kill it, ready to be pasted and reviewed.
True here: mutants are made of the typed ruleset, so each is a ruleset that can be judged; their order and every answer
are the same whatever the number of processes; a mutant is called equivalent only with a proof.

Reading order: operators.py (expressions changed in one place), mutants.py (rulesets changed in one place), hunt.py (a
subject on which two rulesets differ), same.py (proofs that there is none), case_text.py (the case to paste), run.py
(all of it).
"""
