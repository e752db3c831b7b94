"""Rows about whole pages: paper, edges, grid, page numbers, colour, fonts, text."""

import pathlib
from collections import Counter
from itertools import pairwise

from fontTools.ttLib import TTFont

from .paper import BLACK, MM, OTHER, PIXEL, RED, Box, lines_of
from .table import BOTTOM, CHAR, CHARS, LEFT, LINE, RIGHT, TOP

NO_START = "，。、；：？！）》〉」』】〕〗｝］”’…—～·％‰℃"
NO_END = "（《〈「『【〔〖｛［“‘"
TEXT = ("段", "接排")


def check(copy, record):
    paper(copy, record)
    edges(copy, record)
    full_pages(copy, record)
    full_lines(copy, record)
    numbers(copy, record)
    colours(copy, record)
    fonts(copy, record)
    words(copy, record)


def paper(copy, record):
    wide = copy.case.numbers("横排页")
    for page in copy.pages:
        size = (297, 210) if page.index + 1 in wide else (210, 297)
        off = max(page.width - size[0], page.height - size[1], key=abs)
        record.near("纸张", off, f"第{page.index + 1}面")
    if "页数" in copy.case.expect:
        record.near("页数", len(copy.pages), target=copy.case.numbers("页数")[0])


def edges(copy, record):
    leftmost = {}
    for found in copy.all(*TEXT):
        for index, line in enumerate(found.lines):
            where = f"第{line.page + 1}面“{line.text[:6]}”"
            if index == 0:
                record.near("段首空二字", line.x0, where)
                continue
            record.near("左边（字框）", line.x0, where)
            if ink := copy.ink(line):
                leftmost[line.page] = min(ink.x0, leftmost.get(line.page, RIGHT))
    # A page's edge is its leftmost ink: hanzi stand back from their square by their shape.
    for page, x in leftmost.items():
        record.near("左边（墨迹）", x, f"第{page + 1}面")
    for page in copy.pages:
        low = BOTTOM if not page.wide else page.height - 26
        area = Box(RIGHT + 0.3 if not page.wide else 260.5, 0, page.width, low)
        record.sound("版心右边不过", not beyond(copy, page, area), f"第{page.index + 1}面")


def beyond(copy, page, area):
    """Black ink right of the type area; the rules of a letter are wider and red."""
    return page.ink(area, (BLACK, OTHER))


def body_lines(copy, page):
    return [line for line in page.lines if line.base < BOTTOM + 0.5]


def flows_on(copy):
    """Pages at whose end a paragraph goes on to the next page."""
    pages = set()
    for found in copy.all(*TEXT):
        pages.update(range(found.page, found.last_page))
    return pages


def full_pages(copy, record):
    if copy.measured_pitch:
        record.near("行距", copy.measured_pitch, target=copy.pitch)
    if "行距已调" in copy.case.expect:
        # Tighter or looser by some lines per page, still to be read with ease.
        record.sound("不满的行", 0.9 * LINE < copy.pitch < 1.15 * LINE, f"行距{copy.pitch:.2f}")
    flowing = flows_on(copy)
    for page in copy.pages:
        if page.wide:
            continue
        where = f"第{page.index + 1}面"
        lines = body_lines(copy, page)
        letter_end = copy.case.format == "信函" and page.index == 0
        ink = page.ink(Box(0, 0, page.width, 264.5), (BLACK,))
        if ink and not letter_end:
            record.sound("末行墨迹不过版心", ink.y1 <= BOTTOM + 0.5, f"{where} {ink.y1:.2f}")
        if page.index not in flowing or letter_end:
            continue
        last = copy.pages[page.index].lines
        last = [line for line in last if line.base < BOTTOM + 0.5][-1]
        last.page = page.index
        ink = copy.ink(last)
        at_end = row_of(last.base) == 22
        gaps = [below.base - above.base for above, below in pairwise(lines)]
        even = gaps and max(gaps) - min(gaps) < 0.15 and max(gaps) < 1.5 * LINE
        if even and page.index > 0:
            record.near("满面行数", len(lines), where, target=int(225 / copy.pitch + 0.01))
        if at_end or (even and page.index > 0):
            record.near("满面末行墨迹下缘", ink.y1, where)


def row_of(base):
    """The row of the grid that a baseline belongs to; the first is 1."""
    return round((base - TOP - 0.8 * LINE) / LINE) + 1


def full_lines(copy, record):
    for found in copy.all(*TEXT):
        lines = found.lines
        for index, line in enumerate(lines[:-1]):
            if any(char.text.isascii() for char in line.chars):
                continue
            indent = round((line.x0 - LEFT) / CHAR)
            room = CHARS - indent
            count = len(line.text)
            where = f"第{line.page + 1}面“{line.text[:6]}”"
            following = lines[index + 1].text
            held = holds_together(following, room - count)
            record.sound("不满的行", count <= room and (count == room or held), where)
            if count == room:
                record.near("满行字数", count + indent, where)
                record.near("满行右边", line.x1, where)


def holds_together(line, count):
    """Whether none of the first characters could have stood on the line before."""
    near = line[: count + 1]
    if any(char.isascii() for char in near):
        return True
    return all(a in NO_END or b in NO_START for a, b in pairwise(near))


def numbers(copy, record):
    silent = set(copy.case.numbers("无页码"))
    if copy.case.format == "信函":
        silent.add(1)
    for page in copy.pages:
        count, where = page.index + 1, f"第{page.index + 1}面"
        number = page.number
        if count in silent:
            record.sound("页码号", number is None, f"{where}不该有页码")
            continue
        record.sound("页码号", number and number.text == f"—{count}—", f"{where}页码")
        if number is None:
            continue
        record.near("页码线中", number.dash, where)
        if page.wide:
            record.near("横排页码位置", number.dash - 269.0, where)
        if count % 2:
            record.near("单页码右端", number.right, where)
        else:
            record.near("双页码左端", number.left, where)
        record.sound("字体", number.role == "宋体", f"{where}页码{number.role}")
        record.sound("字号", abs(number.size - 14) < 0.1, f"{where}页码{number.size}")


def red_places(copy, page):
    """Where red may be: the mark, red rules, pictures of seals and signatures."""
    places = [Box(*edge) for edge in mark_lines(page)]
    for rule in page.rules:
        if rule.red:
            places.append(Box(rule.x0, rule.top, rule.x1, rule.bottom))
    return places + page.images


def mark_lines(page):
    for line in lines_of(page.marks):
        height = line.size * MM
        yield line.x0 - 0.5, line.base - height, line.x1 + 0.5, line.base + 0.3 * height


def colours(copy, record):
    for page in copy.pages:
        where = f"第{page.index + 1}面"
        rest = page.ink_map == RED
        places = red_places(copy, page)
        for box in places:
            inside = rest[slice_of(box.y0, box.y1), slice_of(box.x0, box.x1)]
            inside[:] = False
        record.sound("红色只在该红处", not rest.any(), f"{where}另有红色")
        other = page.ink_map == OTHER
        record.sound("红色只在该红处", not other.any(), f"{where}有别的颜色")
        if page.index and page.marks:
            record.sound("红色只在该红处", False, f"{where}有红字")
        for rule in page.rules:
            if rule.red:
                record.sound("红色只在该红处", page.index == 0, f"{where}有红线")


def slice_of(start, end):
    return slice(max(0, int((start - 0.3) / PIXEL)), int((end + 0.3) / PIXEL) + 1)


def fonts(copy, record):
    for found in copy.found:
        wanted = [role for text, role in found.piece.spans for _ in "".join(text.split())]
        position = 0
        for char in found.chars:
            role = wanted[min(position, len(wanted) - 1)]
            position += len(char.text)
            fits = role is None or char.role == role or lacks(role, char.text)
            record.sound("字体", fits, f"{found.kind}“{char.text}”{char.role}不是{role}")
            if found.piece.size:
                right = abs(char.size - found.piece.size) < 0.1
                record.sound("字号", right, f"{found.kind}“{char.text}”{char.size}")
    for page in copy.pages:
        for char in page.marks:
            record.sound("字体", char.role == "小标宋", f"标志“{char.text}”{char.role}")


FONT_FILES = {
    "仿宋": "FandolFang-Regular.ttf",
    "楷体": "FandolKai-Regular.ttf",
    "黑体": "NotoSansSC-Medium.ttf",
    "小标宋": "NotoSerifSC-ExtraBold.ttf",
    "宋体": "NotoSerifSC-Regular.ttf",
}
GLYPHS = {}


def lacks(role, text):
    """The typeface has no such character, so another has to print it."""
    if role not in GLYPHS:
        folder = pathlib.Path(__file__).parents[2] / "templates/fonts"
        GLYPHS[role] = set(TTFont(folder / FONT_FILES[role], lazy=True).getBestCmap())
    return any(ord(char) not in GLYPHS[role] for char in text)


def words(copy, record):
    for piece in copy.case.pieces:
        missing = piece in copy.missing
        record.sound("文字齐全", not missing, f"{piece.kind}“{piece.text[:12]}”")
    rest = Counter(char.page + 1 for char in copy.rest)
    text = "".join(char.text for char in copy.rest)
    record.sound("没有多余文字", not rest, f"{dict(rest)}“{text[:40]}”")
