#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# in_window.sh COMMAND…: runs it in a real window, on an X server and a window manager of its own. $ST_SCREEN: its size.
set -euo pipefail
run=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$run"' EXIT
Xvfb -displayfd 3 -screen 0 "${ST_SCREEN:-1600x1000}x24" -nolisten tcp 3>"$run/display" 2>"$run/xvfb.log" &
for _ in $(seq 100); do [ -s "$run/display" ] && break; sleep 0.1; done
[ -s "$run/display" ] || { echo "Xvfb did not start:" >&2; cat "$run/xvfb.log" >&2; exit 1; }
DISPLAY=:$(cat "$run/display")
export DISPLAY QT_QPA_PLATFORM=xcb ST_UI_TEST_PLATFORM=xcb
openbox --sm-disable >"$run/openbox.log" 2>&1 &
"$@"
