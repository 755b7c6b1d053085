#!/usr/bin/env bash
# Starts the built product on a given JDK, asks it two questions and stops it.
# usage: scripts/smoke.sh [JAVA_HOME]
set -euo pipefail
cd "$(dirname "$0")/.."

start_timeout_seconds=60
stop_timeout_seconds=30

java_home="${1:-${JAVA_HOME:-}}"
java="${java_home:+$java_home/bin/}java"
jar=billing-app/target/billing.jar
log="$(mktemp)"
pid=

fail() {
  echo "smoke: $1" >&2
  echo "smoke: the last lines it wrote:" >&2
  tail -n 40 "$log" >&2
  exit 1
}

cleanup() {
  if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then kill -KILL "$pid"; fi
  rm -f "$log"
}
trap cleanup EXIT

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 10000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  return 1
}

status_of() {
  curl -s -o /dev/null -m 5 -w '%{http_code}' "$1" || true
}

[ -f "$jar" ] || fail "$jar is missing: run mvn package first"
port="$(free_port)" || fail "no free port"
base="http://127.0.0.1:$port"

echo "smoke: $("$java" -version 2>&1 | head -n 1)"
echo "smoke: java -jar $jar demo --port $port"
"$java" -jar "$jar" demo --port "$port" >"$log" 2>&1 &
pid=$!

started=$SECONDS
until [ "$(status_of "$base/health/ready")" = 200 ]; do
  kill -0 "$pid" 2>/dev/null || fail "it ended before it was ready"
  [ $((SECONDS - started)) -lt "$start_timeout_seconds" ] || fail "not ready within $start_timeout_seconds s"
  sleep 0.2
done
echo "smoke: /health/ready answers 200 after about $((SECONDS - started)) s"

plans="$(status_of "$base/api/billing/plans")"
[ "$plans" = 200 ] || fail "/api/billing/plans answers $plans, not 200"
echo "smoke: /api/billing/plans answers 200"

stopping=$SECONDS
kill -TERM "$pid"
while kill -0 "$pid" 2>/dev/null; do
  [ $((SECONDS - stopping)) -lt "$stop_timeout_seconds" ] || fail "still running $stop_timeout_seconds s after SIGTERM"
  sleep 0.2
done
code=0
wait "$pid" || code=$?
pid=
case "$code" in
  0 | 143) echo "smoke: stopped by SIGTERM with exit code $code" ;;
  *) fail "exit code $code after SIGTERM" ;;
esac
