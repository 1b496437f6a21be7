#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole comparison from scratch: makes the history of the past jobs, learns from it, judges all methods.
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
judge() { # name, arguments
    local name=$1
    shift
    echo "$name" >&2
    "$program" compare --past "$work/past" --json --quiet "$@" > "$out/$name.json"
}
named=(--jobs "$root/tests/data/simulator/bench")
judge standard "${named[@]}" --physics standard
judge cold "${named[@]}" --physics standard --cold
judge calm "${named[@]}" --physics calm
judge rough "${named[@]}" --physics rough
judge unseen --unseen 40 --seed 2 --methods ds2,conttune,autoscaler,oneshot,st-cap,oracle
# Jobs that never ran, and what encoders are worth there and on running jobs that start cold.
judge first --first --encoders --unseen 40 --seed 2
judge worth --encoders "${named[@]}" --physics standard --cold --methods st-cap
# Past jobs judged by the other four fifths of them.
for fold in 0 1 2 3 4; do
    mkdir -p "$work/fold$fold/past" "$work/fold$fold/judged"
    i=0
    for file in "$work"/past/*.json; do
        if [ $((i % 5)) = "$fold" ]; then cp "$file" "$work/fold$fold/judged/"; else cp "$file" "$work/fold$fold/past/"; fi
        i=$((i + 1))
    done
    "$program" compare --past "$work/fold$fold/past" --jobs "$work/fold$fold/judged" --first --json --quiet > "$out/first-fold$fold.json"
done
