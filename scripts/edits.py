"""Edit Word files as a clerk does: edits.py CASES_DIR DOCX_DIR OUT_DIR

Every CASES_DIR/*.yaml names an input (a file NAME.docx anywhere below DOCX_DIR), the edits, and
the clauses that `yinfa inspect` is to complain about, normally none; `shows` is what a printed
page has to say, with automatic numbers. OUT_DIR gets one file for each case, and edits.json,
which lists them. word_hand.py says what each edit does; nothing gets formatted by hand.
"""

import json
import sys
from pathlib import Path

import yaml

from word_hand import Hand


def inputs(folder):
    """Word files by name. Copies that LibreOffice keeps open are none."""
    files = sorted(folder.rglob("*.docx"))
    return {file.stem: file for file in files if not file.name.startswith(".~")}


def edit(case, files, target):
    name = case["input"]
    if name not in files:
        raise LookupError(f"no {name}.docx")
    hand = Hand(files[name])
    for step in case["edits"]:
        step = dict(step)
        verb = step.pop("do")
        getattr(hand, verb)(**step)
    hand.save(target)


def main():
    cases, docx, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    files, manifest, wrong = inputs(docx), [], []
    for path in sorted(cases.glob("*.yaml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        target = out / f"{path.stem}.docx"
        try:
            edit(case, files, target)
        except (LookupError, AttributeError, TypeError) as error:
            wrong.append(f"{path.name}: {error}")
            continue
        manifest.append(
            {"file": target.name, "input": case["input"], "clauses": case.get("clauses", []), "shows": case.get("shows", [])}
        )
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (out / "edits.json").write_text(text, encoding="utf-8")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(manifest)} files edited, {len(wrong)} cases failed")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
