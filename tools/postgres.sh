#!/usr/bin/env bash
# Run a command with JUNHENG_DB naming a PostgreSQL server for tests: the one in JUNHENG_TEST_DB, the one that runs
# on this machine, or a temporary cluster made from Debian's packages and taken down afterwards.
# Tests make and drop a database of their own there (test_…); nothing else is touched.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: tools/postgres.sh COMMAND..." >&2; exit 2; }
name="junheng_$$"

if [ -n "${JUNHENG_TEST_DB:-}" ]; then
  JUNHENG_DB="$JUNHENG_TEST_DB" exec "$@"
fi

if command -v psql >/dev/null; then
  for user in postgres "$(id -un)"; do
    if [ "$(PGCONNECT_TIMEOUT=3 psql -w -h 127.0.0.1 -p 5432 -U "$user" -d postgres -qtAc \
        'select rolcreatedb or rolsuper from pg_roles where rolname = current_user' 2>/dev/null)" = t ]; then
      JUNHENG_DB="postgresql://$user@127.0.0.1:5432/$name" exec "$@"
    fi
  done
fi

bin="$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)"
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  echo "The tests need PostgreSQL: apt-get install postgresql, or name a server in JUNHENG_TEST_DB" >&2
  echo "(postgresql://user:password@host:port/name; the user may create databases)." >&2
  exit 1
fi
folder="$(mktemp -d)"
as=()
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
down() {
  (cd "$folder" && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap down EXIT
cd_back="$PWD"
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off" start >/dev/null
cd "$cd_back"
JUNHENG_DB="postgresql://postgres@127.0.0.1:$port/$name" "$@"
