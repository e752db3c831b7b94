"""How far engines agree with the PDFs of this program.

usage: report.py FOLDER ENGINE...

FOLDER/pdf has our PDFs, FOLDER/ENGINE those that the engine made of the Word files.
FOLDER/ENGINE.txt gets, for each file, pages, how many page ends and line ends stand behind the
same character, and each line that ends elsewhere: its place, its last characters, and the line of
theirs that holds its last character. Characters of ours that are not there are lost; characters
that stand in one place with others are overprinted. The totals make the table FOLDER/table.md.

Page numbers, in a 目录 too, and white space do not count, nor do the lines that an evaluation copy
adds. Where it cuts a file off, the rest is not compared, but counted. Its pages are not compared
either, because its lines move the others, and neither is what it adds.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from difflib import SequenceMatcher
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

import pdfplumber

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import characters, is_number, line, rows

SHOWN = 12  # characters of a line's end
SAME_PLACE = 0.5  # of the smaller character's width, and of its size between baselines

# What evaluation copies add, without white space.
CUT = "ThisdocumentwastruncatedherebecauseitwascreatedintheEvaluationMode."
MARKS = {
    "aspose": [
        (
            "CreatedwithanevaluationcopyofAspose.Words.Toremovealllimitations,youcanuse"
            "FreeTemporaryLicensehttps://products.aspose.com/words/temporary-license/"
        ),
        "EvaluationOnly.CreatedwithAspose.Words.Copyright2003-2026AsposePtyLtd.",
        CUT,
        # Where the 目录 names the page of what is cut off.
        "Error!Bookmarknotdefined.",
    ],
    "spire": ["EvaluationWarning:ThedocumentwascreatedwithSpire.DocforPython."],
}
MOST_PAGES = {"spire": 10}


class Document:
    """The text of a PDF, and how many characters stand before the end of each line and page."""

    def __init__(self, path, engine=None):
        self.text, self.line_ends, self.page_ends, self.places = "", [], [], []
        # Lines that repeat a header at the top of a page.
        self.overprinted, self.repeats = [], set()
        # How many characters stand before the place where an evaluation copy cuts the file off.
        self.cut = None
        with pdfplumber.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                self.add(number, *without_marks(on_page(page), MARKS.get(engine, [])))
            if len(pdf.pages) == MOST_PAGES.get(engine):
                self.cut = len(self.text)

    def add(self, number, chars, cut):
        self.overprinted += [f"page {number} {pair}" for pair in overprinted(chars)]
        found = rows(chars)
        if found and is_number(found[-1]):
            found.pop()
        is_top, seen = True, set(self.lines())
        for count, row in enumerate(found, 1):
            if cut is not None and row[-1]["baseline"] > cut and self.cut is None:
                self.cut = len(self.text)
            # How many dots lead to a number of the 目录 is each engine's choice.
            text = re.sub(r"\.{3,}\d*", "…", line(row)["text"])
            is_top &= text in seen
            if is_top:
                self.repeats.add(len(self.line_ends))
            self.text += text
            self.line_ends.append(len(self.text))
            self.places.append(f"page {number} line {count}")
        if cut is not None and self.cut is None:
            self.cut = len(self.text)
        self.page_ends.append(len(self.text))

    def lines(self):
        return (self.text[a:b] for a, b in zip([0, *self.line_ends], self.line_ends))

    def show(self, index):
        text = next(islice(self.lines(), index, None))
        return f"{self.places[index]} …{text[-SHOWN:]}"


def without_marks(chars, marks):
    """The characters without marks, and the baseline of the one that tells of the cut.

    A mark's characters follow one another in the file wherever they stand.
    """
    cut = None
    for mark in marks:
        while (at := "".join(char["text"] for char in chars).find(mark)) >= 0:
            starts = [0]
            for char in chars:
                starts.append(starts[-1] + len(char["text"]))
            place = slice(bisect_left(starts, at), bisect_left(starts, at + len(mark)))
            if mark == CUT:
                cut = chars[place.start]["baseline"]
            del chars[place]
    return chars, cut


def on_page(page):
    """What a reader sees; the number of a landscape page is turned, which does not count."""
    level = page.filter(lambda one: abs(one.get("matrix", [1])[0]) > 0.01)
    width, height = float(page.width), float(page.height)
    return [
        char
        for char in characters(level)
        if char["x1"] > 0 and char["x0"] < width and 0 < char["baseline"] < height
    ]


def overprinted(chars):
    """Pairs of different characters in one place."""
    chars = sorted(chars, key=lambda char: char["x0"])
    for at, one in enumerate(chars):
        for other in chars[at + 1 :]:
            if other["x0"] >= one["x1"]:
                break
            width = min(one["x1"] - one["x0"], other["x1"] - other["x0"])
            size = min(one["size"], other["size"])
            shared = min(one["x1"], other["x1"]) - other["x0"]
            apart = abs(one["baseline"] - other["baseline"])
            is_close = shared > SAME_PLACE * width and apart < SAME_PLACE * size
            if is_close and one["text"] != other["text"]:
                yield f"{one['text']} and {other['text']}"


def counterparts(ours, theirs):
    """For each offset in our text the one in theirs; None where the texts differ."""
    found = [None] * (len(ours) + 1)
    most = min(len(ours), len(theirs))
    start = next((i for i in range(most) if ours[i] != theirs[i]), most)
    rest = most - start
    tail = next((i for i in range(rest) if ours[-1 - i] != theirs[-1 - i]), rest)
    for at in range(1, start + 1):
        found[at] = at
    for at in range(tail):
        found[len(ours) - at] = len(theirs) - at
    middle = ours[start : len(ours) - tail], theirs[start : len(theirs) - tail]
    for at, there, size in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
        # An end belongs to the character before it.
        for step in range(1, size + 1):
            found[start + at + step] = start + there + step
    return found


def compared(ours, theirs, there):
    """How many of our lines and of theirs stand before the place where theirs are cut off."""
    if theirs.cut is None:
        return len(ours.line_ends), len(theirs.line_ends)
    # Single characters agree by chance with some far behind the cut.
    sound = [
        at
        for at in range(SHOWN, len(there))
        if there[at] is not None and there[at - SHOWN] == there[at] - SHOWN and there[at] <= theirs.cut
    ]
    lines = bisect_right(ours.line_ends, sound[-1] if sound else 0)
    end = there[ours.line_ends[lines - 1]] if lines else 0
    return lines, bisect_left(theirs.line_ends, theirs.cut if end is None else end) + 1


def not_there(ours, there, lost):
    """The pieces of our text in which the lost characters stand."""
    lost, found, piece = lost.copy(), [], ""
    for at, character in enumerate(ours, 1):
        if there[at] is None and lost[character] > 0:
            lost[character] -= 1
            piece += character
        elif piece:
            found.append(piece)
            piece = ""
    return [*found, piece] if piece else found


def compare(job):
    """What one of our files and those of the engines have in common, as counts, and what differs."""
    path, folder, engines = job
    ours, found = Document(path), {}
    for engine in engines:
        theirs = folder / engine / path.name
        if theirs.is_file():
            found[engine] = differences(ours, Document(theirs, engine), engine in MARKS)
    return path.stem, found


def differences(ours, theirs, is_evaluation):
    there = counterparts(ours.text, theirs.text)
    lines, their_lines = compared(ours, theirs, there)
    text = ours.text[: ours.line_ends[lines - 1] if lines else 0]
    own, their_own = range(lines), range(their_lines)
    lost = Counter(text) - Counter(theirs.text)
    more = Counter(theirs.text) - Counter(ours.text)
    if is_evaluation:
        # Where pages begin elsewhere, a header repeats elsewhere.
        matched = set(there)
        own = [at for at in own if at not in ours.repeats or there[ours.line_ends[at]]]
        their_own = [
            at for at in their_own if at not in theirs.repeats or theirs.line_ends[at] in matched
        ]
        heads = [line for index, line in enumerate(ours.lines()) if index in ours.repeats]
        lost, more = lost - Counter("".join(heads)), Counter()
    ends, found = set(theirs.line_ends), []
    for index in own:
        end = there[ours.line_ends[index]]
        if end not in ends:
            at = None if end is None else bisect_left(theirs.line_ends, end)
            found.append(f"  {ours.show(index)} | {'not there' if at is None else theirs.show(at)}")
    pages, their_pages = len(ours.page_ends), len(theirs.page_ends)
    over = theirs.overprinted[len(ours.overprinted) :]
    counts = Counter({
        "files": 1,
        "same pages": int(pages == their_pages),
        "pages": max(pages, their_pages),
        "page ends": sum(there[end] in theirs.page_ends for end in ours.page_ends),
        "lines": max(len(own), len(their_own)),
        "line ends": len(own) - len(found),
        "not compared": len(ours.line_ends) - lines,
        "lost": lost.total(),
        "added": more.total(),
        "overprinted": len(over),
    })
    if pages != their_pages and not is_evaluation:
        found.append(f"  pages: {pages} | {their_pages}")
    found += [f"  lost: {piece}" for piece in not_there(text, there, lost)]
    if more:
        found.append(f"  added: {''.join(more.elements())[:60]}")
    found += [f"  overprinted: {pair}" for pair in over]
    return counts, found


def share(part, whole):
    return f"{part}/{whole} ({100 * part / max(whole, 1):.1f} %)"


def summary(engine, counts):
    pages = [f"{counts['same pages']}/{counts['files']}", share(counts["page ends"], counts["pages"])]
    pages = ["", ""] if engine in MARKS else pages
    rest = [counts[what] for what in ("not compared", "lost", "added", "overprinted")]
    return [counts["files"], *pages, share(counts["line ends"], counts["lines"]), *rest]


HEADS = [
    "files", "equal page counts", "equal page ends", "equal line ends", "lines not compared",
    "lost characters", "added characters", "overprinted characters",
]


def report(folder, engine, results):
    """Writes what an engine does elsewhere, and returns its row of the table."""
    total = Counter()
    with (folder / f"{engine}.txt").open("w", encoding="utf-8") as file:
        for name, result in results:
            if engine not in result:
                print(f"{name}: {engine} made no PDF", file=file)
                continue
            counts, found = result[engine]
            values = zip(HEADS, summary(engine, counts))
            told = "; ".join(f"{head} {value}" for head, value in values if value != "")
            print(f"{name}: {told}", *found, sep="\n", file=file)
            total += counts
    row = [engine, f"{total['files']}/{len(results)}", *summary(engine, total)[1:]]
    return "| " + " | ".join(map(str, row)) + " |"


def main():
    folder, engines = Path(sys.argv[1]), sys.argv[2:]
    ours = sorted((folder / "pdf").glob("*.pdf"))
    with Pool() as pool:
        results = pool.map(compare, [(path, folder, engines) for path in ours], chunksize=1)
    heads = ["engine", *HEADS]
    table = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    table += [report(folder, engine, results) for engine in engines]
    (folder / "table.md").write_text("\n".join(table) + "\n", encoding="utf-8")
    print(*table, sep="\n")


if __name__ == "__main__":
    main()
