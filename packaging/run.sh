#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts the workbench on the embedded demo workspace. Without a display it runs
# the main job on the demo and leaves a screenshot and a report in build/demo.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/packages.sh
source packaging/packages.sh

# shellcheck disable=SC2086
ensure_packages $packages_build $packages_window
echo "Building the workbench in build/release …" >&2
build_preset release streamtune streamtune-workbench streamtune-layout streamtune-picture
bin=build/release/bin

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    [ $# -gt 0 ] || set -- --demo
    exec "$bin/streamtune-workbench" "$@"
fi

echo "There is no display here: running the main job on the demo without a window." >&2
job=nexmark-q3
out=build/demo
rm -rf "$out" && mkdir -p "$out"
streamtune() { "$bin/streamtune" --workspace "$out/workspace.db" "$@"; }
{
    echo "# Jobs of the demo cluster"
    streamtune --demo jobs demo
    echo
    echo "# Tuning $job"
    streamtune tune demo "$job" --max-steps 5 --approve-as "demo run"
    echo
    echo "# What was done, and by whom"
    streamtune audit --verify
} | tee "$out/report.txt"
streamtune show demo "$job" --svg "$out/dag.svg" >/dev/null
QT_QPA_PLATFORM=offscreen "$bin/streamtune-workbench" --workspace "$out/workspace.db" --size 1440x900 \
    --screenshot "$out/window.png"
echo "Report: $out/report.txt · screenshot: $out/window.png · graph: $out/dag.svg"
