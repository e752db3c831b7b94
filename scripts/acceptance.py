"""Measures the acceptance table of GB/T 9704-2012 on the pages of finished documents.

  acceptance.py LIST > JSON

Each line of LIST has a name, a case, its PDF, and the PDF that LibreOffice makes of its Word
file, with tabulators between. The answer has `table`, all rows that there are, and `files`,
for each name the rows that apply:

  row, target, and for `pdf` and `word`: value (the worst), off, ok, count, bad (the places
  that are out of tolerance)

What must be there is derived from the data file, what is there from the ink that poppler
draws and from the objects that pdfplumber lists. The table is in accept/table.py.
"""

import json
import pathlib
import re
import sys
from multiprocessing import Pool

from accept import paper, rows_body, rows_end, rows_head, rows_page
from accept.case import Case
from accept.found import Copy
from accept.table import ROWS, Record

CHECKS = rows_page, rows_head, rows_body, rows_end


def measured(case, path):
    copy, record = Copy(case, paper.read(path)), Record()
    for rows in CHECKS:
        rows.check(copy, record)
    return copy, record


def compare(pdf, word, record):
    """Both files say the same, and begin each piece on the same page."""
    # How many dots lead to a number of the 目录 is the program's choice that shows it.
    one, other = (re.sub(r"\.{3,}", "…", copy.text) for copy in (pdf, word))
    at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), None)
    if at is None and len(one) != len(other):
        at = min(len(one), len(other))
    shown = "" if at is None else f"“{one[at : at + 12]}”是“{other[at : at + 12]}”"
    record.sound("两份文字相同", at is None, shown)
    counts = f"{len(pdf.pages)}面，Word {len(word.pages)}面"
    record.sound("换面相同", len(pdf.pages) == len(word.pages), counts)
    places = {id(found.piece): found.page for found in word.found}
    for found in pdf.found:
        place = places.get(id(found.piece))
        place = place if place is None else place + 1
        where = f"{found.kind}“{found.piece.text[:8]}”在第{found.page + 1}面，Word {place}"
        record.sound("换面相同", place == found.page + 1, where)


def answer(job):
    name, case_path, pdf_path, word_path = job
    case = Case(case_path)
    pdf, pdf_record = measured(case, pdf_path)
    word, word_record = measured(case, word_path)
    compare(pdf, word, word_record)
    return name, rows(pdf_record, word_record)


def rows(pdf, word):
    found = []
    for name in ROWS:
        sides = {"pdf": pdf.rows.get(name), "word": word.rows.get(name)}
        if any(sides.values()):
            entry = {"row": name, "target": next(one["target"] for one in sides.values() if one)}
            found.append(entry | {side: one and brief(one) for side, one in sides.items()})
    return found


def brief(entry):
    kept = {key: round(entry[key], 3) for key in ("value", "off")}
    return kept | {key: entry[key] for key in ("ok", "count", "bad")}


def table():
    """The rows with what is wanted of them, in words."""
    for name, (target, below, above, clause) in ROWS.items():
        room = f"± {above:g}" if below == above else f"− {below:g}、+ {above:g}"
        wanted = "" if target is None else f"{target:.2f}".rstrip("0").rstrip(".")
        yield {"row": name, "clause": clause, "target": wanted, "tolerance": room}


def main():
    lines = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    jobs = [line.split("\t") for line in lines if line]
    with Pool() as pool:
        files = dict(sorted(pool.imap_unordered(answer, jobs)))
    json.dump({"table": list(table()), "files": files}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
