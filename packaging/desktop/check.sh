#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The desktop file and the metainfo are valid, and all of them mean the same program.
set -euo pipefail
cd "$(dirname "$0")/../.."
id=org.streamtune.Workbench
desktop-file-validate packaging/desktop/$id.desktop
appstreamcli validate --no-net packaging/metainfo/$id.metainfo.xml
grep -q "^Icon=$id\$" packaging/desktop/$id.desktop
grep -q "<id>$id</id>" packaging/metainfo/$id.metainfo.xml
grep -q "<launchable type=\"desktop-id\">$id.desktop</launchable>" packaging/metainfo/$id.metainfo.xml
[ -f resources/icons/$id.svg ]
