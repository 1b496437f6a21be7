#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the Debian package into build/release and checks what is in it.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=packaging/packages.sh
source packaging/packages.sh
# shellcheck disable=SC2086
ensure_packages $packages_build $packages_window dpkg-dev fakeroot file desktop-file-utils appstream
build_preset release
(cd build/release && cpack -G DEB >cpack.log) || { tail -n 20 build/release/cpack.log >&2; exit 1; }
package=$(ls -t build/release/streamtune-workbench_*.deb | head -n 1)
contents=$(dpkg-deb --contents "$package")
for file in usr/bin/streamtune usr/bin/streamtune-workbench usr/bin/streamtune-layout usr/share/man/man1/streamtune.1 \
    usr/share/applications/org.streamtune.Workbench.desktop usr/share/bash-completion/completions/streamtune; do
    grep -q "$file" <<<"$contents" || { echo "$package lacks $file" >&2; exit 1; }
done
packaging/desktop/check.sh
dpkg-deb --field "$package" Package Version Depends Recommends Installed-Size
echo "$package"
