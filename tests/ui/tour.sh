#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tour.sh FOLDER [PROGRAM]: pictures of every place of the window, light and dark, small and large, with large text and
# with two device pixels a point, each in a folder of its own. PROGRAM: uitest_tour of the build to look at.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: tour.sh FOLDER [PROGRAM]}
program=${2:-$here/../../build/release/bin/uitest_tour}
failed=0
walk() { # NAME [VARIABLE=VALUE…]
    local name=$1
    shift
    mkdir -p "$folder/$name"
    rm -f "$folder/$name"/*.png
    env "$@" ST_UI_SHOTS="$folder/$name" "$program" >"$folder/$name/said.txt" 2>&1 || failed=1
    echo "$name: $(find "$folder/$name" -name '*.png' | wc -l) pictures, $(grep -c 'cut off\|outside\|blank' "$folder/$name/said.txt" || true) remarks"
}
for theme in light dark; do
    walk "$theme-1280x800" ST_UI_THEME=$theme ST_UI_SIZE=1280x800
    walk "$theme-2560x1440" ST_UI_THEME=$theme ST_UI_SIZE=2560x1440
done
walk light-text150 ST_UI_TEXT=1.5 ST_UI_SIZE=1600x1000
walk light-dpr2 QT_SCALE_FACTOR=2 ST_UI_SIZE=1280x800
exit $failed
