#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pre-training against PyTorch Geometric on the CPU, which is installed from PyPI into a throw-away environment (several
# GB): tests/bench/pretraining/run.sh [python that already has torch_geometric]
# Both take turns, ROUNDS (5) times, and what is compared is the fastest of each: other work on the machine slows both,
# never one alone. One thread is compared by processor time too, which waiting does not change.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
bench=$root/build/release/bin/bench_pretraining
[ -x "$bench" ] || { echo "Build it first: cmake --build --preset release --target bench_pretraining" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=${1:-}
if [ -z "$python" ]; then
    python3 -m venv "$scratch/environment"
    "$scratch/environment/bin/pip" install --quiet torch torch_geometric numpy
    python=$scratch/environment/bin/python
fi
"$bench" --dump "$scratch/data.json"
for round in $(seq "${ROUNDS:-5}"); do
    echo "Round $round, this program:"
    "$bench" | tee -a "$scratch/ours"
    echo "Round $round, PyTorch Geometric:"
    OMP_WAIT_POLICY=passive "$python" "$here/pyg_reference.py" "$scratch/data.json" 1 2 | tee -a "$scratch/theirs"
done
awk '
    $1 != 1 && $1 != 2 { next }
    { who = FILENAME ~ /ours$/ ? "ours" : "theirs"; key = who $1
      if (!(key in wall) || $2 < wall[key]) wall[key] = $2
      if (!(key in cpu) || $3 < cpu[key]) cpu[key] = $3
      loss[key] = $5 }
    END {
        for (t = 1; t <= 2; t++)
            printf "%d thread(s): %.2f times faster (wall %.1f against %.1f ms an epoch; CPU %.1f against %.1f ms, %.2f times); last loss %s and %s\n", \
                t, wall["theirs" t] / wall["ours" t], wall["ours" t], wall["theirs" t], cpu["ours" t], cpu["theirs" t], \
                cpu["theirs" t] / cpu["ours" t], loss["ours" t], loss["theirs" t]
    }' "$scratch/ours" "$scratch/theirs"
