#!/bin/bash
# What compose.cluster.yaml takes from others, PostgreSQL and Prometheus, from Debian's packages: images of the Docker engine
# here under the names NAME-postgres and NAME-prometheus, in place of the public ones. Wants debian:trixie-slim.
# usage: neighbours.sh NAME
set -euo pipefail
name=$1
context=$(mktemp -d "${TMPDIR:-/tmp}/neighbours.XXXXXX")
trap 'rm -rf "$context"' EXIT

# what the public image does with these variables
cat >"$context/serve" <<'SERVE'
#!/bin/sh
set -eu
data=/var/lib/postgresql/data
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; }
if [ ! -e "$data/PG_VERSION" ]; then
    install -d -o postgres -g postgres -m 0700 "$data"
    cp "$POSTGRES_PASSWORD_FILE" /tmp/password
    chown postgres /tmp/password
    as_postgres initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 --pgdata="$data"
    echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
    echo "create database $POSTGRES_DB" | as_postgres postgres --single -D "$data" postgres
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups -- postgres -D "$data" -c 'listen_addresses=*'
SERVE
cat >"$context/Dockerfile" <<'DOCKERFILE'
FROM debian:trixie-slim AS postgres
RUN apt-get update && apt-get install -y --no-install-recommends postgresql && rm -rf /var/lib/postgresql/*
ENV PATH=/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
COPY serve /usr/local/bin/serve
CMD ["sh", "/usr/local/bin/serve"]

FROM debian:trixie-slim AS prometheus
RUN apt-get update && apt-get install -y --no-install-recommends prometheus
USER nobody
WORKDIR /tmp
CMD ["prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/tmp/data"]
DOCKERFILE
for neighbour in postgres prometheus; do
    tar -C "$context" -c . | DOCKER_BUILDKIT=0 docker build --quiet --network host --target "$neighbour" -t "$name-$neighbour" - \
        >"$context/log" || {
        tail -n 30 "$context/log"
        exit 1
    }
done
