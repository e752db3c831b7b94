"""Make documents with one fault each for tests/inspect.rs: faults.py OUTDIR

A correct 公文 is made twice, as Word by python-docx and as PDF by ReportLab, and then once
for every fault. All names, numbers and events in it are invented. OUTDIR/faults.json lists
the files: name, the clause of GB/T 9704-2012 that must be reported, and how ("error" or
"warning"); clauses that the same cause may touch as well are in "also".
"""

import copy
import json
import sys
from pathlib import Path

import faults_docx
import faults_pdf

NUMBER = "示政发〔2025〕3号"
TITLE = ["示例县人民政府关于", "加强行政执法监督工作的通知"]
BODY = [
    ("p", "为深入贯彻落实党中央、国务院关于法治政府建设的决策部署，扎实做好全县行政执法监督工作，现将有关事项通知如下。"),
    ("1", "一、总体要求"),
    ("p", "坚持以人民为中心的发展思想，健全“县、乡、村”三级监督体系，推动行政执法质量全面提升，到2025年底前完成率达到95.5%以上。"),
    ("2", "（一）工作目标"),
    ("p", "建立健全行政执法监督工作制度，明确监督职责、监督范围和监督方式，形成上下联动、左右协同的监督格局。"),
    ("3", "1.完善制度机制。各单位要对现有制度进行全面梳理，该修改的修改，该废止的废止，确保制度管用、好用、有人用。"),
    ("3", "2.加强队伍建设。配齐配强执法监督人员，组织开展业务培训，确保执法监督人员熟练掌握法律法规和监督程序。"),
    ("4", "（1）县级监督人员由县司法局组织培训，每年不少于两次，培训结果记入个人档案，作为考核的依据。"),
    ("4", "（2）乡镇监督人员由各乡镇人民政府组织培训，县司法局派人授课，并对培训的质量进行评估和通报。"),
    ("2", "（二）基本原则"),
    ("p", "坚持问题导向，聚焦群众反映强烈的突出问题，依法纠正违法和不当的行政执法行为，切实维护人民群众合法权益。"),
    ("1", "二、工作措施"),
    ("p", "各乡镇人民政府、县直各单位要高度重视，加强组织领导，明确责任分工，细化工作措施，按时报送工作进展情况。县司法局要加强统筹协调和督促检查，对工作推进不力的予以通报批评，对成绩突出的给予表扬。"),
    ("p", "各单位要严格落实行政执法公示、执法全过程记录、重大执法决定法制审核三项制度，规范行政执法行为，提高行政执法水平，防止选择性执法、逐利性执法等问题发生，让人民群众在每一个执法决定中都感受到公平正义。"),
    ("p", "各单位要在每季度末月底前报送工作情况，年底前报送全年工作总结。报送材料要实事求是、数据准确、事例鲜明，不得弄虚作假，不得迟报漏报。"),
]


def base():
    """The correct document: words, and all measures that faults change."""
    return {
        "copy": "000001",
        "secrecy": "机密★1年",
        "urgency": "特急",
        "mark": "示例县人民政府文件",
        "number": NUMBER,
        "title": list(TITLE),
        "addressees": "各乡镇人民政府，县直各单位：",
        "body": [list(item) for item in BODY],
        "note": ["附件：1.行政执法监督任务分工表", "2.行政执法监督情况报送表"],
        "signature": "示例县人民政府",
        "date": "2025年2月18日",
        "remarks": "（此件公开发布）",
        "attachments": [
            ["附件1", "行政执法监督任务分工表", "本表由县司法局填写并负责解释。"],
            ["附件2", "行政执法监督情况报送表", "本表由各单位填写，每季度报送一次。"],
        ],
        "copied": "抄送：县委各部门，县人大常委会办公室，县政协办公室，县人民法院，县人民检察院，县人民武装部。",
        "office": "示例县人民政府办公室",
        "printed": "2025年2月19日印发",
        # Measures: mm unless said otherwise.
        "page": (210, 297),
        "top": 37,
        "bottom": 35,
        "left": 28,
        "right": 26,
        "line": 579,  # twips
        "spacing": -5,  # twips
        "indent": 2,  # characters
        "fonts": {},  # element to font
        "sizes": {},  # element to size, pt
        "colours": {},  # element to RRGGBB
        "bold": set(),  # elements
        "aligned": {},  # element to left, center, right
        "blanks": {},  # element to blank lines above it
        "rule": {"colour": "FF0000", "width": 156, "gap": 4},
        "imprint_rules": (0.35, 0.25, 0.35),
        "numbers": {"odd": "right", "even": "left", "dash": "—", "height": 269, "on": True},
        "even_page": True,
        "mark_top": 72,
        "date_right": None,  # characters; None: by the rule
        "note_left": 2,
        "remarks_left": 2,
        "own": {},  # what only one of the two writers knows
    }


def fault(**changes):
    """A change that sets values; dotted names reach inside."""

    def apply(document):
        for name, value in changes.items():
            target = document
            *path, last = name.split("__")
            for step in path:
                target = target[step]
            target[last] = value

    return apply


def words(index, old, new):
    """A change of the words of a paragraph."""

    def apply(document):
        kind, text = document["body"][index]
        assert old in text, text
        document["body"][index] = [kind, text.replace(old, new)]

    return apply


E_, W_ = "error", "warning"
# name: (clause, verdict, clauses of the same cause, change)
SHARED = {
    "left-margin": ("5.2.1", E_, ["5.2.3", "7"], fault(left=22, right=32)),
    "right-margin": ("5.2.1", E_, ["5.2.3", "7"], fault(right=32)),
    "top-margin": ("5.2.1", E_, ["5.2.3", "7"], fault(top=25, mark_top=60)),
    "paper": ("5.1", E_, ["5.2.1", "5.2.3", "7"], fault(page=(215.9, 279.4))),
    "line-580": ("5.2.3", W_, [], fault(line=580)),
    "line-28pt": ("5.2.3", W_, [], fault(line=560)),
    "line-30pt": ("5.2.3", W_, [], fault(line=600)),
    "27-characters": ("5.2.3", W_, ["7"], fault(spacing=0)),
    "body-font": ("7.3.3", W_, ["5.2.2"], fault(fonts__p="宋体")),
    "body-size": ("7.3.3", W_, ["5.2.3", "5.2.1"], fault(sizes__p=15)),
    "digits-font": ("5.2.2", W_, [], fault(fonts__digits="Times New Roman")),
    "quotes-font": ("5.2.2", W_, [], fault(fonts__quotes="Times New Roman")),
    "heading-1-font": ("7.3.3", W_, [], fault(fonts__1="仿宋_GB2312")),
    "heading-2-font": ("7.3.3", W_, [], fault(fonts__2="黑体")),
    "heading-3-bold": ("7.3.3", W_, [], fault(bold={"3"})),
    "body-bold": ("7.3.3", W_, [], fault(bold={"p"})),
    "body-colour": ("5.2.4", E_, [], fault(colours__p="0000FF")),
    "title-font": ("7.3.1", W_, ["7.3.7"], fault(fonts__title="黑体")),
    "title-size": ("7.3.1", W_, ["7.3.7"], fault(sizes__title=18)),
    "title-left": ("7.3.1", E_, ["7.3.7"], fault(aligned__title="left")),
    "title-stop": ("7.3.1", W_, [], fault(title=[TITLE[0], TITLE[1] + "。"])),
    "title-blank-lines": ("7.3.1", W_, [], fault(blanks__title=1)),
    "title-below": ("7.3.2", E_, [], fault(blanks__addressees=0)),
    "title-rectangle": ("7.3.1", E_, [], fault(title=["示例县人民政府关于加强行", "政执法监督管理工作的通知"])),
    "title-hourglass": ("7.3.1", E_, [], fault(title=["示例县人民政府办公室关于", "进一步加强", "行政执法监督工作的通知"])),
    "title-bold": ("7.3.3", W_, [], fault(bold={"title"})),
    "square-brackets": ("7.2.5", E_, [], fault(number="示政发[2025]3号")),
    "round-brackets": ("7.2.5", E_, [], fault(number="示政发（2025）3号")),
    "number-di": ("7.2.5", E_, [], fault(number="示政发〔2025〕第3号")),
    "number-zero": ("7.2.5", E_, [], fault(number="示政发〔2025〕03号")),
    "number-year": ("7.2.5", E_, [], fault(number="示政发〔25〕3号")),
    "number-left": ("7.2.5", E_, [], fault(aligned__number="left")),
    "number-blank-lines": ("7.2.5", E_, [], fault(blanks__number=0)),
    "mark-black": ("7.2.4", E_, [], fault(colours__mark="000000")),
    "mark-low": ("7.2.4", E_, ["7.2.5"], fault(mark_top=84)),
    "mark-left": ("7.2.4", E_, [], fault(aligned__mark="left")),
    "mark-font": ("7.2.4", W_, [], fault(fonts__mark="楷体_GB2312")),
    "no-red-rule": ("7.2.7", E_, ["7.3.1"], fault(rule__width=0)),
    "black-rule": ("7.2.7", E_, [], fault(rule__colour="000000")),
    "short-rule": ("7.2.7", E_, [], fault(rule__width=120)),
    "rule-gap": ("7.2.7", E_, ["7.3.1"], fault(rule__gap=9)),
    "secrecy-font": ("7.2.2", E_, [], fault(fonts__secrecy="仿宋_GB2312")),
    "secrecy-star": ("7.2.2", E_, [], fault(secrecy="机密*1年")),
    "urgency-word": ("7.2.3", E_, [], fault(urgency="紧急")),
    "copy-number": ("7.2.1", W_, [], fault(copy="0001")),
    "addressees-half-colon": ("7.3.2", E_, [], fault(addressees="各乡镇人民政府，县直各单位:")),
    "addressees-indent": ("7.3.2", E_, [], fault(own={"addressees_indent": 2})),
    "no-indent": ("7.3.3", E_, [], fault(indent=0)),
    "indent-4": ("7.3.3", E_, [], fault(indent=4)),
    "level-skipped-number": ("7.3.3", E_, [], words(11, "二、", "三、")),
    "level-half-brackets": ("7.3.3", E_, [], words(3, "（一）", "(一)")),
    "level-comma": ("7.3.3", E_, [], words(5, "1.", "1、")),
    "straight-quotes": ("9", W_, [], words(2, "“县、乡、村”", '"县、乡、村"')),
    "half-comma": ("9", W_, [], words(4, "工作制度，", "工作制度,")),
    "ellipsis": ("9", W_, [], words(5, "有人用。", "有人用...")),
    "note-colon": ("7.3.4", E_, [], fault(note=["附件:1.行政执法监督任务分工表", "2.行政执法监督情况报送表"])),
    "note-comma": ("7.3.4", E_, [], fault(note=["附件：1、行政执法监督任务分工表", "2、行政执法监督情况报送表"])),
    "note-stop": ("7.3.4", E_, [], fault(note=["附件：1.行政执法监督任务分工表。", "2.行政执法监督情况报送表。"])),
    "note-book-marks": ("7.3.4", W_, [], fault(note=["附件：1.《行政执法监督任务分工表》", "2.《行政执法监督情况报送表》"])),
    "note-left": ("7.3.4", E_, [], fault(note_left=0)),
    "note-blank-line": ("7.3.4", E_, [], fault(blanks__note=0)),
    "date-zero": ("7.3.5.4", E_, [], fault(date="2025年02月18日")),
    "date-hanzi": ("7.3.5.4", E_, ["7.3.5"], fault(date="二〇二五年二月十八日")),
    "date-far": ("7.3.5", E_, [], fault(date_right=6)),
    "signature-blank-line": ("7.3.5", E_, [], fault(blanks__signature=0)),
    "remarks-left": ("7.3.6", E_, [], fault(remarks_left=0)),
    "remarks-brackets": ("7.3.6", E_, ["9"], fault(remarks="(此件公开发布)")),
    "attachment-title": ("7.3.7", E_, [], fault(attachments=[["附件1", "行政执法监督工作计划", "本表由县司法局填写并负责解释。"], ["附件2", "行政执法监督情况报送表", "本表由各单位填写。"]])),
    "attachment-colon": ("7.3.7", E_, [], fault(attachments=[["附件1：", "行政执法监督任务分工表", "本表由县司法局填写并负责解释。"], ["附件2：", "行政执法监督情况报送表", "本表由各单位填写。"]])),
    "attachment-font": ("7.3.7", E_, [], fault(fonts__label="仿宋_GB2312")),
    "attachment-same-page": ("7.3.7", E_, [], fault(own={"same_page": True})),
    "attachment-row": ("7.3.7", E_, [], fault(blanks__attachment_title=0)),
    "copied-stop": ("7.4.2", E_, [], fault(copied="抄送：县委各部门，县人大常委会办公室")),
    "printed-word": ("7.4.3", E_, [], fault(printed="2025年2月19日")),
    "printed-before": ("7.4.3", W_, [], fault(printed="2025年2月17日印发")),
    "imprint-size": ("7.4.2", W_, ["7.4.3"], fault(sizes__imprint=16)),
    "imprint-thickness": ("7.4.1", W_, [], fault(imprint_rules=(0.18, 0.18, 0.18))),
    "imprint-rules": ("7.4.1", E_, [], fault(imprint_rules=(0.35, 0.25, 0))),
    "imprint-left": ("7.4.2", E_, [], fault(own={"imprint_left": 0})),
    "imprint-odd-page": ("7.4", W_, [], fault(even_page=False)),
    "number-centred": ("7.5", E_, [], fault(numbers__odd="center", numbers__even="center")),
    "number-even-right": ("7.5", E_, [], fault(numbers__even="right")),
    "number-hyphens": ("7.5", E_, [], fault(numbers__dash="-")),
    "number-low": ("7.5", E_, [], fault(numbers__height=283)),
    "number-font": ("7.5", W_, [], fault(fonts__page="Times New Roman")),
    "number-size": ("7.5", W_, [], fault(sizes__page=10.5)),
    "no-numbers": ("7.5", E_, [], fault(numbers__on=False)),
}
ONLY_PDF = {
    "imprint-high": ("7.4.1", E_, [], fault(own={"imprint_bottom": 240})),
    "seals-touch": ("7.3.5.1", E_, ["7.3.5"], fault(own={"seals": [(120, 42), (160, 42)]})),
    "seal-outside": ("7.3.5.1", E_, ["7.3.5"], fault(own={"seals": [(170, 42)]})),
    "wrong-page-number": ("7.5", E_, [], fault(own={"first_number": 2})),
}
ONLY_DOCX = {
    "no-even-footer": ("7.5", E_, [], fault(own={"even_footer": False})),
    "same-footers": ("7.5", E_, [], fault(own={"even_and_odd": False})),
    "typed-page-number": ("7.5", E_, [], fault(own={"typed": True})),
    "no-first-number": ("7.5", E_, [], fault(own={"title_page": True})),
    "multiple-line-spacing": ("5.2.3", W_, [], fault(own={"rule": "auto"})),
    "space-after": ("5.2.3", W_, [], fault(own={"after": 120})),
    "widow-control": ("5.2.3", W_, [], fault(own={"widow": True})),
    "body-centred": ("7.3.3", W_, [], fault(aligned__p="right")),
}


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    manifest = []
    for make, suffix, own in [
        (faults_docx.make, "docx", ONLY_DOCX),
        (faults_pdf.make, "pdf", ONLY_PDF),
    ]:
        make(base(), out / f"correct.{suffix}")
        manifest.append({"file": f"correct.{suffix}"})
        for name, (clause, verdict, also, change) in {**SHARED, **own}.items():
            document = copy.deepcopy(base())
            change(document)
            make(document, out / f"{name}.{suffix}")
            entry = {"file": f"{name}.{suffix}", "clause": clause, "verdict": verdict}
            manifest.append({**entry, "also": also})
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (out / "faults.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
