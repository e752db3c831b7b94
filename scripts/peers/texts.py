"""The finished text of yinfa's Word files, and whether others wrote all of it.

A report is a dict that every tool gets as JSON:

  title, addressees, signature, date   texts
  body         paragraphs: {style: true, "style": style, "head": ..., "text": ...}; head is
               what stands before the text in another font; the key named like the style is
               for templates that can only ask whether something is there
  attachments  none or one: note, label, title, caption, header (one row) and rows with the KEYS
"""

import re
import subprocess
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KEYS = ("name", "unit", "now", "before", "change")
EMPTY = 6
BODY = ("Normal", "Heading1", "Heading2", "RunIn2", "RunIn3")
SINGLE = {
    "DocumentTitle": "title",
    "Addressees": "addressees",
    "Signature": "signature",
    "Date": "date",
    "AttachmentNote": "note",
    "AttachmentLabel": "label",
    "AttachmentTitle": "attachment_title",
    "TableTitle": "caption",
}


def word_body(path):
    with zipfile.ZipFile(path) as package:
        return ElementTree.fromstring(package.read("word/document.xml"))[0]


def words(element):
    return "".join(part.text or "" for part in element.iter(W + "t"))


def style_of(paragraph):
    return paragraph.find(f"{W}pPr/{W}pStyle").get(W + "val")


def body_paragraph(style, paragraph):
    head = text = ""
    for run in paragraph.iter(W + "r"):
        named = run.find(f"{W}rPr/{W}rStyle")
        if named is not None and named.get(W + "val").startswith("RunInWords"):
            head += words(run)
        else:
            text += words(run)
    return {"style": style, style: True, "head": head, "text": text}


def table_row(row):
    return dict(zip(KEYS, (words(cell) for cell in row.iter(W + "tc")), strict=True))


def read_report(path):
    """The report in a Word file of yinfa. What has no place in a report is an error."""
    found, body, rows = {}, [], []
    for element in word_body(path):
        if element.tag == W + "tbl":
            rows += [table_row(row) for row in element.iter(W + "tr")]
        elif element.tag == W + "p" and style_of(element) in BODY:
            body.append(body_paragraph(style_of(element), element))
        elif element.tag == W + "p" and style_of(element) != "BlankLine":
            key = SINGLE[style_of(element)]
            if key in found:
                raise ValueError(f"{path}: two paragraphs {style_of(element)}")
            found[key] = words(element)
    report = {key: found[key] for key in ("title", "addressees", "signature", "date")}
    attachment = {
        "note": found.get("note"),
        "label": found.get("label"),
        "title": found.get("attachment_title"),
        "caption": found.get("caption"),
        "header": rows[:1],
        "rows": rows[1:],
    }
    return report | {"body": body, "attachments": [attachment] if rows else []}


def chinese(number):
    digits = "〇一二三四五六七八九"
    ten, one = divmod(number, 10)
    return ("" if ten == 0 else ("" if ten == 1 else digits[ten]) + "十") + (digits[one] if one or not ten else "")


def numbered(body):
    """Number and paragraph, numbers as Word's numbering and the Typst template count them."""
    counts = [0, 0, 0]
    for paragraph in body:
        level = paragraph["style"][-1]
        if not level.isdigit():
            yield "", paragraph
            continue
        place = int(level) - 1
        counts = counts[:place] + [counts[place] + 1] + [0] * (2 - place)
        count = counts[place]
        yield (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.")[place], paragraph


def squeezed(text):
    return re.sub(r"\s", "", text)


def expected(report, with_numbers):
    """The paragraphs of a report in reading order without white space."""
    parts = [report["title"], report["addressees"]]
    for number, paragraph in numbered(report["body"]):
        parts.append((number if with_numbers else "") + paragraph["head"] + paragraph["text"])
    parts += [attachment["note"] for attachment in report["attachments"]]
    parts += [report["signature"], report["date"]]
    for attachment in report["attachments"]:
        parts += [attachment["label"], attachment["title"], attachment["caption"]]
        parts += [row[key] for row in attachment["header"] + attachment["rows"] for key in KEYS]
    return [squeezed(part) for part in parts]


def pdf_text(path):
    """The text of a PDF without white space and without page numbers."""
    drawn = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    return squeezed("".join(re.sub(r"—\s*\d+\s*—\s*$", "", page) for page in drawn.split("\f")))


def apart(found, due):
    """Where two different texts part."""
    place = next((i for i, (one, other) in enumerate(zip(found, due)) if one != other), min(len(found), len(due)))
    return f"“{found[place:place + 20]}” instead of “{due[place:place + 20]}”"


def word_difference(path, report):
    found = [squeezed(words(one)) for one in word_body(path).iter(W + "p")]
    filled, due = [one for one in found if one], expected(report, with_numbers=False)
    if filled != due:
        return apart("¶".join(filled), "¶".join(due))
    # Left behind by tags, they would make more pages.
    return f"{found.count('')} empty paragraphs" if found.count("") > EMPTY else None


def pdf_difference(path, report):
    found, due = pdf_text(path), "".join(expected(report, with_numbers=True))
    # pdftotext puts a character of a fallback font with another baseline on a line of its own,
    # so characters may stand in another order, but all must be there.
    return None if sorted(found) == sorted(due) else apart(found, due)


def difference(path, report):
    """None, or where the text of a file leaves that of the report."""
    found = (pdf_difference if path.suffix == ".pdf" else word_difference)(path, report)
    return found and f"{path.name}: {found}"
