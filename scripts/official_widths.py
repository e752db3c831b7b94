"""Glyphs as wide as those of the official fonts (templates/fonts/widths.toml).

All fonts here have 1000 units to the em. An outline is a list of pen commands.
"""

import functools
import tomllib
from pathlib import Path

import pathops
from fontTools.misc.roundTools import otRound
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000
TABLE = Path(__file__).parent.parent / "templates/fonts/widths.toml"
UNITS = 256  # to the em, in the table

# They have the width and the outline of another character.
SAME_AS = {0x00A0: 0x0020, 0x00AD: 0x002D, 0x2011: 0x002D}

# What has the ink on the left of its em.
LEFT = {ord(char) for char in "°′″‚„²³¹"}


class Widths:
    """The widths that the official font of a typeface gives to its characters."""

    def __init__(self, face):
        table = tomllib.loads(TABLE.read_text("utf-8"))
        self.blocks = [range(first, last + 1) for first, last in table["字块"]]
        self.whole = {ord(char) for char in table["一字"]}
        self.own = self.read(table[face])
        self.song = self.read(table["宋体"])

    @staticmethod
    def read(rows):
        return {
            ord(char): otRound(int(width) * EM / UNITS)
            for width, chars in rows.items()
            for char in chars
        }

    def of(self, code):
        """In font units. Word takes what a font lacks from another, mostly 宋体."""
        code = SAME_AS.get(code, code)
        if code in self.own:
            return self.own[code]
        if code in self.whole or any(code in block for block in self.blocks):
            return EM
        return self.song.get(code)

    def symbols(self):
        return self.whole | self.own.keys() | self.song.keys()


glyph_set = functools.cache(lambda font: font.getGlyphSet())


def outline(font, code):
    return outline_of(font, font.getBestCmap()[code])


def outline_of(font, glyph):
    glyphs = glyph_set(font)
    pen = DecomposingRecordingPen(glyphs)
    glyphs[glyph].draw(pen)
    return pen.value


def bounds(commands):
    """Left, bottom, right, top; of a space, nothing but the origin."""
    pen = BoundsPen(None)
    replay(commands, pen)
    return pen.bounds or (0, 0, 0, 0)


def replay(commands, pen):
    for name, points in commands:
        getattr(pen, name)(*points)


def placed(commands, across=1, up=1, right=0, raised=0):
    """The outline stretched, then moved."""
    pen = DecomposingRecordingPen({})
    replay(commands, TransformPen(pen, (across, 0, 0, up, right, raised)))
    return pen.value


def stem(font):
    """The thickness of the letter l where it is plainest."""
    letter = pathops.Path()
    replay(outline(font, ord("l")), letter.getPen())
    band = pathops.Path()
    commands = [("moveTo", ((-EM, 300),)), ("lineTo", ((EM, 300),)), ("lineTo", ((EM, 320),))]
    replay([*commands, ("lineTo", ((-EM, 320),)), ("closePath", ())], band.getPen())
    left, _, right, _ = pathops.op(letter, band, pathops.PathOp.INTERSECTION).bounds
    return right - left


def blend(light, heavy, share):
    """The weight between two, whose outlines have the same points."""
    mixed = []
    for (name, one), (other, two) in zip(light, heavy, strict=True):
        assert name == other
        points = [
            (x + (a - x) * share, y + (b - y) * share)
            for (x, y), (a, b) in zip(one, two, strict=True)
        ]
        mixed.append((name, tuple(points)))
    return mixed


def bolder(commands, units):
    """Strokes that are `units` wider than before."""
    path = pathops.Path()
    replay(commands, path.getPen())
    edge = pathops.Path(path)
    edge.stroke(units, pathops.LineCap.BUTT_CAP, pathops.LineJoin.MITER_JOIN, 4)
    whole = pathops.op(path, edge, pathops.PathOp.UNION, clockwise=True)
    whole.convertConicsToQuads()
    pen = DecomposingRecordingPen({})
    whole.draw(pen)
    return pen.value


class Additions:
    """Glyphs to be added to a font; characters that shared a glyph keep the old one."""

    def __init__(self, font):
        self.font = font
        self.cmap = dict(font.getBestCmap())
        self.glyphs = {}

    def put(self, code, commands, advance):
        pen = TTGlyphPen(None)
        # Two thirds of a unit: the curves come from another font's cubic ones.
        replay(commands, Cu2QuPen(pen, 0.66, reverse_direction=False))
        self.glyphs[code] = (pen.glyph(round=otRound), advance)

    def use(self, code, glyph):
        """Gives a character a glyph that the font has."""
        for table in self.tables():
            table.cmap[code] = glyph

    def tables(self):
        return [t for t in self.font["cmap"].tables if t.isUnicode() and t.format in (4, 12)]

    def finish(self):
        font = self.font
        glyf, hmtx = font["glyf"], font["hmtx"]
        vmtx = font.get("vmtx")
        order = font.getGlyphOrder() + [name(code) for code in self.glyphs]
        font.setGlyphOrder(order)
        glyf.glyphOrder = order
        for code, (glyph, advance) in self.glyphs.items():
            glyf.glyphs[name(code)] = glyph
            glyph.recalcBounds(glyf)
            hmtx[name(code)] = (advance, getattr(glyph, "xMin", 0))
            if vmtx is not None:
                vmtx[name(code)] = (EM, self.origin(code) - getattr(glyph, "yMax", 0))
            self.use(code, name(code))

    def origin(self, code):
        """How far above the baseline vertical setting begins: as before."""
        glyph = self.cmap.get(code, self.cmap[ord("一")])
        old = self.font["glyf"][glyph]
        return self.font["vmtx"][glyph][1] + getattr(old, "yMax", 0)


def name(code):
    return f"fit{code:04X}"


class Heavier:
    """A heavier weight of a font: squeezed letters take part of it and stay as thick as
    the others of the font, which `plain` had before any was changed."""

    def __init__(self, font, plain, heavy):
        self.font = heavy
        self.cmap = heavy.getBestCmap()
        self.target, self.light, self.heavy = stem(font), plain, stem(heavy)

    def squeezed(self, commands, code, have, want):
        share = (self.target * have / want - self.light) / (self.heavy - self.light)
        share = min(1, max(0, share))
        other = self.font["hmtx"][self.cmap[code]][0]
        mixed = blend(commands, outline(self.font, code), share)
        return placed(mixed, want / (have + (other - have) * share))


def fitted(font, code, want, heavier=None):
    """A character's outline in `want` units: narrow ones stand in the middle, wide ones are
    squeezed."""
    glyph = font.getBestCmap()[code]
    have = font["hmtx"][glyph][0]
    commands = outline_of(font, glyph)
    if code == ord("—"):
        # Two of them are one line.
        left, _, right, _ = bounds(commands)
        across = want / (right - left)
        return placed(commands, across, right=-left * across)
    if have <= want:
        return placed(commands, right=0 if code in LEFT else (want - have) / 2)
    if heavier:
        return heavier.squeezed(commands, code, have, want)
    return placed(commands, want / have)
