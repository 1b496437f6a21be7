#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# keyring.sh STREAMTUNE: a secret goes into a real Secret Service, comes out of it in the next process, is in no file,
# and goes with its connection. Runs itself in a session bus and a home of its own.
set -euo pipefail
program=$1
if [ -z "${ST_KEYRING_HOME:-}" ]; then
    for need in dbus-run-session gnome-keyring-daemon python3; do
        command -v $need >/dev/null || { echo "$need is missing" >&2; exit 1; }
    done
    ST_KEYRING_HOME=$(mktemp -d)
    export ST_KEYRING_HOME
    trap 'rm -rf "$ST_KEYRING_HOME"' EXIT
    dbus-run-session -- "$0" "$@"
    exit
fi
export HOME=$ST_KEYRING_HOME XDG_RUNTIME_DIR=$ST_KEYRING_HOME/run XDG_DATA_HOME=$ST_KEYRING_HOME/data
mkdir -m 700 "$XDG_RUNTIME_DIR"
cd "$HOME"
printf 'password of the keyring' | gnome-keyring-daemon --unlock --components=secrets >/dev/null

python3 - >server.log <<'PYTHON' &
import http.server

class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print(self.path, self.headers.get("Authorization"), flush=True)
        self.send_response(401)
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Server)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do [ -s server.log ] && break; sleep 0.1; done
port=$(head -n 1 server.log)

token=kept-by-the-keyring-$RANDOM
streamtune() { "$program" --workspace "$HOME/workspace.db" "$@"; }
echo "$token" | streamtune connect add lab --engine flink --url "http://127.0.0.1:$port" --type dev --token-from keyring
streamtune connect test lab >/dev/null && { echo "a cluster that answers 401 passed the test" >&2; exit 1; }
grep -q "Bearer $token" server.log || { echo "the server never saw the token:" >&2; cat server.log >&2; exit 1; }
if grep -rlq "$token" workspace.db*; then echo "the token is in the workspace file" >&2; exit 1; fi
streamtune connect remove lab
: >server.log
streamtune connect add lab --engine flink --url "http://127.0.0.1:$port" --type dev --token-from keyring </dev/null >/dev/null 2>&1 || true
streamtune connect test lab >/dev/null 2>&1 || true
if grep -q Bearer server.log; then echo "the secret outlived its connection" >&2; exit 1; fi
