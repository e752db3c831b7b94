#!/usr/bin/env bash
# Measures yinfa beside other tools on the same texts, in the same run, and writes
# target/peers/result.md and target/peers/result.json.
#
#   scripts/bench-peers.sh [--quick] [--count 40] [--rounds 11] [--warm-rounds 5]
#
# YINFA names the program to measure; without it the optimised build is made and taken.
# Debian packages go to the system (root or sudo), everything else to target/peers. Installs
# nothing when all is there; deleting target/peers and running it again starts afresh.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
peers=$root/target/peers

python_packages=(docxtpl==0.20.2 typst==0.15.2)
node_packages=(docxtemplater@3.71.0 pizzip@3.3.0 easy-template-x@7.2.8)

source "$root/scripts/install.sh"

# Programs are looked for instead of packages, so that a machine that has them
# from elsewhere stays as it is.
missing_debian_packages() {
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    # Debian's python3 has venv but lacks ensurepip without this package.
    python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    command -v npm >/dev/null || echo npm
}

install_debian_packages
install_python_packages "$peers"
install_node_packages "$peers"
if [ -z "${YINFA:-}" ]; then
    cargo build --quiet --release --manifest-path "$root/Cargo.toml"
    YINFA=$root/target/release/yinfa
fi
[ -x "$YINFA" ] || { echo "bench-peers: no program at $YINFA" >&2; exit 2; }
export YINFA
exec "$peers/venv/bin/python" "$root/scripts/peers/run.py" "$@"
