#!/usr/bin/env bash
# Sets Word files with other engines, and says how far they agree with the PDFs of this program.
#
#   scripts/engines.sh [--engine NAME]... [--copy] [--out FOLDER] DIR...
#
# Below each DIR every .docx counts that has a .pdf of its name beside it, as `yinfa batch` leaves
# them. NAME is lo74, lo25, onlyoffice, aspose or spire; without --engine it is all of them. FOLDER
# (target/engines/out) gets each engine's PDFs, its lines that end elsewhere in NAME.txt, and the
# table in table.md, which is printed too.
#
# With --copy LibreOffice sets copies that tell it what it does not read in Word files
# (measuring_copy.py), for files that say nothing of it themselves. The first run installs the engines into
# target/engines, 1.2 GB. Aspose.Words and Spire.Doc are evaluation copies, which may only measure:
# the lines that they add are left out, and what they cut off is not compared. ONLYOFFICE Document
# Builder (AGPL 3) lays "Unregistered Version" over every page, as a drawing: it is no text.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
engines=$root/target/engines
# shellcheck source=scripts/install.sh
source "$root/scripts/install.sh"
# shellcheck source=scripts/engines/install.sh
source "$root/scripts/engines/install.sh"

wanted=() copy=() out=$engines/out
while [[ ${1:-} == --* ]]; do
    case $1 in
        --engine) wanted+=("$2"); shift 2 ;;
        --copy) copy=(--copy); shift ;;
        --out) out=$2; shift 2 ;;
        *) echo "what is $1?" >&2; exit 2 ;;
    esac
done
[ $# -gt 0 ] || { sed -n '2,/^set/s/^# \?//p' "$0" | head -n -1 >&2; exit 2; }
[ ${#wanted[@]} -gt 0 ] || wanted=(lo74 lo25 onlyoffice aspose spire)

# The files of several folders may have the same name, so they get numbers.
rm -rf "$out/word" "$out/pdf"
mkdir -p "$out/word" "$out/pdf"
number=0
while read -r word; do
    number=$((number + 1))
    name=$(printf '%04d-%s' "$number" "$(basename "${word%.docx}")")
    cp "$word" "$out/word/$name.docx"
    cp "${word%.docx}.pdf" "$out/pdf/$name.pdf"
done < <(find "$@" -name '*.docx' | sort | while read -r word; do
    if [ -s "${word%.docx}.pdf" ]; then echo "$word"; fi
done)

render() { # render ENGINE FILE...
    local engine=$1; shift
    case $engine in
        lo74) "$root/scripts/word-to-pdf.sh" "${copy[@]}" "$out/$engine" "$@" ;;
        lo25) SOFFICE=$engines/lo25/soffice "$root/scripts/word-to-pdf.sh" "${copy[@]}" "$out/$engine" "$@" ;;
        *) LD_LIBRARY_PATH=$engines/ssl/usr/lib/x86_64-linux-gnu DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
            LC_ALL=C.UTF-8 "$engines/$engine/venv/bin/python" "$root/scripts/engines/render.py" \
            "$engine" "$engines/fonts" "$out/$engine" "$@" ;;
    esac
}

for engine in "${wanted[@]}"; do
    install_engine "$engine"
    rm -rf "${out:?}/$engine"
    mkdir -p "$out/$engine"
    render "$engine" "$out/word"/*.docx >"$out/$engine.log" 2>&1 || true
    # One file that brings an engine down must not take the others with it.
    for word in "$out/word"/*.docx; do
        if [ ! -s "$out/$engine/$(basename "${word%.docx}").pdf" ]; then
            render "$engine" "$word" >>"$out/$engine.log" 2>&1 || true
        fi
    done
done
"$root/target/tools/venv/bin/python" "$root/scripts/engines/report.py" "$out" "${wanted[@]}"
