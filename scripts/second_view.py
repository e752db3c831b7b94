"""The parts of second-view.sh that need Python.

usage: second_view.py fonts SOURCE_DIR FONT_DIR
       second_view.py pdf FONT_DIR OUTDIR FILE.docx...

ONLYOFFICE finds fonts by the names inside the files, so it gets copies of the project's
fonts that carry the official names.
"""

import sys
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


def make_pdfs(fonts, out, files):
    import docbuilder

    builder = docbuilder.CDocBuilder()
    builder.SetProperty("--fonts-system", "false")
    builder.SetProperty("--fonts-dir", str(fonts.resolve()))
    for file in files:
        builder.OpenFile(str(file.resolve()))
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
