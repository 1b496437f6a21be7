#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Debian 12 packages by purpose, and how to get what is missing. Sourced by the other scripts.
# shellcheck disable=SC2034

packages_build="g++ cmake ninja-build pkg-config ccache mold nlohmann-json3-dev libfmt-dev libssl-dev zlib1g-dev
  libminizip-dev libsqlite3-dev libsqlitecpp-dev libcurl4-openssl-dev libcli11-dev libspdlog-dev doctest-dev
  librapidcheck-dev libbenchmark-dev libeigen3-dev"
# Training and boosted trees, each in a module that is loaded on first use; without them the rest is built all the same.
packages_build="$packages_build libtorch-dev libopenblas0-pthread libopenblas-pthread-dev libxgboost-dev"
packages_window="qt6-base-dev qt6-l10n-tools libqt6opengl6-dev qt6-charts-dev qt6-svg-dev libqt6svg6 qtkeychain-qt6-dev libgraphviz-dev
  fonts-inter fonts-jetbrains-mono fonts-dejavu-core"
packages_test="git xvfb xauth openbox xdotool x11-utils at-spi2-core dbus-x11 gnome-keyring python3-pyatspi python3-venv openssl unzip
  sqlite3 desktop-file-utils appstream dpkg-dev fakeroot file"
packages_engines="openjdk-17-jdk-headless maven curl ca-certificates"
# Debian's own rustc is too old for timely; these are kept new for the browsers.
packages_rust="rustc-web cargo-web gcc libc6-dev ca-certificates"

# ensure_packages NAME…: installs what is missing, with sudo where not root; silent and offline when nothing is.
ensure_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "These packages are missing and there is no apt-get here: ${missing[*]}" >&2
        return 1
    fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || { echo "Run as root, or install sudo, to get: ${missing[*]}" >&2; return 1; }
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -qq || { echo "apt-get update failed: is the network there?" >&2; return 1; }
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        { echo "apt-get could not install: ${missing[*]}" >&2; return 1; }
}

# build_preset PRESET [TARGET…]: configures and builds, quietly unless it fails.
build_preset() {
    local preset=$1 log=build/$1.log
    shift
    mkdir -p build
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    if ! { cmake --preset "$preset" && cmake --build --preset "$preset" "${targets[@]}"; } >"$log" 2>&1; then
        grep -E -A8 'error|Error|FAILED' "$log" | head -n 80 >&2
        echo "The $preset build failed; the whole log is $log." >&2
        return 1
    fi
}

# ensure_rust: a cargo that can build the Timely agent (Rust 1.86), the present one where it is new enough.
ensure_rust() {
    local minor
    minor=$(cargo --version 2>/dev/null | sed -n 's/^cargo 1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -ge 86 ] && return 0
    # shellcheck disable=SC2086
    ensure_packages $packages_rust || return 1
    minor=$(cargo --version 2>/dev/null | sed -n 's/^cargo 1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -ge 86 ] && return 0
    echo "cargo is older than the 1.86 that the Timely agent needs: enable Debian's security archive, which has a newer" \
        "cargo-web, or put a newer cargo on the PATH." >&2
    return 1
}
