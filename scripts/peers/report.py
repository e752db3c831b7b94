"""The tables."""

import pathlib
import sys
from statistics import median

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import machine

WRITES = {
    "yinfa": "docx + PDF/A-2a",
    "docxtpl": "docx",
    "docxtemplater": "docx",
    "easy-template-x": "docx",
    "typst-py": "PDF/A-2b",
    "LibreOffice": "docx → PDF/A-2b",
}
WORD_TOOLS = ("docxtpl", "docxtemplater", "easy-template-x")


def table(heads, rows):
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def ms(value):
    return "–" if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


class Figures:
    def __init__(self, result):
        given = result["given"]
        self.cold, self.warm = result["cold"], result["warm"]
        self.count, self.few = given["count"], given["few"]

    def kept(self, name):
        """Of one report in a kept process, or None."""
        times = [one for times in self.warm[name]["kept"] for one in times]
        return median(times) if times else None

    def marginal(self, name):
        of = self.warm[name]
        return median((more - less) / (self.count - self.few) for more, less in zip(of["all"], of["few"], strict=True))

    def warm_one(self, name):
        return self.kept(name) or self.marginal(name)

    # Tools that follow each other are added round by round, and the median is taken of the sums.

    def cold_sum(self, names):
        return median(map(sum, zip(*(self.cold[name]["wall"] for name in names), strict=True)))

    def whole_sum(self, names):
        return median(map(sum, zip(*(self.warm[name]["all"] for name in names), strict=True))) / self.count

    def cold_rows(self):
        for name, of in self.cold.items():
            yield name, WRITES[name], ms(median(of["wall"])), ms(min(of["wall"])), ms(median(of["cpu"])), round(of["memory"])

    def warm_rows(self):
        for name, of in self.warm.items():
            whole = ms(median(of["all"]) / self.count)
            cpu = ms(median(of["cpu"]) / self.count)
            yield name, WRITES[name], ms(self.kept(name)), ms(self.marginal(name)), whole, cpu, round(of["memory"])

    def pair_rows(self):
        fastest = min(WORD_TOOLS, key=self.kept)
        # No pair twice, should docxtpl be the fastest.
        pairs = dict.fromkeys([("yinfa",), (fastest, "typst-py"), ("docxtpl", "typst-py"), ("docxtpl", "LibreOffice")])
        for names in pairs:
            warm = sum(map(self.warm_one, names))
            yield ", then ".join(names), ms(self.cold_sum(names)), ms(self.whole_sum(names)), ms(warm)


TEXT = """# yinfa beside other tools

{machine}.
Versions: {versions}.
{rounds} cold rounds, {warm_rounds} warm rounds of {count} reports, {load}.
All tools took turns in each round, another one first each time.

All set the same text, read out of yinfa's Word files: invented reports of about seven pages, every second one with a
table of ten rows. All use the same fonts; the Word templates have yinfa's styles, page setup and numbering. After the
run the text of every file was held against the text given, and none differed (files: {checked}).

The work is not the same: yinfa starts from YAML, checks it, breaks all lines itself, reads both files back, compares
them and flushes them to the disk. The others start from the finished text as JSON and do none of that. LibreOffice
starts from docxtpl's Word file.

## One report, a process of its own

Wall time, CPU time (median) and the highest memory of the process and its children, taken in a round of its own.

{cold}

## {count} reports, one process, one report at a time

*Kept*: median of one report in a process that has made {count} others before, every text a new one, from the JSON file
to the written file, as the process itself measures it. *Marginal*: (time of a fresh process for {count} reports − time
for {few}) / {rest}, median of the rounds. *Whole* and *CPU*: time of the fresh process
for {count} / {count}, start included. yinfa (`batch --jobs 1` into an empty folder) and LibreOffice cannot be kept and have no first column.

{warm}

## Both files of a report

Where two tools follow each other their times are added: in the first two columns round by round, with the median of the
sums; in the third the medians. *Loop*: a process of each tool for each report, as a shell loop does. *Batch*: one process
of each tool for all {count}, start included, per report. *Warm*: the kept process, for yinfa and LibreOffice the
marginal time. Milliseconds per report.

{pairs}
"""


def markdown(result):
    figures, given, about = Figures(result), result["given"], result["machine"]
    return TEXT.format(
        machine=machine.words(about),
        versions=", ".join(f"{name} {version}" for name, version in result["versions"].items()),
        load=f"load of the machine {about['load before']} before and {about['load after']} after",
        checked=", ".join(f"{name} {count}" for name, count in result["checked"].items()),
        rounds=given["rounds"],
        warm_rounds=given["warm_rounds"],
        count=figures.count,
        few=figures.few,
        rest=figures.count - figures.few,
        cold=table(("tool", "writes", "median ms", "minimum ms", "CPU ms", "peak MiB"), figures.cold_rows()),
        warm=table(("tool", "writes", "kept ms", "marginal ms", "whole ms", "CPU ms", "peak MiB"), figures.warm_rows()),
        pairs=table(("tools", "loop", "batch", "warm"), figures.pair_rows()),
    )
