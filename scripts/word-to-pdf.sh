#!/usr/bin/env bash
# Shows Word files as LibreOffice sets them, with the project's fonts under the official names.
# usage: [SOFFICE=PROGRAM] scripts/word-to-pdf.sh [--copy] OUTDIR FILE.docx...
#
# With --copy LibreOffice sets copies that tell it what it does not read in Word files, so that
# its lines can be measured (measuring_copy.py); such files must say nothing of it themselves.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
copy=false
if [ "$1" = --copy ]; then copy=true; shift; fi
out=$1; shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

alias_of() { # alias_of OFFICIAL-NAME FAMILY [WEIGHT]
  printf '<match target="pattern"><test name="family"><string>%s</string></test>' "$1"
  printf '<edit name="family" mode="assign" binding="same"><string>%s</string></edit>' "$2"
  [ -z "${3:-}" ] || printf '<edit name="weight" mode="assign" binding="same"><const>%s</const></edit>' "$3"
  printf '</match>\n'
}
{
  echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
  echo "<dir>$root/templates/fonts</dir><cachedir>$work/cache</cachedir>"
  alias_of 仿宋_GB2312 FandolFang
  alias_of 楷体_GB2312 FandolKai
  alias_of 仿宋 FandolFang
  alias_of 楷体 FandolKai
  alias_of 方正小标宋_GBK "Noto Serif SC" extrabold
  alias_of 黑体 "Noto Sans SC" medium
  alias_of 宋体 "Noto Serif SC" regular
  alias_of "Times New Roman" Tinos
  alias_of 方正小标宋简体 "Noto Serif SC" extrabold
  # Bold text of fonts without a bold face, as systems set them up.
  cat <<'RULE'
<match target="font">
  <test name="weight" compare="less_eq"><const>medium</const></test>
  <test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
  <edit name="embolden" mode="assign"><bool>true</bool></edit>
  <edit name="weight" mode="assign"><const>bold</const></edit>
</match>
RULE
  echo '</fontconfig>'
} > "$work/fonts.conf"

mkdir -p "$out"
sources=("$@")
if $copy; then
  python3 "$root/scripts/measuring_copy.py" "$work/copies" "$@"
  sources=("$work/copies"/*)
fi
# LibreOffice reports success even when it fails, so the output files are counted.
FONTCONFIG_FILE="$work/fonts.conf" "${SOFFICE:-soffice}" --headless \
  "-env:UserInstallation=file://$work/profile" --convert-to pdf --outdir "$out" "${sources[@]}" \
  >"$work/log" 2>&1
for file in "$@"; do
  pdf="$out/$(basename "${file%.docx}").pdf"
  [ -s "$pdf" ] || { echo "LibreOffice made no $pdf" >&2; cat "$work/log" >&2; exit 1; }
done
