#!/usr/bin/env bash
# Shows Word files as ONLYOFFICE sets them, with the project's fonts under the official names.
# usage: scripts/second-view.sh OUTDIR FILE.docx...
#
# The first run installs ONLYOFFICE Document Builder (AGPL 3) from PyPI to
# target/tools/second-view, 360 MB with the fonts. Without a key of its maker it lays
# "Unregistered Version" over every page, as a drawing: it moves nothing and is no text.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tool=$root/target/tools/second-view
packages=(document-builder==10.0.0.170 fonttools==4.60.1)
out=$1; shift

# The place counts too, because a venv does not survive being moved.
stamp="$tool ${packages[*]} $(sha256sum "$root/templates/fonts/SHA256SUMS" "$root/scripts/second_view.py")"
if [ "$(cat "$tool/.installed" 2>/dev/null)" != "$stamp" ]; then
  python3 -m venv --clear "$tool"
  "$tool/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
  "$tool/bin/python" "$root/scripts/second_view.py" fonts "$root/templates/fonts" "$tool/fonts"
  echo "$stamp" > "$tool/.installed"
fi

mkdir -p "$out"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for file in "$@"; do
  rm -f "$out/$(basename "${file%.docx}").pdf"
done
LC_ALL=C.UTF-8 "$tool/bin/python" "$root/scripts/second_view.py" pdf "$tool/fonts" "$out" "$@" >"$log" 2>&1 ||
  { cat "$log" >&2; exit 1; }
# The builder reports success even when it fails, so the output files are counted.
for file in "$@"; do
  pdf="$out/$(basename "${file%.docx}").pdf"
  [ -s "$pdf" ] || { echo "ONLYOFFICE made no $pdf" >&2; cat "$log" >&2; exit 1; }
done
