# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the scripts that source each other
# Installs the engines that scripts/engines.sh asks, each in the version that docs/compare.md
# names, into target/engines. A second time nothing is installed. To be sourced after
# scripts/install.sh, with `root` and `engines` set.

# An own view of Debian's archive, so that the machine's stays as it is.
# apt_beside SUITE ARGUMENT...: apt-get with the packages of SUITE beside those of bookworm.
apt_beside() {
    local suite=$1 state=$engines/apt-$1; shift
    local key=/usr/share/keyrings/debian-archive-keyring.gpg
    mkdir -p "$state/lists/partial" "$state/archives/partial"
    for one in bookworm "$suite"; do
        echo "deb [signed-by=$key] http://deb.debian.org/debian $one main"
    done >"$state/sources.list"
    apt-get -qq -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State::lists="$state/lists" -o Dir::Cache::archives="$state/archives" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root \
        -o Acquire::Check-Valid-Until=false "$@" >/dev/null
}

# unpack SUITE FOLDER: what apt_beside has downloaded.
unpack() {
    for package in "$engines/apt-$1/archives"/*.deb; do dpkg -x "$package" "$2"; done
}

# LibreOffice 25.2 beside the 7.4 of bookworm, not installed but unpacked. What the packages'
# own scripts would do at the root of the system is done inside the folder.
install_lo25() {
    local folder=$engines/lo25 program=$engines/lo25/usr/lib/libreoffice/program
    if up_to_date "$folder" bookworm-backports; then return 0; fi
    echo "engines: installing LibreOffice 25.2"
    rm -rf "$folder" "$engines/apt-bookworm-backports"
    apt_beside bookworm-backports update
    apt_beside bookworm-backports install --yes --no-install-recommends --download-only \
        --target-release bookworm-backports libreoffice-writer-nogui
    unpack bookworm-backports "$folder"
    find "$folder" -type l -lname '/*' | while read -r link; do
        ln -sfn "$(realpath -m --relative-to "${link%/*}" "$folder$(readlink "$link")")" "$link"
    done
    ln -sfn ../.registry/main.xcd "$folder/usr/lib/libreoffice/share/registry/main.xcd"
    # shellcheck disable=SC2016  # a variable of LibreOffice
    sed -i 's#^BRAND_BASE_DIR=.*#BRAND_BASE_DIR=${ORIGIN}/..#' "$program/fundamentalrc"
    cat >"$folder/soffice" <<RUN
#!/bin/sh
LD_LIBRARY_PATH=$program:$folder/usr/lib/x86_64-linux-gnu exec $program/soffice "\$@"
RUN
    chmod +x "$folder/soffice"
    finished "$folder" bookworm-backports
}

# Aspose.Words is built for OpenSSL 1.1, the last Debian with it is bullseye.
install_ssl() {
    local folder=$engines/ssl
    if up_to_date "$folder" bullseye; then return 0; fi
    rm -rf "$folder" "$engines/apt-bullseye"
    apt_beside bullseye update
    (cd "$engines/apt-bullseye/archives" && apt_beside bullseye download libssl1.1)
    unpack bullseye "$folder"
    finished "$folder" bullseye
}

# install_python ENGINE PACKAGE...
install_python() {
    python_packages=("${@:2}")
    install_python_packages "$engines/$1"
}

# The fonts under the official names, as all engines but LibreOffice want them.
install_fonts() {
    local made
    made=$(sha256sum "$root/templates/fonts/SHA256SUMS" "$root/scripts/engines/render.py")
    if up_to_date "$engines/fonts" "$made"; then return 0; fi
    rm -rf "$engines/fonts"
    install_python fonttools fonttools==4.60.1
    "$engines/fonttools/venv/bin/python" "$root/scripts/engines/render.py" fonts \
        "$root/templates/fonts" "$engines/fonts"
    finished "$engines/fonts" "$made"
}

install_engine() {
    case $1 in
        lo74) command -v soffice >/dev/null || { echo "run scripts/test-tools.sh first" >&2; exit 1; } ;;
        lo25) install_lo25 ;;
        onlyoffice) install_fonts; install_python onlyoffice document-builder==10.0.0.170 ;;
        aspose) install_fonts; install_ssl; install_python aspose aspose-words==26.10.0 ;;
        spire) install_fonts; install_python spire Spire.Doc==14.9.1 ;;
    esac
}
