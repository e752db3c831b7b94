"""Do other programs read our Word files whole?  readers.py OUT_DIR FILE.docx...

Each file is opened by libraries and programs that have no code in common, and goes through
LibreOffice to .docx and .odt. All must find the words that stand in document.xml, paragraph by
paragraph. Prints a line for each failure and a summary; exit status 1 if there were failures,
or a missing program with YINFA_REQUIRE_TOOLS. OUT_DIR keeps what was read.
"""

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

from readers_with import READERS, each, libreoffice
from readers_words import odt, word


def pieces(text):
    """What stands between breaks of lines and paragraphs, and tabs; spaces stay as they are."""
    return [piece for piece in text.replace("\t", "\n").splitlines() if piece]


def difference(wanted, found, keeps):
    """Where the texts part. Some readers lose breaks inside paragraphs, or make them spaces."""
    if keeps in ("words", "solid"):
        wanted, found = list("".join(wanted)), list("".join(found))
    if keeps == "solid":
        wanted, found = ([one for one in text if not one.isspace()] for text in (wanted, found))
    if keeps == "anywhere":
        # A frame stands elsewhere in the file: at its anchor.
        lost, extra = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        return f"lost {list(lost)[:3]}, new {list(extra)[:3]}" if lost or extra else None
    if wanted == found:
        return None
    at = next((i for i, pair in enumerate(zip(wanted, found)) if pair[0] != pair[1]), min(len(wanted), len(found)))
    near = ["|".join(text[at : at + 2]) if keeps == "lines" else "".join(text[at : at + 20]) for text in (wanted, found)]
    return f"“{near[0][:60]}” is read as “{near[1][:60]}”"


def copies(out, files):
    """Files under names that are all different and safe everywhere."""
    folder = out / "in"
    shutil.rmtree(out, ignore_errors=True)
    folder.mkdir(parents=True)
    return [Path(shutil.copy(file, folder / f"{index:03}.docx")) for index, file in enumerate(files)]


def check(files, out):
    """Failures, and how many texts were compared."""
    own = dict(zip(files, each(word)(copies(out, files), out)))
    failures = [f"{file}: document.xml: {text}" for file, text in own.items() if isinstance(text, Exception)]
    safe = [out / "in" / f"{index:03}.docx" for index, text in enumerate(own.values()) if isinstance(text, str)]
    files = [file for file, text in own.items() if isinstance(text, str)]
    wanted = [pieces(own[file]) for file in files]
    skipped, compared = [], 0

    def compare(name, texts, keeps):
        nonlocal compared
        for file, want, text in zip(files, wanted, texts, strict=True):
            compared += 1
            wrong = text if isinstance(text, Exception) else difference(want, pieces(text), keeps)
            if wrong:
                failures.append(f"{file}: {name}: {str(wrong).splitlines()[0][:300]}")

    for reader in READERS:
        try:
            texts = reader.read(safe, out)
        except (ImportError, FileNotFoundError) as missing:
            skipped.append(f"{reader.name} ({missing})")
            continue
        compare(reader.name, texts, reader.keeps)
    for form, extract in (("docx", word), ("odt", odt)):
        try:
            compare(f"LibreOffice {form}", libreoffice(safe, out, form, extract), "anywhere")
        except FileNotFoundError as missing:
            skipped.append(f"LibreOffice {form} ({missing})")
    return failures, skipped, compared


def main():
    out, files = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    failures, skipped, compared = check(files, out)
    for line in failures:
        print(line)
    for name in skipped:
        print(f"skipped: {name}")
    print(f"{len(files)} files, {compared} readings, {len(failures)} failures, {len(skipped)} readers missing")
    sys.exit(bool(failures) or bool(skipped and os.environ.get("YINFA_REQUIRE_TOOLS")))


if __name__ == "__main__":
    main()
