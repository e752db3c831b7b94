#!/usr/bin/env python3
"""Invents data files for many bureaus, to try large batches.

    scripts/generate.py 10000 FOLDER [--pages 7] [--per-county 50]

One half are 年度工作总结, the other 法治政府建设年度报告 with a table. Every text is made of
sentences of the invented reports in data/ and of new ones, in an order of its own, and every file
says that it is invented. The same numbers give the same files.
"""

import argparse
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent

BUREAUS = """发展改革 教育 科技 工业和信息化 民族宗教 公安 民政 司法 财政 人力资源和社会保障 自然资源
生态环境 住房和城乡建设 交通运输 水利 农业农村 商务 文化旅游 卫生健康 退役军人事务 应急管理 审计
市场监督管理 统计 医疗保障 信访 林业 乡村振兴 城市管理 行政审批 体育 粮食 气象 税务 消防 机关事务 档案
大数据 供销 园林""".split()

WHO = "局党组 分管负责人 各股室 执法大队 各所站 法制机构 窗口单位 全体干部 专班 业务骨干".split()
WHEN = "年初 一季度 二季度 上半年 三季度 下半年 四季度 汛期 暑期 年底".split()
HOW = """认真 扎实 稳步 有序 持续 深入 全面 及时 逐项 分批""".split()
WHAT = """研究年度重点任务 梳理权责清单 修订工作规程 开展案卷评查 组织业务培训 公开办事指南 核对台账数据
走访服务对象 排查风险隐患 回访群众诉求 整理历史档案 清理规范性文件 联合开展检查 测试应急预案 更新信息系统
公示执法结果 听取企业意见 跟踪整改情况 评估政策效果 完善内部流程""".split()
RESULT = """形成问题清单{n}项 办结事项{n}件 接受咨询{n}人次 发放资料{n}份 检查单位{n}家次 整改问题{n}个
培训人员{n}人次 压缩时限{n}个工作日 公开信息{n}条 召开会议{n}次""".split()
WHY = """群众办事更加方便 职责分工更加清楚 数据口径前后一致 同类问题明显减少 工作衔接更加顺畅 基层负担有所减轻
办理过程全程留痕 制度执行更加严格""".split()
HEADINGS = """依法履行职责 优化服务流程 规范执法行为 加强队伍建设 做好信息公开 推进普法宣传 化解矛盾纠纷 落实安全责任
强化监督检查 夯实基层基础 提升数据质量 健全制度机制""".split()


def sentence(dice):
    results = dice.sample(RESULT, 2)
    numbers = [one.replace("{n}", str(dice.randint(2, 980))) for one in results]
    return (
        f"{dice.choice(WHEN)}，{dice.choice(WHO)}{dice.choice(HOW)}{dice.choice(WHAT)}，"
        f"{numbers[0]}，{numbers[1]}，{dice.choice(WHY)}。"
    )


def pool():
    """The whole sentences of the invented reports in data/: words as rich as real ones."""
    found = set()
    for path in sorted((ROOT / "data/示例县/2024").glob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = re.search(r"(?:文字: |- |引语: )(.*)$", line)
            sentences = re.findall(r"[^。；！？]+。", words[1].strip("'\"")) if words else []
            found.update(one for one in sentences if len(one) >= 15 and not re.search(r"[{}'\":#]", one))
    return sorted(found)


def text(dice, count):
    """`count` sentences, every second one put together anew."""
    return "".join(sentence(dice) if place % 2 else dice.choice(POOL) for place in range(count))


FIGURES = {
    "办理行政许可": "件", "开展行政检查": "次", "办理群众来信": "件", "审查合同": "份", "调解纠纷": "件",
    "组织宣传活动": "场次", "培训干部": "人次", "公开政府信息": "条", "办理建议提案": "件", "修订制度": "项",
}


def figures(dice):
    """The lines of ten figures, with those of the year before."""
    lines = ["指标:", "  工作:"]
    for name, unit in FIGURES.items():
        now, before = dice.randint(20, 900), dice.randint(20, 900)
        lines.append(f"    {name}: {{数: {now}, 单位: {unit}, 上年: {before}}}")
    return lines


def told(name):
    """A sentence that takes its figures from the data."""
    return f"全年{name}{{{{指标.工作.{name}}}}}，比上年{{{{增减 指标.工作.{name}}}}}。"


def item(title, words):
    return f"{{标题: {title}, 文字: '{words}'}}"


def head(kind, county, bureau):
    return [
        "# 虚构数据：县、单位、数字和事情都是程序编造的，只用来试大批量生成。",
        f"报告种类: {kind}",
        f"单位: {{全称: {county}{bureau}局}}",
        "年度: 2024",
        "成文日期: 2025-02-20",
        f"主送: {county}人民政府",
    ]


def work_summary(county, bureau, dice, pages):
    """年度工作总结: text with a few figures."""
    lines = head("年度工作总结", county, bureau) + figures(dice)
    lines += [f"开头: {text(dice, 2)}", "部分:"]
    names = iter(dice.sample(list(FIGURES), len(FIGURES)))
    # About four sections of a page and a half each make seven pages.
    for heading in dice.sample(HEADINGS, max(1, round(pages * 4 / 7))):
        lines += [f"  - 标题: {heading}", "    内容:"]
        for place, title in enumerate(dice.sample(HEADINGS, 4)):
            figure = next(names, None) if place < 2 else None
            words = text(dice, 3) + told(figure) if figure else text(dice, 4)
            lines.append(f"      - {item(title + '方面', words)}")
    return [*lines, "打算:", "  内容:", f"    - {text(dice, 3)}", "结尾: 以上是虚构的总结。", ""]


def rule_of_law(county, bureau, dice, pages):
    """法治政府建设年度报告: text, figures in it, and all of them in a table at the end."""
    lines = head("法治政府建设年度报告", county, bureau) + figures(dice)
    lines += [f"开头: {text(dice, 2)}", "成效:", "  内容:"]
    for names in zip(*[iter(dice.sample(list(FIGURES), 2 * max(1, pages - 3)))] * 2):
        lines += [f"    - 标题: {dice.choice(HEADINGS)}", "      内容:"]
        for name in names:
            lines.append(f"        - {item(name + '方面', text(dice, 4) + told(name))}")
    for part, sections in (("第一责任人", 1), ("问题", 2), ("计划", 3)):
        lines += [f"{part}:", "  内容:"]
        for heading in dice.sample(HEADINGS, sections):
            lines.append(f"    - {item(heading, text(dice, 3))}")
    lines += ["其他:", "  - 标题: 其他需要报告的情况", "    内容: [没有其他需要报告的情况。]"]
    table = ", ".join(f"工作.{name}" for name in FIGURES)
    return [*lines, "结尾: 以上是虚构的报告。", f"指标附表: {{指标: [{table}]}}", ""]


POOL = pool()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=7)
    parser.add_argument("--per-county", type=int, default=50)
    arguments = parser.parse_args()
    for number in range(arguments.count):
        dice = random.Random(number)
        county = f"虚构{number // arguments.per_county + 1:03}县"
        place = number % arguments.per_county
        round_, name = divmod(place, len(BUREAUS))
        bureau = BUREAUS[name] + ("" if round_ == 0 else f"第{round_ + 1}分")
        path = arguments.folder / county / "2024" / f"{county}{bureau}局.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        make = work_summary if number % 2 == 0 else rule_of_law
        lines = make(county, bureau, dice, arguments.pages)
        path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
