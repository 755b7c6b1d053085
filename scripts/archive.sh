#!/usr/bin/env bash
# Plays a server's first minute through and keeps its classes for faster starts: an AOT cache on JDK 25 and later, an archive of class data
# (AppCDS) before. It fits this JVM and these jars alone; others pass it over.
# usage: archive.sh JAVA_HOME JAR ARCHIVE [OPTION...], with the options of the JVM that it is for
#   then: java OPTION... -XX:AOTCache=ARCHIVE -jar JAR serve          (25 and later)
#         java OPTION... -XX:SharedArchiveFile=ARCHIVE -jar JAR serve (17 to 24)
set -euo pipefail

longest_seconds=300
java="$1/bin/java"
jar="$2"
archive="$3"
log="$(mktemp)"
database="$(mktemp -d)"
trap 'rm -rf "$log" "$database"' EXIT

fail() {
  echo "archive: $1" >&2
  # Without what the JVM says of each class that it leaves out, which are hundreds of lines.
  sed '/\] Skipping /d' "$log" | tail -n 20 >&2
  exit 1
}

version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')"
if [ "$version" -ge 25 ]; then
  option="-XX:AOTCacheOutput=$archive"
else
  option="-XX:ArchiveClassesAtExit=$archive"
fi

# What is set for a server of its own is not for this one: another user could not open the database that was just made.
for variable in $(compgen -e); do
  case "$variable" in BILLING_* | DATABASE_* | STRIPE_*) unset "$variable" ;; esac
done

url="jdbc:h2:file:$database/rehearsal"
# Before, in a process of its own: most servers find their schema up to date, and the archive needs nothing that migrates.
DATABASE_URL="$url" BILLING_PROFILE=dev timeout "$longest_seconds" "$java" -jar "$jar" migrate >"$log" 2>&1 || fail "no database could be made"
timeout "$longest_seconds" "$java" "${@:4}" "$option" -cp "$jar" dev.missioncontrol.billing.app.Rehearsal "$url" >"$log" 2>&1 || fail "the rehearsal failed"
[ -s "$archive" ] || fail "no archive was written"
echo "archive: $archive for Java $version, $(($(wc -c <"$archive") / 1024 / 1024)) MiB"
