"""Runs a program and measures the time and memory that it and its children take."""

import dataclasses
import os
import pathlib
import re
import subprocess
import threading
import time


@dataclasses.dataclass
class Run:
    wall: float  # milliseconds
    cpu: float
    memory: float | None  # MiB


def tree(pid):
    yield pid
    program = os.readlink(f"/proc/{pid}/exe")
    # A child is listed with the thread that started it.
    for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            # As long as it runs the same program, it shares the memory and would be counted twice.
            if os.readlink(f"/proc/{child}/exe") != program:
                yield from tree(child)


def peak(pid):
    """MiB of memory that the living processes of the tree had at most, each by itself."""
    total = 0
    for one in tree(pid):
        found = re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{one}/status").read_text())
        total += int(found[1]) if found else 0
    return total / 1024


class Watch(threading.Thread):
    """Looks at a tree of processes every `interval` seconds."""

    def __init__(self, pid, interval):
        super().__init__(daemon=True)
        self.pid, self.interval, self.peak, self.over = pid, interval, 0.0, threading.Event()

    def run(self):
        while not self.over.wait(self.interval):
            try:
                self.peak = max(self.peak, peak(self.pid))
            except OSError:  # a process ended while it was looked at
                continue


def run(command, log, env=None, interval=None, lines=None):
    """Runs to the end, with `lines` as standard input; an exit status other than 0 is an error."""
    with open(log, "wb") as output:
        start = time.perf_counter()
        running = subprocess.Popen(
            command, env=env, stdout=output, stderr=subprocess.STDOUT,
            stdin=subprocess.PIPE if lines else subprocess.DEVNULL,
        )
        watch = Watch(running.pid, interval) if interval else None
        if watch:
            watch.start()
        if lines:
            running.stdin.write("".join(lines).encode())
            running.stdin.close()
        _, status, usage = os.wait4(running.pid, 0)
        wall = time.perf_counter() - start
        running.returncode = os.waitstatus_to_exitcode(status)
    if watch:
        watch.over.set()
        watch.join()
    if running.returncode:
        words = pathlib.Path(log).read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{command[0]} ended with {running.returncode}\n{words}")
    return Run(1000 * wall, 1000 * (usage.ru_utime + usage.ru_stime), watch and watch.peak)


class Worker:
    """A process that makes one report after the other."""

    def __init__(self, command, env, suffix):
        self.suffix = suffix
        self.running = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def make(self, source, out):
        """Milliseconds that the worker says it took."""
        self.running.stdin.write(f"{source}\t{out / (source.stem + self.suffix)}\n")
        self.running.stdin.flush()
        return float(self.running.stdout.readline())

    def close(self):
        self.running.stdin.close()
        self.running.wait()
