"""What a case must show: its data file as pieces of text, in the order of the standard, each
with the typeface and size that the standard gives it. Written from the standard and from the
data contract, on purpose without a look at the program."""

import pathlib
import re
from dataclasses import dataclass, field
from itertools import pairwise

import yaml

NUMERALS = "一二三四五六七八九十"
BODY, SMALL, TITLE, CELL = 16.0, 14.0, 22.0, 12.0
LEVEL_ROLES = {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋"}


@dataclass
class Piece:
    kind: str
    spans: list  # (text, typeface)
    size: float | None = BODY
    # Pieces of one group stand side by side or in an order of their own.
    group: str = ""
    note: dict = field(default_factory=dict)

    @property
    def text(self):
        return "".join(bare(text) for text, _ in self.spans)


def bare(text):
    return "".join(str(text).split())


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def date(value):
    year, month, day = re.findall(r"\d+", str(value))
    return f"{int(year)}年{int(month)}月{int(day)}日"


class Case:
    """A data file, its inherited part, and the expectations in its comments."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.name = self.path.stem
        source = self.path.read_text(encoding="utf-8")
        self.expect = dict(expectations(source))
        shared = self.path.with_name("共用.yaml")
        common = yaml.safe_load(shared.read_text(encoding="utf-8")) if shared.exists() else {}
        self.words = common.get("文字", {}) | yaml.safe_load(source).get("文字", {})
        self.data = filled({**common, **yaml.safe_load(source)}, self.words)
        self.format = self.data.get("格式", "文件")
        self.head = self.data.get("版头") or {}
        self.imprint = self.data.get("版记") or {}
        self.stamps = self.data.get("签名章") or []
        self.seals = as_list(self.data.get("印章"))
        self.names = as_list(self.data.get("署名") or self.data["单位"]["全称"])
        self.pieces = list(self.all_pieces())

    def numbers(self, key):
        return [int(one) for one in re.findall(r"\d+", self.expect.get(key, ""))]

    @property
    def moved(self):
        """主送机关 has gone to the 版记."""
        return "主送移入版记" in self.expect

    @property
    def mark(self):
        mark = self.head.get("发文机关标志")
        if isinstance(mark, dict):
            return as_list(mark["机关"]), bool(mark.get("文件"))
        return as_list(mark), False

    def all_pieces(self):
        yield from self.head_pieces()
        if self.format != "命令" and self.data.get("标题"):
            yield Piece("标题", [("".join(as_list(self.data["标题"])), "小标宋")], TITLE)
        yield from self.contents_pieces()
        if self.data.get("主送") and not self.moved:
            yield Piece("主送", [(self.data["主送"] + "：", "仿宋")])
        yield from content(self.data["正文"])
        yield from self.note_pieces()
        yield from self.end_pieces()
        yield from self.attachment_pieces()
        yield from self.imprint_pieces()

    def head_pieces(self):
        for kind, role in (("份号", "仿宋"), ("密级", "黑体"), ("紧急程度", "黑体")):
            if kind in self.head:
                yield Piece(kind, [(self.head[kind], role)], group="版头")
        if "发文字号" in self.head:
            yield Piece("文号", [(self.head["发文字号"], "仿宋")], group="版头")
        signers = as_list(self.head.get("签发人"))
        if signers:
            yield Piece("签发人", [("签发人：", "仿宋")], group="版头")
        for index, name in enumerate(signers):
            yield Piece("签发人姓名", [(name, "楷体")], group="版头", note={"index": index})

    def contents_pieces(self):
        """The 目录: the headings on lines of their own, and the titles of the 附件."""
        if not self.data.get("目录"):
            return
        yield Piece("目录题", [("目录", "黑体")])
        listed = list(content(self.data["正文"]))
        for one in self.data.get("附件") or []:
            if isinstance(one, dict) and "内容" in one:
                listed.append(Piece("附件标题", [(one["名称"], None)], note={"level": 1}))
                listed.extend(content(one["内容"]))
        for piece in listed:
            if piece.kind in ("层次标题", "附件标题") and piece.note["level"] <= self.data["目录"]:
                yield Piece("目录项", [(piece.text, "仿宋")])

    def note_pieces(self):
        names = [attachment_name(one) for one in self.data.get("附件") or []]
        for index, name in enumerate(names):
            number = f"{index + 1}." if len(names) > 1 else ""
            label = "附件：" if index == 0 else ""
            spans = [(label + number + name, "仿宋")]
            yield Piece("附件说明", spans, note={"label": label + number, "index": index})

    def end_pieces(self):
        # A 纪要 has its roster here; signatures of several bureaus may stand in a row.
        group = "落款"
        if self.stamps:
            for index, stamp in enumerate(self.stamps):
                note = {"index": index}
                yield Piece("职务", [(stamp["职务"], "仿宋")], group=group, note=note)
                if "图片" not in stamp:
                    yield Piece("签名", [(stamp["姓名"], None)], None, group=group, note=note)
        elif self.format != "纪要" or self.data.get("署名"):
            for index, name in enumerate(self.names):
                yield Piece("署名", [(name, "仿宋")], group=group, note={"index": index})
        if "无成文日期" not in self.expect:
            yield Piece("成文日期", [(date(self.data["成文日期"]), "仿宋")], group=group)
        if self.data.get("附注"):
            yield Piece("附注", [(f"（{self.data['附注']}）", "仿宋")], group=group)
        for label in ("出席", "请假", "列席"):
            if self.data.get(label):
                spans = [(label + "：", "黑体"), (self.data[label], "仿宋")]
                yield Piece("名单", spans, group=group, note={"label": label})

    def attachment_pieces(self):
        attachments = self.data.get("附件") or []
        for index, one in enumerate(attachments):
            if not isinstance(one, dict) or "内容" not in one:
                continue
            number = str(index + 1) if len(attachments) > 1 else ""
            yield Piece("附件标记", [("附件" + number, "黑体")])
            yield Piece("附件标题", [(one["名称"], "小标宋")], TITLE)
            yield from content(one["内容"])

    def imprint_pieces(self):
        imprint = self.imprint
        if self.moved:
            text = f"主送：{self.data['主送']}。"
            yield Piece("版记主送", [(text, "仿宋")], SMALL)
        if imprint.get("抄送"):
            text = "，".join(as_list(imprint["抄送"]))
            yield Piece("抄送", [(f"抄送：{text}。", "仿宋")], SMALL)
        if imprint.get("印发机关"):
            yield Piece("印发机关", [(imprint["印发机关"], "仿宋")], SMALL, group="印发")
            text = date(imprint["印发日期"]) + "印发"
            yield Piece("印发日期", [(text, "仿宋")], SMALL, group="印发")


def expectations(source):
    for line in source.splitlines():
        if line.startswith("#! "):
            key, _, value = line[3:].partition("=")
            yield key.strip(), value.strip()


def filled(value, words):
    """References to shared texts, the only ones that the cases use."""
    if isinstance(value, dict):
        return {key: filled(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, words) for one in value]
    if isinstance(value, str):
        return re.sub(r"\{\{文字\.(\w+)\}\}", lambda found: words[found[1]], value)
    return value


def attachment_name(one):
    return one["名称"] if isinstance(one, dict) else one


def content(blocks, level=1):
    """The pieces of a list of blocks; headings are numbered within their parent."""
    counter = [0]
    for block in blocks:
        if isinstance(block, str):
            for text in block.splitlines():
                yield Piece("段", [(text, "仿宋")])
            continue
        below = level
        if "标题" in block:
            below += 1
            counter[0] += 1
            yield heading(block, level, counter[0])
        yield from listing(block)
        if "表" in block:
            yield from table(block["表"])
        if "内容" in block:
            yield from content(block["内容"], below)


def heading(block, level, count):
    numeral = NUMERALS[count - 1]
    number = {1: f"{numeral}、", 2: f"（{numeral}）", 3: f"{count}.", 4: f"（{count}）"}[level]
    title, role = number + block["标题"], LEVEL_ROLES[level]
    if "文字" not in block:
        return Piece("层次标题", [(title, role)], note={"level": level})
    stop = "" if title[-1] in "。？！：；，…" else "。"
    spans = [(title + stop, role), (block["文字"], "仿宋")]
    return Piece("接排", spans, note={"level": level})


def listing(block):
    items = block.get("列举") or []
    texts = []
    for numeral, item in zip(NUMERALS, items):
        if isinstance(item, dict):
            item = item["主旨"] + "。" + item["文字"]
        texts.append(f"{numeral}是{item}")
    lead = block.get("引语", "")
    if texts and block.get("分段"):
        texts = [lead, *texts] if lead else texts
    elif texts:
        texts = [lead + "".join(texts)]
    for text in texts:
        yield Piece("段", [(text, "仿宋")])


def table(table):
    """表题, with what its table must show: header, rows, texts above and below, and the cells
    that may be said again where a page ends inside them."""
    first = [bare(cell) for cell in table["列"]]
    rows = [[bare(cell) for cell in row] for row in table["行"]]
    below = int(table.get("表头", 1)) - 1
    header, rows = [first, *rows[:below]], rows[below:]
    groups = []
    if table.get("合并"):
        groups = [
            cell
            for row, under in pairwise(rows)
            for cell, lower in zip(row, under)
            if lower == "↑" and cell not in MERGING
        ]
        header, rows = (
            [[cell for cell in row if cell not in MERGING] for row in part]
            for part in (header, rows)
        )
    texts = [table.get("表号", ""), table.get("左注", ""), *as_list(table.get("表注"))]
    if table.get("单位"):
        texts.append(f"单位：{table['单位']}")
    note = {"header": [cell for row in header for cell in row], "rows": rows, "groups": groups}
    note["texts"] = [bare(text) for text in texts]
    note["wide"] = bool(table.get("横排"))
    yield Piece("表题", [(table["题名"], "黑体")], SMALL, note=note)


MERGING = ("←", "↑")
