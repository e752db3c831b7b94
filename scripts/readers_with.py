"""The readers: each takes files and gives a text, or the exception, for each."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parent
TOOLS = SCRIPTS.parent / "target/tools"


@dataclass
class Reader:
    name: str
    read: Callable
    keeps: str = "lines"
    """`lines`: all breaks and tabs; `words`: only characters; `solid`: these, but spaces for tabs."""


def each(read):
    """A reader of all files from a reader of one."""

    def guarded(file):
        try:
            return read(file)
        except Exception as error:  # noqa: BLE001 - whatever a reader throws, the file is at fault or the reader
            return error

    return lambda files, out: [guarded(file) for file in files]


# Python.


def python_docx(files, out):
    import docx

    def of(container):
        for block in container.iter_inner_content():
            if isinstance(block, docx.table.Table):
                # A merged cell comes once for each cell that it covers.
                cells = {cell._tc: cell for row in block.rows for cell in row.cells}
                for cell in cells.values():
                    yield from of(cell)
            else:
                yield block.text

    return each(lambda file: "\n".join(of(docx.Document(file))))(files, out)


def mammoth(files, out):
    import mammoth as reader

    def read(file):
        with file.open("rb") as data:
            return reader.extract_raw_text(data).value

    return each(read)(files, out)


def docx2python(files, out):
    from docx2python import docx2python as reader

    def read(file):
        with reader(file, duplicate_merged_cells=False) as document:
            rows = (row for table in document.body_pars for row in table)
            paragraphs = (paragraph for row in rows for cell in row for paragraph in cell)
            text = "\n".join("".join(own_words(paragraph)) for paragraph in paragraphs)
            # What pictures and charts show is no text of the document.
            return re.sub("----Image alt text---->.*?<|----media/.*?----", "", text)

    def own_words(paragraph):
        """Without the number that it makes up for a list."""
        first = 1 if paragraph.list_position[0] else 0
        return paragraph.run_strings[first:]

    return each(read)(files, out)


def docx2txt(files, out):
    import docx2txt as reader

    def read(file):
        # Footers come last.
        lines = reader.process(str(file)).splitlines()
        return "\n".join(line for line in lines if not line.startswith("— "))

    return each(read)(files, out)


# Programs.


def run(command):
    if not shutil.which(command[0]):
        raise FileNotFoundError(command[0])
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pandoc(files, out):
    if not shutil.which("pandoc"):
        raise FileNotFoundError("pandoc")
    return each(lambda file: "".join(inlines(json.loads(run(["pandoc", "-f", "docx", "-t", "json", str(file)])))))(files, out)


def inlines(node):
    """The words in pandoc's tree, a line for each block."""
    if isinstance(node, list):
        for one in node:
            yield from inlines(one)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c", [])
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak"):
            yield " "
        elif kind == "LineBreak":
            yield "\n"
        elif "blocks" in node:
            # The rest is the document's title and so on.
            yield from inlines(title(node["meta"]) + node["blocks"])
        else:
            yield from inlines(content)
            yield "\n" if kind in ("Para", "Plain", "Header") else ""


def title(meta):
    """pandoc takes paragraphs for the document's title, date and so on by their styles."""
    return [meta[name] for name in ("title", "subtitle", "author", "date", "abstract") if name in meta]


def node(name):
    """Readers from npm, all files in one process; see readers_node.cjs."""

    def read(files, out):
        modules = TOOLS / "node/node_modules"
        if not (modules / name).is_dir():
            raise FileNotFoundError(name)
        answer = run(["node", str(SCRIPTS / "readers_node.cjs"), str(modules), name, *map(str, files)])
        return [RuntimeError(one["error"]) if "error" in one else one["text"] for one in json.loads(answer)]

    return read


def libreoffice(files, out, form, extract):
    """One process for all files."""
    target = out / form
    with tempfile.TemporaryDirectory() as profile:
        run(["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", form, "--outdir", str(target), *map(str, files)])
    return each(lambda file: extract(target / f"{file.stem}.{form}"))(files, out)


READERS = [
    Reader("python-docx", python_docx),
    Reader("mammoth", mammoth, "words"),
    Reader("docx2python", docx2python),
    Reader("docx2txt", docx2txt),
    Reader("pandoc", pandoc, "solid"),
    Reader("docx4js", node("docx4js"), "words"),
    Reader("docx-preview", node("docx-preview"), "solid"),
    Reader("officeparser", node("officeparser"), "words"),
]
