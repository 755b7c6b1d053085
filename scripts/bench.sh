#!/usr/bin/env bash
# Measures the built product against what this machine can do at most, and draws what was measured; see docs/performance.md.
# usage: scripts/bench.sh [--what=domain,webhooks,reads,growth,reconcile,purge,nodes,start,drain] [--tenants=10000,1000000] [--rounds=3] ...
#        scripts/bench.sh --what=pictures [--json=target/bench/bench.json] [--pictures=docs/performance]
set -euo pipefail
cd "$(dirname "$0")/.."

case " $* " in
  *" --what=pictures "* | *" --what=domain "*) ;;
  *) command -v pgbench >/dev/null || { echo "bench: pgbench is missing: install PostgreSQL's client programs" >&2; exit 1; } ;;
esac
classpath=billing-app/target/bench.classpath
if [ ! -f billing-app/target/billing.jar ] || [ ! -f "$classpath" ]; then
  mvn -B -ntp -q -DskipTests package \
    org.apache.maven.plugins:maven-dependency-plugin:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -cp "billing-app/target/test-classes:$(cat "$classpath")" \
  dev.missioncontrol.billing.bench.Benchmark "$@"
