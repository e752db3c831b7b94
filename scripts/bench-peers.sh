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

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Programs are looked for instead of packages, so that a machine that has them
# from elsewhere stays as it is.
missing_debian_packages() {
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    # Debian's python3 has venv but lacks ensurepip without this package.
    python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    command -v npm >/dev/null || echo npm
}

install_debian_packages() {
    local missing
    mapfile -t missing < <(missing_debian_packages)
    [ "${#missing[@]}" -gt 0 ] || return 0
    echo "bench-peers: installing ${missing[*]}"
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null
}

# up_to_date FOLDER PACKAGE...: the folder was finished with just these packages.
# The place counts too, because a venv does not survive being moved.
up_to_date() {
    local folder=$1; shift
    [ "$(cat "$folder/.installed" 2>/dev/null)" = "$folder $*" ]
}

finished() {
    local folder=$1; shift
    echo "$folder $*" >"$folder/.installed"
}

install_python_packages() {
    local venv=$peers/venv
    # The interpreter may have gone from under the venv.
    if up_to_date "$venv" "${python_packages[@]}" && "$venv/bin/python" -c ''; then return 0; fi
    echo "bench-peers: installing ${python_packages[*]}"
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${python_packages[@]}"
    finished "$venv" "${python_packages[@]}"
}

install_node_packages() {
    local node=$peers/node
    if up_to_date "$node" "${node_packages[@]}"; then return 0; fi
    echo "bench-peers: installing ${node_packages[*]}"
    rm -rf "$node"
    mkdir -p "$node"
    # With a package.json of its own npm cannot pick a folder further up.
    echo '{"private": true}' >"$node/package.json"
    npm install --prefix "$node" --save-exact --silent --no-audit --no-fund "${node_packages[@]}"
    finished "$node" "${node_packages[@]}"
}

install_debian_packages
install_python_packages
install_node_packages
if [ -z "${YINFA:-}" ]; then
    cargo build --quiet --release --manifest-path "$root/Cargo.toml"
    YINFA=$root/target/release/yinfa
fi
export YINFA
exec "$peers/venv/bin/python" "$root/scripts/peers/run.py" "$@"
