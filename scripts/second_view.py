"""The parts of second-view.sh that need Python.

usage: second_view.py fonts SOURCE_DIR FONT_DIR
       second_view.py pdf FONT_DIR OUTDIR FILE.docx...

ONLYOFFICE finds fonts by the names inside the files, so it gets copies of the project's
fonts that carry the official names.

It knows no gap between hanzi and letters or digits (w:autoSpaceDE, w:autoSpaceDN; bug 57262
of its makers), which would move every fifth line end and hide all other differences. So it
gets copies of the Word files in which a narrow space stands there: one em of GAP (default
0.2, `mixed_gap` of the project), which vanishes where the line ends, as the gap does.
"""

import copy
import os
import sys
import tempfile
import zipfile
from pathlib import Path

OFFICIAL = {
    "仿宋_GB2312": "FandolFang-Regular.ttf",
    "仿宋": "FandolFang-Regular.ttf",
    "楷体_GB2312": "FandolKai-Regular.ttf",
    "楷体": "FandolKai-Regular.ttf",
    "方正小标宋简体": "NotoSerifSC-ExtraBold.ttf",
    "方正小标宋_GBK": "NotoSerifSC-ExtraBold.ttf",
    "黑体": "NotoSansSC-Medium.ttf",
    "宋体": "NotoSerifSC-Regular.ttf",
    "Times New Roman": "Tinos-Regular.ttf",
}
# For characters that those lack.
FALLBACK = ["YinfaKaiSupplement-Regular.ttf", "NotoSerifSC-Regular.ttf"]

GAP = float(os.environ.get("GAP", "0.2"))
TWIPS_PER_HALF_POINT = 10
# The space is set as small as can be, and is as wide as character spacing makes it.
SPACE_SIZE = 1  # half points
SPACE_EM = 0.5  # in the fonts for body text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What w:rPr may hold before w:spacing.
BEFORE_SPACING = {W + name for name in ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color")}


def make_fonts(source, target):
    from fontTools.ttLib import TTFont

    target.mkdir()
    for number, (name, file) in enumerate(OFFICIAL.items()):
        font = TTFont(source / file)
        names = font["name"]
        names.names = []
        label = f"Official-{number}"
        for what, words in {1: name, 2: "Regular", 3: label, 4: name, 6: label}.items():
            names.setName(words, what, 3, 1, 0x409)
        # Whatever its weight is, it is the regular one of its name.
        font["OS/2"].usWeightClass = 400
        font.save(target / f"{label}.ttf")
    for file in FALLBACK:
        (target / file).write_bytes((source / file).read_bytes())


def is_hanzi(char):
    return "\u3400" <= char <= "\u9fff" or char == "〇" or char >= "\U00020000"


def is_western(char):
    return char.isalnum() and char < "\u2e80"


def is_mixed(one, other):
    return is_hanzi(one) and is_western(other) or is_western(one) and is_hanzi(other)


class Styles:
    """The font sizes and character spacings that styles say."""

    def __init__(self, root):
        self.styles = {style.get(W + "styleId"): style for style in root.iter(W + "style")}
        default = self.styles.values()
        default = (one.get(W + "styleId") for one in default if one.get(W + "default") == "1")
        self.default = next(default, None)

    def value(self, name, what):
        """What a style says about `w:sz` or `w:spacing`, or None."""
        style = self.styles.get(name)
        if style is None:
            return None
        found = style.find(f"{W}rPr/{W}{what}")
        if found is not None:
            return int(found.get(W + "val"))
        base = style.find(W + "basedOn")
        return None if base is None else self.value(base.get(W + "val"), what)

    def of_run(self, run, what):
        said = run.find(f"{W}rPr/{W}{what}")
        if said is not None:
            return int(said.get(W + "val"))
        named = run.find(f"{W}rPr/{W}rStyle")
        value = None if named is None else self.value(named.get(W + "val"), what)
        if value is None:
            paragraph = next(run.iterancestors(W + "p"))
            named = paragraph.find(f"{W}pPr/{W}pStyle")
            value = self.value(self.default if named is None else named.get(W + "val"), what)
        return value or 0


def letters(paragraph):
    """All characters with their text elements; anything else in a run parts them."""
    for run in paragraph.iter(W + "r"):
        for element in run:
            if element.tag == W + "t":
                yield from ((element, index, char) for index, char in enumerate(element.text))
            elif element.tag != W + "rPr":
                yield element, 0, "\n"


def add_gaps(document, styles):
    from lxml import etree

    def part(run, text, gap):
        new = etree.Element(W + "r")
        settings = run.find(W + "rPr")
        settings = etree.Element(W + "rPr") if settings is None else copy.deepcopy(settings)
        if gap is not None:
            for name in ("spacing", "sz", "szCs"):
                for old in settings.findall(W + name):
                    settings.remove(old)
            at = sum(one.tag in BEFORE_SPACING for one in settings)
            for name, value in (("sz", SPACE_SIZE), ("spacing", gap)):
                one = etree.Element(W + name)
                one.set(W + "val", str(value))
                settings.insert(at, one)
        new.append(settings)
        words = etree.SubElement(new, W + "t")
        words.text = text
        words.set(XML_SPACE, "preserve")
        return new

    def gap_of(run):
        size, spacing = styles.of_run(run, "sz"), styles.of_run(run, "spacing")
        # As in LibreOffice the gap comes in place of the character spacing.
        twips = size * TWIPS_PER_HALF_POINT * GAP - spacing
        twips -= SPACE_SIZE * TWIPS_PER_HALF_POINT * SPACE_EM
        # Under w:balanceSingleByteDoubleByteWidth ONLYOFFICE gives a space twice its spacing.
        return round(twips / 2)

    for paragraph in document.iter(W + "p"):
        chars = list(letters(paragraph))
        cuts = {}
        for (element, index, one), (_, _, other) in zip(chars, chars[1:]):
            if is_mixed(one, other):
                cuts.setdefault(element, []).append(index + 1)
        for element, ends in cuts.items():
            run, text = element.getparent(), element.text
            for start, end in zip([0, *ends], ends):
                run.addprevious(part(run, text[start:end], None))
                run.addprevious(part(run, " ", gap_of(run)))
            element.text = text[ends[-1] :]
            element.set(XML_SPACE, "preserve")


def with_gaps(source, target):
    """A copy of a Word file with a narrow space between hanzi and letters or digits."""
    from lxml import etree

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        styles = Styles(etree.fromstring(old.read("word/styles.xml")))
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                root = etree.fromstring(data)
                add_gaps(root, styles)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            new.writestr(entry.filename, data)


def make_pdfs(fonts, out, files):
    import docbuilder

    builder = docbuilder.CDocBuilder()
    builder.SetProperty("--fonts-system", "false")
    builder.SetProperty("--fonts-dir", str(fonts.resolve()))
    with tempfile.TemporaryDirectory() as work:
        for file in files:
            source = file
            if GAP:
                source = Path(work) / "with-gaps.docx"
                with_gaps(file, source)
            builder.OpenFile(str(source.resolve()))
            builder.SaveFile("pdf", str((out / file.stem).resolve()) + ".pdf")
            builder.CloseFile()


def main():
    what, one, other, *files = sys.argv[1:]
    if what == "fonts":
        make_fonts(Path(one), Path(other))
    else:
        make_pdfs(Path(one), Path(other), [Path(file) for file in files])


if __name__ == "__main__":
    main()
