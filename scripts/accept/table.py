"""The acceptance table, read from GB/T 9704-2012 on its own account: nothing here comes from
the program's table of the standard, so that an error there is found here.

Each row: target, tolerance below, tolerance above (mm unless said), clause. A target of None
means that the check gives its own, because it depends on the case. Rows with target 0 and no
tolerance count offences."""

PAGE = 210.0, 297.0
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0
LINES, CHARS = 22, 28
CHAR = (RIGHT - LEFT) / CHARS
LINE = (BOTTOM - TOP) / LINES
# One hanzi of 4号, and the 空一行, 空二行 of the standard: a hanzi and 7/8, once and twice.
CHAR_4 = 14 * 25.4 / 72
BLANK = 10.39
SEVEN_EIGHTHS = 4.84
MARK_TOP = {"文件": 72.0, "纪要": 72.0, "命令": 57.0, "信函": 30.0}
DASH = 269.0

OFFENCES = (0, 0, 0)
ROWS = {
    "页数": (None, 0, 0, "-"),
    "纸张": (0, 0.2, 0.2, "5.1"),
    "左边（字框）": (LEFT, 1, 1, "5.2.1"),
    "左边（墨迹）": (LEFT, 1, 1, "5.2.1"),
    "段首空二字": (LEFT + 2 * CHAR, 1, 1, "7.3.3"),
    "满行右边": (RIGHT, 1, 1, "5.2.1"),
    "版心右边不过": (*OFFENCES, "5.2.1"),
    "行距": (LINE, 0.05, 0.05, "5.2.3"),
    "满面行数": (LINES, 0, 0, "5.2.3"),
    "满行字数": (CHARS, 0, 0, "5.2.3"),
    "不满的行": (*OFFENCES, "5.2.3"),
    "满面末行墨迹下缘": (260, 2, 2, "5.2.1"),
    "末行墨迹不过版心": (*OFFENCES, "5.2.1"),
    "标志上边缘": (None, 1.5, 1.5, "7.2.4"),
    "标志居中": (106, 1, 1, "7.2.4"),
    "标志在版心内": (*OFFENCES, "7.2.4"),
    "联合标志的文件二字居中": (0, 1, 1, "7.2.4"),
    "标志至文号": (2 * BLANK, 3, 3, "7.2.5"),
    "文号居中": (106, 1, 1, "7.2.5"),
    "上行文文号左空": (LEFT + CHAR, 1, 1, "7.2.5"),
    "文号与末位签发人同行": (0, 0.3, 0.3, "7.2.6"),
    "签发人右空": (RIGHT - CHAR, 1, 1, "7.2.6"),
    "签发人换行对齐": (0, 0.5, 0.5, "7.2.6"),
    "签发人每行二人": (*OFFENCES, "7.2.6"),
    "文号至红线": (4.0, 0.5, 0.5, "7.2.7"),
    "红线左端": (LEFT, 0.5, 0.5, "7.2.7"),
    "红线右端": (RIGHT, 0.5, 0.5, "7.2.7"),
    "红线只一条": (*OFFENCES, "7.2.7"),
    "版头各行左边": (LEFT, 1, 1, "7.2.1"),
    "版头各行位置": (0, 2, 2, "7.2.1"),
    "红色只在该红处": (*OFFENCES, "5.2.4"),
    "红线至标题": (2 * BLANK, 3, 3, "7.3.1"),
    "标题居中": (106, 1, 1, "7.3.1"),
    "标题至主送": (BLANK, 3, 3.5, "7.3.2"),
    "主送左边": (LEFT, 1, 1, "7.3.2"),
    "首页有正文": (*OFFENCES, "7.3.3"),
    "目录页码": (*OFFENCES, "-"),
    "标题不在面末": (*OFFENCES, "7.3.3"),
    "附件说明空一行": (2 * LINE, 1, 1, "7.3.4"),
    "附件说明左空": (LEFT + 2 * CHAR, 1, 1, "7.3.4"),
    "附件说明序号对齐": (0, 0.5, 0.5, "7.3.4"),
    "附件说明回行对齐": (0, 0.7, 0.7, "7.3.4"),
    "署名空一行": (2 * LINE, 1, 1, "7.3.5.2"),
    "署名右空": (None, 1, 1, "7.3.5.2"),
    "日期位置": (None, 1, 1, "7.3.5.2"),
    "盖章日期右空": (RIGHT - 4 * CHAR, 1, 1, "7.3.5.1"),
    "日期在署名下一行": (LINE, 1, 1, "7.3.5.1"),
    "署名与日期居中": (0, 1, 1, "7.3.5.1"),
    "署名在版心内": (*OFFENCES, "7.3.5.1"),
    "留位够盖章": (*OFFENCES, "7.3.5.1"),
    "印章数": (None, 0, 0, "7.3.5.1"),
    "印章直径": (None, 0.5, 0.5, "7.3.5.1"),
    "印章顶端距正文": (5.195, 5.4, 5.195, "7.3.5.1"),
    "印章居署名中": (0, 1, 1, "7.3.5.1"),
    "印章偏下盖字": (*OFFENCES, "7.3.5.1"),
    "印章不相切": (*OFFENCES, "7.3.5.1"),
    "印章在版心内": (*OFFENCES, "7.3.5.1"),
    "末章盖日期": (*OFFENCES, "7.3.5.1"),
    "签名章空二行": (2 * BLANK, 3, 3, "7.3.5.3"),
    "签名章右空": (RIGHT - 4 * CHAR, 1, 1, "7.3.5.3"),
    "职务距签名章": (2 * CHAR, 1, 1, "7.3.5.3"),
    "职务与签名章居中": (0, 1, 1, "7.3.5.3"),
    "签名章至日期": (BLANK, 3, 4, "7.3.5.3"),
    "签名章日期右空": (RIGHT - 4 * CHAR, 1, 1, "7.3.5.3"),
    "落款不单独成面": (*OFFENCES, "7.3.5.5"),
    "附注左空": (LEFT + 2 * CHAR, 1, 1, "7.3.6"),
    "附注在日期下一行": (LINE, 1, 1, "7.3.6"),
    "名单空一行": (2 * LINE, 1, 1, "10.3"),
    "名单左空": (LEFT + 2 * CHAR, 1, 1, "10.3"),
    "名单回行对齐": (LEFT + 5 * CHAR, 1, 1, "10.3"),
    "附件另面": (*OFFENCES, "7.3.7"),
    "附件标记在第一行": (1, 0.25, 0.25, "7.3.7"),
    "附件标记左边": (LEFT, 1, 1, "7.3.7"),
    "附件标题在第三行": (3, 0.35, 0.35, "7.3.7"),
    "附件标题居中": (106, 1, 1, "7.3.7"),
    "版记末线位置": (BOTTOM, 1, 1, "7.4.1"),
    "版记线条数": (None, 0, 0, "7.4.1"),
    "版记线左端": (LEFT, 0.5, 0.5, "7.4.1"),
    "版记线右端": (RIGHT, 0.5, 0.5, "7.4.1"),
    "版记首末线粗细": (0.35, 0.05, 0.05, "7.4.1"),
    "版记中间线粗细": (0.25, 0.05, 0.05, "7.4.1"),
    "版记在末面": (*OFFENCES, "7.4"),
    "版记在双数面": (*OFFENCES, "7.4"),
    "版记左空一字": (LEFT + CHAR_4, 1, 1, "7.4.2"),
    "版记回行对齐": (LEFT + 4 * CHAR_4, 1, 1, "7.4.2"),
    "版记右空一字": (RIGHT - CHAR_4, 1, 1, "7.4.3"),
    "印发同行": (0, 0.3, 0.3, "7.4.3"),
    "版记上正文不相碰": (*OFFENCES, "7.4"),
    "信函版记末行": (259.5, 3.5, 2.5, "10.1"),
    "页码线中": (DASH, 2, 2, "7.5"),
    "单页码右端": (RIGHT - CHAR_4, 2, 2, "7.5"),
    "双页码左端": (LEFT + CHAR_4, 2, 2, "7.5"),
    "页码号": (*OFFENCES, "7.5"),
    "横排页码位置": (0, 2, 2, "8"),
    "横排表头在上": (*OFFENCES, "8"),
    "表在版心内": (*OFFENCES, "8"),
    "表头每面有": (*OFFENCES, "8"),
    "信函双线长": (170, 0.5, 0.5, "10.1"),
    "信函双线居中": (105, 1.2, 1.2, "10.1"),
    "信函上线距标志": (4, 0.5, 0.5, "10.1"),
    "信函下线下缘": (277, 0.5, 0.5, "10.1"),
    "信函双线粗细次序": (*OFFENCES, "10.1"),
    "信函双线只在首页": (*OFFENCES, "10.1"),
    "信函首行距上线": (SEVEN_EIGHTHS, 1, 1, "10.1"),
    "信函文号右边": (RIGHT, 1, 1, "10.1"),
    "信函标题空二行": (2 * BLANK, 3, 3, "10.1"),
    "信函末行距下线": (*OFFENCES, "10.1"),
    "令号空二行": (2 * BLANK, 3, 3, "10.2"),
    "令号至正文": (2 * BLANK, 3, 3, "10.2"),
    "字体": (*OFFENCES, "7"),
    "字号": (*OFFENCES, "7"),
    "文字齐全": (*OFFENCES, "-"),
    "没有多余文字": (*OFFENCES, "-"),
    "两份文字相同": (*OFFENCES, "-"),
    "换面相同": (*OFFENCES, "-"),
}


class Record:
    """What was measured of one file: for each row all values, and how bad the worst is."""

    def __init__(self):
        self.rows = {}

    def near(self, row, value, where="", target=None):
        """A length that must be near its target."""
        standard, below, above, _ = ROWS[row]
        target = standard if target is None else target
        off = float(value) - target
        room = above if off >= 0 else below
        badness = abs(off) / room if room else (0 if abs(off) < 1e-9 else 9)
        # Rounding in the files themselves decides nothing.
        self.add(row, float(value), target, off, badness, badness <= 1.0 + 1e-6, where)

    def sound(self, row, ok, where=""):
        """Something that must hold."""
        self.add(row, 0 if ok else 1, 0, 0 if ok else 1, 0 if ok else 9, bool(ok), where)

    def add(self, row, value, target, off, badness, ok, where):
        entry = self.rows.setdefault(row, {"count": 0, "bad": [], "badness": -1})
        entry["count"] += 1
        if not ok:
            counted = ROWS[row][:3] == OFFENCES
            entry["bad"].append(where if counted else f"{where} {value:.2f}".strip())
        if badness > entry["badness"]:
            entry.update(value=value, target=target, off=off, badness=badness)
        entry["ok"] = not entry["bad"]
