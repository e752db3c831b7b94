# shellcheck shell=bash
# shellcheck disable=SC2154 # the arrays are the caller's
# Installs packages for the scripts that source this file: Debian's to the system (root or
# sudo), those of Python and Node into a folder. A second time nothing is installed.
#
# The script says what it needs: missing_debian_packages prints names, python_packages and
# node_packages are arrays.

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_debian_packages() {
    local missing
    mapfile -t missing < <(missing_debian_packages)
    [ "${#missing[@]}" -gt 0 ] || return 0
    echo "$(basename "$0" .sh): installing ${missing[*]}"
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
    local venv=$1/venv
    # The interpreter may have gone from under the venv.
    if up_to_date "$venv" "${python_packages[@]}" && "$venv/bin/python" -c ''; then return 0; fi
    echo "$(basename "$0" .sh): installing ${python_packages[*]}"
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${python_packages[@]}"
    finished "$venv" "${python_packages[@]}"
}

install_node_packages() {
    local node=$1/node
    if up_to_date "$node" "${node_packages[@]}"; then return 0; fi
    echo "$(basename "$0" .sh): installing ${node_packages[*]}"
    rm -rf "$node"
    mkdir -p "$node"
    # With a package.json of its own npm cannot pick a folder further up.
    echo '{"private": true}' >"$node/package.json"
    npm install --prefix "$node" --save-exact --silent --no-audit --no-fund "${node_packages[@]}"
    finished "$node" "${node_packages[@]}"
}
