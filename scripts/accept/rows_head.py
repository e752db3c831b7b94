"""Rows about the 版头, and about the special heads of letters, commands and minutes."""

from .paper import BLACK, RED, Box, lines_of
from .table import LEFT, LINE, MARK_TOP, RIGHT, TOP

SAME_ROW = 1.0


def check(copy, record):
    if not copy.case.head:
        return
    page = copy.pages[0]
    mark = mark_ink(page)
    record.sound("文字齐全", mark is not None, "发文机关标志")
    if mark is None:
        return
    check_mark(copy, record, page, mark)
    head_lines(copy, record)
    if copy.case.format == "信函":
        letter(copy, record, page, mark)
        return
    number(copy, record, page, mark)
    if copy.case.format != "命令":
        red_rule(copy, record, page)


def mark_ink(page):
    """The red ink of the mark's characters; rules are no part of it."""
    if not page.marks:
        return None
    boxes = [line.ink_on(page, (RED,)) for line in lines_of(page.marks)]
    boxes = [box for box in boxes if box]
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def check_mark(copy, record, page, mark):
    record.near("标志上边缘", mark.y0, target=MARK_TOP[copy.case.format])
    record.near("标志居中", mark.x)
    inside = mark.x0 >= LEFT - 0.5 and mark.x1 <= RIGHT + 0.5
    record.sound("标志在版心内", inside, f"{mark.x0:.1f}–{mark.x1:.1f}")
    names, document = copy.case.mark
    text = "".join(char.text for line in lines_of(page.marks) for char in line.chars)
    wanted = sorted("".join(names) + ("文件" if document else ""))
    record.sound("文字齐全", sorted(text) == wanted, f"发文机关标志“{text}”")
    if document:
        right = sorted(page.marks, key=lambda char: char.x0)[-2:]
        words = lines_of(right)
        record.sound("文字齐全", "".join(line.text for line in words) == "文件", "右侧文件二字")
        ink = [line.ink_on(page, (RED,)) for line in words]
        middle = (min(box.y0 for box in ink) + max(box.y1 for box in ink)) / 2
        ids = set(map(id, right))
        rows = lines_of([char for char in page.marks if id(char) not in ids])
        order = [line.text for line in rows]
        record.sound("文字齐全", order == list(names), f"联合标志次序{order}")
        boxes = [line.ink_on(page, (RED,)) for line in rows]
        block = (min(box.y0 for box in boxes) + max(box.y1 for box in boxes)) / 2
        record.near("联合标志的文件二字居中", middle - block)


def head_lines(copy, record):
    """份号, 密级 and 紧急程度, from the first line of the type area down."""
    lines = copy.all("份号", "密级", "紧急程度")
    for index, found in enumerate(lines):
        line = found.lines[0]
        record.near("版头各行左边", line.x0, found.kind)
        if copy.case.format != "信函":
            ink = copy.ink(line)
            middle = TOP + (index + 0.5) * LINE
            record.near("版头各行位置", ink.y - middle, found.kind)


def number(copy, record, page, mark):
    found = copy.first("文号")
    if not found:
        return
    line = found.lines[0]
    ink = copy.ink(line)
    signers = copy.all("签发人姓名")
    label = copy.first("签发人")
    if copy.case.format == "命令":
        record.near("令号空二行", ink.y0 - mark.y1)
        record.near("文号居中", ink.x)
        body = copy.first("段", "接排", "层次标题")
        below = copy.ink(body.lines[0])
        record.near("令号至正文", below.y0 - ink.y1)
        return
    top = min([ink.y0] + [copy.ink(one.lines[0]).y0 for one in signers if one.page == 0])
    record.near("标志至文号", top - mark.y1)
    if not label:
        record.near("文号居中", ink.x)
        return
    record.near("上行文文号左空", line.x0)
    signer_rows(record, label, signers, line)


def signer_rows(record, label, signers, number_line):
    rows = lines_of([char for found in signers for char in found.chars])
    record.near("文号与末位签发人同行", number_line.base - rows[-1].base)
    record.near("签发人右空", max(row.x1 for row in rows))
    firsts = []
    for row in rows:
        inside = [one for one in signers if abs(one.chars[0].base - row.base) < SAME_ROW]
        record.sound(
            "签发人每行二人", len(inside) == min(2, len(signers) - 2 * len(firsts)), row.text
        )
        firsts.append(min(one.chars[0].x0 for one in inside))
    for first in firsts[1:]:
        record.near("签发人换行对齐", first - firsts[0])
    order = [
        one.note["index"]
        for one in sorted(signers, key=lambda one: (one.chars[0].base, one.chars[0].x0))
    ]
    record.sound("签发人每行二人", order == sorted(order), f"次序{order}")
    record.near("文号与末位签发人同行", label.chars[0].base - rows[0].base, "标签在首行")


def red_rule(copy, record, page):
    rules = [rule for rule in page.rules if rule.red and rule.length > 100]
    record.sound("红线只一条", len(rules) == 1, f"{len(rules)}条")
    if len(rules) != 1:
        return
    rule = rules[0]
    record.near("红线左端", rule.x0)
    record.near("红线右端", rule.x1)
    found = copy.first("文号")
    if found:
        record.near("文号至红线", rule.top - copy.ink(found.lines[0]).y1)
    title = copy.first("标题")
    if title:
        record.near("红线至标题", copy.ink(title.lines[0]).y0 - rule.bottom)


def letter(copy, record, page, mark):
    rules = sorted(
        (rule for rule in page.rules if rule.red and rule.length > 100),
        key=lambda rule: rule.y,
    )
    record.sound("信函双线粗细次序", len(rules) == 4, f"{len(rules)}条")
    if len(rules) != 4:
        return
    for rule in rules:
        record.near("信函双线长", rule.length)
        record.near("信函双线居中", (rule.x0 + rule.x1) / 2)
    upper, lower = rules[:2], rules[2:]
    thick_first = upper[0].thick > upper[1].thick and lower[0].thick < lower[1].thick
    record.sound("信函双线粗细次序", thick_first, str([round(rule.thick, 2) for rule in rules]))
    record.near("信函上线距标志", upper[0].top - mark.y1)
    record.near("信函下线下缘", lower[1].bottom)
    for other in copy.pages[1:]:
        red = [rule for rule in other.rules if rule.red]
        record.sound("信函双线只在首页", not red, f"第{other.index + 1}面")
    letter_lines(copy, record, upper[1], lower[0])


def letter_lines(copy, record, upper, lower):
    inks = []
    for kind in ("份号", "密级", "紧急程度"):
        if found := copy.first(kind):
            inks.append(copy.ink(found.lines[0]))
    if inks:
        record.near("信函首行距上线", inks[0].y0 - upper.bottom, "左侧")
    if number := copy.first("文号"):
        line = number.lines[0]
        inks.append(copy.ink(line))
        record.near("信函文号右边", line.x1)
        record.near("信函首行距上线", inks[-1].y0 - upper.bottom, "文号")
    title = copy.first("标题")
    if title and inks:
        lowest = max(ink.y1 for ink in inks)
        record.near("信函标题空二行", copy.ink(title.lines[0]).y0 - lowest)
    page = copy.pages[0]
    ink = page.ink(Box(0, 0, page.width, lower.top - 0.2), (BLACK,))
    gap = lower.top - ink.y1
    record.sound("信函末行距下线", gap >= 4.84 - 1, f"{gap:.2f}")
