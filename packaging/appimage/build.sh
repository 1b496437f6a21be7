#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A folder that runs anywhere with the same or a newer glibc: programs, their libraries, Qt plug-ins. Written as
# build/StreamTune-Workbench-<version>-x86_64.tar.gz, and as an AppImage too where appimagetool is on the PATH
# (Debian has no package of it).
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=packaging/packages.sh
source packaging/packages.sh
# shellcheck disable=SC2086
ensure_packages $packages_build $packages_window
build_preset release
dir=build/AppDir
rm -rf "$dir" && mkdir -p "$dir"
DESTDIR="$PWD/$dir" cmake --install build/release --prefix /usr --strip >/dev/null
lib=$dir/usr/lib
mkdir -p "$lib" "$dir/usr/plugins"

plugins=$(qmake6 -query QT_INSTALL_PLUGINS 2>/dev/null || echo "/usr/lib/$(uname -m)-linux-gnu/qt6/plugins")
for kind in platforms platforminputcontexts imageformats iconengines xcbglintegrations wayland-shell-integration \
    wayland-graphics-integration-client wayland-decoration-client tls; do
    [ -d "$plugins/$kind" ] && cp -r "$plugins/$kind" "$dir/usr/plugins/"
done
# Graphviz finds its engines by a table beside them; those that are not taken along are not in it either.
graphviz=$(dirname "$(ls /usr/lib/*/graphviz/config6a 2>/dev/null | head -n 1)" 2>/dev/null || true)
if [ -n "$graphviz" ]; then
    mkdir -p "$lib/graphviz"
    awk '/^[^# \t}]/ {taken = /dot_layout|core/} taken' "$graphviz/config6a" >"$lib/graphviz/config6a"
    cp "$graphviz"/libgvplugin_{dot_layout,core}.so.6 "$lib/graphviz/"
fi

# Everything that is needed except what must be the host's: the C library, the loader, the driver side of OpenGL.
host='^(linux-vdso|ld-linux|libc\.|libm\.|libdl\.|libpthread\.|librt\.|libresolv\.|libGL|libEGL|libdrm|libX11\.|libxcb\.)'
find "$dir/usr/bin" "$dir/usr/plugins" "$lib" -type f \( -perm -u+x -o -name '*.so*' \) -print0 |
    xargs -0 -n 1 ldd 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// {print $3}' | sort -u |
    while read -r file; do
        [[ $(basename "$file") =~ $host ]] || cp -nL "$file" "$lib/"
    done

cat >"$dir/AppRun" <<'RUN'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/usr/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" QT_PLUGIN_PATH="$here/usr/plugins"
[ -d "$here/usr/lib/graphviz" ] && export GVBINDIR="$here/usr/lib/graphviz"
case "$(basename "${ARGV0:-$0}")" in streamtune) exec "$here/usr/bin/streamtune" "$@" ;; esac
if [ "${1:-}" = cli ]; then shift; exec "$here/usr/bin/streamtune" "$@"; fi
exec "$here/usr/bin/streamtune-workbench" "$@"
RUN
chmod +x "$dir/AppRun"
cp packaging/desktop/org.streamtune.Workbench.desktop resources/icons/org.streamtune.Workbench.svg "$dir/"

version=$("$dir/AppRun" cli --version | awk '{print $2}')
name=StreamTune-Workbench-$version-$(uname -m)
tar -C build --transform "s,^AppDir,$name," -czf "build/$name.tar.gz" AppDir
echo "build/$name.tar.gz"
if command -v appimagetool >/dev/null 2>&1; then
    appimagetool "$dir" "build/$name.AppImage" >/dev/null && echo "build/$name.AppImage"
fi
