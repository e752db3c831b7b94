"""The Word files of faults.py, by python-docx."""

from itertools import pairwise

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONTS = {
    "mark": "方正小标宋简体",
    "title": "方正小标宋简体",
    "secrecy": "黑体",
    "urgency": "黑体",
    "label": "黑体",
    "1": "黑体",
    "2": "楷体_GB2312",
    "page": "宋体",
}
SIZES = {"mark": 40, "title": 22, "imprint": 14, "page": 14}
CHAR = 315  # twips: a character of the grid


def element(name, **attributes):
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


class Writer:
    def __init__(self, document):
        self.document = document
        self.word = Document()
        self.word._body.clear_content()

    def font(self, kind):
        default = FONTS.get(kind, "仿宋_GB2312")
        return self.document["fonts"].get(kind, default)

    def size(self, kind):
        return self.document["sizes"].get(kind, SIZES.get(kind, 16))

    def run(self, paragraph, kind, text):
        """Runs of one kind; quotes and digits may have fonts of their own."""
        own = self.document["fonts"]
        for piece, sort in split(text):
            run = paragraph.add_run(piece)
            props = run._r.get_or_add_rPr()
            main = self.font(kind)
            west = own.get(sort, main) if kind in "p1234" else main
            props.append(element("w:rFonts", ascii=west, hAnsi=west, eastAsia=main, cs=west))
            if kind in self.document["bold"]:
                props.append(OxmlElement("w:b"))
            colour = self.document["colours"].get(kind, "FF0000" if kind == "mark" else None)
            if colour:
                props.append(element("w:color", val=colour))
            if kind not in ("mark", "title", "imprint", "page"):
                props.append(element("w:spacing", val=self.document["spacing"]))
            for tag in ("w:sz", "w:szCs"):
                props.append(element(tag, val=round(self.size(kind) * 2)))

    def paragraph(self, kind, text, where=None, **look):
        paragraph = (where or self.word).add_paragraph()
        self.look(paragraph, kind, **look)
        if text:
            self.run(paragraph, kind, text)
        return paragraph

    def look(self, paragraph, kind, align="both", first=0, left=0, right=0, line=None, border=None):
        props = paragraph._p.get_or_add_pPr()
        own = self.document["own"]
        body = kind in ("p", "1", "2", "3", "4")
        props.append(element("w:widowControl", val=int(bool(own.get("widow")))))
        if border:
            box = OxmlElement("w:pBdr")
            for side, (thick, space, colour) in border.items():
                box.append(
                    element(f"w:{side}", val="single", sz=round(thick), space=round(space), color=colour)
                )
            props.append(box)
        props.append(element("w:snapToGrid", val=0))
        after = own.get("after", 0) if body else 0
        if own.get("rule") == "auto" and body:
            props.append(element("w:spacing", before=0, after=after, line=360, lineRule="auto"))
        else:
            height = line or self.document["line"]
            props.append(element("w:spacing", before=0, after=after, line=round(height), lineRule="exact"))
        indent = element("w:ind", left=round(left), right=round(right))
        indent.set(qn("w:hanging" if first < 0 else "w:firstLine"), str(abs(round(first))))
        props.append(indent)
        align = self.document["aligned"].get(kind, align)
        props.append(element("w:jc", val=align))

    def blank(self, count=1, line=None):
        for _ in range(count):
            paragraph = self.paragraph("blank", "", line=line or 579)
            mark = OxmlElement("w:rPr")
            mark.append(element("w:sz", val=32))
            paragraph._p.get_or_add_pPr().append(mark)


def split(text):
    """The text in pieces of quotes, digits and the rest."""
    pieces = []
    for char in text:
        sort = "quotes" if char in "“”‘’—…" else "digits" if char.isascii() and char.isalnum() else ""
        if pieces and pieces[-1][1] == sort:
            pieces[-1][0] += char
        else:
            pieces.append([char, sort])
    return pieces


def make(document, path):
    writer = Writer(document)
    section = writer.word.sections[0]
    section.page_width, section.page_height = Mm(document["page"][0]), Mm(document["page"][1])
    section.top_margin, section.bottom_margin = Mm(document["top"]), Mm(document["bottom"])
    section.left_margin, section.right_margin = Mm(document["left"]), Mm(document["right"])
    section.header_distance = Mm(15)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    head(writer)
    text(writer)
    tail(writer)
    imprint(writer)
    numbers(writer, section)
    writer.word.save(path)


def head(writer):
    d = writer.document
    for kind in ("copy", "secrecy", "urgency"):
        writer.paragraph(kind, d[kind], align="left")
    # The ink of the mark begins 0.85 em above its baseline, at 4/5 of the line.
    offset = (d["mark_top"] - d["top"]) / 25.4 * 1440
    line = 1200
    space = offset - 3 * d["line"] - (0.8 * line - 0.85 * 40 * 20)
    if space > 0:
        writer.blank(1, space)
    writer.paragraph("mark", d["mark"], align="center", line=line)
    writer.blank(d["blanks"].get("number", 2))
    rule, border, inset = d["rule"], None, 0
    if rule["width"]:
        # Below the ink: 1/5 of the line less the descent of the ink.
        gap = rule["gap"] / 25.4 * 72 - (579 * 0.2 / 20 - 16 * 0.15)
        border = {"bottom": (12, gap, rule["colour"])}
        inset = (156 - rule["width"]) / 2 / 25.4 * 1440
    writer.paragraph("number", d["number"], align="center", border=border, left=inset, right=inset)
    writer.blank(d["blanks"].get("title", 2))
    for row in d["title"]:
        writer.paragraph("title", row, align="center", line=720)
    writer.blank(d["blanks"].get("addressees", 1))
    indent = d["own"].get("addressees_indent", 0) * CHAR
    writer.paragraph("addressees", d["addressees"], first=indent)


def text(writer):
    d = writer.document
    for kind, words in d["body"]:
        paragraph = writer.paragraph(kind, "", first=d["indent"] * CHAR)
        title, stop, rest = words.partition("。")
        if kind in "12" and rest:
            writer.run(paragraph, kind, title + stop)
            writer.run(paragraph, "p", rest)
        else:
            writer.run(paragraph, kind, words)


def tail(writer):
    d = writer.document
    writer.blank(d["blanks"].get("note", 1))
    for index, item in enumerate(d["note"]):
        left = 6 * CHAR
        first = d["note_left"] * CHAR - left if index == 0 else -CHAR
        writer.paragraph("note", item, align="left", left=left, first=first)
    writer.blank(d["blanks"].get("signature", 1))
    name, date = width(d["signature"]), width(d["date"])
    date_right = 2 if date > name else name - date
    name_right = 4 + date - name if date > name else 2
    if d["date_right"] is not None:
        date_right = d["date_right"]
    writer.paragraph("signature", d["signature"], align="right", right=name_right * CHAR)
    writer.paragraph("date", d["date"], align="right", right=date_right * CHAR)
    writer.paragraph("remarks", d["remarks"], align="left", first=d["remarks_left"] * CHAR)
    for label, title, words in d["attachments"]:
        if not d["own"].get("same_page"):
            writer.word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        writer.paragraph("label", label, align="left")
        writer.blank(d["blanks"].get("attachment_title", 1))
        writer.paragraph("title", title, align="center", line=720)
        writer.blank(1)
        writer.paragraph("p", words, first=d["indent"] * CHAR)


def width(text):
    wide = sum(0.5 if char.isascii() else 1 for char in text)
    joins = sum(a.isascii() != b.isascii() for a, b in pairwise(text))
    return wide + 0.2 * joins


def imprint(writer):
    """版记 as a table of one column at the foot of the page."""
    d = writer.document
    if d["even_page"]:
        # The last attachment ends on page 5.
        writer.word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        writer.blank(1)
    table = writer.word.add_table(rows=2, cols=1)
    props = table._tbl.tblPr
    props.append(
        element("w:tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom")
    )
    borders = OxmlElement("w:tblBorders")
    first, middle, last = (round(mm / 25.4 * 72 * 8) for mm in d["imprint_rules"])
    for side, size in (("top", first), ("bottom", last), ("insideH", middle)):
        kind = "single" if size else "nil"
        borders.append(element(f"w:{side}", val=kind, sz=size, space=0, color="000000"))
    props.append(borders)
    inset = d["own"].get("imprint_left", 1) * 280
    rows = [(d["copied"], inset + 840, -840), (d["office"] + "\t" + d["printed"], inset, 0)]
    for row, (words, left, first) in zip(table.rows, rows):
        cell = row.cells[0]
        paragraph = cell.paragraphs[0]
        writer.look(paragraph, "imprint", align="left", left=left, first=first, right=280, line=480)
        tabs = OxmlElement("w:tabs")
        tabs.append(element("w:tab", val="right", pos=8844 - 280))
        paragraph._p.get_or_add_pPr().insert_element_before(
            tabs, "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )
        writer.run(paragraph, "imprint", words)


def numbers(writer, section):
    d = writer.document
    settings = writer.word.settings
    settings.odd_and_even_pages_header_footer = d["own"].get("even_and_odd", True)
    section.different_first_page_header_footer = bool(d["own"].get("title_page"))
    # The dash stands 1/5 of the line and a third of the size above the foot of the line.
    foot = 297 - d["numbers"]["height"] - (579 * 0.2 / 20 + 14 * 0.33) * 25.4 / 72
    section.footer_distance = Mm(foot)
    if not d["numbers"]["on"]:
        return
    sides = [("odd", section.footer)]
    if d["own"].get("even_footer", True):
        sides.append(("even", section.even_page_footer))
    for name, footer in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = writer.word.styles["Normal"]
        side = d["numbers"][name]
        inset = {"left": (280, 0), "right": (0, 280), "center": (0, 0)}[side]
        writer.look(paragraph, "page", align=side, left=inset[0], right=inset[1], line=579)
        dash = d["numbers"]["dash"]
        writer.run(paragraph, "page", f"{dash} ")
        if d["own"].get("typed"):
            writer.run(paragraph, "page", "1")
        else:
            field(writer, paragraph)
        writer.run(paragraph, "page", f" {dash}")


def field(writer, paragraph):
    for kind in ("begin", "instr", "separate", "text", "end"):
        if kind == "text":
            writer.run(paragraph, "page", "1")
            continue
        run = paragraph.add_run()
        run.font.size = Pt(14)
        if kind == "instr":
            made = OxmlElement("w:instrText")
            made.text = " PAGE "
        else:
            made = element("w:fldChar", fldCharType=kind)
        run._r.append(made)
