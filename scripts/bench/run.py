"""Whole runs: one report in a new process, then many, nothing new, one report changed.

    run.py PROGRAM FOLDER [--count 10000] [--jobs 2] [--cold 20]   (called by bench.sh)
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import time
from statistics import median

import plot

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "scripts"))
import machine  # noqa: E402 - lies a folder up

# Seconds between two looks at the memory.
LOOK = 0.25


def memory(pid):
    """MiB that the process holds now and held at most."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM"))
    return (int(now[1]) / 1024, int(most[1]) / 1024) if now else None


def run(command, log):
    """Seconds, and the memory over time as (seconds, reports done, MiB, MiB at most)."""
    start = time.perf_counter()
    looks = []
    with open(log, "wb") as output:
        running = subprocess.Popen(command, stdout=output, stderr=output)
        while running.poll() is None:
            try:
                held = memory(running.pid)
            except OSError:  # it has just ended
                break
            if held:
                looks.append((time.perf_counter() - start, done(log), *held))
            time.sleep(LOOK)
        if running.wait():
            sys.exit(f"{' '.join(map(str, command))} ended with {running.returncode}; see {log}")
    return time.perf_counter() - start, looks


def done(log):
    """How many reports the progress tells of."""
    size = log.stat().st_size
    with open(log, "rb") as file:
        file.seek(max(0, size - 4096))
        found = re.findall(rb"^\[(\d+)/\d+\]", file.read(), re.MULTILINE)
    return int(found[-1]) if found else 0


def made(log):
    return int(re.search(r"做成 (\d+) 个", log.read_text(encoding="utf-8"))[1])


def cold(program, data, folder, times):
    """Milliseconds of new processes, each for another report; both files are written."""
    reports = sorted(data.rglob("*.yaml"))[:times]
    found = []
    for report in reports:
        shutil.rmtree(folder / "cold", ignore_errors=True)
        command = [program, "export", report, "--out", folder / "cold"]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(1000 * (time.perf_counter() - start))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cold", type=int, default=20)
    arguments = parser.parse_args()
    program, folder, count = arguments.program.resolve(), arguments.folder, arguments.count
    about = machine.facts()
    data, out, log = folder / "data", folder / "out", folder / "log"
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([sys.executable, ROOT / "scripts/generate.py", str(count), data], check=True)
    alone = cold(program, data, folder, arguments.cold)

    batch = [program, "batch", data, "--out", out, "--jobs", str(arguments.jobs)]
    seconds, looks = run(batch, log)
    assert made(log) == count, f"not all reports were made; see {log}"
    again, _ = run(batch, log)
    assert made(log) == 0, "something was made again"
    changed = sorted(data.rglob("*.yaml"))[count // 2]
    changed.write_text(changed.read_text(encoding="utf-8").replace("结尾: 以上", "结尾: 上面"), encoding="utf-8")
    one, _ = run(batch, log)
    assert made(log) == 1, "not just the changed report was made"

    (folder / "memory.csv").write_text(
        "seconds,reports,MiB\n" + "".join(f"{s:.2f},{n},{now:.1f}\n" for s, n, now, _ in looks)
    )
    points = [(n, now) for _, n, now, _ in looks if n > 0]
    (folder / "memory.svg").write_text(plot.svg(points, count), encoding="utf-8")
    write_result(folder, arguments, about, alone, seconds, looks, again, one)


def write_result(folder, arguments, about, alone, seconds, looks, again, one):
    def at(share):
        near = min(looks, key=lambda look: abs(look[1] - share * arguments.count))
        return f"{near[2]:.0f}"

    rows = [
        ("one report, new process, both files, median (fastest)", f"{median(alone):.0f} ({min(alone):.0f}) ms"),
        (f"{arguments.count:,} reports, both files, {arguments.jobs} threads", f"{seconds:.1f} s"),
        ("per report", f"{1000 * seconds / arguments.count:.2f} ms"),
        ("memory after 10 %, 50 %, 99 % of them", f"{at(0.1)}, {at(0.5)}, {at(0.99)} MiB"),
        ("memory at most", f"{max(look[3] for look in looks):.0f} MiB"),
        ("the same again, nothing changed", f"{again:.2f} s"),
        ("the same again, one report changed", f"{one:.2f} s"),
    ]
    words = f"{machine.words(about)}, load before {about['load before']}"
    lines = [words, "", "| | |", "| --- | ---: |", *(f"| {name} | {value} |" for name, value in rows)]
    text = "\n".join(lines) + "\n"
    (folder / "result.md").write_text(text, encoding="utf-8")
    print(text)


main()
