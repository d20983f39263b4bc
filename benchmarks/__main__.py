"""`make bench`: every benchmark beside this file, one after the other, each in a process of its own.

A benchmark prints medians and ratios measured in one run, in processor time where it can, so that a busy machine
changes little; nothing here passes or fails. Name some to run only those:
`python -m benchmarks engine load`.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the chosen benchmarks; 2 where a name is unknown."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    chosen = sys.argv[1:] or list(known)
    if unknown := [name for name in chosen if name not in known]:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = 0
    for name in chosen:
        print(f"\n== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"benchmarks.bench_{name}"], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
