"""Make Word files as Word and WPS users do: faults_word.py OUTDIR

Styles that stand on each other, fonts from the theme, automatic numbers, the document grid, a
drawn red rule, the 版记 in a text box, the page number in a frame at the outer side. One
correct document, and one for every fault; OUTDIR/faults.json as of faults.py. All names and
events are invented.
"""

import json
import sys
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from faults import BODY

SPACES = nsdecls("w", "wp", "a", "r") + (
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
STYLES = {
    # name: base, paragraph, run
    "正文甲": ("Normal", '<w:ind w:firstLineChars="200" w:firstLine="632"/><w:jc w:val="both"/>', ""),
    "标题甲": ("Normal", '<w:snapToGrid w:val="0"/><w:spacing w:line="720" w:lineRule="exact"/><w:jc w:val="center"/>', '<w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>'),
    "级一": ("正文甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr><w:outlineLvl w:val="0"/>', '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>'),
    "级二": ("正文甲", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr><w:outlineLvl w:val="1"/>', '<w:rFonts w:ascii="楷体" w:hAnsi="楷体" w:eastAsia="楷体"/>'),
    "级三": ("正文甲", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="77"/></w:numPr>', ""),
    "级四": ("正文甲", '<w:numPr><w:ilvl w:val="3"/><w:numId w:val="77"/></w:numPr>', ""),
}
LEVELS = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）")]


def correct():
    return {
        "grid": GRID,
        "styles": {name: list(style) for name, style in STYLES.items()},
        "levels": [list(level) for level in LEVELS],
        "minor": "仿宋_GB2312",
        "default": "",
        "override": "",
        "line": ("FF0000", 156),
        "box": 225 - 22.0,  # mm from the upper edge of the 版心
        "outside": "outside",
        "mark": "示例市水务局文件",
        "direct": "",
    }


def paragraph(body, style, text, para="", run=""):
    made = parse_xml(
        f'<w:p {SPACES}><w:pPr><w:pStyle w:val="{style}"/>{para}</w:pPr>'
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )
    body.insert(len(body) - 1, made)
    return made


def blank(body, count=1):
    for _ in range(count):
        body.insert(len(body) - 1, parse_xml(f"<w:p {SPACES}/>"))


def styles(word, d):
    root = word.styles.element
    default = root.find(".//{*}docDefaults")
    root.replace(
        default,
        parse_xml(
            f'<w:docDefaults {SPACES}><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorEastAsia" '
            'w:hAnsiTheme="minorEastAsia" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="32"/></w:rPr></w:rPrDefault>'
            f'<w:pPrDefault><w:pPr><w:widowControl w:val="0"/>{d["default"]}</w:pPr></w:pPrDefault></w:docDefaults>'
        ),
    )
    normal = word.styles["Normal"].element
    for child in list(normal):
        if child.tag.endswith(("}rPr", "}pPr")):
            normal.remove(child)
    for name, (base, para, run) in d["styles"].items():
        root.append(
            parse_xml(
                f'<w:style {SPACES} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="{base}"/><w:pPr>{para}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
            )
        )
    for part in word.part.package.iter_parts():
        if str(part.partname).endswith("theme1.xml"):
            text = part.blob.decode()
            head, tail = text.split("<a:minorFont>")
            empty = '<a:ea typeface=""/>'
            part._blob = (head + "<a:minorFont>" + tail.replace(empty, f'<a:ea typeface="{d["minor"]}"/>', 1)).encode()


def numbering(word, d):
    root = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="0" w:firstLine="632"/></w:pPr></w:lvl>'
        for index, (form, text) in enumerate(d["levels"])
    )
    first = root.find("{*}num")
    abstract = parse_xml(f'<w:abstractNum {SPACES} w:abstractNumId="770"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    first.addprevious(abstract)
    root.append(parse_xml(f'<w:num {SPACES} w:numId="77"><w:abstractNumId w:val="770"/>{d["override"]}</w:num>'))


def drawn(colour, width, y):
    """A line of DrawingML in the middle of the column."""
    return parse_xml(
        f'<w:p {SPACES}><w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{int(y * 36000)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{int(width * 36000)}" cy="0"/><wp:wrapNone/><wp:docPr id="9" name="线"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvCnPr/><wps:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="19050"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def imprint(d):
    """版记 in a text box; its rules are borders of the paragraphs."""
    small = '<w:spacing w:line="480" w:lineRule="exact"/>'

    def border(**sides):
        return "<w:pBdr>" + "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>' for side, size in sides.items()) + "</w:pBdr>"

    run = '<w:rPr><w:sz w:val="28"/></w:rPr>'
    rows = (
        f'<w:p><w:pPr>{border(top=8)}{small}</w:pPr><w:r>{run}<w:t>　抄送：市委办公室，市人大常委会办公室。</w:t></w:r></w:p>'
        f'<w:p><w:pPr>{border(top=6, bottom=8)}<w:tabs><w:tab w:val="right" w:pos="8564"/></w:tabs>{small}</w:pPr><w:r>{run}<w:t>　示例市水务局办公室</w:t></w:r><w:r>{run}<w:tab/><w:t>2025年3月7日印发</w:t></w:r></w:p>'
    )
    return parse_xml(
        f'<w:p {SPACES}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="3" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="margin"><wp:posOffset>{int(d["box"] * 36000)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{156 * 36000}" cy="{22 * 36000}"/><wp:wrapNone/><wp:docPr id="10" name="版记"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
        f'<wps:spPr/><wps:txbx><w:txbxContent>{rows}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
        f'</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="position:absolute"><v:textbox><w:txbxContent>{rows}'
        "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def number(footer, d):
    run = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
    made = parse_xml(
        f'<w:p {SPACES}><w:pPr><w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{d["outside"]}" w:y="1"/>'
        f'<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/></w:pPr><w:r>{run}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE  \\* MERGEFORMAT "><w:r>{run}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{run}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
    footer._element.insert(0, made)


def make(d, path):
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for grid in section._sectPr.findall("{*}docGrid"):
        section._sectPr.remove(grid)
    section._sectPr.append(parse_xml(d["grid"].replace("<w:docGrid", f"<w:docGrid {SPACES}")))
    styles(word, d)
    numbering(word, d)
    body = word.element.body
    blank(body, 3)
    red = '<w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/><w:color w:val="FF0000"/><w:sz w:val="80"/>'
    paragraph(body, "Normal", d["mark"], '<w:snapToGrid w:val="0"/><w:spacing w:line="1200" w:lineRule="exact"/><w:jc w:val="center"/>', red)
    blank(body, 2)
    paragraph(body, "Normal", "示水发〔2025〕8号", '<w:jc w:val="center"/>')
    if d["line"]:
        body.insert(len(body) - 1, drawn(*d["line"], 1))
    blank(body, 1 if d["line"] else 2)
    paragraph(body, "标题甲", "示例市水务局关于做好防汛工作的通知")
    blank(body)
    paragraph(body, "Normal", "各县（区）水务局：")
    for kind, words in BODY[:11]:
        style = {"p": "正文甲", "1": "级一", "2": "级二", "3": "级三", "4": "级四"}[kind]
        for mark in ("一、", "（一）", "（二）", "1.", "2.", "（1）", "（2）"):
            words = words.removeprefix(mark) if kind != "p" else words
        paragraph(body, style, words, d["direct"] if kind == "p" else "")
    blank(body)
    paragraph(body, "Normal", "示例市水务局", '<w:ind w:right="1740"/><w:jc w:val="right"/>')
    paragraph(body, "Normal", "2025年3月6日", '<w:ind w:right="632"/><w:jc w:val="right"/>')
    body.insert(len(body) - 1, imprint(d))
    number(section.footer, d)
    word.save(path)


def fault(**changes):
    def apply(d):
        for name, value in changes.items():
            target, *path = name.split("__")
            if path:
                key = int(path[0]) if isinstance(d[target], list) else path[0]
                d[target][key][int(path[1])] = value
            else:
                d[target] = value

    return apply


E_, W_ = "error", "warning"
FAULTS = {
    "grid-pitch": ("5.2.3", W_, fault(grid=GRID.replace("579", "600"))),
    "grid-characters": ("5.2.3", W_, fault(grid=GRID.replace("-849", "0"))),
    "no-grid": ("5.2.3", W_, fault(grid='<w:docGrid w:linePitch="312"/>')),
    "theme-font": ("7.3.3", W_, fault(minor="宋体")),
    "default-spacing": ("5.2.3", W_, fault(default='<w:spacing w:after="160"/>')),
    "style-indent": ("7.3.3", E_, fault(styles__正文甲__1='<w:jc w:val="both"/>', direct='<w:ind w:firstLineChars="0" w:firstLine="0"/>')),
    "style-heading-font": ("7.3.3", W_, fault(styles__级二__2='<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>')),
    "style-heading-bold": ("7.3.3", W_, fault(styles__级三__2="<w:b/>")),
    "style-outline": ("7.3.3", W_, fault(styles__级二__1=STYLES["级二"][1].replace('w:outlineLvl w:val="1"', 'w:outlineLvl w:val="3"'))),
    "style-colour": ("5.2.4", E_, fault(styles__正文甲__2='<w:color w:val="2F5496"/>')),
    "title-size": ("7.3.1", W_, fault(styles__标题甲__2=STYLES["标题甲"][2].replace("44", "36"))),
    "list-comma": ("7.3.3", E_, fault(levels__2__1="%3、")),
    "list-brackets": ("7.3.3", E_, fault(levels__1__1="(%2)")),
    "list-start": ("7.3.3", E_, fault(override='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>')),
    "no-drawn-rule": ("7.2.7", E_, fault(line=None)),
    "drawn-rule-black": ("7.2.7", E_, fault(line=("000000", 156))),
    "drawn-rule-short": ("7.2.7", E_, fault(line=("FF0000", 140))),
    "imprint-high": ("7.4.1", E_, fault(box=150)),
    "number-centred": ("7.5", E_, fault(outside="center")),
}


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    make(correct(), out / "correct.docx")
    manifest = [{"file": "correct.docx"}]
    for name, (clause, verdict, change) in FAULTS.items():
        document = correct()
        change(document)
        make(document, out / f"{name}.docx")
        also = {"theme-font": ["7", "5.2.2"], "default-spacing": ["7"], "no-grid": ["7"]}.get(name, [])
        manifest.append({"file": f"{name}.docx", "clause": clause, "verdict": verdict, "also": also})
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (out / "faults.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
