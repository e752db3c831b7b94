"""How each tool is called."""

import json
import os
import pathlib
import subprocess
import sys

import process

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = ROOT / "target/peers"
FONTS = ROOT / "templates/fonts"
NODE = PEERS / "node"

# Memory is looked at more often in a short run.
SHORT, LONG = 0.003, 0.02

# The names in the Word files and the fonts of the project that stand for them.
ALIASES = {
    "仿宋_GB2312": ("FandolFang", "regular"),
    "楷体_GB2312": ("FandolKai", "regular"),
    "黑体": ("Noto Sans SC", "medium"),
    "宋体": ("Noto Serif SC", "regular"),
    "方正小标宋简体": ("Noto Serif SC", "extrabold"),
}
PDF_A = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'

# What each program writes, and its command.
WORKERS = {
    "docxtpl": (".docx", [sys.executable, HERE / "with_docxtpl.py"]),
    "docxtemplater": (".docx", ["node", HERE / "with_docxtemplater.cjs"]),
    "easy-template-x": (".docx", ["node", HERE / "with_easy_template_x.cjs"]),
    "typst-py": (".pdf", [sys.executable, HERE / "with_typst.py"]),
}


def font_configuration(path):
    """Only the project's fonts, under the official names."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>'
        f'<edit name="weight" mode="assign" binding="same"><const>{weight}</const></edit></match>\n'
        for name, (family, weight) in ALIASES.items()
    )
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>\n<dir>{FONTS}</dir>'
        f"<cachedir>{PEERS / 'font-cache'}</cachedir>\n{aliases}</fontconfig>\n",
        encoding="utf-8",
    )


def template(name):
    return HERE / "report.typ" if name == "typst-py" else PEERS / f"{name}.docx"


def first_line(*command):
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()[0].strip()


class Tools:
    def __init__(self):
        self.yinfa = pathlib.Path(os.environ["YINFA"]).resolve()
        self.log = PEERS / "log"
        fonts = PEERS / "fonts.conf"
        font_configuration(fonts)
        self.env = os.environ | {
            "FONTS": str(FONTS),
            "NODE_FOLDER": str(NODE),
            "FONTCONFIG_FILE": str(fonts),
        }
        # In the order in which each finds what it needs from the one before.
        self.names = ["yinfa", *WORKERS, "LibreOffice"]

    def run(self, command, interval=None, lines=None):
        return process.run([str(part) for part in command], self.log, self.env, interval, lines)

    def export(self, source, out, interval):
        return self.run([self.yinfa, "export", source, "--out", out], interval)

    def batch(self, folder, out):
        return self.run([self.yinfa, "batch", folder, "--out", out, "--jobs", "1"], LONG)

    def convert(self, words, out, interval):
        """Word files to PDF by one process of LibreOffice."""
        profile = f"-env:UserInstallation=file://{PEERS / 'profile'}"
        found = self.run(["soffice", "--headless", profile, "--convert-to", PDF_A, "--outdir", out, *words], interval)
        # LibreOffice reports success even when it fails, so the files are counted.
        missing = [word.name for word in words if not (out / f"{word.stem}.pdf").is_file()]
        if missing:
            raise RuntimeError(f"LibreOffice made no PDF of {missing}\n{self.log.read_text()}")
        return found

    def one(self, name, source, out, interval):
        """A process for one report."""
        suffix, command = WORKERS[name]
        return self.run([*command, template(name), source, out / f"{source.stem}{suffix}"], interval)

    def many(self, name, sources, out):
        """A process for many reports."""
        suffix, command = WORKERS[name]
        return self.run([*command, template(name)], LONG, [f"{source}\t{out / source.stem}{suffix}\n" for source in sources])

    def worker(self, name):
        suffix, command = WORKERS[name]
        return process.Worker([str(part) for part in [*command, template(name)]], self.env, suffix)

    def versions(self):
        packages = json.loads(subprocess.run(
            [sys.executable, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
            check=True, stdout=subprocess.PIPE,
        ).stdout)
        found = {one["name"]: one["version"] for one in packages if one["name"] in ("docxtpl", "python-docx", "typst")}
        for name in ("docxtemplater", "pizzip", "easy-template-x"):
            found[name] = json.loads((NODE / "node_modules" / name / "package.json").read_text())["version"]
        commit = first_line("git", "-C", str(ROOT), "describe", "--always", "--dirty")
        return {
            "yinfa": f"{first_line(str(self.yinfa), '--version').split()[-1]} ({self.yinfa.parent.name} build; repository at {commit})",
            **found,
            "LibreOffice": first_line("soffice", "--version").split()[1],
            "Python": sys.version.split()[0],
            "Node": first_line("node", "--version").lstrip("v"),
        }
