"""Copies of Word files with which LibreOffice can measure where lines end.

usage: measuring_copy.py OUTDIR FILE.docx...

LibreOffice (7.4 to 25.2) understands three things of Word wrongly:

- It puts a fifth of an em between hanzi and letters or digits whatever `w:autoSpaceDE` and
  `w:autoSpaceDN` say. In the copy a space of no width parts them; lines may break there anyway.
- It forgets the character spacing behind the last character before a change of script. In the
  copy the two characters before make up for it.
- It reads `w:overflowPunct` the wrong way round. The copy says the opposite.
"""

import re
import sys
import zipfile
from pathlib import Path
from xml.dom import minidom

TEXT = "word/document.xml"
STYLES = "word/styles.xml"
NO_WIDTH = "\u200b"


def copy(source, target):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        text, styles = (minidom.parseString(old.read(name)) for name in (TEXT, STYLES))
        spacings = Spacings(styles)
        for paragraph in text.getElementsByTagName("w:p"):
            take_apart(paragraph)
            make_up(paragraph, spacings.of(value(paragraph, "w:pPr", "w:pStyle")))
            part_scripts(paragraph)
        for part in (text, styles):
            turn_switch(part)
        changed = {TEXT: text, STYLES: styles}
        for name in old.namelist():
            part = changed.get(name)
            new.writestr(name, part.toxml(encoding="UTF-8") if part else old.read(name))


# Properties


class Spacings:
    """The character spacing of the paragraph styles in twentieths of a point."""

    def __init__(self, document):
        styles = document.getElementsByTagName("w:style")
        self.styles = {style.getAttribute("w:styleId"): style for style in styles}

    def of(self, name):
        style = self.styles.get(name)
        if style is None:
            return 0
        own = value(style, "w:rPr", "w:spacing")
        return self.of(value(style, "w:basedOn")) if own is None else int(own)


def turn_switch(part):
    for switch in part.getElementsByTagName("w:overflowPunct"):
        is_off = switch.getAttribute("w:val") in ("0", "false", "off")
        switch.setAttribute("w:val", "1" if is_off else "0")


def child(parent, name):
    return next((one for one in parent.childNodes if one.nodeName == name), None)


def value(parent, *path):
    for name in path:
        parent = child(parent, name)
        if parent is None:
            return None
    return parent.getAttribute("w:val")


# Runs


def runs(paragraph):
    return [one for one in paragraph.childNodes if one.nodeName == "w:r"]


def only_text(run):
    """The text node of a run that is text and nothing else."""
    content = [one for one in run.childNodes if one.nodeName != "w:rPr"]
    return content[0].firstChild if [one.nodeName for one in content] == ["w:t"] else None


def take_apart(paragraph):
    """Texts, tabulators and line breaks of one run become runs of their own."""
    for run in runs(paragraph):
        content = [one for one in run.childNodes if one.nodeName != "w:rPr"]
        if {one.nodeName for one in content} > {"w:t"}:
            for one in content[:-1]:
                before = run.parentNode.insertBefore(run.cloneNode(deep=False), run)
                properties = child(run, "w:rPr")
                if properties is not None:
                    before.appendChild(properties.cloneNode(deep=True))
                before.appendChild(one)


def part_scripts(paragraph):
    """Puts the space of no width where hanzi meet letters or digits."""
    before = ""
    for run in runs(paragraph):
        text = only_text(run)
        if text is None:
            before = ""
            continue
        joined = MIXED.sub(NO_WIDTH, before + text.data)
        before, text.data = text.data[-1], joined[len(before) :]


def make_up(paragraph, spacing):
    """Gives the pairs before changes of script the spacing that LibreOffice forgets."""
    if spacing >= 0:
        return
    own = runs(paragraph)
    texts = [only_text(run) for run in own]
    # What is not text counts as one character that ends a script.
    found = pairs(changes("".join(text.data if text else "\n" for text in texts)), spacing)
    start = 0
    for run, text in zip(own, texts):
        end = start + (len(text.data) if text else 1)
        if text and value(run, "w:rPr", "w:spacing") is None:
            inside = [pair for pair in found if start <= pair[0] and pair[1] <= end]
            split(run, text.data, [(a - start, b - start, lost) for a, b, lost in inside])
        start = end


def split(run, text, inside):
    """Puts runs before `run`, one for each pair and each piece between; `run` keeps the rest."""
    start = 0
    for begin, end, spacing in inside:
        if begin > start:
            run.parentNode.insertBefore(piece(run, text[start:begin]), run)
        run.parentNode.insertBefore(piece(run, text[begin:end], spacing), run)
        start = end
    if start == len(text):
        run.parentNode.removeChild(run)
    else:
        only_text(run).data = text[start:]


def piece(run, words, spacing=None):
    made = run.cloneNode(deep=True)
    text = only_text(made)
    text.data = words
    text.parentNode.setAttribute("xml:space", "preserve")
    if spacing is not None:
        new = made.ownerDocument.createElement
        properties = child(made, "w:rPr") or made.insertBefore(new("w:rPr"), made.firstChild)
        element = properties.appendChild(new("w:spacing"))
        element.setAttribute("w:val", str(spacing))
    return made


# Scripts

HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
CHINESE = re.compile(f"[\u3000-\u303f\uff00-\uffef{HANZI}]")
# `\w` without what is no letter or digit of the West.
WESTERN = "[^\\W_\u2e80-\U000323af]"
MIXED = re.compile(f"(?<=[{HANZI}])(?={WESTERN})|(?<={WESTERN})(?=[{HANZI}])")


def pairs(places, spacing):
    """Two characters before each change of script, as start, end and the spacing between them.

    LibreOffice leaves out the spacing behind the last character before a change, and behind
    the one before the pair, because the pair is a run of its own. What stands alone between
    two changes cannot make up for its own; the pair before does.
    """
    found, start = [], 0
    for place in places:
        if place - start > 1:
            lost = 2 if place - start == 2 else 3
            found.append((place - 2, place, spacing * lost))
        elif found:
            begin, end, own = found[-1]
            found[-1] = (begin, end, own + spacing)
        start = place
    return found


def changes(text):
    """Where LibreOffice sees another script begin; other marks go with what stands before."""
    found, last = [], None
    for at, character in enumerate(text):
        if character == "\n":
            own = None
        elif CHINESE.match(character):
            own = "Chinese"
        elif character.isalnum():
            own = "Western"
        else:
            own = last
        if None not in (own, last) and own != last:
            found.append(at)
        last = own
    return found


def main():
    out, *files = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        copy(file, out / file.name)


if __name__ == "__main__":
    main()
