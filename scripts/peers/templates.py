"""Word templates for the other tools, made from a Word file of yinfa: its styles, numbering,
page setup and footers, with tags in place of the text."""

import re
import zipfile

from texts import BODY, KEYS

ALIGNED = {"name": "left", "unit": "center", "now": "right", "before": "right", "change": "right"}


class Jinja:
    """docxtpl"""

    def value(self, scope, name):
        return f"{{{{ {scope + '.' if scope else ''}{name} }}}}"

    def each(self, one, many, inner):
        return tag(f"{{%p for {one} in {many} %}}") + inner + tag("{%p endfor %}")

    def choose(self, branches):
        found = ""
        for place, (style, inner) in enumerate(branches.items()):
            found += tag(f"{{%p {'elif' if place else 'if'} p.style == '{style}' %}}") + inner
        return found + tag("{%p endif %}")

    def rows(self, many, style):
        start, end = (row(style, [words] + [""] * 4) for words in (f"{{%tr for row in a.{many} %}}", "{%tr endfor %}"))
        return start + row(style, [self.value("row", key) for key in KEYS]) + end


class Mustache:
    """docxtemplater, which looks a name up from the innermost loop outwards."""

    def value(self, _scope, name):
        return f"{{{name}}}"

    def each(self, _one, many, inner):
        return tag(f"{{#{many}}}") + inner + tag(f"{{/{many}}}")

    def choose(self, branches):
        return "".join(tag(f"{{#{style}}}") + inner + tag(f"{{/{style}}}") for style, inner in branches.items())

    def rows(self, many, style):
        first, *middle, last = (self.value("row", key) for key in KEYS)
        return row(style, [f"{{#{many}}}{first}", *middle, f"{last}{{/{many}}}"])


class InParagraphs(Mustache):
    """easy-template-x: a tag in a paragraph of its own would leave that paragraph behind, so tags
    stand in the first and the last paragraph of what they hold."""

    def around(self, name, inner):
        if inner.endswith("</w:tbl>"):
            inner += paragraph("BlankLine")
        start, rest = inner.split("</w:pPr>", 1)
        opened = run(f'{{#{name} [loopOver: "paragraph"]}}')
        return f"{start}</w:pPr>{opened}{rest.removesuffix('</w:p>')}{run(f'{{/{name}}}')}</w:p>"

    def each(self, _one, many, inner):
        return self.around(many, inner)

    def choose(self, branches):
        return "".join(self.around(style, inner) for style, inner in branches.items())


def run(words, style=None):
    named = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{named}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(style, inner="", more=""):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


def tag(words):
    return paragraph("Normal", run(words))


def row(style, cells):
    found = ""
    for key, words in zip(KEYS, cells, strict=True):
        aligned = f'<w:jc w:val="{ALIGNED[key]}"/>' if style == "TableCell" else ""
        found += f'<w:tc><w:tcPr><w:tcW w:w="{WIDTHS[key]}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        found += paragraph(style, run(words), aligned) + "</w:tc>"
    heading = "<w:tblHeader/>" if style == "TableHeader" else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{heading}</w:trPr>{found}</w:tr>"


WIDTHS = dict(zip(KEYS, (2601, 1041, 1560, 1561, 2081), strict=True))
INDENT = '<w:ind w:left="0" w:right="630" w:firstLine="0"/>'


def branch(tool, style):
    head, text = tool.value("p", "head"), tool.value("p", "text")
    if style.startswith("RunIn"):
        return paragraph(style, run(head, style.replace("RunIn", "RunInWords")) + run(text))
    return paragraph(style, run(text))


def body(tool, table_properties):
    def value(style, name, scope="", more=""):
        return paragraph(style, run(tool.value(scope, name)), more)

    blank = paragraph("BlankLine")
    table = tool.rows("header", "TableHeader") + tool.rows("rows", "TableCell")
    table = f"<w:tbl>{table_properties}{table}</w:tbl>"
    return (
        value("DocumentTitle", "title") + blank + value("Addressees", "addressees")
        + tool.each("p", "body", tool.choose({style: branch(tool, style) for style in BODY}))
        + tool.each("a", "attachments", blank + value("AttachmentNote", "note", "a"))
        + blank + value("Signature", "signature", more="<w:keepNext/>" + INDENT) + value("Date", "date", more=INDENT)
        + tool.each("a", "attachments", value("AttachmentLabel", "label", "a") + blank
                    + value("AttachmentTitle", "title", "a") + blank + value("TableTitle", "caption", "a") + table)
    )


def write(base, path, tool):
    """A template from the Word file `base`, which must have a table."""
    with zipfile.ZipFile(base) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                xml = content.decode()
                table = re.search(r"<w:tblPr>.*?</w:tblGrid>", xml)[0]
                section = re.search(r"<w:sectPr>.*?</w:sectPr>", xml)[0]
                inner = f"<w:body>{body(tool, table)}{section}</w:body>"
                content = re.sub(r"<w:body>.*</w:body>", lambda _, inner=inner: inner, xml).encode()
            new.writestr(name, content)


SYNTAXES = {"docxtpl": Jinja(), "docxtemplater": Mustache(), "easy-template-x": InParagraphs()}
