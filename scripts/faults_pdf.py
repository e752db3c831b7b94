"""The PDF files of faults.py, by ReportLab with the project's own fonts."""

from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).parent.parent / "templates/fonts"
FILES = {
    "仿宋_GB2312": "FandolFang-Regular.ttf",
    "楷体_GB2312": "FandolKai-Regular.ttf",
    "黑体": "NotoSansSC-Medium.ttf",
    "方正小标宋简体": "NotoSerifSC-ExtraBold.ttf",
    "宋体": "NotoSerifSC-Regular.ttf",
}
DEFAULTS = {
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
MM = 72 / 25.4
CLOSING = "，。、；：！？）》”’〕"

for name, file in FILES.items():
    pdfmetrics.registerFont(TTFont(name, FOLDER / file))


class Writer:
    def __init__(self, document, path):
        self.d = document
        self.canvas = Canvas(str(path), pagesize=[side * MM for side in document["page"]])
        self.page = 1
        self.y = document["top"] * MM  # from the top: where the next line begins
        self.pitch = document["line"] / 20
        self.char = 16 + 225 / 28 - 8.2428 if document["spacing"] else 16
        if document["spacing"]:
            self.char = 156 * MM / 28
        self.column = round((document["page"][0] - document["left"] - document["right"]) * MM / self.char - 0.4)

    def font(self, kind):
        return self.d["fonts"].get(kind, DEFAULTS.get(kind, "仿宋_GB2312"))

    def size(self, kind):
        return self.d["sizes"].get(kind, SIZES.get(kind, 16))

    def left(self):
        return self.d["left"] * MM

    def right(self):
        return (self.d["page"][0] - self.d["right"]) * MM

    def pieces(self, kind, text, pitch):
        """Each character with its font and advance."""
        found = []
        for char in text:
            font = self.font(kind)
            if kind in "p1234":
                sort = "quotes" if char in "“”" else "digits" if char.isascii() and char.isalnum() else ""
                font = self.d["fonts"].get(sort, font)
            font = {"Times New Roman": "Times-Roman"}.get(font, font)
            size = self.size(kind)
            wide = not char.isascii()
            advance = pitch * size / 16 if wide and pitch else pdfmetrics.stringWidth(char, font, size)
            found.append((char, font, size, advance))
        return found

    def width(self, kind, text, pitch=None):
        return sum(piece[3] for piece in self.pieces(kind, text, pitch))

    def draw(self, kind, text, x, baseline, pitch=None):
        """One line; the baseline counts from the top of the page."""
        height = self.d["page"][1] * MM
        colour = self.d["colours"].get(kind, "FF0000" if kind == "mark" else "000000")
        for char, font, size, advance in self.pieces(kind, text, pitch):
            words = self.canvas.beginText(x, height - baseline)
            words.setFont(font, size)
            words.setFillColor(HexColor("#" + colour))
            if kind in self.d["bold"]:
                words.setTextRenderMode(2)
                words.setStrokeColor(HexColor("#" + colour))
            words.textOut(char)
            words.setTextRenderMode(0)
            self.canvas.drawText(words)
            x += advance

    def line(self, kind, text, x=None, align="left", right=0.0, height=None):
        """A line at the running place."""
        height = height or self.pitch
        if kind == "page" or self.y + height > (self.d["page"][1] - self.d["bottom"]) * MM + 0.5:
            self.new_page()
        pitch = None if kind in ("mark", "title", "imprint", "page") else self.char
        width = self.width(kind, text, pitch)
        align = self.d["aligned"].get(kind, align)
        if align == "center":
            x = (self.left() + self.right() - width) / 2
        elif align == "right":
            x = self.right() - right - width
        elif x is None:
            x = self.left()
        self.draw(kind, text, x, self.y + 0.8 * height, pitch)
        self.y += height

    def blank(self, count=1):
        self.y += count * 28.95

    def paragraph(self, kind, text):
        """A body paragraph, broken at whole characters."""
        indent = self.d["indent"] * self.char
        room = self.right() - self.left() + 0.5
        runs = [(kind, char) for char in text]
        if kind in "12" and "。" in text:
            stop = text.index("。")
            runs = [(kind if at <= stop else "p", char) for at, char in enumerate(text)]
        rows, row, used = [], [], indent
        for run in runs:
            advance = self.width(run[0], run[1], self.char)
            if used + advance > room and run[1] not in CLOSING:
                rows.append(row)
                row, used = [], 0
            elif used + advance > room:
                last = row.pop()
                rows.append(row)
                row, used = [last], self.width(last[0], last[1], self.char)
            row.append(run)
            used += advance
        rows.append(row)
        for number, row in enumerate(rows):
            if self.y + self.pitch > (self.d["page"][1] - self.d["bottom"]) * MM + 0.5:
                self.new_page()
            x = self.left() + (indent if number == 0 else 0)
            for face, char in row:
                self.draw(face, char, x, self.y + 0.8 * self.pitch, self.char)
                x += self.width(face, char, self.char)
            self.y += self.pitch

    def rule(self, top, width, thick, colour, left=None):
        """A rule whose upper edge lies at `top`."""
        height = self.d["page"][1] * MM
        left = self.left() + (156 * MM - width) / 2 if left is None else left
        self.canvas.setStrokeColor(HexColor("#" + colour))
        self.canvas.setLineWidth(thick)
        y = height - top - thick / 2
        self.canvas.line(left, y, left + width, y)

    def number(self):
        d = self.d["numbers"]
        if not d["on"]:
            return
        value = self.page + self.d["own"].get("first_number", 1) - 1
        text = f"{d['dash']} {value} {d['dash']}"
        side = d["odd" if self.page % 2 else "even"]
        width = self.width("page", text)
        x = {
            "right": self.right() - 14 - width,
            "left": self.left() + 14,
            "center": (self.left() + self.right() - width) / 2,
        }[side]
        # The dash of the font lies 0.27 em above the baseline.
        self.draw("page", text, x, d["height"] * MM + 0.27 * 14)

    def new_page(self):
        self.number()
        self.canvas.showPage()
        self.page += 1
        self.y = self.d["top"] * MM


def make(document, path):
    writer = Writer(document, path)
    head(writer)
    for kind, words in document["body"]:
        writer.paragraph(kind, words)
    tail(writer)
    imprint(writer)
    writer.number()
    writer.canvas.save()


def head(w):
    d = w.d
    for kind in ("copy", "secrecy", "urgency"):
        w.line(kind, d[kind])
    # The ink of the mark begins 0.88 em above its baseline.
    w.y = d["mark_top"] * MM - 0.8 * 57.6 + 0.875 * 40
    w.line("mark", d["mark"], align="center", height=57.6)
    w.blank(d["blanks"].get("number", 2))
    w.line("number", d["number"], align="center")
    rule = d["rule"]
    # The ink of the number ends 0.18 em below its baseline.
    if rule["width"]:
        bottom = w.y - 0.2 * w.pitch + 0.18 * 16
        w.rule(bottom + rule["gap"] * MM, rule["width"] * MM, 1.5, rule["colour"])
    w.blank(d["blanks"].get("title", 2))
    for row in d["title"]:
        w.line("title", row, align="center", height=36)
    w.blank(d["blanks"].get("addressees", 1))
    w.line("addressees", d["addressees"], x=w.left() + d["own"].get("addressees_indent", 0) * w.char)


def tail(w):
    d = w.d
    w.blank(d["blanks"].get("note", 1))
    for index, item in enumerate(d["note"]):
        w.line("note", item, x=w.left() + (d["note_left"] if index == 0 else 5) * w.char)
    w.blank(d["blanks"].get("signature", 1))
    top = w.y
    name, date = w.width("signature", d["signature"], w.char), w.width("date", d["date"], w.char)
    two = 2 * w.char
    date_right = two if date > name else name - date
    name_right = 2 * two + date - name if date > name else two
    if d["date_right"] is not None:
        date_right = d["date_right"] * w.char
    w.line("signature", d["signature"], align="right", right=name_right)
    w.line("date", d["date"], align="right", right=date_right)
    for middle, diameter in d["own"].get("seals", []):
        w.canvas.setStrokeColor(HexColor("#FF0000"))
        w.canvas.setLineWidth(2)
        w.canvas.circle(middle * MM, (d["page"][1] * MM) - top - 30, diameter * MM / 2)
    w.line("remarks", d["remarks"], x=w.left() + d["remarks_left"] * w.char)
    for label, title, words in d["attachments"]:
        if not d["own"].get("same_page"):
            w.new_page()
        w.line("label", label)
        w.blank(d["blanks"].get("attachment_title", 1))
        w.line("title", title, align="center", height=36)
        w.blank(1)
        w.paragraph("p", words)


def imprint(w):
    d = w.d
    # On the last page, and the last page is an even one.
    wanted = 0 if d["even_page"] else 1
    if w.page % 2 != wanted:
        w.new_page()
    size = w.size("imprint")
    left = w.left() + d["own"].get("imprint_left", 1) * 14
    rows, row = [], ""
    for char in d["copied"]:
        indent = left + (3 * size if rows else 0)
        if indent + w.width("imprint", row + char) > w.right() - 14 + 0.5:
            if char in CLOSING:
                row, char = row[:-1], row[-1] + char
            rows.append(row)
            row = ""
        row += char
    rows.append(row)
    bottom = d["own"].get("imprint_bottom", d["page"][1] - d["bottom"]) * MM
    height = 24
    top = bottom - (len(rows) + 1) * height
    first, middle, last = (thick * MM for thick in d["imprint_rules"])
    for thick, at in ((first, top), (middle, bottom - height), (last, bottom)):
        if thick:
            w.rule(at - thick / 2, 156 * MM, thick, "000000")
    for number, row in enumerate(rows):
        x = left + (3 * size if number else 0)
        w.draw("imprint", row, x, top + number * height + 17)
    baseline = bottom - height + 17
    w.draw("imprint", d["office"], left, baseline)
    w.draw("imprint", d["printed"], w.right() - 14 - w.width("imprint", d["printed"]), baseline)
