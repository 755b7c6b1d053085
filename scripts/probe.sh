#!/usr/bin/env bash
# Asks a server on this machine one question, with nothing but bash: for images that have no curl.
# usage: probe.sh PATH [PORT]; ends with 0 where the answer is 200
set -euo pipefail
path="${1:-/health/live}"
port="${2:-${BILLING_PORT:-8080}}"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
read -r -t 2 _ status _ <&3
[ "$status" = 200 ]
