#!/bin/bash
# A host with sshd and an rsync daemon, from Debian's packages, as an image of the Docker engine here. Wants root.
# usage: image.sh NAME
set -euo pipefail
name=$1
started=$SECONDS
say() { printf 'container image, %3d s: %s\n' $((SECONDS - started)) "$*"; }

# shellcheck source=/dev/null
. /etc/os-release
suite=bookworm
[ "${ID:-}" != debian ] || suite=${VERSION_CODENAME:-$suite}
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [ ! -s "$file" ] || sources+=("$file")
done
[ "${ID:-}" = debian ] || sources=()

root=$(mktemp -d "${TMPDIR:-/tmp}/container-image.XXXXXX")
trap 'rm -rf "$root"' EXIT
say "downloading and installing Debian $suite …"
mmdebstrap --quiet --variant=minbase --aptopt='Acquire::Retries "5"' \
    --include=openssh-server,rsync,sudo,procps,acl,attr,util-linux "$suite" "$root/root" "${sources[@]}" \
    >"$root/install.log" 2>&1 || {
    tail -n 20 "$root/install.log"
    exit 1
}
rm -rf "$root"/root/var/cache/apt/* "$root"/root/var/lib/apt/lists/* "$root"/root/etc/ssh/ssh_host_*
mkdir -p "$root/root/backups" "$root/root/root/.ssh"
cat >"$root/root/etc/rsyncd.conf" <<'CONFIGURATION'
log file = /var/log/rsyncd.log
[backups]
path = /backups
read only = no
uid = root
gid = root
auth users = backup
secrets file = /etc/rsyncd.secrets
CONFIGURATION
(umask 077 && echo 'backup:not a secret' >"$root/root/etc/rsyncd.secrets")
cat >"$root/root/serve" <<'SERVE'
#!/bin/sh
ssh-keygen -q -A
/start
exec sleep infinity
SERVE
cat >"$root/root/start" <<'START'
#!/bin/sh
mkdir -p /run/sshd
/usr/sbin/sshd
rsync --daemon
START
chmod 0755 "$root/root/serve" "$root/root/start"
say "importing …"
tar -C "$root/root" -c . | docker import --change 'CMD ["/serve"]' --change 'EXPOSE 22 873' - "$name" >/dev/null
say "$name is there"
