#!/usr/bin/env python3
"""Invents data files for many bureaus, to try large batches.

    scripts/generate.py 10000 FOLDER [--pages 7] [--per-county 50]

Every text is made of invented sentences in an order of its own, and every file says that it is
invented. The same numbers give the same files.
"""

import argparse
import pathlib
import random

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


def text(dice, count):
    return "".join(sentence(dice) for _ in range(count))


def report(county, bureau, dice, pages):
    lines = [
        "# 虚构数据：县、单位、数字和事情都是程序编造的，只用来试大批量生成。",
        "报告种类: 年度工作总结",
        f"单位: {{全称: {county}{bureau}局}}",
        "年度: 2024",
        "成文日期: 2025-02-20",
        f"主送: {county}人民政府",
        f"开头: {text(dice, 2)}",
        "部分:",
    ]
    # About four sections of a page and a half each make seven pages.
    for heading in dice.sample(HEADINGS, max(1, round(pages * 4 / 7))):
        lines += [f"  - 标题: {heading}", "    内容:"]
        for title in dice.sample(HEADINGS, 4):
            lines.append(f"      - {{标题: {title}方面, 文字: {text(dice, 4)}}}")
    lines += ["打算:", "  内容:", f"    - {text(dice, 3)}", "结尾: 以上是虚构的总结。", ""]
    return "\n".join(lines)


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
        path.write_text(report(county, bureau, dice, arguments.pages), encoding="utf-8")


if __name__ == "__main__":
    main()
