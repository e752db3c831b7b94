"""Makes PDFs of Word files with an engine that Python drives.

usage: render.py ENGINE FONT_DIR OUTDIR FILE.docx...     ENGINE: onlyoffice, aspose or spire
       render.py fonts SOURCE_DIR FONT_DIR

Each engine is called in a virtual environment of its own. A file that an engine cannot set is
told on standard error and leaves no PDF behind. `fonts` makes what they set with: copies of the
bundled fonts that carry the official names, because these engines find fonts by the names
inside the files.
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

    target.mkdir(parents=True, exist_ok=True)
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


def with_onlyoffice(fonts):
    import docbuilder

    builder = docbuilder.CDocBuilder()
    builder.SetProperty("--fonts-system", "false")
    builder.SetProperty("--fonts-dir", str(fonts))

    def make(word, pdf):
        builder.OpenFile(str(word))
        builder.SaveFile("pdf", str(pdf))
        builder.CloseFile()

    return make


def with_aspose(fonts):
    import aspose.words

    settings = aspose.words.fonts.FontSettings.default_instance
    settings.set_fonts_folder(str(fonts), False)
    settings.fallback_settings.build_automatic()
    return lambda word, pdf: aspose.words.Document(str(word)).save(str(pdf))


def with_spire(fonts):
    from spire.doc import Document, FileFormat

    def make(word, pdf):
        document = Document()
        document.SetCustomFontsFolders(str(fonts))
        document.LoadFromFile(str(word))
        document.SaveToFile(str(pdf), FileFormat.PDF)
        document.Close()

    return make


ENGINES = {"onlyoffice": with_onlyoffice, "aspose": with_aspose, "spire": with_spire}


def main():
    what, one, other, *files = sys.argv[1:]
    one, other = Path(one).resolve(), Path(other).resolve()
    if what == "fonts":
        make_fonts(one, other)
        return
    make = ENGINES[what](one)
    for file in map(Path, files):
        try:
            make(file.resolve(), other / f"{file.stem}.pdf")
        except Exception as reason:  # noqa: BLE001 each engine raises its own kinds
            print(f"{what}: {file.name}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
