"""The words of .docx and .odt files, read straight from the XML. No headers, footers, numbers."""

import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Old twins of drawings that say the same again; words that are hidden or deleted.
TWINS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {TWINS, W + "instrText", W + "delText", TEXT + "tracked-changes", OFFICE + "annotation", TEXT + "note-citation"}
WORDS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", TEXT + "tab": "\t", TEXT + "line-break": "\n"}
PARAGRAPHS = {W + "p", TEXT + "p", TEXT + "h"}


def word(path):
    return body(path, "word/document.xml", W + "body")


def odt(path):
    return body(path, "content.xml", OFFICE + "text")


def body(path, part, start):
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read(part))
    return "".join(walk(root.find(f".//{start}")))


def walk(element):
    """Own words and those of the elements inside, a line for each paragraph."""
    if element.tag in SKIPPED or not isinstance(element.tag, str):
        return
    if element.tag in PARAGRAPHS:
        yield "\n"
    if element.tag == TEXT + "s":
        yield " " * int(element.get(TEXT + "c", "1"))
    # w:tab is a stop of a ruler too.
    if element.tag in WORDS and element.getparent().tag != W + "tabs":
        yield WORDS[element.tag]
    inside_odt = element.tag.startswith(TEXT)
    if element.tag == W + "t" or inside_odt:
        yield element.text or ""
    for one in element:
        yield from walk(one)
        if inside_odt:
            yield one.tail or ""
    if element.tag in PARAGRAPHS:
        yield "\n"
