#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Real Flink clusters on this machine, for tests, the demo and for trying things by hand. See `cluster.sh help`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${ST_FLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/streamtune/flink}

# -k: a cluster with TLS has a certificate made for one test, and this only asks whether it is up.
read -ra curl <<<"curl -sk --noproxy * ${ST_FLINK_CURL:-}"

usage() {
    cat <<'TEXT'
cluster.sh start  [--version V] [--dir D] [--port P] [--mode mini|standalone] [--tms N] [--slots N]
                  [--profile fast|defaults] [--watch PID] [-D key=value]...
           submit [--dir D] --job ID [--p N] [--p.OPERATOR N] [--chk MS] [--name N] [any option of the workload]
           rate   [--dir D] JOBNAME SOURCE RECORDS_PER_SECOND
           stop | url | jobs | status  [--dir D]
           cancel [--dir D] JOBID
           tm-kill N | tm-stop N | tm-start [N] | jm-kill | jm-start  [--dir D]
           fetch | build | jar  [--version V]
           list                    jobs of jobs.json
Versions: 1.18.1 1.20.5 2.3.0 (others of 1.18-1.20 and 2.x work too). Jars are fetched once into
$ST_FLINK_CACHE, else $XDG_CACHE_HOME/streamtune/flink, else ~/.cache/streamtune/flink.
D holds one cluster: url, pids, logs, rates, state; default: <cache>/clusters/default.
mini: everything in one JVM. standalone: JobManager and TaskManagers are processes of their own (tm1, tm2, ...).
$ST_FLINK_CURL: more options of curl, for instance a client certificate (--cert F --key F).
fast: metrics every second, no cool-down. defaults: as Flink comes.
TEXT
}

die() {
    echo "cluster.sh: $*" >&2
    exit 1
}

# --- jars ------------------------------------------------------------------------------------------------------------

need_java() {
    command -v javac >/dev/null || die "javac is missing; install a JDK of 11 or newer (Debian: openjdk-17-jdk-headless)"
}

fetch() {
    local lib=$cache/lib-$version
    [ -e "$lib/.complete" ] && return
    command -v mvn >/dev/null || die "mvn is missing; install Maven (Debian: maven)"
    mkdir -p "$cache"
    exec 9>"$cache/lib-$version.lock"
    flock 9
    if [ ! -e "$lib/.complete" ]; then
        local draft=$cache/lib-$version.draft
        rm -rf "$draft" "$lib"
        echo "fetching Flink $version into $lib" >&2
        mvn -q -B -Dstyle.color=never -f "$here/pom.xml" -Dflink.version="$version" \
            org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
            -DincludeScope=runtime -DoutputDirectory="$draft" >"$cache/lib-$version.log" 2>&1 || {
            tail -n 20 "$cache/lib-$version.log" >&2
            die "Maven could not fetch Flink $version; is the network there and does the version exist?"
        }
        touch "$draft/.complete"
        mv "$draft" "$lib"
    fi
    exec 9>&-
}

# One folder per version and state of the sources: workload.jar (goes to the cluster) and cluster.jar (starts it).
build() {
    fetch
    local generation=v1 sum
    case $version in 1.*) ;; *) generation=v2 ;; esac
    sum=$(cd "$here" && find src jobs.json -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-12)
    built=$cache/built-$version-$sum
    workload_jar=$built/streamtune-workload.jar
    [ -e "$built/.complete" ] && return
    need_java
    exec 9>"$cache/built-$version.lock"
    flock 9
    if [ ! -e "$built/.complete" ]; then
        local draft=$cache/built-$version.draft
        rm -rf "$draft" "$built"
        mkdir -p "$draft/classes"
        find "$here/src/main" "$here/src/$generation" -name '*.java' >"$draft/sources"
        javac --release 11 -nowarn -Xlint:-options,-deprecation -cp "$cache/lib-$version/*" -d "$draft/classes" \
            "@$draft/sources" 2>"$draft/javac.log" || { cat "$draft/javac.log" >&2; die "the workload does not compile against Flink $version"; }
        jar --create --file "$draft/streamtune-workload.jar" --main-class streamtune.workload.Workload \
            -C "$draft/classes" streamtune/workload -C "$here" jobs.json
        jar --create --file "$draft/cluster.jar" -C "$draft/classes" streamtune/cluster -C "$here/src/main/resources" log4j2.properties
        touch "$draft/.complete"
        mv "$draft" "$built"
    fi
    exec 9>&-
}

# --- settings --------------------------------------------------------------------------------------------------------

settings() {
    local state=$dir/state
    cat <<TEXT
jobmanager.scheduler=adaptive
rest.address=127.0.0.1
rest.bind-address=127.0.0.1
web.upload.dir=$dir/upload
io.tmp.dirs=$dir/tmp
taskmanager.cpu.cores=1.0
taskmanager.memory.framework.heap.size=64m
taskmanager.memory.framework.off-heap.size=32m
taskmanager.memory.task.heap.size=128m
taskmanager.memory.task.off-heap.size=0m
taskmanager.memory.network.min=32m
taskmanager.memory.network.max=32m
taskmanager.memory.managed.size=16m
taskmanager.memory.jvm-metaspace.size=96m
taskmanager.memory.jvm-overhead.min=64m
taskmanager.memory.jvm-overhead.max=64m
taskmanager.memory.segment-size=4kb
cluster.registration.error-delay=300
rest.flamegraph.enabled=true
TEXT
    case $version in
    1.*) printf '%s\n' "state.checkpoints.dir=file://$state/chk" "state.savepoints.dir=file://$state/sp" ;;
    *) printf '%s\n' "execution.checkpointing.dir=file://$state/chk" "execution.checkpointing.savepoint-dir=file://$state/sp" ;;
    esac
    [ "$profile" = fast ] || return 0
    local adaptive=jobmanager.adaptive-scheduler
    printf '%s\n' metrics.fetcher.update-interval=1000 web.refresh-interval=100 slot.idle.timeout=5000
    case $version in
    1.18.*) printf '%s\n' "$adaptive.resource-wait-timeout=20s" "$adaptive.resource-stabilization-timeout=1s" ;;
    1.*) printf '%s\n' "$adaptive.resource-wait-timeout=20s" "$adaptive.resource-stabilization-timeout=1s" "$adaptive.scaling-interval.min=0s" ;;
    *) printf '%s\n' "$adaptive.submission.resource-wait-timeout=20s" "$adaptive.submission.resource-stabilization-timeout=1s" \
        "$adaptive.executing.cooldown-after-rescaling=0s" "$adaptive.executing.resource-stabilization-timeout=1s" \
        rest.cache.execution-graph.timeout=100 ;;
    esac
}

java_for() { # heap-mb: the flags that are needed, and those that keep many short-lived JVMs cheap
    printf '%s\n' "-Xmx$1m" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxMetaspaceSize=512m \
        --add-opens=java.base/java.util=ALL-UNNAMED -Dlog4j2.configurationFile=classpath:log4j2.properties \
        -cp "$built/cluster.jar:$cache/lib-$version/*"
}

# --- processes -------------------------------------------------------------------------------------------------------

alive() { # pid file: the process is there and still is ours (a pid may have been given to somebody else)
    [ -s "$1" ] || return 1
    local pid
    pid=$(cat "$1")
    [ -r "/proc/$pid/cmdline" ] && tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qF "$dir"
}

end() { # pid file, signal
    if alive "$1"; then
        local pid
        pid=$(cat "$1")
        kill "-$2" "$pid" 2>/dev/null || true
        for _ in $(seq 50); do
            alive "$1" || break
            sleep 0.1
        done
        if alive "$1"; then kill -KILL "$pid" 2>/dev/null || true; fi
    fi
    rm -f "$1"
}

spawn() { # pid file, log file, command...
    local pidfile=$1 log=$2
    shift 2
    setsid nohup "$@" >>"$log" 2>&1 </dev/null 9>&- &
    local pid=$!
    echo $pid >"$pidfile"
    for _ in $(seq 20); do # until it is java and no longer this shell
        alive "$pidfile" && return
        sleep 0.05
    done
}

wait_for() { # seconds, pid file, what, command...
    local until=$((SECONDS + $1)) pidfile=$2 what=$3
    shift 3
    until "$@"; do
        alive "$pidfile" || { tail -n 20 "${pidfile%.pid}.log" >&2; die "$what: the process has ended, see ${pidfile%.pid}.log"; }
        [ $SECONDS -lt $until ] || die "$what: not within the time, see ${pidfile%.pid}.log"
        sleep 0.1
    done
}

load() { # of a cluster that was started
    [ -s "$dir/settings" ] || die "there is no cluster in $dir; start one first"
    version=$(cat "$dir/version")
    mode=$(cat "$dir/mode")
    built=$(cat "$dir/built")
    workload_jar=$built/streamtune-workload.jar
    url=$(cat "$dir/url" 2>/dev/null || true)
    watch=$(cat "$dir/watch")
    slots=$(cat "$dir/slots")
}

# -k everywhere: a cluster with TLS has a certificate made for a test, and this only asks whether it is up.
has_slots() {
    "${curl[@]}" -f --max-time 5 "$(cat "$dir/url")/overview" 2>/dev/null | grep -q "\"slots-total\":$1[,}]"
}

answers() {
    "${curl[@]}" -f --max-time 5 -o "$dir/answer" "$(cat "$dir/url")/overview"
}

start_jm() {
    local options=() line
    while read -r line; do options+=(-D "$line"); done <"$dir/settings"
    mapfile -t flags < <(java_for 192)
    : >"$dir/jm.log"
    spawn "$dir/jm.pid" "$dir/jm.log" java "${flags[@]}" streamtune.cluster.Standalone "$watch" jobmanager --configDir "$dir/conf" "${options[@]}" \
        -D "jobmanager.rpc.address=127.0.0.1" -D "jobmanager.bind-host=127.0.0.1" -D "jobmanager.rpc.port=$(cat "$dir/rpcport")" -D "rest.port=$(cat "$dir/restport")" \
        -D jobmanager.memory.process.size=512m
    local rpc="s|.*Actor system started at .*@127.0.0.1:\([0-9]*\).*|\1|p" rest="s|.*Rest endpoint listening at 127.0.0.1:\([0-9]*\).*|\1|p"
    local rpcport restport
    found() {
        rpcport=$(sed -n "$rpc" "$dir/jm.log" | head -1)
        restport=$(sed -n "$rest" "$dir/jm.log" | head -1)
        [ -n "$rpcport" ] && [ -n "$restport" ]
    }
    wait_for 180 "$dir/jm.pid" "JobManager" found
    echo "$rpcport" >"$dir/rpcport"
    echo "$restport" >"$dir/restport"
    echo "http://127.0.0.1:$restport" >"$dir/url"
    wait_for 180 "$dir/jm.pid" "JobManager" answers
}

start_tm() { # number
    local options=() line
    while read -r line; do options+=(-D "$line"); done <"$dir/settings"
    mapfile -t flags < <(java_for 192)
    spawn "$dir/tm$1.pid" "$dir/tm$1.log" java "${flags[@]}" -XX:MaxDirectMemorySize=96m streamtune.cluster.Standalone "$watch" taskmanager \
        --configDir "$dir/conf" "${options[@]}" -D "jobmanager.rpc.address=127.0.0.1" -D "jobmanager.rpc.port=$(cat "$dir/rpcport")" \
        -D taskmanager.host=127.0.0.1 -D taskmanager.bind-host=127.0.0.1 -D "taskmanager.numberOfTaskSlots=$slots" -D "taskmanager.resource-id=tm$1"
}

start() {
    if [ -e "$dir/cluster.pid" ] && alive "$dir/cluster.pid" || [ -e "$dir/jm.pid" ] && alive "$dir/jm.pid"; then
        die "a cluster already runs in $dir ($(cat "$dir/url" 2>/dev/null)); stop it or give another --dir"
    fi
    build
    rm -rf "$dir"/{state,tmp,upload,rates,conf,url,control,jar,cluster.log}
    mkdir -p "$dir"/{state,tmp,upload,rates,conf}
    : >"$dir/conf/flink-conf.yaml"
    : >"$dir/conf/config.yaml"
    { settings; printf '%s\n' "${extra[@]}"; } | sed '/^$/d' >"$dir/settings"
    echo "$version" >"$dir/version"
    echo "$mode" >"$dir/mode"
    echo "$built" >"$dir/built"
    echo "$watch" >"$dir/watch"
    echo "$slots" >"$dir/slots"
    if [ "$mode" = standalone ]; then
        echo 0 >"$dir/rpcport"
        echo "$port" >"$dir/restport"
        start_jm
        for n in $(seq "$tms"); do start_tm "$n"; done
        wait_for 180 "$dir/jm.pid" "TaskManagers" has_slots $((tms * slots))
    else
        mapfile -t flags < <(java_for 640)
        mapfile -t lines <"$dir/settings"
        spawn "$dir/cluster.pid" "$dir/cluster.log" java "${flags[@]}" streamtune.cluster.Cluster "$dir" "$tms" "$slots" "$watch" "rest.port=$port" "${lines[@]}"
        wait_for 180 "$dir/cluster.pid" "Flink" test -s "$dir/url"
        wait_for 180 "$dir/cluster.pid" "Flink" has_slots $((tms * slots))
    fi
    load
    echo "$url"
}

stop() {
    local pidfile
    for pidfile in "$dir"/tm*.pid "$dir"/jm.pid "$dir"/cluster.pid; do
        [ -e "$pidfile" ] || continue
        if alive "$pidfile"; then kill -TERM "$(cat "$pidfile")" 2>/dev/null || true; fi
    done
    for pidfile in "$dir"/tm*.pid "$dir"/jm.pid "$dir"/cluster.pid; do
        if [ -e "$pidfile" ]; then end "$pidfile" TERM; fi
    done
    rm -rf "$dir"/{state,tmp,upload,settings}
}

# --- jobs ------------------------------------------------------------------------------------------------------------

quoted() {
    local text=$1
    text=${text//\\/\\\\}
    text=${text//\"/\\\"}
    printf '"%s"' "$text"
}

http() { # method, path, body: the reply, or its first line as an error
    local reply status
    reply=$("${curl[@]}" --max-time 60 -w '\n%{http_code}' -X "$1" -H 'Content-Type: application/json' ${3:+-d "$3"} "$url$2") ||
        die "$url does not answer"
    status=${reply##*$'\n'}
    reply=${reply%$'\n'*}
    case $status in
    2*) printf '%s\n' "$reply" ;;
    *) die "$1 $2 answered $status: $(printf '%s' "$reply" | head -c 2000)" ;;
    esac
}

submit() { # workload arguments
    local name="" rates="" args=("$@") i jar list=""
    for ((i = 0; i + 1 < ${#args[@]}; i++)); do
        case ${args[i]} in
        --name) name=${args[i + 1]} ;;
        --job) name=${name:-$(name_of "${args[i + 1]}")} ;;
        --rates-file) rates=${args[i + 1]} ;;
        esac
    done
    [ -n "$rates" ] || args+=(--rates-file "$dir/rates/${name:-workload}")
    exec 9>"$dir/jar.lock" # several may submit at once, one uploads
    flock 9
    if [ ! -s "$dir/jar" ]; then
        "${curl[@]}" -f --max-time 60 -H 'Expect:' -F "jarfile=@$workload_jar;type=application/x-java-archive" "$url/jars/upload" |
            sed -n 's|.*/\([^/"]*\.jar\)".*|\1|p' >"$dir/jar"
        [ -s "$dir/jar" ] || die "the workload jar could not be uploaded to $url"
    fi
    exec 9>&-
    jar=$(cat "$dir/jar")
    for i in "${args[@]}"; do list+="${list:+,}$(quoted "$i")"; done
    http POST "/jars/$jar/run" "{\"programArgsList\":[$list]}" | sed -n 's/.*"jobid" *: *"\([0-9a-f]*\)".*/\1/p'
}

name_of() { # of a job in jobs.json
    sed -n "s/.*\"id\": \"$1\", \"name\": \"\([^\"]*\)\".*/\1/p" "$here/jobs.json" | head -1
}

rate() { # job name, source, rate
    local file=$dir/rates/$1 draft
    draft=$file.$$
    { [ -e "$file" ] && grep -v "^$2=" "$file"; echo "$2=$3"; } >"$draft" || true
    mv "$draft" "$file"
}

# --- command line ----------------------------------------------------------------------------------------------------

verb=${1:-help}
[ $# -gt 0 ] && shift
version=1.20.5 dir= port=0 mode=mini tms=2 slots=8 profile=fast watch=0
extra=("") rest=()
while [ $# -gt 0 ]; do
    case $1 in
    --version) version=$2 && shift 2 ;;
    --dir) dir=$2 && shift 2 ;;
    --port) port=$2 && shift 2 ;;
    --mode) mode=$2 && shift 2 ;;
    --tms) tms=$2 && shift 2 ;;
    --slots) slots=$2 && shift 2 ;;
    --profile) profile=$2 && shift 2 ;;
    --watch) watch=$2 && shift 2 ;;
    -D) extra+=("$2") && shift 2 ;;
    *) rest+=("$1") && shift ;;
    esac
done
dir=${dir:-$cache/clusters/default}
case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
set -- ${rest[@]+"${rest[@]}"}

case $verb in
start) start ;;
stop) stop ;;
fetch) fetch ;;
build) build ;;
jar) build && echo "$workload_jar" ;;
list) sed -n 's/.*"id": "\([a-z0-9]*\)", "name": "\([^"]*\)", "title": "\([^"]*\)".*/\1  \2  \3/p' "$here/jobs.json" ;;
url) load && echo "$url" ;;
status) load && http GET /overview ;;
jobs) load && http GET /jobs/overview ;;
submit) load && submit "$@" ;;
cancel) load && http PATCH "/jobs/$1?mode=cancel" ;;
rate) load && rate "$@" ;;
tm-kill) load && end "$dir/tm$1.pid" KILL ;;
tm-stop)
    load
    if [ "$mode" = standalone ]; then end "$dir/tm$1.pid" TERM; else echo "tm-stop $1" >"$dir/control.new" && mv "$dir/control.new" "$dir/control"; fi
    ;;
tm-start)
    load
    if [ "$mode" = standalone ]; then start_tm "$1"; else echo "tm-start" >"$dir/control.new" && mv "$dir/control.new" "$dir/control"; fi
    ;;
jm-kill) load && end "$dir/$([ "$mode" = standalone ] && echo jm || echo cluster).pid" KILL ;;
jm-start) load && start_jm && cat "$dir/url" ;;
help | --help | -h) usage ;;
*) usage >&2 && die "unknown verb \"$verb\"" ;;
esac
