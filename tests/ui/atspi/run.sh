#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A display, a session bus and the accessibility bus of their own around read_graph.py. Exit code 77: a tool is missing.
# Arguments: folder of the programs.
set -euo pipefail
for tool in xvfb-run dbus-run-session /usr/bin/python3; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is missing"; exit 77; }
done
bus=/usr/libexec/at-spi-bus-launcher
[ -x "$bus" ] || { echo "skipped: $bus is missing"; exit 77; }
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || { echo "skipped: pyatspi is missing"; exit 77; }
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache XDG_RUNTIME_DIR=$home/run
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb NO_AT_BRIDGE=0 LC_ALL=C.UTF-8
here=$(dirname "$(readlink -f "$0")")
xvfb-run -a -s '-screen 0 1280x800x24 -nolisten tcp' dbus-run-session -- bash -c \
    "$bus --launch-immediately & sleep 1; /usr/bin/python3 $here/read_graph.py $1/streamtune-workbench --demo"
