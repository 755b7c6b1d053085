#!/usr/bin/env bash
# Builds the commit that is checked out twice, each time from a clone of its own in a folder of another name, and compares all that
# is distributed byte by byte: jars, the folder lib, bills of materials.
# usage: scripts/reproducible.sh [MAVEN_OPTION...]    for example -o -Prelease
set -euo pipefail
cd "$(dirname "$0")/.."

[ -z "$(git status --porcelain)" ] || echo "reproducible: what is not committed is not built" >&2
commit="$(git rev-parse HEAD)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

for build in first second-one; do
  git clone -q . "$work/$build"
  git -C "$work/$build" checkout -q --detach "$commit"
  (cd "$work/$build" && mvn -B -ntp -q -DskipTests -pl billing-app -am "$@" clean package)
  (cd "$work/$build" && find . \( -path './billing-*/target/*.jar' -o -path './billing-*/target/bom.*' \) -type f -print0 \
    | sort -z | xargs -0 sha256sum) >"$work/$build.sums"
  echo "reproducible: built $(wc -l <"$work/$build.sums") files"
done

if diff "$work/first.sums" "$work/second-one.sums"; then
  echo "reproducible: both builds of ${commit:0:7} are the same, byte by byte"
else
  echo "reproducible: the builds differ, see above" >&2
  exit 1
fi
