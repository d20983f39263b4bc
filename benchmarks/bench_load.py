"""Reading 5,000 synthetic rules with positions, against PyYAML's CSafeLoader reading them without.

Prints medians (processor time) and their ratio from one run, and the peak memory of a reader in a process of its own.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

import yaml

from policyrules.syntax.reader import read_document

RULES = 5_000
ROUNDS = 7

RULE = """\
  online-hours-{n}:
    label: {{zh: 网络研修学时第{n}项, en: online study hours {n}}}
    subject: teacher
    applies: in_scope
    unless:
      - when: on_long_leave
        label: {{zh: 长期病休, en: long leave}}
        cite: HEN-03
    must: online_hours >= online_hours_min_{n}
    due: 2023-12-31
    valid: {{from: 2019-12-30, to: 2023-12-31}}
    cite: HEN-04
"""


def synthetic_rules(count: int = RULES) -> str:
    """A file of `count` requirements."""
    return "format: 1\nrequirements:\n" + "".join(RULE.format(n=n) for n in range(count))


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call of `work` takes."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def peak_of(code: str) -> float:
    """The peak memory, in MB, of a fresh process that runs `code` with the rules in `text`."""
    prelude = "from benchmarks.bench_load import synthetic_rules\ntext = synthetic_rules()\n"
    report = "\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    done = subprocess.run([sys.executable, "-c", prelude + code + report], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main() -> None:
    text = synthetic_rules()
    data = text.encode()
    ours, theirs, shaped = [], [], []
    document, diagnostics = read_document(data, "rules.yaml")
    assert document is not None
    assert not diagnostics
    from policyrules.syntax.shape import read_shape

    for _ in range(ROUNDS):
        ours.append(timed(lambda: read_document(data, "rules.yaml")))
        theirs.append(timed(lambda: yaml.load(text, yaml.CSafeLoader)))
        shaped.append(timed(lambda: read_shape(document)))
    print(f"{RULES} rules, {len(data) / 1e6:.1f} MB, medians of {ROUNDS} rounds")
    print(f"  read_document        {median(ours):.3f} s")
    print(f"  yaml CSafeLoader     {median(theirs):.3f} s")
    print(f"  ratio                {median(ours) / median(theirs):.2f}")
    print(f"  read_shape           {median(shaped):.3f} s")
    idle = peak_of("import policyrules.syntax.reader")
    peak = peak_of("from policyrules.syntax.reader import read_document\nd = read_document(text.encode(), 'r.yaml')")
    print(f"  peak memory          {peak:.0f} MB ({peak - idle:.0f} MB above the interpreter with its imports)")


if __name__ == "__main__":
    main()
