"""Rows about what ends a document: signature, seals, stamps, 附注 and 版记."""

import math
from itertools import pairwise

from .paper import BLACK, RED, Box, lines_of
from .table import BLANK, BOTTOM, CHAR, CHAR_4, LEFT, LINE, RIGHT, SEVEN_EIGHTHS

IMPRINT = ("版记主送", "抄送", "印发机关", "印发日期")
ABOVE = ("段", "接排", "附件说明", "表题", "层次标题", "名单")
SEAL = 42.0


def check(copy, record):
    together(copy, record)
    case = copy.case
    if case.stamps:
        stamps(copy, record)
    elif copy.all("署名") and copy.first("成文日期"):
        if case.seals:
            sealed(copy, record)
        else:
            unsealed(copy, record)
    remarks(copy, record)
    imprint(copy, record)


def together(copy, record):
    """署名 and 成文日期 stand on one page, with some text."""
    ends = copy.all("署名", "成文日期", "职务")
    pages = {found.page for found in ends}
    if not ends:
        return
    texts = {char.page for found in copy.all(*ABOVE) for char in found.chars}
    texts |= {char.page for cells in copy.cells.values() for char in cells}
    record.sound("落款不单独成面", len(pages) == 1, f"分在第{sorted(pages)}面")
    record.sound("落款不单独成面", pages <= texts, f"第{max(pages) + 1}面")


def named_lines(copy):
    return [found.lines[0] for found in copy.all("署名")]


def unsealed(copy, record):
    names, date = named_lines(copy), copy.first("成文日期").lines[0]
    above = copy.last_text()
    if above and above.page == names[0].page and above.size == 16:
        record.near("署名空一行", names[0].base - above.base, target=LINE + copy.pitch)
    for upper, lower in zip(names, [*names[1:], date]):
        record.near("日期在署名下一行", lower.base - upper.base, target=copy.pitch)
    for line in names:
        inside = line.x0 >= LEFT - 0.5 and line.x1 <= RIGHT + 0.5
        record.sound("署名在版心内", inside, line.text[:8])
    # Names of a joint document start together, so the date follows the longest.
    start = min(line.x0 for line in names)
    width, date_width = max(line.x1 for line in names) - start, date.x1 - date.x0
    if date_width <= width:
        record.near("署名右空", max(line.x1 for line in names), target=RIGHT - 2 * CHAR)
        target = min(start + 2 * CHAR, RIGHT - date_width)
        record.near("日期位置", date.x0, "首字", target=target)
    else:
        record.near("日期位置", date.x1, "右端", target=RIGHT - 2 * CHAR)
        record.near("署名右空", start, "左端", target=date.x0 - 2 * CHAR)


def middle(line):
    return (line.x0 + line.x1) / 2


def sealed(copy, record):
    names, date = named_lines(copy), copy.first("成文日期").lines[0]
    pictures = [seal for seal in copy.case.seals if isinstance(seal, dict) and "图片" in seal]
    for line in names:
        inside = line.x0 >= LEFT - 0.5 and line.x1 <= RIGHT + 0.5
        record.sound("署名在版心内", inside, line.text[:8])
    record.near("日期在署名下一行", date.base - names[-1].base, target=copy.pitch)
    page = copy.pages[date.page]
    if len(names) == 1:
        record.near("署名与日期居中", middle(names[0]) - middle(date))
        overhang = max(0, (names[0].x1 - names[0].x0 - (date.x1 - date.x0)) / 2 - 4 * CHAR)
        record.near("盖章日期右空", date.x1, target=RIGHT - 4 * CHAR - overhang)
    if not pictures:
        record.near("印章数", len(page.images), target=0)
        room(copy, record, names, date)
        return
    record.near("印章数", len(page.images), target=len(pictures))
    seals = sorted(page.images, key=lambda box: (round(box.y / 10), box.x))
    inks = [page.ink(box, (RED,)) or box for box in seals]
    above = copy.last_text()
    if above and above.page == date.page:
        gap = min(ink.y0 for ink in inks) - copy.ink(above).y1
        record.near("印章顶端距正文", gap)
    for ink, seal in zip(inks, pictures):
        record.near("印章直径", ink.width, target=seal.get("直径", SEAL))
    apart(record, inks)
    over_names(record, inks, names, date)


def room(copy, record, names, date):
    """A seal of 42 mm over name and date, these below its centre, has its top within one
    line of the text."""
    above = copy.last_text()
    if not above or above.page != date.page:
        return
    centre = (copy.ink(names[-1]).y0 + copy.ink(date).y1) / 2
    if len(names) == 1:
        gap = centre - copy.ink(above).y1
        fits = SEAL / 2 <= gap <= SEAL / 2 + BLANK + 6
        record.sound("留位够盖章", fits, f"字中心距正文{gap:.1f}")
    if date.page == copy.pages[-1].index and copy.first(*IMPRINT):
        end = copy.ink(copy.first(*IMPRINT).lines[0]).y0
        record.sound("留位够盖章", centre + SEAL / 2 - 6 <= end, f"版记在{end:.1f}")


def apart(record, inks):
    for i, one in enumerate(inks):
        inside = one.x0 >= LEFT - 0.3 and one.x1 <= RIGHT + 0.3
        record.sound("印章在版心内", inside, f"{one.x0:.1f}–{one.x1:.1f}")
        for other in inks[i + 1 :]:
            gap = math.dist((one.x, one.y), (other.x, other.y)) - (one.width + other.width) / 2
            record.sound("印章不相切", gap > 0, f"相距{gap:.2f}")


def over_names(record, inks, names, date):
    if len(inks) != len(names):
        return
    ordered = sorted(names, key=lambda line: (round(line.base / 10), line.x0))
    record.sound("文字齐全", ordered == names, "署名次序")
    for ink, line in zip(inks, names):
        record.near("印章居署名中", ink.x - middle(line), line.text[:8])
        above = ink.y <= line.base - 1 <= ink.y1
        record.sound("印章偏下盖字", above, f"{line.text[:8]}在{line.base - ink.y:.1f}")
    last = inks[-1]
    reach = last.y0 < date.base - 2 < last.y1 and last.x0 < middle(date) < last.x1
    record.sound("末章盖日期", reach, f"日期{middle(date):.1f}, {date.base:.1f}")
    record.near("印章居署名中", last.x - middle(date), "日期")


def stamps(copy, record):
    titles, date = copy.all("职务"), copy.first("成文日期")
    if not titles or not date:
        return
    date = date.lines[0]
    page = copy.pages[date.page]
    boxes = stamp_boxes(copy, page)
    record.near("印章数", len(boxes), target=len(copy.case.stamps))
    if len(boxes) != len(titles):
        return
    above = copy.last_text()
    # A name in place of a stamp is a line of text, and lines of text that follow each other
    # without a blank one are already 7/8 of a hanzi apart.
    leading = 0 if page.images else SEVEN_EIGHTHS
    if above and above.page == date.page:
        record.near("签名章空二行", boxes[0].y0 - copy.ink(above).y1 - leading)
    for box, found in zip(boxes, titles):
        line = found.lines[0]
        where = found.piece.text
        record.near("签名章右空", box.x1, where)
        record.near("职务距签名章", box.x0 - line.x1, where)
        record.near("职务与签名章居中", copy.ink(line).y - box.y, where)
    for one, other in pairwise(boxes):
        record.sound("印章不相切", one.y1 < other.y0, f"{one.y1:.1f} {other.y0:.1f}")
    record.near("签名章至日期", copy.ink(date).y0 - boxes[-1].y1 - leading)
    record.near("签名章日期右空", date.x1)


def stamp_boxes(copy, page):
    """Pictures of signatures, and names that stand for them: width of the characters,
    height of the ink."""
    boxes = list(page.images)
    for found in copy.all("签名"):
        line = found.lines[0]
        ink = line.ink_on(page, (BLACK, RED))
        boxes.append(Box(line.x0, ink.y0, line.x1, ink.y1))
    return sorted(boxes, key=lambda box: box.y)


def remarks(copy, record):
    found, date = copy.first("附注"), copy.first("成文日期")
    if not found:
        return
    line = found.lines[0]
    record.near("附注左空", line.x0)
    if date and date.page == found.page:
        record.near("附注在日期下一行", line.base - date.lines[0].base, target=copy.pitch)


def imprint(copy, record):
    found = copy.all(*IMPRINT)
    expected = copy.case.numbers("版记页")
    for number in copy.case.numbers("空白页"):
        page = copy.pages[number - 1] if number <= len(copy.pages) else None
        empty = page is not None and page.ink(page.sheet) is None
        record.sound("没有多余文字", empty, f"第{number}面应空白")
    if not found:
        return
    page = copy.pages[found[0].page]
    record.sound("版记在末面", {one.page for one in found} == {len(copy.pages) - 1})
    if expected:
        record.sound("版记在末面", page.index + 1 == expected[0], f"在第{page.index + 1}面")
    if not copy.case.imprint.get("单面") and copy.case.format != "信函":
        record.sound("版记在双数面", page.index % 2 == 1, f"在第{page.index + 1}面")
    imprint_text(copy, record, found)
    rules = imprint_rules(copy, found, page)
    if copy.case.format == "信函":
        record.near("版记线条数", len(rules), target=0)
        record.near("信函版记末行", copy.ink(found[-1].lines[-1]).y1)
        top = copy.ink(found[0].lines[0]).y0
    else:
        check_rules(copy, record, found, rules)
        top = rules[0].y if rules else copy.ink(found[0].lines[0]).y0
    lowest = lowest_above(copy, page, found)
    record.sound("版记上正文不相碰", lowest <= top, f"{lowest:.1f} {top:.1f}")


def imprint_text(copy, record, found):
    for one in found:
        lines = one.lines
        if one.kind == "印发日期":
            record.near("版记右空一字", lines[0].x1)
            continue
        record.near("版记左空一字", lines[0].x0, one.kind)
        for line in lines[1:]:
            record.near("版记回行对齐", line.x0, one.kind)
        for line in lines:
            inside = line.x1 <= RIGHT - CHAR_4 + 0.7
            record.sound("版心右边不过", inside, f"{one.kind}{line.x1:.1f}")
    bureau, date = copy.first("印发机关"), copy.first("印发日期")
    if bureau and date:
        record.near("印发同行", bureau.chars[0].base - date.chars[0].base)


def imprint_rules(copy, found, page):
    """The black rules of the type area's width, from the one above the first line."""
    top = copy.ink(found[0].lines[0]).y0 - 9
    return [rule for rule in page.rules if not rule.red and rule.length > 150 and rule.y > top]


def check_rules(copy, record, found, rules):
    kinds = {one.kind for one in found}
    others, issue = bool(kinds & {"版记主送", "抄送"}), "印发机关" in kinds
    record.near("版记线条数", len(rules), target=2 + (others and issue))
    if not rules:
        return
    record.near("版记末线位置", rules[-1].y)
    for rule in rules:
        record.near("版记线左端", rule.x0)
        record.near("版记线右端", rule.x1)
    for rule in (rules[0], rules[-1]):
        record.near("版记首末线粗细", rule.thick)
    for rule in rules[1:-1]:
        record.near("版记中间线粗细", rule.thick)


def lowest_above(copy, page, found):
    ids = {id(char) for one in found for char in one.chars}
    chars = [char for char in page.chars if id(char) not in ids and char.base < BOTTOM]
    bottoms = [line.ink_on(page) for line in lines_of(chars)]
    bottoms = [box.y1 for box in bottoms if box] + [box.y1 for box in page.images]
    return max(bottoms, default=0.0)
