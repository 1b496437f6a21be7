#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole comparison from scratch: makes the history of the past jobs, trains priors and encoders on it, judges all
# methods with what was trained, and writes the tables of README.md anew.
# Usage: resources/results/regenerate.sh [folder for the tables] [path to streamtune]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/resources/results}
program=${2:-$root/build/release/bin/streamtune}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/past" "$out"
n=0
while IFS= read -r line; do
    n=$((n + 1))
    printf '%s\n' "$line" > "$work/past/job-$(printf '%03d' "$n").json"
done < <(gzip -dc "$root/tests/data/simulator/train.jsonl.gz")
begin() { printf '%5d s  %s\n' "$SECONDS" "$1" >&2; }
judge() { # name, arguments
    local name=$1
    shift
    begin "$name"
    "$program" compare --models "$work/model" --json --quiet "$@" > "$out/$name.json"
}
begin training
"$root/models/regenerate.sh" "$program" "$work/model" > "$work/training.log"
for file in model.bin priors.json; do
    cmp -s "$work/model/$file" "$root/models/default/$file" || echo "note: $file is not the shipped one" >&2
done
named=(--jobs "$root/tests/data/simulator/bench")
judge standard "${named[@]}" --physics standard
judge cold "${named[@]}" --physics standard --cold
judge calm "${named[@]}" --physics calm
judge rough "${named[@]}" --physics rough
judge unseen --unseen 40 --seed 2 --methods ds2,conttune,autoscaler,oneshot,st-cap,oracle
# Jobs that never ran, and what encoders are worth there and on running jobs that start cold.
judge first --past "$work/past" --first --encoders --unseen 200 --seed 2
judge worth --past "$work/past" --encoders "${named[@]}" --physics standard --cold --methods st-cap
# Past jobs judged by the other four fifths of them.
for fold in 0 1 2 3 4; do
    begin "first-fold$fold"
    mkdir -p "$work/fold$fold/past" "$work/fold$fold/judged"
    i=0
    for file in "$work"/past/*.json; do
        if [ $((i % 5)) = "$fold" ]; then cp "$file" "$work/fold$fold/judged/"; else cp "$file" "$work/fold$fold/past/"; fi
        i=$((i + 1))
    done
    "$program" compare --past "$work/fold$fold/past" --jobs "$work/fold$fold/judged" --first --json --quiet > "$out/first-fold$fold.json"
done
begin tables
python3 "$root/resources/results/tables.py" "$out" "$root/resources/results/README.md"
begin done
