#!/usr/bin/env bash
# Measures the built product against what this machine can do at most; see docs/performance.md.
# usage: scripts/bench.sh [--what=domain,webhooks,reads,nodes,start,drain,growth] [--tenants=10000,1000000] [--rounds=3] ...
set -euo pipefail
cd "$(dirname "$0")/.."

command -v pgbench >/dev/null || { echo "bench: pgbench is missing: install PostgreSQL's client programs" >&2; exit 1; }
classpath=billing-app/target/bench.classpath
if [ ! -f billing-app/target/billing.jar ] || [ ! -f "$classpath" ]; then
  mvn -B -ntp -q -DskipTests package \
    org.apache.maven.plugins:maven-dependency-plugin:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -cp "billing-app/target/test-classes:$(cat "$classpath")" \
  dev.missioncontrol.billing.bench.Benchmark "$@"
