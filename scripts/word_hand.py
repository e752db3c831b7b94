"""What the hand of a clerk does in Word, as operations on python-docx.

Words find the paragraph (its text starts so; [words, 2] is the second such; {below: words} the
next one, which may be a blank line), in the body or in a cell. As in Word:

- Enter at the end of a paragraph whose style has another `w:next` gives that style and nothing
  else; otherwise the new paragraph copies all properties, and typing goes on as the last run.
- Enter in the middle copies all properties to the second half. A section break stays behind.
- A style from the gallery takes the place of all direct paragraph formatting but frames and
  section breaks.
- Words typed over others look as the first of these; a new row copies the row above.
"""

from copy import deepcopy

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

# What the gallery of a Chinese Word calls the built-in styles.
BUILT_IN = {"正文": "Normal", **{f"标题 {level}": f"heading {level}" for level in range(1, 5)}}
STAYS = [qn("w:framePr"), qn("w:sectPr")]


MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def open_as_word(body):
    """Of alternatives only the choice stays; neighbours of one look become one run."""
    for alternative in list(body.iter(f"{MC}AlternateContent")):
        choice = alternative.find(f"{MC}Choice")
        for child in list(choice):
            alternative.addprevious(child)
        alternative.getparent().remove(alternative)
    for look in list(body.iter(qn("w:rPr"))):
        if len(look) == 0:
            look.getparent().remove(look)
    for run in list(body.iter(qn("w:r"))):
        before = run.getprevious()
        if is_text(run) and is_text(before) and looks(run) == looks(before):
            text = before.find(qn("w:t"))
            text.text = (text.text or "") + (run.find(qn("w:t")).text or "")
            run.getparent().remove(run)


def is_text(run):
    """Whether it is a run of text and nothing else."""
    if run is None or run.tag != qn("w:r"):
        return False
    return [child.tag for child in run if child.tag != qn("w:rPr")] == [qn("w:t")]


def looks(run):
    look = run.find(qn("w:rPr"))
    return b"" if look is None else etree.tostring(look)


class Hand:
    def __init__(self, path):
        self.word = Document(path)
        self.body = self.word.element.body
        open_as_word(self.body)
        styles = self.word.styles.element.findall(qn("w:style"))
        self.ids = {style.find(qn("w:name")).get(qn("w:val")): style.get(qn("w:styleId")) for style in styles}
        self.styles = {style.get(qn("w:styleId")): style for style in styles}

    def save(self, path):
        self.word.save(path)

    # The edits, as cases name them.

    def retype(self, at, text):
        """Select the words of the paragraph and type."""
        paragraph = self.find(at)
        runs = text_runs(paragraph)
        look = runs[0].find(qn("w:rPr")) if runs else None
        place = runs[0].getprevious() if runs else paragraph.find(qn("w:pPr"))
        new = run(text, look)
        paragraph.insert(0, new) if place is None else place.addnext(new)
        for old in runs:
            paragraph.remove(old)

    def replace(self, at, old, new):
        """Select some words and type. They stand in one run, where the eye sees one look."""
        for part in self.find(at).iter(qn("w:t")):
            if old in part.text:
                part.text = part.text.replace(old, new, 1)
                return
        raise LookupError(f"“{old}” is not in one run")

    def enter(self, after, text="", style=None):
        """Press Enter at the end of a paragraph, choose a style in the gallery, type."""
        above = self.find(after)
        new, look = self.break_after(above)
        if style:
            self.choose(new, style)
            look = None
        if text:
            new.append(run(text, look))

    def paste(self, after, texts):
        """Enter, and paste plain text; each of its paragraphs copies the one with the cursor."""
        new, look = self.break_after(self.find(after))
        for index, text in enumerate(texts):
            if index:
                new.addnext(following := deepcopy(new))
                new = following
                clear(new)
            new.append(run(text, look))

    def split(self, at, before):
        """Press Enter inside a paragraph, before these words."""
        paragraph = self.find(at)
        runs = text_runs(paragraph)
        index = next((i for i, one in enumerate(runs) if before in words(one)), None)
        if index is None:
            raise LookupError(f"“{before}” is not in one run")
        head, tail = words(runs[index]).split(before, 1)
        second = deepcopy(paragraph)
        clear(second)
        paragraph.addnext(second)
        look = runs[index].find(qn("w:rPr"))
        second.append(run(before + tail, look))
        for later in runs[index + 1 :]:
            second.append(later)
        if head:
            runs[index].addprevious(run(head, look))
        paragraph.remove(runs[index])
        self.leave_break(paragraph, second)

    def style(self, at, style):
        """Choose a style in the gallery."""
        self.choose(self.find(at), style)

    def run_in(self, after, style, heading, text, words_style):
        """Enter; a paragraph that starts with a heading; its words get the style of characters."""
        new, _ = self.break_after(self.find(after))
        self.choose(new, style)
        look = OxmlElement("w:rPr")
        chosen = OxmlElement("w:rStyle")
        chosen.set(qn("w:val"), self.id(words_style))
        look.append(chosen)
        new.append(run(heading, look))
        new.append(run(text, None))

    def delete(self, at):
        """Select the paragraph with its mark, and delete; a section break is spared."""
        paragraph = self.find(at)
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            clear(paragraph)
        else:
            paragraph.getparent().remove(paragraph)

    def row(self, after, cells):
        """Insert a row below that of a cell, and type."""
        above = next(self.find(after).iterancestors(qn("w:tr")))
        below = deepcopy(above)
        above.addnext(below)
        for cell, text in zip(below.findall(qn("w:tc")), cells, strict=True):
            paragraph = cell.find(qn("w:p"))
            runs = text_runs(paragraph)
            look = runs[0].find(qn("w:rPr")) if runs else None
            clear(paragraph)
            paragraph.append(run(text, look))

    # What these are made of.

    def find(self, start):
        if isinstance(start, dict):
            return self.find(start["below"]).getnext()
        start, which = start if isinstance(start, list) else (start, None)
        found = [p for p in self.body.iter(qn("w:p")) if words(p).lstrip("\t").startswith(start)]
        if (which is None and len(found) != 1) or len(found) < (which or 1):
            raise LookupError(f"{len(found)} paragraphs start with “{start}”")
        return found[(which or 1) - 1]

    def id(self, name):
        name = BUILT_IN.get(name, name)
        if name not in self.ids:
            raise LookupError(f"no style {name}")
        return self.ids[name]

    def choose(self, paragraph, name):
        properties = paragraph.get_or_add_pPr()
        for one in list(properties):
            if one.tag not in STAYS:
                properties.remove(one)
        properties.style = self.id(name)

    def break_after(self, above):
        """The new paragraph, and how its words will look."""
        properties = above.get_or_add_pPr()
        own = properties.style or self.default()
        following = self.styles[own].find(qn("w:next"))
        following = own if following is None else following.get(qn("w:val"))
        new = OxmlElement("w:p")
        look = None
        if following == own:
            new.append(deepcopy(properties))
            runs = text_runs(above)
            look = runs[-1].find(qn("w:rPr")) if runs else None
        else:
            new.get_or_add_pPr().style = following
        above.addnext(new)
        self.leave_break(above, new)
        return new, look

    def default(self):
        return next(name for name, style in self.styles.items() if style.get(qn("w:default")) == "1")

    def leave_break(self, above, below):
        """A section ends behind the second of two paragraphs made of one."""
        first = above.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if first is None:
            return
        if below.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
            below.get_or_add_pPr().append(deepcopy(first))
        first.getparent().remove(first)


def run(text, look):
    new = OxmlElement("w:r")
    if look is not None:
        new.append(deepcopy(look))
    # \n is Shift+Enter, \t is Tab; python-docx makes elements of both.
    new.text = text
    return new


def text_runs(paragraph):
    return [one for one in paragraph.findall(qn("w:r")) if words(one)]


def words(element):
    marks = {qn("w:t"): lambda part: part.text or "", qn("w:tab"): lambda _: "\t", qn("w:br"): lambda _: "\n"}
    parts = (part for part in element.iter(*marks) if part.getparent().tag == qn("w:r"))
    return "".join(marks[part.tag](part) for part in parts)


def clear(paragraph):
    for one in list(paragraph):
        if one.tag != qn("w:pPr"):
            paragraph.remove(one)
