#!/usr/bin/env bash
# Measures whole runs of the optimised program and writes target/bench/result.md, memory.csv
# and memory.svg.
#
#   scripts/bench.sh [--count 10000] [--jobs 2] [--cold 20]
#
# YINFA names the program to measure; without it the optimised build is made and taken. Needs
# Linux and Python 3.11; 10,000 reports take 5 GB of disk and a few minutes. What one report
# costs in a running program is measured by `cargo bench`.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
if [ -z "${YINFA:-}" ]; then
    cargo build --release
    YINFA=$root/target/release/yinfa
fi
[ -x "$YINFA" ] || { echo "bench: no program at $YINFA" >&2; exit 2; }
mkdir -p target/bench
python3 scripts/bench/run.py "$YINFA" target/bench "$@"
