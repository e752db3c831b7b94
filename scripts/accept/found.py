"""The pieces of a case, found again among the characters of its pages."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from .paper import Line, lines_of
from .table import LINE


@dataclass
class Found:
    piece: object
    chars: list

    @property
    def kind(self):
        return self.piece.kind

    @property
    def note(self):
        return self.piece.note

    @property
    def page(self):
        return self.chars[0].page

    @property
    def last_page(self):
        return self.chars[-1].page

    @property
    def lines(self):
        found = []
        for page in sorted({char.page for char in self.chars}):
            for line in lines_of([char for char in self.chars if char.page == page]):
                line.page = page
                found.append(line)
        return found


class Copy:
    """A rendered file with the pieces of its case."""

    def __init__(self, case, pages):
        self.case, self.pages = case, pages
        self.chars = [char for page in pages for line in page.lines for char in line.chars]
        self.text = "".join(char.text for char in self.chars)
        # Positions in the text are positions in `owners`, ligatures or not.
        self.owners = [i for i, char in enumerate(self.chars) for _ in char.text]
        self.taken = set()
        self.found, self.missing, self.cells = [], [], {}
        self.locate()
        self.tables()
        self.contents()
        self.rest = [char for i, char in enumerate(self.chars) if i not in self.taken]

    def locate(self):
        start = cursor = 0
        group = ""
        for piece in self.case.pieces:
            if not piece.group or piece.group != group:
                start = cursor
            group = piece.group
            at = self.search(piece.text, start)
            if at is None:
                self.missing.append(piece)
                continue
            end = at + len(piece.text)
            ids = sorted(set(self.owners[at:end]))
            self.taken.update(ids)
            self.found.append(Found(piece, [self.chars[i] for i in ids]))
            cursor = max(cursor, end)

    def search(self, text, start):
        at = self.text.find(text, start)
        while at >= 0 and any(self.owners[i] in self.taken for i in range(at, at + len(text))):
            at = self.text.find(text, at + 1)
        return at if at >= 0 else None

    def tables(self):
        """Gives each table the characters between its title and the next piece."""
        order = sorted(self.found, key=lambda found: self.index(found.chars[0]))
        for position, found in enumerate(order):
            if found.kind != "表题":
                continue
            begin = self.index(found.chars[-1]) + 1
            following = order[position + 1 :]
            end = self.index(following[0].chars[0]) if following else len(self.chars)
            self.cells[id(found)] = self.chars[begin:end]
            if self.fits(found.note, self.chars[begin:end]):
                self.taken.update(range(begin, end))

    def contents(self):
        """Gives each entry of the 目录 its leader and the number behind it."""
        order = sorted(self.found, key=lambda found: self.index(found.chars[0]))
        for found, following in pairwise(order):
            if found.kind == "目录项":
                begin = self.index(found.chars[-1]) + 1
                end = self.index(following.chars[0])
                shown = "".join(char.text for char in self.chars[begin:end])
                if leader := re.fullmatch(r"[.．·…]{3,}(\d+)", shown):
                    found.note["page"] = int(leader[1])
                    self.taken.update(range(begin, end))

    def index(self, char):
        if not hasattr(self, "places"):
            self.places = {id(one): i for i, one in enumerate(self.chars)}
        return self.places[id(char)]

    @staticmethod
    def fits(note, chars):
        """The characters are those of the texts and cells, with the header as often as pages
        need it, and groups said again on pages where they go on."""
        expected = Counter("".join("".join(row) for row in note["rows"]))
        expected.update("".join(note["texts"]))
        got = Counter("".join(char.text for char in chars))
        header = Counter("".join(note["header"]))
        pages = len({char.page for char in chars})
        for repeated in range(1, pages + 1):
            wanted = expected + Counter({c: n * repeated for c, n in header.items()})
            if got >= wanted and said_again(got - wanted, note["groups"] * (repeated - 1)):
                return True
        return False

    def all(self, *kinds):
        return [found for found in self.found if found.kind in kinds]

    @property
    def pitch(self):
        """The pitch of the lines: the grid's, or where 7.3.5.5 lets it differ, what it is."""
        return self.measured_pitch if "行距已调" in self.case.expect else LINE

    @cached_property
    def measured_pitch(self):
        """The pitch between lines of one paragraph; None if none has two."""
        pairs = [pair for found in self.all("段", "接排") for pair in pairwise(found.lines)]
        gaps = [below.base - above.base for above, below in pairs if above.page == below.page]
        return median(gaps) if gaps else None

    def first(self, *kinds):
        return next(iter(self.all(*kinds)), None)

    def last_text(self):
        """The line that the signature follows: the last of text or 附件说明."""
        last = None
        for found in self.found:
            if found.piece.group == "落款":
                return last
            if found.kind in ("段", "接排", "附件说明", "层次标题"):
                last = found.lines[-1]
            elif found.kind == "表题":
                cells = self.cells[id(found)]
                last = Line(cells[-1:], cells[-1].page) if cells else last
        return last

    def ink(self, line):
        """The black ink of a line."""
        return line.ink_on(self.pages[line.page])


def said_again(rest, groups):
    """Whether these characters are those of some of the groups."""
    if not rest:
        return True
    if not groups:
        return False
    group, *others = groups
    letters = Counter(group)
    return (rest >= letters and said_again(rest - letters, others)) or said_again(rest, others)
