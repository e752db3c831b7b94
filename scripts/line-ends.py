"""Compare where lines and pages end in two sets of PDF files of the same documents.

usage: line-ends.py OURS_DIR THEIRS_DIR

Every PDF below OURS_DIR is compared with the file of that name in THEIRS_DIR. For each
document and for all together: pages, lines, and how many line ends and page ends stand
behind the same character. A line that ends elsewhere is shown with its page and line
number and its last characters, beside the line of theirs that holds its last character.
Page numbers and white space do not count.
"""

import sys
from bisect import bisect_left
from difflib import SequenceMatcher
from multiprocessing import Pool
from pathlib import Path

import pdfplumber

from measure import characters, is_number, line, rows

SHOWN = 12  # characters of a line's end


class Document:
    """The text of a PDF, and how many characters stand before the end of each line and page."""

    def __init__(self, path):
        self.text, self.line_ends, self.page_ends, self.places = "", [], [], []
        with pdfplumber.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                # The number of a landscape page is turned.
                level = page.filter(lambda one: abs(one.get("matrix", [1])[0]) > 0.01)
                self.add(number, rows(characters(level)))

    def add(self, number, found):
        if found and is_number(found[-1]):
            found.pop()
        for count, row in enumerate(found, 1):
            self.text += line(row)["text"]
            self.line_ends.append(len(self.text))
            self.places.append(f"page {number} line {count}")
        self.page_ends.append(len(self.text))

    def show(self, index):
        start = self.line_ends[index - 1] if index else 0
        text = self.text[start : self.line_ends[index]]
        return f"{self.places[index]} …{text[-SHOWN:]}"


def counterparts(ours, theirs):
    """For each offset in our text the one in theirs; None where the texts differ."""
    if ours == theirs:
        return list(range(len(ours) + 1))
    found = [None] * (len(ours) + 1)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for at, there, size in matcher.get_matching_blocks():
        # An end belongs to the character before it.
        for step in range(1, size + 1):
            found[at + step] = there + step
    return found


def first_difference(ours, theirs):
    at = next((i for i, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), None)
    at = min(len(ours), len(theirs)) if at is None else at
    near = slice(max(0, at - SHOWN), at + SHOWN)
    return f"  text differs: {ours[near]} | {theirs[near]}"


def compare(pair):
    """What two files have in common, as counts, and the lines that end differently."""
    ours, theirs = map(Document, pair)
    there = counterparts(ours.text, theirs.text)
    line_ends, page_ends = set(theirs.line_ends), set(theirs.page_ends)
    found = [] if ours.text == theirs.text else [first_difference(ours.text, theirs.text)]
    for index, end in enumerate(ours.line_ends):
        if there[end] in line_ends:
            continue
        other = "not there"
        if there[end] is not None:
            other = theirs.show(bisect_left(theirs.line_ends, there[end]))
        found.append(f"  {ours.show(index)} | {other}")
    counts = {
        "pages ours": len(ours.page_ends),
        "pages theirs": len(theirs.page_ends),
        "page ends": sum(there[end] in page_ends for end in ours.page_ends),
        "lines ours": len(ours.line_ends),
        "lines theirs": len(theirs.line_ends),
        "line ends": sum(there[end] in line_ends for end in ours.line_ends),
    }
    return counts, found


def summary(counts):
    def part(what):
        ours, theirs = counts[f"{what}s ours"], counts[f"{what}s theirs"]
        equal, most = counts[f"{what} ends"], max(ours, theirs, 1)
        return f"{what}s {ours}/{theirs}, equal ends {equal} ({100 * equal / most:.1f} %)"

    return f"{part('page')}; {part('line')}"


def main():
    ours, theirs = map(Path, sys.argv[1:])
    names = sorted(path.relative_to(ours) for path in ours.rglob("*.pdf"))
    pairs = [(ours / name, theirs / name.name) for name in names]
    total, same_pages = {}, 0
    with Pool() as pool:
        for name, (counts, found) in zip(names, pool.imap(compare, pairs)):
            print(f"{name}: {summary(counts)}", *found, sep="\n")
            for what, count in counts.items():
                total[what] = total.get(what, 0) + count
            same_pages += counts["pages ours"] == counts["pages theirs"]
    print(f"{len(names)} files, {same_pages} with equal page counts: {summary(total)}")


if __name__ == "__main__":
    main()
