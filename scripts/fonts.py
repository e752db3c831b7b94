"""Make the bundled fonts: fonts.py INPUT_DIR OUTPUT_DIR (called by fonts.sh).

Every output has glyf outlines and is a function of its input alone: no clock,
no environment, no set order gets into the bytes.
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

# Largest distance between a cubic curve and the quadratic ones that replace it,
# in font units; all the fonts have 1000 units to the em.
MAX_ERROR = 1.0

# Blocks kept whole in the subsets, so that symbols in ordinary use never fall
# back to another typeface in the middle of a line.
SYMBOL_BLOCKS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x2000, 0x206F),  # general punctuation
    (0x20A0, 0x20CF),  # currency
    (0x2100, 0x218F),  # letterlike, number forms
    (0x2460, 0x24FF),  # enclosed alphanumerics
    (0x2E3A, 0x2E3B),  # two- and three-em dash
    (0x3000, 0x303F),  # CJK punctuation
    (0x3200, 0x33FF),  # enclosed CJK, CJK units
    (0xFE10, 0xFE1F),  # vertical forms
    (0xFE30, 0xFE6F),  # compatibility and small forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
]

# Layout used in horizontal and vertical Chinese setting. 'aalt', 'dlig',
# 'hist' and the like are left out: they would pull in thousands of variants.
FEATURES = """ccmp locl liga kern mark mkmk vert vrt2 vkrn
    halt vhal palt vpal chws vchw fwid hwid pwid""".split()


def double_byte(codec, rows):
    """All characters a double-byte codec has in the given lead bytes."""
    found = set()
    for lead in rows:
        for trail in range(0x40, 0xFF):
            try:
                text = bytes([lead, trail]).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(ord(text))
    return found


# Both codecs, because they differ on the dash (U+2015, U+2014) and the middle
# dot (U+30FB, U+00B7) of GB 2312 row 1.
GB2312 = double_byte("gb2312", range(0xA1, 0xF8))
GBK_SYMBOLS = double_byte("gbk", range(0xA1, 0xAA))
GBK_SYMBOLS -= set(range(0x4E00, 0xA000))  # rows A8 and A9 start GBK/5, not Han


def table_8105(path):
    """通用规范汉字表, one character a line."""
    chars = {ord(line) for line in path.read_text("utf-8").split()}
    assert len(chars) == 8105, len(chars)
    return chars


def open_font(path):
    # recalcTimestamp would write the time of the run into head.modified.
    return TTFont(path, recalcTimestamp=False)


def set_name(font, name_id, text):
    font["name"].setName(text, name_id, 3, 1, 0x409)


def windows_names_only(font):
    """Drop Macintosh and localised records: the English Windows ones serve."""
    table = font["name"]
    table.names = [
        n for n in table.names if (n.platformID, n.platEncID, n.langID) == (3, 1, 0x409)
    ]


def cff_to_glyf(font):
    order = font.getGlyphOrder()
    source = font.getGlyphSet()
    origins = font["VORG"]
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(source)
        # glyf wants clockwise outer contours, CFF has them the other way round.
        source[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()

    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs

    # glyf positions a glyph by its bearings, so they must be those of the new
    # outlines, and the vertical origin that VORG held moves into vmtx.
    hmtx, vmtx = font["hmtx"], font["vmtx"]
    for name in order:
        glyph = glyf[name]
        glyph.recalcBounds(glyf)
        hmtx[name] = (hmtx[name][0], getattr(glyph, "xMin", 0))
        top = origins[name] - getattr(glyph, "yMax", 0)
        vmtx[name] = (vmtx[name][0], top if glyph.numberOfContours else 0)
    del font["CFF "], font["VORG"]

    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in """maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs
            maxStackElements maxSizeOfInstructions""".split():
        setattr(maxp, field, 0)

    # The Macintosh Chinese subtable is format 2, which few readers know.
    font["cmap"].tables = [t for t in font["cmap"].tables if t.platformID != 1]
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\0\1\0\0"


def convert_fandol(source, target, family):
    font = open_font(source)
    cff_to_glyf(font)
    windows_names_only(font)
    # FandolFang calls itself "FandolFang R" in record 1, which typst and Word
    # read as the family; both fonts now say the same in records 1, 4 and 16.
    font["name"].removeNames(nameID=16)
    set_name(font, 1, family)
    set_name(font, 4, family)
    # GPL section 5 wants a changed copy marked as such.
    version = font["name"].getDebugName(5)
    set_name(font, 5, version + ";changed by yinfa 2026: TrueType outlines")
    set_name(font, 13, "GNU GPL version 3 with the font embedding exception, "
             "which is extended to this changed version.")
    font["OS/2"].usWeightClass = 400
    font.save(target)


def subset(source, target, wanted, features, rename=None):
    font = open_font(source)
    options = Options(
        layout_features=features,
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)
    if rename:
        rename(font)
    font.save(target)


def rename_supplement(font):
    """Remove the reserved names; copyright, trademark and licence stay."""
    windows_names_only(font)
    version = font["name"].getDebugName(5)
    set_name(font, 1, "Yinfa Kai Supplement")
    set_name(font, 2, "Regular")
    set_name(font, 3, "YinfaKaiSupplement-Regular:" + version)
    set_name(font, 4, "Yinfa Kai Supplement")
    set_name(font, 6, "YinfaKaiSupplement-Regular")
    font["OS/2"].achVendID = "    "


def main():
    inputs, outputs = Path(sys.argv[1]), Path(sys.argv[2])
    han = table_8105(inputs / "characters.txt")

    for style, family in (("Fang", "FandolFang"), ("Kai", "FandolKai")):
        convert_fandol(
            inputs / f"Fandol{style}-Regular.otf",
            outputs / f"Fandol{style}-Regular.ttf",
            family,
        )

    # In full and unchanged: the last resort for every role.
    regular = (inputs / "NotoSerifSC_400Regular.ttf").read_bytes()
    (outputs / "NotoSerifSC-Regular.ttf").write_bytes(regular)

    wanted = GB2312 | GBK_SYMBOLS | han
    for first, last in SYMBOL_BLOCKS:
        wanted |= set(range(first, last + 1))
    for name in ("NotoSerifSC_800ExtraBold", "NotoSansSC_500Medium"):
        family, style = name.split("_")
        target = f"{family}-{style.lstrip('0123456789')}.ttf"
        subset(inputs / f"{name}.ttf", outputs / target, wanted, FEATURES)

    # What Word takes its Western font for: ASCII and nothing else.
    subset(
        inputs / "Tinos_400Regular.ttf",
        outputs / "Tinos-Regular.ttf",
        set(range(0x20, 0x7F)),
        [],
    )

    # Only what FandolKai lacks, so that the narrow quotation marks of this
    # font can never be chosen. ⑪ to ⑳ are in neither GB 2312 nor GBK.
    kai = set(open_font(inputs / "FandolKai-Regular.otf").getBestCmap())
    missing = (GB2312 | GBK_SYMBOLS | han | set(range(0x246A, 0x2474))) - kai
    subset(
        inputs / "LXGWWenKai-Regular.ttf",
        outputs / "YinfaKaiSupplement-Regular.ttf",
        missing,
        ["vert"],
        rename_supplement,
    )


main()
