"""Make the bundled fonts: fonts.py INPUT_DIR OUTPUT_DIR (called by fonts.sh).

Characters are as wide as in the official fonts (official_widths.py). Every output has
glyf outlines and is a function of its input alone: no clock, no environment, no set order
gets into the bytes.
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.otBase import USE_HARFBUZZ_REPACKER

from official_widths import (
    EM,
    LEFT,
    SAME_AS,
    Additions,
    Heavier,
    Widths,
    bolder,
    bounds,
    fitted,
    outline,
    placed,
    stem,
)

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
    halt vhal palt vpal chws vchw fwid""".split()

ASCII = range(0x20, 0x7F)
SUPERIOR = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
INFERIOR_BASE = -140
# Of those that the official fonts lack.
SMALL_WIDTH = 360
INFERIOR = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True))

# What Fandol gets from GNU FreeMono, because its own are too bold beside its hanzi and of
# all widths: half an em wide at first, or a little larger than they are.
MONO_HALF = [
    (0x0020, 0x007E),
    (0x00A0, 0x024F),  # Latin
    (0x0251, 0x0261),  # ɑ ɡ
    (0x2010, 0x2013),  # hyphen, dash
    (0x2070, 0x208E),  # superior and inferior figures
]
MONO_WHOLE = [
    (0x0391, 0x03C9),  # Greek
    (0x0401, 0x0451),  # Cyrillic
    (0x2030, 0x2030),  # ‰
    (0x20AC, 0x20AC),  # €
    (0x2116, 0x2116),  # №
]
MONO_WIDTH = 600
# FreeMono's capitals are low beside hanzi.
MONO_RAISE = 1.16


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
    font = TTFont(path, recalcTimestamp=False)
    # Another module would pack tables in another way where it is installed.
    font.cfg[USE_HARFBUZZ_REPACKER] = False
    return font


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


def convert_fandol(source, target, family, widths, mono, bold):
    font = open_font(source)
    cff_to_glyf(font)
    fit_fandol(font, widths, mono, bold)
    windows_names_only(font)
    # FandolFang calls itself "FandolFang R" in record 1, which typst and Word
    # read as the family; both fonts now say the same in records 1, 4 and 16.
    font["name"].removeNames(nameID=16)
    set_name(font, 1, family)
    set_name(font, 4, family)
    # GPL section 5 wants a changed copy marked as such.
    version = font["name"].getDebugName(5)
    set_name(font, 5, version + ";changed by yinfa 2026: TrueType outlines, "
             "letters and figures of GNU FreeMono, widths of the official fonts")
    owners = font["name"].getDebugName(0)
    set_name(font, 0, f"{owners}; letters and figures: {mono['name'].getDebugName(0)}")
    set_name(font, 13, "GNU GPL version 3 with the font embedding exception, "
             "which is extended to this changed version.")
    font["OS/2"].usWeightClass = 400
    font.save(target)


def fit_fandol(font, widths, mono, bold):
    """Letters and figures from FreeMono, `bold` units stronger; all of official width."""
    added = Additions(font)
    source = mono.getBestCmap()
    halves = [(block, EM / 2 / MONO_WIDTH) for block in MONO_HALF]
    for (first, last), across in halves + [(block, MONO_RAISE) for block in MONO_WHOLE]:
        for code in range(first, last + 1):
            want = widths.of(code) or (SMALL_WIDTH if code >= 0x2070 else EM // 2)
            old = added.cmap.get(code)
            # The marks that it has one em wide stay.
            if code in source and (old is None or font["hmtx"][old][0] != EM):
                drawn = placed(outline(mono, code), across, MONO_RAISE)
                drawn = bolder(drawn, bold) if drawn else drawn
                room = SMALL_WIDTH if code in LEFT else want
                right = (room - MONO_WIDTH * across) / 2
                added.put(code, placed(drawn, right=right), want)
    fit_rest(added, widths)
    added.finish()


def fit_noto(font, widths, half, heavier, figures):
    """The characters of `half` get the half-width glyphs that the font has for them; the
    others official widths; superior and inferior figures come from the weight `figures`."""
    added, plain = Additions(font), stem(font)
    forms = half_width_forms(font)
    for code in half:
        added.use(code, forms[added.cmap[SAME_AS.get(code, code)]])
    added.cmap = dict(font.getBestCmap())
    add_small_figures(added, widths, figures)
    fit_rest(added, widths, Heavier(font, plain, heavier))
    added.finish()


def fit_rest(added, widths, heavier=None):
    """Official widths for the characters that have not got theirs."""
    metrics = added.font["hmtx"]
    for code, glyph in sorted(added.cmap.items()):
        want = widths.of(code)
        if code not in added.glyphs and want and metrics[glyph][0] != want:
            added.put(code, fitted(added.font, SAME_AS.get(code, code), want, heavier), want)


def half_width_forms(font):
    """What the feature hwid puts in place of each glyph."""
    table = font["GSUB"].table
    forms = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "hwid":
            for index in record.Feature.LookupListIndex:
                for rule in table.LookupList.Lookup[index].SubTable:
                    forms |= getattr(rule, "ExtSubTable", rule).mapping
    return forms


def add_small_figures(added, widths, heavier):
    """⁰ to ⁹, ⁺, ⁻ and their inferior forms, as large as the ² that the font has."""
    own, plain = bounds(outline(added.font, ord("²"))), bounds(outline(heavier, ord("2")))
    scale = (own[3] - own[1]) / (plain[3] - plain[1])
    for figures, raised in ((SUPERIOR, own[1]), (INFERIOR, INFERIOR_BASE)):
        for small, figure in figures.items():
            drawn = placed(outline(heavier, ord(figure)), scale, scale, raised=raised)
            left, _, right, _ = bounds(drawn)
            room = SMALL_WIDTH - (right - left)
            want = widths.of(ord(small)) or SMALL_WIDTH
            added.put(ord(small), placed(drawn, right=room / 2 - left), want)


def subset(font, target, wanted, features, rename=None):
    options = Options(
        layout_features=features,
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted & font.getBestCmap().keys())
    subsetter.subset(font)
    if rename:
        rename(font)
    font.save(target)


def mark_changed(font):
    """Says in the font that it is not the published one."""
    version = font["name"].getDebugName(5)
    set_name(font, 5, version + ";changed by yinfa 2026: widths of the official fonts")


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


def make_fandol(inputs, outputs):
    mono = open_font(inputs / "FreeMono.otf")
    for style, face, bold in (("Fang", "仿宋", 8), ("Kai", "楷体", 12)):
        family = f"Fandol{style}"
        source, target = inputs / f"{family}-Regular.otf", outputs / f"{family}-Regular.ttf"
        convert_fandol(source, target, family, Widths(face), mono, bold)


def make_noto(inputs, outputs, wanted):
    def weight(name):
        return open_font(inputs / f"Noto{name}.ttf")

    # In full: the last resort for every role.
    half = {*ASCII, *SAME_AS}
    song, black = weight("SerifSC_400Regular"), weight("SerifSC_900Black")
    fit_noto(song, Widths("宋体"), half, black, weight("SerifSC_600SemiBold"))
    mark_changed(song)
    song.save(outputs / "NotoSerifSC-Regular.ttf")

    # 方正小标宋 has letters of many widths, but figures of half an em.
    biao, widths = weight("SerifSC_800ExtraBold"), Widths("小标宋")
    fit_noto(biao, widths, {ord(figure) for figure in "0123456789"}, black, black)
    target = outputs / "NotoSerifSC-ExtraBold.ttf"
    subset(biao, target, wanted | widths.symbols(), FEATURES, mark_changed)

    hei, black, widths = weight("SansSC_500Medium"), weight("SansSC_900Black"), Widths("黑体")
    fit_noto(hei, widths, half, black, weight("SansSC_800ExtraBold"))
    target = outputs / "NotoSansSC-Medium.ttf"
    subset(hei, target, wanted | widths.symbols(), FEATURES, mark_changed)


def main():
    inputs, outputs = Path(sys.argv[1]), Path(sys.argv[2])
    han = table_8105(inputs / "characters.txt")
    wanted = GB2312 | GBK_SYMBOLS | han | {ord(char) for char in SUPERIOR | INFERIOR}
    for first, last in SYMBOL_BLOCKS:
        wanted |= set(range(first, last + 1))

    make_fandol(inputs, outputs)
    make_noto(inputs, outputs, wanted)

    # What Word takes its Western font for: ASCII and nothing else.
    tinos = open_font(inputs / "Tinos_400Regular.ttf")
    subset(tinos, outputs / "Tinos-Regular.ttf", set(ASCII), [])

    # Only what FandolKai lacks, so that the narrow quotation marks of this
    # font can never be chosen. ⑪ to ⑳ are in neither GB 2312 nor GBK.
    kai = open_font(outputs / "FandolKai-Regular.ttf").getBestCmap().keys()
    missing = (GB2312 | GBK_SYMBOLS | han | set(range(0x246A, 0x2474))) - kai
    supplement = open_font(inputs / "LXGWWenKai-Regular.ttf")
    added = Additions(supplement)
    fit_rest(added, Widths("楷体"))
    added.finish()
    target = outputs / "YinfaKaiSupplement-Regular.ttf"
    subset(supplement, target, missing, ["vert"], rename_supplement)


main()
