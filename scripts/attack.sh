#!/usr/bin/env bash
# Attacks the packaged product on this machine alone and prints what others wait meanwhile; ends with 1 where our own slow
# clients make them wait too long.
#
#   scripts/attack.sh [JDK_HOME] [CLIENTS]     default: the java on the PATH, 300 of each kind
#
# First our own slow clients of every kind, then slowhttptest (a package of most systems) in its four modes, each for
# SECONDS_EACH. It starts a demo on a free port of 127.0.0.1, asks nothing of any other address, and ends the demo again.
# Needs: mvn -o package -DskipTests (the jar and the tests' classes).
set -euo pipefail
cd "$(dirname "$0")/.."

JAVA=java
[ -n "${1:-}" ] && JAVA="$1/bin/java"
CLIENTS=${2:-300}
SECONDS_EACH=15
JAR=billing-app/target/billing.jar
TESTS=billing-http/target/test-classes
[ -f "$JAR" ] && [ -d "$TESTS" ] || { echo "build first: mvn package -DskipTests" >&2; exit 2; }

WORK=$(mktemp -d)
trap 'kill "$SERVER" 2>/dev/null || true; wait "$SERVER" 2>/dev/null || true; rm -rf "$WORK"' EXIT
BILLING_PORT=0 "$JAVA" -jar "$JAR" demo >"$WORK/log" 2>&1 &
SERVER=$!
for _ in $(seq 100); do
  BASE=$(sed -n 's|.*Open  \(http://127\.0\.0\.1:[0-9]*\)/billing.*|\1|p' "$WORK/log")
  [ -n "$BASE" ] && break
  sleep 0.2
done
[ -n "$BASE" ] || { cat "$WORK/log" >&2; exit 1; }
"$JAVA" -version 2>&1 | head -1
echo "$BASE"

MEASURED=dev.missioncontrol.billing.http.SlowClientsMeasured
"$JAVA" -cp "$TESTS" "$MEASURED" "${BASE##*:}" "$CLIENTS" "$WORK/waits"
cat "$WORK/waits"

# Of each kind of client: nobody fails, and p99 is below 100 ms, or on a slow machine below five times what it was without any.
BAD=0
awk 'NR == 1 { next }
  # From the end, since a kind has several words: asked, failed, p50, p90, p99, max, gone, which may say "open" behind it.
  { sub(/ open *$/, ""); failed = $(NF - 5); p99 = $(NF - 2) }
  $1 == "none" { most = 5 * p99 > 100 ? 5 * p99 : 100 }
  failed > 0 || p99 > most { bad = 1; print "too slow, or not answered: " $0 }
  END { exit bad }' "$WORK/waits" || BAD=1

if ! command -v slowhttptest >/dev/null; then
  echo "slowhttptest is not installed: its modes were left out" >&2
  exit $BAD
fi

# Asks every 50 ms, for as long as an attack lasts, whatever the last answer took.
watch_health() {
  local until=$((SECONDS + SECONDS_EACH))
  while [ $SECONDS -lt $until ]; do
    curl -s -o /dev/null -m 20 -w '%{http_code} %{time_total}\n' "$BASE/health/live" >>"$WORK/health.$1" || true &
    sleep 0.05
  done
  sleep 1
  sort -n -k 2 "$WORK/health.$1" | awk -v name="$1" '{ if ($1 == 200) t[++n] = $2 * 1000; else failed++ }
    END { printf "%-12s asked %d, failed %d, p50 %.1f ms, p99 %.1f ms, max %.1f ms\n",
      name, n + failed, failed, t[int(n / 2) + 1], t[int(n * 0.99) + 1], t[n] }'
}

attack() {
  local name=$1
  shift
  slowhttptest -c "$CLIENTS" -r "$CLIENTS" -l "$SECONDS_EACH" -i 1 "$@" >"$WORK/slowhttptest.$name" 2>&1 &
  local attacker=$!
  watch_health "$name"
  wait "$attacker" || true
  grep -aE 'closed: +[0-9]|service available' "$WORK/slowhttptest.$name" | tail -2 | tr '\n' ' ' | sed 's/\x1b\[[0-9;]*m//g'
  echo
}

attack heads -H -u "$BASE/billing"
attack bodies -B -u "$BASE/api/billing/webhook" -f application/json -s 8192
attack ranges -R -u "$BASE/openapi.yaml" -a 5 -b 500
attack readers -X -u "$BASE/openapi.yaml" -k 20 -w 512 -y 1024 -n 5 -z 32
kill -0 "$SERVER" && echo "the server lives"
exit $BAD
