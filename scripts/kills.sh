#!/bin/sh
# Kills a batch 200 times at random moments; see tests/crashes.rs.
set -eu
cd "$(dirname "$0")/.."
YINFA_KILLS="${1:-200}" cargo test --test main -- crashes::killed_at_random_moments --nocapture
