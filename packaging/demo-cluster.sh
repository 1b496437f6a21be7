#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A real Flink cluster on this machine with jobs to tune, one of them overloaded, so that anybody can try the workbench:
#   packaging/demo-cluster.sh [--version 1.20.5] [--port 8081]   starts it and stays; Ctrl-C ends it
#   packaging/demo-cluster.sh --detach                           starts it and returns
#   packaging/demo-cluster.sh --stop                             ends one that was left running
#   packaging/demo-cluster.sh --rate JOB SOURCE RECORDS_PER_SECOND
#   packaging/demo-cluster.sh --timely [JOB]                     a real Timely job instead (q1 … join3; default q5)
# Needs Java and Maven (installed where missing) and, the first time, the network: the jars are kept.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=packaging/packages.sh
source "$root/packaging/packages.sh"

usage() {
    sed -n '3,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}
wrong() {
    echo "demo-cluster.sh: $*" >&2
    usage >&2
    exit 2
}

version=1.20.5 port=0 action=stay timely=
while [ $# -gt 0 ]; do
    case $1 in
    --version) version=${2:?--version needs a value} && shift 2 ;;
    --port) port=${2:?--port needs a value} && shift 2 ;;
    --detach) action=detach && shift ;;
    --stop) action=stop && shift ;;
    --rate) [ $# -eq 4 ] || wrong "--rate takes a job, a source and a number"; action=rate && break ;;
    --timely)
        timely=q5
        [[ ${2:-} =~ ^[a-z] ]] && timely=$2 && shift
        shift ;;
    -h | --help) usage && exit 0 ;;
    *) wrong "unknown option \"$1\"" ;;
    esac
done

if [ -n "$timely" ]; then
    exec "$root/tests/engines/timely/demo.sh" "$timely" "$port"
fi

dir=${ST_FLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/streamtune/flink}/clusters/demo
cluster() { "$root/tests/engines/flink/cluster.sh" "$@" --dir "$dir"; }

if [ "$action" = rate ]; then
    shift
    cluster rate "$@"
    echo "$1: $2 now offers $3 records/s."
    exit
fi
if [ "$action" = stop ]; then
    cluster stop
    echo "The demo cluster is stopped."
    exit
fi

# shellcheck disable=SC2086
ensure_packages $packages_engines
url=$(cluster start --version "$version" --port "$port" --slots 12 | tail -1)
end() {
    trap - INT TERM EXIT
    echo
    echo "Stopping the demo cluster …"
    cluster stop
}
trap end EXIT
trap 'exit 130' INT TERM

# The first cannot keep up, the second is where it should be, the third has more than it needs.
cluster submit --job q5 >/dev/null
cluster submit --job linear --p.valid 2 --p.unit 2 --p.per_sensor 3 >/dev/null
cluster submit --job q3 --p 4 --rate.auctions 500 --rate.persons 100 >/dev/null

cat <<TEXT
Flink $version runs at $url with three jobs:
  nexmark-q5  overloaded: its window per auction needs 4 instances and has 1
  pqp-linear  as it should be
  nexmark-q3  has 4 of everything and needs less

Try it:
  streamtune connect add demo-flink --engine flink --type test --url $url
  streamtune tune demo-flink nexmark-q5 --max-steps 3 --approve-as "\$USER" --rate bids=1600
or, step by step:
  streamtune recommend demo-flink nexmark-q5 --rate bids=1600 --out plan.json
  streamtune approve plan.json --as "\$USER" --reason "trying it"
  streamtune apply plan.json
(the programs are in build/release/bin after packaging/run.sh). Change the load while it runs:
  packaging/demo-cluster.sh --rate nexmark-q5 bids 700
TEXT

if [ "$action" = detach ]; then
    trap - INT TERM EXIT
    echo "Stop it with packaging/demo-cluster.sh --stop"
    exit
fi
echo "Ctrl-C stops it."
while cluster status >/dev/null 2>&1; do
    sleep 2 &
    wait $!
done
echo "The cluster has gone; its log is $dir/cluster.log" >&2
exit 1
