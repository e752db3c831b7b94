"""Lets a tool make one report in a process of its own, or many in one process."""

import sys
import time


def serve(make):
    """Arguments: the template, then nothing or a report and its output. Without these: one report
    a line (input, tab, output) of standard input, each answered with the milliseconds it took."""
    if len(sys.argv) == 4:
        make(*sys.argv[2:])
        return
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")
        start = time.perf_counter()
        make(source, target)
        print(1000 * (time.perf_counter() - start), flush=True)
