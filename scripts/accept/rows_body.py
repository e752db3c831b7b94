"""Rows about the 主体 and the 附件 behind it."""

from itertools import pairwise

from .paper import Box, lines_of
from .table import BOTTOM, LEFT, LINE, RIGHT, TOP

TEXT = ("段", "接排")
READ_ON = ("段", "接排", "层次标题", "表题")


def check(copy, record):
    title(copy, record)
    first_page(copy, record)
    headings(copy, record)
    contents(copy, record)
    attachment_note(copy, record)
    attachments(copy, record)
    tables(copy, record)
    roster(copy, record)


def title(copy, record):
    found = copy.first("标题")
    if not found:
        return
    for line in found.lines:
        record.near("标题居中", (line.x0 + line.x1) / 2, line.text[:6])
    addressees = copy.first("主送")
    if addressees:
        for line in addressees.lines:
            record.near("主送左边", line.x0, line.text[:6])
    if addressees and not copy.first("目录题"):
        above = copy.ink(found.lines[-1])
        record.near("标题至主送", copy.ink(addressees.lines[0]).y0 - above.y1)


def first_page(copy, record):
    lines = [found for found in copy.all(*READ_ON) if found.page == 0]
    record.sound("首页有正文", any(found.kind != "层次标题" for found in lines))


def headings(copy, record):
    body = copy.all("层次标题", *READ_ON)
    for found, following in pairwise(body):
        if found.kind == "层次标题":
            same = found.last_page == following.page
            record.sound("标题不在面末", same, f"第{found.page + 1}面“{found.piece.text[:8]}”")
    for found in copy.all("层次标题"):
        record.near("段首空二字", found.lines[0].x0, found.piece.text[:6])


def contents(copy, record):
    """Every entry of the 目录 has the number of the page on which its heading stands."""
    for found in copy.all("目录项"):
        text = found.piece.text
        places = [one.page + 1 for one in copy.all("层次标题", "附件标题") if one.piece.text == text]
        number = found.note.get("page")
        record.sound("目录页码", number in places, f"“{text[:8]}”{number}，在第{places}面")


def attachment_note(copy, record):
    notes = copy.all("附件说明")
    if not notes:
        return
    before = [found for found in copy.found if found.kind in READ_ON]
    before = [found for found in before if found.chars[0].page <= notes[0].page]
    previous = [found for found in before if copy.found.index(found) < copy.found.index(notes[0])]
    if previous and previous[-1].kind in TEXT:
        above, line = previous[-1].lines[-1], notes[0].lines[0]
        if above.page == line.page:
            record.near("附件说明空一行", line.base - above.base, target=LINE + copy.pitch)
    record.near("附件说明左空", notes[0].lines[0].x0)
    first = notes[0]
    number = first.chars[3].x0
    for found in notes[1:]:
        record.near("附件说明序号对齐", found.chars[0].x0 - number, found.piece.text[:6])
    for found in notes:
        start = found.chars[len(found.note["label"])].x0
        for line in found.lines[1:]:
            record.near("附件说明回行对齐", line.x0 - start, line.text[:6])


def attachments(copy, record):
    last_page = -1
    for found in copy.found:
        if found.kind == "附件标记":
            where = found.piece.text
            line = found.lines[0]
            first = copy.pages[found.page].lines[0]
            record.sound(
                "附件另面", found.page > last_page and first.chars[0] is line.chars[0], where
            )
            record.near("附件标记左边", line.x0, where)
            record.near("附件标记在第一行", row(copy.ink(line)), where)
        elif found.kind == "附件标题":
            line = found.lines[0]
            record.near("附件标题在第三行", row(copy.ink(line)), found.piece.text[:6])
            for line in found.lines:
                record.near("附件标题居中", (line.x0 + line.x1) / 2, line.text[:6])
        last_page = max(last_page, found.last_page)


def row(ink):
    """The row of the grid in which ink stands, its middle in the row's middle."""
    return (ink.y - TOP) / LINE + 0.5


def tables(copy, record):
    for found in copy.all("表题"):
        cells = copy.cells.get(id(found)) or []
        pages = sorted({char.page for char in cells})
        header = "".join(found.note["header"])
        for index in pages:
            page, where = copy.pages[index], f"第{index + 1}面表"
            record.sound("横排表头在上", page.wide == found.note["wide"], f"{where}方向")
            lines = lines_of([char for char in cells if char.page == index])
            top = "".join(line.text for line in lines[: 3 + len(found.note["header"])])
            has = sorted(set(header)) == sorted(set(header) & set(top))
            record.sound("表头每面有", has, f"{where}“{top[:20]}”")
            area = table_box(page)
            if not area:
                record.sound("表在版心内", False, f"{where}没有线")
                continue
            inside = fits(area, page.wide)
            shown = f"{where}{area.x0:.1f} {area.y0:.1f} {area.x1:.1f} {area.y1:.1f}"
            record.sound("表在版心内", inside, shown)
            if page.wide:
                near_edge = min(line.base for line in lines) < page.height / 2
                record.sound("横排表头在上", near_edge, f"{where}表头")


def table_box(page):
    rules = [rule for rule in page.rules if not rule.red and rule.length > 20]
    if not rules or not page.uprights:
        return None
    return Box(
        min(rule.x0 for rule in rules),
        min(top for _, top, _ in page.uprights),
        max(rule.x1 for rule in rules),
        max(bottom for _, _, bottom in page.uprights),
    )


def fits(area, wide):
    """Inside the type area; a landscape sheet has it turned clockwise."""
    if wide:
        type_area = Box(297 - BOTTOM, LEFT, 297 - TOP, RIGHT)
    else:
        type_area = Box(LEFT, TOP, RIGHT, BOTTOM)
    return (
        area.x0 >= type_area.x0 - 0.5
        and area.x1 <= type_area.x1 + 0.5
        and area.y0 >= type_area.y0 - 0.5
        and area.y1 <= type_area.y1 + 0.5
    )


def roster(copy, record):
    found = copy.all("名单")
    if not found:
        return
    last = copy.last_text()
    first = found[0].lines[0]
    if last and last.page == first.page:
        record.near("名单空一行", first.base - last.base, target=LINE + copy.pitch)
    for one in found:
        lines = one.lines
        record.near("名单左空", lines[0].x0, one.note["label"])
        for line in lines[1:]:
            record.near("名单回行对齐", line.x0, one.note["label"])
