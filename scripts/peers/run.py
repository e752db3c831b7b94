#!/usr/bin/env python3
"""Measures yinfa beside other tools; scripts/bench-peers.sh installs them and calls this."""

import argparse
import json
import os
import shutil
import subprocess
import sys

import report  # finds `machine`
import templates
import texts
from tools import LONG, PEERS, ROOT, SHORT, WORKERS, Tools, template

import machine

KINDS = 2  # with and without a table, in turns


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="reports of a warm round, an even number")
    parser.add_argument("--rounds", type=int, default=11, help="cold rounds")
    parser.add_argument("--warm-rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="12 reports, 3 cold rounds, 2 warm ones")
    given = parser.parse_args()
    if given.quick:
        given.count, given.rounds, given.warm_rounds = 12, 3, 2
    given.few = 2 * KINDS
    if given.count % KINDS or given.count <= given.few:
        parser.error(f"--count must be even and above {given.few}")
    return given


def say(words):
    print(f"bench-peers: {words}", flush=True)


def fresh(name):
    folder = PEERS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Texts:
    """The reports: a county for warming up and one for each warm round, so that no kept process
    meets a text twice."""

    def __init__(self, tools, given):
        self.data, made, self.jsons = fresh("data"), fresh("made"), fresh("json")
        total = str(given.count * (given.warm_rounds + 1))
        generate = [sys.executable, ROOT / "scripts/generate.py", total, self.data, "--per-county", str(given.count)]
        subprocess.run(generate, check=True)
        tools.batch(self.data, made)
        self.words = {path.stem: path for path in made.rglob("*.docx")}
        self.counties = [self.county(folder) for folder in sorted(self.data.iterdir())]
        self.few = fresh("few")
        for path in (path for county in self.counties for path in county[: given.few]):
            target = self.few / path.relative_to(self.data)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        # The report of the cold rounds.
        self.one = next(path for path in self.counties[0] if self.report(path)["attachments"])

    def county(self, folder):
        """The data files of a county, with and without a table in turns, so that the first few
        are as mixed as all. Their texts are written as JSON."""
        with_table, without = [], []
        for path in sorted(folder.rglob("*.yaml")):
            found = texts.read_report(self.words[path.stem])
            self.json(path).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
            (with_table if found["attachments"] else without).append(path)
        return [path for pair in zip(with_table, without, strict=True) for path in pair]

    def json(self, path):
        return self.jsons / f"{path.stem}.json"

    def report(self, path):
        return json.loads(self.json(path).read_text(encoding="utf-8"))


def turns(names, number):
    """The names, another one first in each round."""
    start = number % len(names)
    return names[start:] + names[:start]


def cold(tools, data, rounds):
    """Whole processes for one report. The round before the first warms the disk's cache and
    looks at the memory, which would disturb the others."""
    found = {name: {"wall": [], "cpu": []} for name in tools.names}
    source = data.json(data.one)
    word = PEERS / "out/cold-0/docxtpl" / f"{data.one.stem}.docx"
    for number in range(rounds + 1):
        interval = None if number else SHORT
        for name in turns(tools.names, number):
            out = fresh(f"out/cold-{number}/{name}")
            if name == "yinfa":
                run = tools.export(data.one, out, interval)
            elif name == "LibreOffice":
                run = tools.convert([word], out, interval)
            else:
                run = tools.one(name, source, out, interval)
            if number:
                found[name]["wall"].append(run.wall)
                found[name]["cpu"].append(run.cpu)
            else:
                found[name]["memory"] = run.memory
    return found


def kept(workers, data, number):
    """Milliseconds of each report in processes that are kept, tool by tool."""
    found = {}
    for name in turns(list(workers), number):
        out = fresh(f"out/kept-{number}/{name}")
        found[name] = [workers[name].make(data.json(path), out) for path in data.counties[number]]
    return found


def whole(tools, data, number, name, size):
    """A fresh process of a tool for the first `size` reports."""
    county = data.counties[number][:size]
    out = fresh(f"out/whole-{number}-{size}/{name}")
    if name == "yinfa":
        everything = size == len(data.counties[number])
        return tools.batch((data.data if everything else data.few) / county[0].relative_to(data.data).parts[0], out)
    if name == "LibreOffice":
        return tools.convert([PEERS / f"out/kept-{number}/docxtpl/{path.stem}.docx" for path in county], out, LONG)
    return tools.many(name, [data.json(path) for path in county], out)


def warm(tools, data, given):
    found = {name: {"kept": [], "few": [], "all": [], "cpu": [], "memory": 0} for name in tools.names}
    workers = {name: tools.worker(name) for name in WORKERS}
    kept(workers, data, 0)
    for number in range(1, given.warm_rounds + 1):
        for name, times in kept(workers, data, number).items():
            found[name]["kept"].append(times)
        for name in turns(tools.names, number):
            # One right after the other, because their difference is taken.
            few, every = (whole(tools, data, number, name, size) for size in (given.few, given.count))
            of = found[name]
            of["few"].append(few.wall)
            of["all"].append(every.wall)
            of["cpu"].append(every.cpu)
            of["memory"] = max(of["memory"], every.memory)
    for worker in workers.values():
        worker.close()
    return found


def check(data):
    """Holds the text of all files that were made against what the tools were given."""
    checked, faults = {}, []
    for path in sorted((PEERS / "out").rglob("*")):
        if path.suffix in (".docx", ".pdf"):
            tool = path.relative_to(PEERS / "out").parts[1]
            checked[tool] = checked.get(tool, 0) + 1
            found = texts.difference(path, data.report(path))
            faults += [f"{tool}: {found}"] if found else []
    return checked, faults


def main():
    given = arguments()
    fresh("out")
    tools = Tools()
    say("making the texts")
    data = Texts(tools, given)
    base = data.words[data.one.stem]
    for name, syntax in templates.SYNTAXES.items():
        templates.write(base, template(name), syntax)
    # The first run makes LibreOffice's profile, which takes long.
    fresh("profile")
    tools.convert([base], fresh("first"), None)
    result = {"given": vars(given), "machine": machine.facts(), "versions": tools.versions()}
    say(f"{given.rounds} cold rounds")
    result["cold"] = cold(tools, data, given.rounds)
    say(f"{given.warm_rounds} warm rounds of {given.count} reports")
    result["warm"] = warm(tools, data, given)
    result["machine"]["load after"] = round(os.getloadavg()[0], 2)
    say("comparing the texts")
    result["checked"], faults = check(data)
    if faults:
        print(*faults[:20], sep="\n", file=sys.stderr)
        sys.exit(f"bench-peers: {len(faults)} files differ from the text they were to hold")
    (PEERS / "result.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    (PEERS / "result.md").write_text(report.markdown(result), encoding="utf-8")
    say("target/peers/result.md")


if __name__ == "__main__":
    main()
