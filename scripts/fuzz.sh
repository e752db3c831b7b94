#!/usr/bin/env bash
# fuzz.sh [SECONDS] [READER…]: damaged files for every reader, ten minutes each unless said otherwise,
# within 4 GB. A file that makes a reader fail stays in target/tmp/fuzz-READER: mend the fault and
# put the file into tests/fuzz/READER.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
if [ $# -eq 0 ]; then
    set -- data text template schema rules sheet profile finished journal
fi
cargo test --test main --no-run
ulimit -v $((4 << 20))
for reader in "$@"; do
    echo "== $reader, $seconds s"
    YINFA_FUZZ=$reader YINFA_FUZZ_SECONDS=$seconds \
        timeout $((seconds + 300)) cargo test --test main fuzz::
done
