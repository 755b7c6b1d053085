#!/usr/bin/env bash
# Starts the product once as a demo and keeps its classes for faster starts: an AOT cache on JDK 25 and later, an archive of class data
# (AppCDS) before. It fits this JVM and these jars alone; others pass it over.
# usage: archive.sh JAVA_HOME JAR ARCHIVE [OPTION...], with the options of the JVM that it is for
#   then: java -XX:AOTCache=ARCHIVE -jar JAR serve          (25 and later)
#         java -XX:SharedArchiveFile=ARCHIVE -jar JAR serve (17 to 24)
set -euo pipefail

start_timeout_seconds=120
java="$1/bin/java"
jar="$2"
archive="$3"
options=("${@:4}")
here="$(cd "$(dirname "$0")" && pwd)"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

fail() {
  echo "archive: $1" >&2
  tail -n 20 "$log" >&2
  exit 1
}

version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')"
if [ "$version" -ge 25 ]; then
  option="-XX:AOTCacheOutput=$archive"
else
  option="-XX:ArchiveClassesAtExit=$archive"
fi

port=
for _ in $(seq 50); do
  try=$((20000 + RANDOM % 10000))
  if ! (exec 3<>"/dev/tcp/127.0.0.1/$try") 2>/dev/null; then
    port=$try
    break
  fi
done
[ -n "$port" ] || fail "no free port"

"$java" "${options[@]}" "$option" -jar "$jar" demo --port "$port" >"$log" 2>&1 &
pid=$!
started=$SECONDS
until "$here/probe.sh" /health/ready "$port" 2>/dev/null; do
  kill -0 "$pid" 2>/dev/null || fail "it ended before it was ready"
  [ $((SECONDS - started)) -lt "$start_timeout_seconds" ] || fail "not ready within $start_timeout_seconds s"
  sleep 0.2
done
# What nearly every request needs is loaded by these.
"$here/probe.sh" /api/billing/plans "$port"
"$here/probe.sh" /metrics "$port"
kill -TERM "$pid"
wait "$pid" || true
[ -s "$archive" ] || fail "no archive was written"
echo "archive: $archive for Java $version, $(($(wc -c <"$archive") / 1024 / 1024)) MiB"
