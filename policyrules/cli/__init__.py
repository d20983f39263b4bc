"""The command line: arguments in, text or JSON out, and an exit code.

In:  what somebody typed.
Out: 0 fine; 1 the answer is no (errors were found, or violations with --fail-on); 2 wrong use; 130 interrupted.
True here: nothing is decided here, every command is a few lines over `policyrules.api`. Whatever goes wrong is said as
diagnostics in the language asked for, never as a traceback. Results go to standard output, everything else to standard
error.

Reading order: main.py (entry, every command and its file, guard), usage.py (click's complaints as our diagnostics),
helping.py (the page of each command), options.py (options that commands share), output.py (streams, files, colour,
progress), rulesets.py (list), checking.py (check, clauses, format, schema), judging.py (evaluate, explain), testing.py
(test), proving.py (prove, remedy, diff), publishing.py (bulletin), filling.py (template), watching.py and events.py
(watch), scaffolding.py (new province).
"""

import sys

try:
    from policyrules.cli.main import main
except KeyboardInterrupt:  # before there is a command that could say so in the right language
    print("已中断 · interrupted", file=sys.stderr)
    raise SystemExit(130) from None

__all__ = ["main"]
