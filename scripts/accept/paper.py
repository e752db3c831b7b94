"""What a PDF shows: its characters, rules and pictures as pdfplumber lists them, and its ink
as poppler draws it. All lengths are millimetres from the upper left corner of the page."""

import subprocess
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pdfplumber

DPI = 300
PIXEL = 25.4 / DPI
MM = 25.4 / 72
# Different lines are further apart, two runs of one line are not.
SAME_LINE = 1.0
DARK = 128
COLOURED = 80
ALIKE = 60
NONE, BLACK, RED, OTHER = range(4)
BELOW_TYPE_AREA = 263.0

# The project's fonts, as both files and LibreOffice name them.
FONTS = {
    "FandolFang": "仿宋",
    "FandolKai": "楷体",
    "YinfaKai": "楷体",
    "NotoSansSC": "黑体",
    "NotoSerifSC-ExtraBold": "小标宋",
    "NotoSerifSC-Regular": "宋体",
}


@dataclass
class Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self):
        return self.x1 - self.x0

    @property
    def height(self):
        return self.y1 - self.y0

    @property
    def x(self):
        return (self.x0 + self.x1) / 2

    @property
    def y(self):
        return (self.y0 + self.y1) / 2


@dataclass
class Char:
    text: str
    role: str
    size: float  # pt
    x0: float
    x1: float
    base: float
    red: bool
    page: int

    def __repr__(self):
        return self.text


@dataclass
class Rule:
    """A horizontal line; `y` is its middle."""

    x0: float
    x1: float
    y: float
    thick: float
    red: bool

    @property
    def top(self):
        return self.y - self.thick / 2

    @property
    def bottom(self):
        return self.y + self.thick / 2

    @property
    def length(self):
        return self.x1 - self.x0


@dataclass
class Number:
    """页码: text, ink and the middle of the dash; on turned pages as read upright."""

    text: str
    left: float
    right: float
    dash: float
    role: str
    size: float


@dataclass
class Page:
    index: int
    width: float
    height: float
    ink_map: np.ndarray = field(repr=False)
    chars: list  # upright, from top to bottom and left to right, but the page number
    marks: list  # the red ones
    rules: list
    uprights: list  # vertical rules as (x, y0, y1)
    images: list
    number: Number | None

    @property
    def wide(self):
        return self.width > self.height

    def ink(self, box, kinds=(BLACK, RED, OTHER)):
        """The box around the ink of these kinds inside a box; None if there is none."""
        x0, y0 = max(0, int(box.x0 / PIXEL)), max(0, int(box.y0 / PIXEL))
        x1, y1 = int(np.ceil(box.x1 / PIXEL)), int(np.ceil(box.y1 / PIXEL))
        area = self.ink_map[y0:y1, x0:x1]
        part = area != NONE if len(kinds) == 3 else np.isin(area, kinds)
        ys, xs = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        if not len(ys):
            return None
        return Box(
            (x0 + xs[0]) * PIXEL,
            (y0 + ys[0]) * PIXEL,
            (x0 + xs[-1] + 1) * PIXEL,
            (y0 + ys[-1] + 1) * PIXEL,
        )

    @cached_property
    def lines(self):
        """The characters in lines, from top to bottom."""
        return lines_of(self.chars)

    @cached_property
    def sheet(self):
        return Box(0, 0, self.width, self.height)


class Line:
    """Characters of one line; its ink is measured on the picture."""

    def __init__(self, chars, page=None):
        self.chars, self.page = chars, page
        self.text = "".join(char.text for char in chars)
        self.x0, self.x1 = chars[0].x0, max(char.x1 for char in chars)
        self.base = chars[-1].base
        self.size = max(char.size for char in chars)

    def ink_on(self, page, kinds=(BLACK,)):
        height = self.size * MM
        band = Box(self.x0 - 0.4, self.base - height, self.x1 + 0.4, self.base + 0.35 * height)
        return page.ink(band, kinds)


def lines_of(chars):
    found = []
    for char in sorted(chars, key=lambda char: char.base):
        if found and abs(char.base - found[-1][-1].base) < SAME_LINE:
            found[-1].append(char)
        else:
            found.append([char])
    return [Line(sorted(row, key=lambda char: char.x0)) for row in found]


def is_red(colour):
    if not isinstance(colour, (tuple, list)):
        return False
    if len(colour) == 3:
        r, g, b = colour
        return r > 0.6 and g < 0.4 and b < 0.4
    if len(colour) == 4:
        c, m, y, k = colour
        return m > 0.6 and y > 0.6 and c < 0.4 and k < 0.4
    return False


def role_of(font):
    return next((role for name, role in FONTS.items() if name in font), font)


def split_chars(page, index):
    """Upright characters, and those that are read from top to bottom of the sheet, turned as
    they are when the sheet is turned counter-clockwise."""
    upright, turned = [], []
    height, width = float(page.height), float(page.width)
    for char in page.chars:
        text = "".join(char["text"].split())
        if not text:
            continue
        a, b, _, _, e, f = char["matrix"]
        role, red = role_of(char["fontname"]), is_red(char["non_stroking_color"])
        if abs(b) < abs(a):
            x0, x1, base = char["x0"], char["x1"], height - f
            size = char["size"]
            found = upright
        elif b < 0:
            x0, x1, base = char["top"], char["bottom"], width - e
            size = char["x1"] - char["x0"]
            found = turned
        else:
            # Read from bottom to top: no place in these documents.
            x0, x1, base, size = char["x0"], char["x1"], char["bottom"], char["size"]
            found = upright
        found.append(Char(text, role, round(size, 2), x0 * MM, x1 * MM, base * MM, red, index))
    return upright, turned


def thin_objects(page):
    """Every line or thin filled shape: (x0, top, x1, bottom, thickness, red)."""
    for line in page.lines:
        box = line["x0"], line["top"], line["x1"], line["bottom"]
        yield *box, line["linewidth"] or 0.0, is_red(line["stroking_color"])
    for shape in page.rects + page.curves:
        x0, top, x1, bottom = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
        if not shape.get("fill"):
            continue
        if is_white(shape["non_stroking_color"]):
            continue
        yield x0, top, x1, bottom, None, is_red(shape["non_stroking_color"])


def is_white(colour):
    if not isinstance(colour, (tuple, list)):
        return colour == 1
    return len(colour) in (1, 3) and all(part > 0.95 for part in colour)


def rules_of(page):
    level, upright = [], []
    for x0, top, x1, bottom, thick, red in thin_objects(page):
        width, height = (x1 - x0) * MM, (bottom - top) * MM
        if width > 5 and height < 3:
            thickness = height if thick is None else thick * MM
            level.append(Rule(x0 * MM, x1 * MM, (top + bottom) / 2 * MM, thickness, red))
        elif height > 3 and width < 3:
            upright.append(((x0 + x1) / 2 * MM, top * MM, bottom * MM))
    return joined(level), upright


def joined(rules):
    """Rules drawn in pieces or twice, as one each."""
    found = []
    for rule in sorted(rules, key=lambda rule: (round(rule.y, 1), rule.x0)):
        last = next(
            (
                one
                for one in reversed(found)
                if abs(one.y - rule.y) < 0.08
                and abs(one.thick - rule.thick) < 0.05
                and one.red == rule.red
                and rule.x0 < one.x1 + 0.4
            ),
            None,
        )
        if last:
            last.x1 = max(last.x1, rule.x1)
        else:
            found.append(Rule(**vars(rule)))
    return sorted(found, key=lambda rule: rule.y)


def number_of(chars, ink_map):
    """The 页码, from characters below the type area."""
    if not chars:
        return None
    chars = sorted(chars, key=lambda char: char.x0)
    line = Line(chars)
    view = Page(0, 210, 297, ink_map, [], [], [], [], [], None)
    ink = line.ink_on(view)
    dash = Line(chars[:1]).ink_on(view)
    if ink is None or dash is None:
        return None
    return Number(line.text, ink.x0, ink.x1, dash.y, chars[0].role, line.size)


def read_page(page, index, ink_map):
    upright, turned = split_chars(page, index)
    rules, uprights = rules_of(page)
    wide = page.width > page.height
    if wide:
        number = number_of(turned, np.rot90(ink_map))
    else:
        low = [
            char for char in upright if char.base > BELOW_TYPE_AREA and char.text in "—0123456789"
        ]
        number = number_of(low, ink_map)
        ids = set(map(id, low))
        upright = [char for char in upright if id(char) not in ids] + turned
    return Page(
        index=index,
        width=float(page.width) * MM,
        height=float(page.height) * MM,
        ink_map=ink_map,
        chars=[char for char in upright if not char.red],
        marks=[char for char in upright if char.red],
        rules=rules,
        uprights=uprights,
        images=[
            Box(*(image[key] * MM for key in ("x0", "top", "x1", "bottom")))
            for image in page.images
        ],
        number=number,
    )


def classes(pixels):
    """One of the kinds of ink for each pixel."""
    kinds = np.zeros(pixels.shape[:2], np.uint8)
    darkest = np.minimum(np.minimum(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    inked = darkest < DARK
    red, green, blue = (pixels[..., i][inked].astype(np.int16) for i in range(3))
    highest = np.maximum(np.maximum(red, green), blue)
    coloured = highest - np.minimum(np.minimum(red, green), blue) > COLOURED
    # Also where red lies over black: green and blue are alike, and below red.
    is_red = (np.abs(green - blue) < ALIKE) & (red == highest)
    kinds[inked] = np.where(coloured, np.where(is_red, RED, OTHER), BLACK)
    return kinds


def pictures(path):
    """The kinds of ink of every page, as poppler draws it."""
    command = ["pdftoppm", "-r", str(DPI), path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as poppler:
        stream = poppler.stdout
        while stream.readline().startswith(b"P6"):
            width, height = map(int, stream.readline().split())
            stream.readline()
            data = stream.read(width * height * 3)
            yield classes(np.frombuffer(data, np.uint8).reshape(height, width, 3))


def read(path):
    """All pages of a PDF file."""
    with pdfplumber.open(path) as pdf:
        drawn = pictures(path)
        return [read_page(page, index, next(drawn)) for index, page in enumerate(pdf.pages)]
