#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A real Timely job on eight workers, all operators on worker 0 and overloaded: demo.sh JOB PORT. Ctrl-C ends it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
# shellcheck source=packaging/packages.sh
source "$root/packaging/packages.sh"
job=${1:-q5} port=${2:-0}

ensure_rust
target=${CARGO_TARGET_DIR:-$root/build/release/cargo}
echo "Building the jobs …" >&2
(cd "$here/jobs" && CARGO_TARGET_DIR=$target cargo build --release --locked -q)
program=$target/release/streamtune-timely-jobs
oracle=$("$program" "$job" --oracle 900)
placement=$(grep -o '"oracle":{[^}]*}' <<<"$oracle" | sed 's/"oracle"://; s/:[0-9]*/:[0]/g')

folder=$(mktemp -d)
STREAMTUNE_LISTEN=127.0.0.1:$port STREAMTUNE_ADDRESS_FILE=$folder/address STREAMTUNE_JOB=$job \
    STREAMTUNE_PLACEMENT=$placement "$program" "$job" -w 8 --rate 900 2>"$folder/log" &
pid=$!
end() {
    trap - INT TERM EXIT
    kill "$pid" 2>/dev/null || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM
for _ in $(seq 100); do
    [ -s "$folder/address" ] && break
    kill -0 "$pid" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
done
url=$(cat "$folder/address")

cat <<TEXT
The Timely job $job runs at $url: eight workers, every operator on worker 0, 900 records/s offered.

Try it:
  streamtune connect add demo-timely --engine timely --type test --url $url --window 3s
  streamtune tune demo-timely $job --max-steps 3 --approve-as "\$USER"
or, step by step:
  streamtune recommend demo-timely $job --out plan.json
  streamtune approve plan.json --as "\$USER" --reason "trying it"
  streamtune apply plan.json
Ctrl-C ends it.
TEXT
wait "$pid"
