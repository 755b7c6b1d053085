#!/usr/bin/env bash
# Restores a dump into an empty database and has it made equal to Stripe: what a restore after a loss does, and the only
# proof that a backup is one. Touches not the database that the dump is of. At Stripe it reads, and may plan again what the dump had planned
# and Stripe let go of unpaid, as the server would; a key that may only read is enough, and leaves such a plan to somebody. What the
# shell exports of the product's settings is not looked at, since it would win over CONFIG.
# usage: scripts/restore-drill.sh DUMP CONFIG [JAR]
#   DUMP    made by: pg_dump --format=custom --schema=billing
#   CONFIG  variables as serve reads them, with DATABASE_URL of the EMPTY database to restore into
# Needs pg_restore and psql of the server's major version: pg_restore 17 sends what no earlier server knows. Ends with 0 once all is equal to Stripe, 1 where something
# could not be done, 3 where something differs that somebody must decide on.
set -euo pipefail

dump="${1:?which dump}"
config="${2:?which configuration}"
jar="${3:-$(dirname "$0")/../billing-app/target/billing.jar}"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

say() { echo "restore-drill: $1"; }

fail() {
  say "$1" >&2
  exit "${2:-1}"
}

written() { sed -n "s/^[[:blank:]]*$1[[:blank:]]*=[[:blank:]]*//p" "$config" | tail -n 1 | sed 's/[[:space:]]*$//; s/^"\(.*\)"$/\1/'; }

# A setting, or what is in the file that holds it.
value() {
  local file
  file="$(written "$1_FILE")"
  if [ -n "$file" ]; then cat "$file"; else written "$1"; fi
}

for name in $(compgen -e | grep -E '^(BILLING|DATABASE|STRIPE)_' || true); do unset "$name"; done

billing() { "$java" -jar "$jar" "$@" --config "$config"; }

url="$(value DATABASE_URL)"
case "$url" in
  jdbc:postgresql:*) url="${url#jdbc:}" ;;
  *) fail "DATABASE_URL in $config is not PostgreSQL's" ;;
esac
# What the driver alone knows (prepareThreshold) is refused by psql; which of several servers is meant has another name there.
if [[ "$url" == *\?* ]]; then
  both="$(tr '&' '\n' <<<"${url#*\?}" | sed 's/^targetServerType=primary$/target_session_attrs=read-write/' \
    | grep -E '^(user|password|ssl[a-z]*|options|connect_timeout|target_session_attrs)=' | paste -sd '&' - || true)"
  url="${url%%\?*}${both:+?$both}"
fi
schema="$(value BILLING_SCHEMA)"
schema="${schema:-billing}"
export PGUSER PGPASSWORD
PGUSER="$(value DATABASE_USER)"
PGPASSWORD="$(value DATABASE_PASSWORD)"

# Into a database that has the schema already, a restore would mix two histories.
there="$(psql "$url" -XAtc "select count(*) from information_schema.schemata where schema_name = '$schema'")"
[ "$there" = 0 ] || fail "the database has a schema $schema already; name an empty one"

say "restoring $dump"
pg_restore --exit-on-error --no-owner --no-privileges --dbname="$url" "$dump"

say "bringing the schema up to date"
billing migrate

# Positions are counted on from the dump's: others than readers know them by.
newest="$(psql "$url" -XAtc "select counted from $schema.billing_counters where counter_name = 'published'")"
say "who reads events by position, and is beyond $newest, goes back to $newest"

say "verifying the audit"
billing audit verify

# Anew: the dump may bring a run along that was stopped, and what was compared before that is to be compared too.
say "making it equal to Stripe"
billing reconcile --apply --anew || [ $? -eq 3 ] || fail "the first reconciliation could not be done"

say "comparing once more"
code=0
billing reconcile --dry-run --anew || code=$?
[ "$code" -eq 0 ] || fail "it is not equal to Stripe; the lines above say in what" "$code"
say "equal to Stripe"
