#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs, builds and runs everything; the last line is `N passed, N failed, N skipped`.
#   tests/run.sh            format core ui flink timely_short asan
#   tests/run.sh AREA       one of: format core ui flink timely timely_short timely_versions asan tsan
set -uo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/packages.sh
source packaging/packages.sh

areas=${1:-format core ui flink timely_short asan}
passed=0 failed=0 skipped=0

finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
broken() {
    echo "FAILED: $1"
    failed=$((failed + 1))
}

# count NAME PRESET [ctest arguments]: runs ctest and adds its figures.
count() {
    local name=$1 preset=$2 xml head
    shift 2
    xml=$PWD/build/junit-$name.xml
    echo "== $name"
    ctest --preset "$preset" --output-junit "$xml" --timeout 900 "$@" >"build/ctest-$name.log" 2>&1
    if [ ! -s "$xml" ]; then
        tail -n 20 "build/ctest-$name.log"
        broken "$name: ctest wrote no result"
        return
    fi
    head=$(tr '\n' ' ' <"$xml" | grep -o '<testsuite [^>]*>' | tr '\t' ' ')
    local tests failures skips
    tests=$(sed -n 's/.* tests="\([0-9]*\)".*/\1/p' <<<"$head")
    failures=$(sed -n 's/.* failures="\([0-9]*\)".*/\1/p' <<<"$head")
    skips=$(sed -n 's/.* skipped="\([0-9]*\)".*/\1/p' <<<"$head")
    if [ "${tests:-0}" -eq 0 ]; then
        broken "$name: no test ran"
        return
    fi
    passed=$((passed + tests - failures - skips))
    failed=$((failed + failures))
    skipped=$((skipped + skips))
    echo "   $tests tests, $failures failed, $skips skipped"
    grep -E '^[ 0-9/]+Test +#.*(Skipped|Not Run)' "build/ctest-$name.log" | sed 's/^/   /'
    grep -E '\*\*\*(Failed|Timeout|Exception)' "build/ctest-$name.log" | sed 's/^/   first or second run: /'
    grep -E '^([0-9]+: )?\[table\]' "build/ctest-$name.log" | sed -E 's/^([0-9]+: )?\[table\] ?//'
    if [ "$failures" -gt 0 ]; then
        sed -n '/The following tests FAILED/,$p' "build/ctest-$name.log" | head -n 60
        grep -E 'ERROR:|FAIL!|CHECK|REQUIRE|values:|logged:|:= |is NOT correct|Sanitizer|SUMMARY' "build/ctest-$name.log" | cut -c1-800 | head -n 80
    fi
}

built() { # built PRESET [TARGET…]
    echo "== building $1"
    build_preset "$@" || { broken "the $1 build"; return 1; }
}

format() {
    local tools=${XDG_CACHE_HOME:-$HOME/.cache}/streamtune/tools version=23.1.5
    echo "== format"
    if ! "$tools/bin/clang-format" --version 2>/dev/null | grep -q "$version"; then
        { python3 -m venv "$tools" && "$tools/bin/pip" install -q "clang-format==$version"; } >build/tools.log 2>&1 ||
            { broken "format: clang-format $version could not be installed (build/tools.log)"; return; }
    fi
    local wrong
    wrong=$(git ls-files -z 'app/*.cpp' 'app/*.h' 'core/*.cpp' 'core/*.h' 'ui/*.cpp' 'ui/*.h' 'tests/*.cpp' 'tests/*.h' |
        xargs -0 "$tools/bin/clang-format" --dry-run 2>&1 | grep -o '^[^:]*\.\(cpp\|h\)' | sort -u)
    if [ -n "$wrong" ]; then
        broken "format: not clang-format clean:"
        echo "$wrong"
    else
        passed=$((passed + 1))
    fi
}

# The first download of a version takes a minute or two, which is no test's time.
flink_jars() {
    local version
    for version in $(sed -n 's/^set(ST_FLINK_VERSIONS \([0-9. ]*\) CACHE.*/\1/p' tests/engines/flink/CMakeLists.txt); do
        tests/engines/flink/cluster.sh build --version "$version" || { broken "flink: version $version"; return 1; }
    done
}

# So do crates; cargo says which one it could not get.
crates() {
    local manifest
    for manifest in core/engines/timely/agent/Cargo.toml tests/engines/timely/jobs/Cargo.toml; do
        cargo fetch --locked --quiet --manifest-path "$manifest" || { broken "timely: the crates of $manifest"; return 1; }
    done
}

mkdir -p build
# shellcheck disable=SC2086
ensure_packages $packages_build $packages_window $packages_test $packages_engines || { broken "the set-up"; finish; }
case " $areas " in *" timely"*) ensure_rust || broken "the set-up of Rust" ;; esac
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}

for area in $areas; do
    case $area in
    format) format ;;
    core) built release && count core release -LE '^(ui|flink|engines)$' -j2 ;;
    ui) # real windows: a run that needed a second try is named above the count
        built release && count ui release -L '^ui$' -LE '^(flink|timely)$' --repeat until-pass:2 ;;
    flink) built release && flink_jars && count flink release -L '^flink$' -j3 --repeat until-pass:2 -V ;;
    timely) # all of it: with the table of eight jobs, the cost of the agent and 300 runs, the better part of an hour
        built release && crates && count timely release -L '^timely$' -j2 --repeat until-pass:2 -V ;;
    timely_short) # what takes no more than minutes
        built release && crates && count timely release -L '^timely$' -LE '^timely_long$' -j2 --repeat until-pass:2 -V ;;
    timely_versions) # the agent on every version of timely, 0.24 to 0.32
        built release unit_timely && crates && count timely_versions release -L '^timely_versions$' -V ;;
    asan) # parsers, the store and what reads files from the wild
        built asan fuzz_graph fuzz_history fuzz_flink fuzz_timely fuzz_review fuzz_learn fuzz_ged unit_graph unit_history &&
            count asan asan -R '^(fuzz\.(graph|history|flink|timely|review|learn|ged)|unit\.(graph|history)):' -j2 ;;
    tsan) built tsan st_core_tests && count tsan tsan -R '^(unit|property|fuzz)\.(base|net|history|review|workbench|simulated|compare|cluster|ged):' -j2 ;;
    *) broken "unknown area $area: use format, core, ui, flink, timely, timely_short, timely_versions, asan or tsan" ;;
    esac
done
finish
