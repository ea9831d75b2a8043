#!/bin/bash
# The server as the virtual machine sees it below /opt/server: Java, the jar and a cache that shortens the emulated start.
# usage: server-image.sh DIRECTORY JAVA_HOME JAR
set -euo pipefail
directory=$1 java_home=$2 jar=$3
started=$SECONDS
say() { printf ' server image, %3d s: %s\n' $((SECONDS - started)) "$*"; }

rm -rf "$directory"
mkdir -p "$directory"
root=$directory/root
trap 'rm -rf "$root"' EXIT
mkdir "$root"
say "copying Java …"
tar -C "$java_home" --exclude=./lib/src.zip --exclude=./jmods --exclude=./man --exclude=./demo -chf - . |
    (mkdir "$root/java" && tar -C "$root/java" -xf -)
"$java_home/bin/java" -Djarmode=tools -jar "$jar" extract --destination "$root/application" >/dev/null
mv "$root"/application/*.jar "$root/application/server.jar"

# The emulated processor knows fewer instructions than this one; a cache that uses them would crash there.
options="-XX:UseAVX=0 -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"
version=$("$java_home/bin/java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
if [ "$version" -ge 25 ]; then
    train=-XX:AOTCacheOutput=/opt/server/cache use=-XX:AOTCache=/opt/server/cache
else
    train=-XX:ArchiveClassesAtExit=/opt/server/cache use=-XX:SharedArchiveFile=/opt/server/cache
fi
cat >"$root/start" <<START
#!/bin/sh
exec /opt/server/java/bin/java $options $use -jar /opt/server/application/server.jar "\$@"
START
chmod 0755 "$root/start"

say "training the start-up cache of Java $version …"
# A start and a backup: what these load needs neither be unpacked nor verified when it is emulated.
# Paths are part of the cache: it is made at the place where it will be used.
cat >"$directory/train" <<'TRAIN'
mkdir -p /opt
mount -t tmpfs none /opt
mkdir /opt/server /opt/source /opt/backups
mount --bind "$1" /opt/server
shift
echo text >/opt/source/file
LC_ALL=C.UTF-8 /opt/server/java/bin/java "$@" -jar /opt/server/application/server.jar --server.port=0 \
    --backup.data-directory=/opt/data --backup.plans.p.source=/opt/source --backup.plans.p.destination=/opt/backups/p/latest &
server=$!
for try in {1..300}; do
    [ ! -e /opt/port ] || break
    kill -0 $server || exit
    ls /opt/data/admin.token >/dev/null 2>&1 && sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' "$TRAINING_LOG" | grep . >/opt/port || rm -f /opt/port
    sleep 0.2
done
api=http://127.0.0.1:$(cat /opt/port)
for plan in p p; do
    curl -sS -X POST -H "Authorization: Bearer $(cat /opt/data/admin.token)" -H 'Prefer: wait=60' "$api/api/v1/plans/$plan/runs" || true
    curl -sS "$api/actuator/health/readiness" || true
done
kill -TERM $server
wait $server
TRAIN
# shellcheck disable=SC2086 # several options are several words
TRAINING_LOG=$directory/training.log unshare --mount bash "$directory/train" "$root" $options $train \
    >"$directory/training.log" 2>&1 </dev/null || true
[ -s "$root/cache" ] || say "no cache was made (see training.log there): the server will start slowly"

truncate -s "$(($(du -sm "$root" | cut -f 1) + 200))M" "$directory/server.img"
mke2fs -q -t ext4 -L server -m 0 -d "$root" -F "$directory/server.img"
say "done, $(du -sh "$directory/server.img" | cut -f 1)"
