#!/usr/bin/env python3
"""Invents documents in which everything difficult stands side by side, to try engines with.

    scripts/difficult.py --seed 7 --count 100 FOLDER

Seven of ten are 公文 of all formats, the others 法治政府建设年度报告: headings of all levels and
run-in headings with digits and letters, upright and landscape tables before all of them, merged
cells, lists, attachments, joint marks and seals, 版记, long 主送, titles of one to four lines.
Document 12 of seed 7 is the same however many are made, and no two seeds share a document. Only
charts are left out, whose words each engine sets in its own way.
"""

import argparse
import json
import pathlib
import random
import shutil

import generate

SEAL = "样章.png"
COUNTY = "临江县"
ORGANS = """人民政府 司法局 财政局 水利局 教育局 公安局 卫生健康局 市场监督管理局 住房和城乡建设局
人力资源和社会保障局 文化旅游广电体育局 发展和改革局 自然资源局 农业农村局 退役军人事务局""".split()
PEOPLE = "张三 李四 欧阳明 王小五 赵六 司马示例 孙七 周八一 吴九".split()

HEADINGS = """落实主体责任 推进“放管服”改革 开展2024年度案卷评查 用好12345政务服务便民热线
推动5G和AI融合应用 办理“12·4”国家宪法日活动 提升PM2.5治理水平 完善“双随机、一公开”监管机制
健全GB/T9704等标准的培训制度 抓好3项重点整治 强化“一网通办” 压减1/3办理时限
完善行政规范性文件合法性审核和重大行政决策风险评估、集体讨论决定的工作机制 全面加强党的领导
2024年主要工作 县、乡、村三级联动 落实《法治政府建设实施纲要（2021—2025年）》 A级景区执法检查""".split()

SENTENCES = """全年受理{a}件，办结{b}件，办结率{p}%，比上年提高{q}个百分点。
投入资金{a}.{q}万元，惠及{b}户{c}人。
联系电话0000-{a}{b}，电子邮箱fazhi{c}@example.gov.cn，网址www.example.gov.cn。
2024年{m}月{d}日至12月31日，检查企业{a}家次，下达整改通知书{b}份——其中限期整改{c}份。
落实《优化营商环境条例》《行政处罚法》（2021年修订）等{c}部法律法规，清理文件{a}件（含废止{b}件）。
“‘6·25’全国土地日”期间发放资料{a}份；“12·4”宪法宣传周期间举办讲座{b}场，参加{c}余人次。
PM2.5平均浓度{p}μg/m³，同比下降{q}%，空气质量优良天数比例为{p}.{q}%。
推广使用APP和“互联网+监管”系统，接入数据{a}万条，CPU平均占用率低于{p}%。
实行“1+{c}+N”工作机制，建立{b}个专班，按照3～5人一组开展A、B岗互查……
按GB/T 9704-2012制发文件{a}份，差错率由{q}.5‰降到{q}‰。""".splitlines()


def sentence(dice):
    words = dice.choice(SENTENCES)
    figures = {
        "a": dice.randint(2, 9800),
        "b": dice.randint(2, 480),
        "c": dice.randint(2, 48),
        "p": dice.randint(10, 99),
        "q": dice.randint(1, 9),
        "m": dice.randint(1, 11),
        "d": dice.randint(1, 30),
    }
    return words.format(**figures)


def words(dice, most=4):
    """A paragraph: every second sentence has digits, letters and marks in it."""
    kinds = [sentence, generate.sentence, sentence, lambda dice: dice.choice(generate.POOL)]
    return "".join(dice.choice(kinds)(dice) for _ in range(dice.randint(1, most)))


def chance(dice, percent):
    return dice.randrange(100) < percent


def organ(dice):
    return COUNTY + dice.choice(ORGANS)


def organs(dice, count):
    return [COUNTY + one for one in dice.sample(ORGANS, count)]


# Tables


def cell(dice, column):
    if column == 0:
        return dice.choice(["第一乡镇", "合计", "县市场监督管理局", "其中：2024年新增", "A类"])
    kinds = [
        lambda: dice.randint(0, 99999),
        lambda: f"{dice.randint(0, 99)}.{dice.randint(0, 99):02}%",
        lambda: dice.choice(["无", "—", "", "含派出机构", "12,05/1", "2024年5月6日"]),
    ]
    return dice.choice(kinds)()


def heads(dice, count):
    names = """乡镇 案卷 评查 备注 行政许可 行政处罚 2024年 同比增长（%） 涉及金额（万元） 负责人 是否整改
    完成时限 街道（乡镇） PM2.5浓度 序号""".split()
    return dice.sample(names, count)


def merged(dice, columns):
    """Two rows of heads: beside the first cell two columns in a group, then groups and cells."""
    first, second = ["项目", "2025年", "←"], ["↑", "第1项", "第2项"]
    while len(first) < columns:
        width = min(dice.randint(1, 3), columns - len(first))
        first += [dice.choice(["2023年", "2024年", "行政检查"])] + ["←"] * (width - 1)
        second += ["↑"] if width == 1 else [f"第{one + 1}项" for one in range(width)]
    return first, second


def table(dice, landscape=False):
    columns = dice.randint(7, 12) if landscape else dice.randint(2, 7)
    rows = dice.choice([1, 3, 6, 12, 28]) if landscape else dice.choice([1, 2, 4, 8, 16, 40])
    found = {"题名": f"{dice.choice(['2024年', '各乡镇', '全县'])}{dice.choice(generate.HEADINGS)}情况"}
    lines = [[cell(dice, column) for column in range(columns)] for _ in range(rows)]
    if columns > 3 and chance(dice, 40):
        found["列"], second = merged(dice, columns)
        lines = [second, *lines]
        found |= {"表头": 2, "合并": True}
    else:
        found["列"] = heads(dice, columns)
    if chance(dice, 30):
        found["对齐"] = ["左"] + ["右"] * (columns - 1)
    if chance(dice, 50):
        found["单位"] = dice.choice(["件", "万元", "人次"])
    if chance(dice, 25):
        found["表注"] = "注：" + sentence(dice)
    if chance(dice, 30):
        found["字号"] = dice.choice(["五号", "小五"])
    return {"表": found | {"行": lines} | ({"横排": True} if landscape else {})}


# Text

LEVELS = 4


def block(dice, level):
    """Anything that may stand below a heading of the level before."""
    kinds = ["text"] * 3 + ["list", "table", "landscape"]
    kinds += (["run-in"] * 4 + ["heading"] * 3) if level <= LEVELS else []
    kind = dice.choice(kinds)
    if kind == "text":
        return words(dice)
    if kind == "list":
        return enumeration(dice)
    if kind in ("table", "landscape"):
        return table(dice, kind == "landscape")
    heading = {"标题": dice.choice(HEADINGS)}
    if kind == "run-in":
        return heading | {"文字": words(dice)}
    return heading | {"内容": content(dice, level + 1, dice.randint(1, 3))}


def content(dice, level, count):
    return [block(dice, level) for _ in range(count)]


def enumeration(dice):
    items = [
        {"主旨": dice.choice(HEADINGS), "文字": words(dice, 1)} if chance(dice, 60) else words(dice, 1)
        for _ in range(dice.randint(2, 4))
    ]
    found = {"列举": items, "分段": chance(dice, 50)}
    return {"引语": f"重点抓好{len(items)}项工作："} | found if chance(dice, 50) else found


def attachments(dice):
    # Two of one name are an error.
    def one(number):
        name = f"{COUNTY}2024年{dice.choice(HEADINGS)}有关情况（{number}）"
        return {"名称": name, "内容": content(dice, 1, dice.randint(1, 4))} if chance(dice, 60) else name

    return [one(number) for number in range(1, dice.choice([1, 1, 2, 3, 10]) + 1)]


# Heads and ends


def title(dice, author):
    lines = dice.randint(1, 4)
    subject = f"关于{dice.choice(['做好', '印发', '推进'])}{dice.choice(generate.HEADINGS)}"
    if lines == 1:
        return f"{subject}的通知"
    if lines == 2:
        return f"{author}{subject}2024年工作的通知"
    middle = [f"2024年{dice.choice(generate.HEADINGS)}办法", f"和《{dice.choice(generate.HEADINGS)}规定》"]
    return [f"{author}关于", *middle[: lines - 2], "等文件的通知（2024—2026年）"]


def imprint(dice):
    found = {"印发机关": f"{COUNTY}人民政府办公室", "印发日期": "2025-02-19"}
    if chance(dice, 70):
        found["抄送"] = organs(dice, dice.choice([1, 3, 12]))
    if chance(dice, 20):
        found["单面"] = True
    return found


def head(dice, authors, document):
    joint = len(authors) > 1
    mark = {"机关": authors, "文件": chance(dice, 80)} if joint else authors[0] + "文件"
    found = {"发文机关标志": mark, "发文字号": f"临发〔2025〕{dice.randint(1, 120)}号"}
    if chance(dice, 30):
        found["份号"] = f"{dice.randint(1, 999):06}"
    if chance(dice, 30):
        found["密级"] = dice.choice(["秘密", "机密★1年", "机密★长期"])
    if chance(dice, 30):
        found["紧急程度"] = dice.choice(["特急", "加急"])
    if document and chance(dice, 25):
        found["签发人"] = dice.sample(PEOPLE, len(authors))
    return found


def seals(dice, authors):
    one = dice.choice(["留位", {"图片": SEAL}, {"图片": SEAL, "直径": 45}])
    return [one] * len(authors) if len(authors) > 1 else one


def common(dice, authors):
    """What every kind may have."""
    found = {"单位": {"全称": authors[0]}, "成文日期": "2025-02-18"}
    if chance(dice, 70):
        found["主送"] = "、".join(organs(dice, dice.choice([1, 2, 5, 12])))
    if chance(dice, 40):
        found["附件"] = attachments(dice)
    if chance(dice, 60):
        found["版记"] = imprint(dice)
    if chance(dice, 50):
        found["印章"] = seals(dice, authors)
    if chance(dice, 10):
        found["目录"] = dice.randint(1, 3)
    return found | ({"署名": authors} if len(authors) > 1 else {})


def document(dice):
    """公文 in the form of a 文件."""
    authors = organs(dice, dice.choice([1, 1, 1, 2, 3, 5]))
    found = {"报告种类": "公文"} | common(dice, authors)
    found |= {"版头": head(dice, authors, True), "标题": title(dice, authors[0])}
    found["正文"] = content(dice, 1, dice.randint(2, 7))
    if chance(dice, 30):
        found["附注"] = "联系人：张三；电话：0000-5220315"
    return found


def letter(dice):
    author = [organ(dice)]
    found = {"报告种类": "公文", "格式": "信函"} | common(dice, author)
    found |= {"版头": head(dice, author, False) | {"发文机关标志": author[0]}}
    found |= {"标题": title(dice, author[0]), "正文": content(dice, 1, dice.randint(1, 4))}
    return found


def order(dice):
    author = COUNTY + "人民政府"
    mark = {"发文机关标志": author + "令", "发文字号": f"第{dice.randint(1, 40)}号"}
    found = {"报告种类": "公文", "格式": "命令", "单位": {"全称": author}, "成文日期": "2025-02-18"}
    found |= {"版头": mark, "正文": content(dice, 1, dice.randint(1, 4))}
    found["签名章"] = [{"职务": "县长", "姓名": dice.choice(PEOPLE)}]
    return found | ({"附件": attachments(dice)} if chance(dice, 40) else {})


def minutes(dice):
    author = COUNTY + "人民政府"
    mark = {"发文机关标志": author + "常务会议纪要", "发文字号": "临政纪〔2025〕2号"}
    found = {"报告种类": "公文", "格式": "纪要", "单位": {"全称": author}, "成文日期": "2025-02-18"}
    found |= {"版头": mark, "标题": "研究2024年" + dice.choice(generate.HEADINGS) + "工作"}
    found["正文"] = content(dice, 1, dice.randint(2, 5))
    found["出席"] = "，".join(f"{organ(dice)}{dice.choice(PEOPLE)}" for _ in range(dice.randint(2, 9)))
    return found | ({"版记": imprint(dice)} if chance(dice, 60) else {})


def annual_report(dice):
    author = [organ(dice)]
    found = {"报告种类": "法治政府建设年度报告", "年度": 2024} | common(dice, author)
    if chance(dice, 60):
        found["版头"] = head(dice, author, True)
    found["开头"] = words(dice)
    for part in ("成效", "第一责任人", "问题", "计划"):
        found[part] = {"内容": content(dice, 2, dice.randint(1, 5))}
    found["其他"] = [{"标题": "其他需要报告的情况", "内容": content(dice, 2, 2)}]
    return found | {"结尾": "以上是虚构的报告。"}


KINDS = [document] * 8 + [letter] * 3 + [order] + [minutes] * 2 + [annual_report] * 6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(generate.ROOT / "tests/acceptance" / SEAL, arguments.folder)
    for number in range(arguments.count):
        dice = random.Random(f"{arguments.seed}/{number}")
        made = dice.choice(KINDS)(dice)
        path = arguments.folder / f"{arguments.seed}-{number:03}.json"
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
