#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes models/default anew from the seeded past jobs of the test data: priors and encoders. Afterwards build again: the
# program holds its model inside. Usage: models/regenerate.sh [path to streamtune] [folder for the model]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
program=${1:-$root/build/release/bin/streamtune}
out=${2:-$root/models/default}
jobs=$(mktemp -d)
trap 'rm -rf "$jobs"' EXIT
n=0
gzip -dc "$root/tests/data/simulator/train.jsonl.gz" | while IFS= read -r line; do
    n=$((n + 1))
    printf '%s\n' "$line" > "$jobs/job-$(printf '%03d' "$n").json"
done
"$program" train --jobs "$jobs" --out "$out" --hidden 48 --epochs 120 \
    --learning-rate 0.0015 --capacity-weight 2 --weight-decay 0.5
