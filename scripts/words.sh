#!/usr/bin/env bash
# Makes templates/words/jieba.txt from the dictionary that jieba-rs carries.
#
#   scripts/words.sh            make it anew
#   scripts/words.sh --check    compare only
#
# Kept are words of one to eight hanzi that were counted five times or more, sorted by their
# bytes, so that the program can look words up in the text as it stands.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=templates/words/jieba.txt
manifest=$(cargo metadata --format-version 1 |
    python3 -c 'import json, sys
print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == "jieba-rs"))')
dictionary=$(dirname "$manifest")/src/data/dict.txt
made=$(mktemp)
trap 'rm -f "$made"' EXIT
python3 - "$dictionary" >"$made" <<'PYTHON'
import re, sys

rows = (line.split() for line in open(sys.argv[1], encoding="utf-8"))
kept = [row for row in rows if int(row[1]) >= 5 and re.fullmatch("[\u4e00-\u9fff]{1,8}", row[0])]
kept.sort(key=lambda row: row[0].encode())
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
for row in kept:
    print(*row)
PYTHON
if [ "${1:-}" = --check ]; then
    cmp "$made" "$target"
    echo "words: up to date"
else
    install -m 644 "$made" "$target"
    echo "words: $(wc -l <"$target") words"
fi
