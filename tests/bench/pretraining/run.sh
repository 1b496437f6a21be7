#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pre-training against PyTorch Geometric on the CPU, which is installed from PyPI into a throw-away environment (several
# GB). Run on a quiet machine: tests/bench/pretraining/run.sh [python that already has torch_geometric]
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
echo "This program:"
"$bench"
echo "PyTorch Geometric:"
OMP_WAIT_POLICY=passive "$python" "$here/pyg_reference.py" "$scratch/data.json" 1 2
