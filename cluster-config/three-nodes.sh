#!/bin/sh
# Three nodes on this machine, each at its own loopback address (127.0.0.1, .2, .3).
#   three-nodes.sh start [N]   starts all, or node N, and waits until it is ready
#   three-nodes.sh stop [N]    stops all, or node N, and waits
#   three-nodes.sh kill N      kill -9
#   three-nodes.sh pid N       its process id
# QANAT_DATA is where data, output and process ids are kept (default: data/three-nodes here).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=${QANAT_JAR:-$here/../hub/target/qanat.jar}
data=${QANAT_DATA:-$PWD/data/three-nodes}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
wait_seconds=${QANAT_WAIT:-120}

pid() { cat "$data/$1.pid" 2>/dev/null || true; }
alive() { [ -n "$(pid "$1")" ] && kill -0 "$(pid "$1")" 2>/dev/null; }

begin() {
  if alive "$1"; then echo "node $1 runs already, pid $(pid "$1")" >&2; exit 1; fi
  mkdir -p "$data"
  # shellcheck disable=SC2086 # Several options.
  "$java" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=${QANAT_TIER:-4} ${QANAT_OPTS:-} \
    -Dqanat.log.data-directory="$data/$1" \
    -jar "$jar" node --config "$here/three-nodes/$1.conf" >"$data/$1.out" 2>&1 &
  echo $! >"$data/$1.pid"
}

ready() {
  i=0
  until grep -q '^ready:' "$data/$1.out"; do
    if ! alive "$1"; then echo "node $1 did not start:" >&2; cat "$data/$1.out" >&2; exit 1; fi
    i=$((i + 1))
    if [ $i -gt $((wait_seconds * 5)) ]; then echo "node $1 is not ready" >&2; exit 1; fi
    sleep 0.2
  done
  echo "node $1 ready, pid $(pid "$1")"
}

end() {
  if alive "$1"; then kill "$(pid "$1")"; fi
}

gone() {
  i=0
  while alive "$1"; do
    i=$((i + 1))
    if [ $i -gt $((wait_seconds * 5)) ]; then echo "node $1 does not stop" >&2; exit 1; fi
    sleep 0.2
  done
  rm -f "$data/$1.pid"
  echo "node $1 stopped"
}

command=${1:-}
nodes=${2:-1 2 3}
case $command in
  start) for n in $nodes; do begin "$n"; done; for n in $nodes; do ready "$n"; done ;;
  stop) for n in $nodes; do end "$n"; gone "$n"; done ;;
  kill) kill -9 "$(pid "${2:?which node}")"; rm -f "$data/$2.pid" ;;
  pid) pid "${2:?which node}" ;;
  *) sed -n '2,7p' "$0" >&2; exit 2 ;;
esac
