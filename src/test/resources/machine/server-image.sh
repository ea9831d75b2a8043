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
mkdir "$directory/data"
# Paths are part of the cache: it is made at the place where it will be used.
# shellcheck disable=SC2016,SC2086 # expanded by the inner shell; several options are several words
unshare --mount bash -c '
    mkdir -p /opt
    mount -t tmpfs none /opt
    mkdir /opt/server
    mount --bind "$1" /opt/server
    shift
    exec /opt/server/java/bin/java "$@"' bash "$root" $options $train -Dspring.context.exit=onRefresh \
    -jar /opt/server/application/server.jar --server.port=0 --backup.data-directory="$directory/data" \
    >"$directory/training.log" 2>&1 || true
[ -s "$root/cache" ] || say "no cache was made (see training.log there): the server will start slowly"
rm -rf "$directory/data"

truncate -s "$(($(du -sm "$root" | cut -f 1) + 200))M" "$directory/server.img"
mke2fs -q -t ext4 -L server -m 0 -d "$root" -F "$directory/server.img"
say "done, $(du -sh "$directory/server.img" | cut -f 1)"
