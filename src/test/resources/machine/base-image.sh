#!/bin/bash
# A Debian that boots in a virtual machine: kernel, initrd and root.img (ext4) in DIRECTORY. Wants root.
# usage: base-image.sh DIRECTORY
set -euo pipefail
directory=$1
started=$SECONDS
say() { printf '   base image, %3d s: %s\n' $((SECONDS - started)) "$*"; }

# shellcheck source=/dev/null
. /etc/os-release
suite=bookworm
[ "${ID:-}" != debian ] || suite=${VERSION_CODENAME:-$suite}
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [ ! -s "$file" ] || sources+=("$file")
done
[ "${ID:-}" = debian ] || sources=()

packages=linux-image-cloud-amd64,initramfs-tools,systemd-sysv,udev,kmod,qemu-guest-agent
packages+=,cryptsetup,rsync,sudo,iproute2,e2fsprogs,procps,psmisc,acl,attr

rm -rf "$directory"
mkdir -p "$directory"
root=$directory/root
trap 'rm -rf "$root"' EXIT
say "downloading and installing Debian $suite …"
# The initrd holds only what reaches the root file system: emulated, unpacking the usual one takes seconds at every boot.
# shellcheck disable=SC2016 # "$1" is for mmdebstrap's shell
mmdebstrap --quiet --variant=minbase --aptopt='Acquire::Retries "5"' --include="$packages" \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"
        echo MODULES=list >"$1/etc/initramfs-tools/conf.d/modules"
        printf "%s\n" virtio_pci virtio_blk ext4 >"$1/etc/initramfs-tools/modules"' \
    "$suite" "$root" "${sources[@]}" >"$directory/install.log" 2>&1 || {
    tail -n 20 "$directory/install.log"
    exit 1
}
say "setting up $(du -sh "$root" | cut -f 1) …"
mv "$root"/boot/vmlinuz-* "$directory/kernel"
mv "$root"/boot/initrd.img-* "$directory/initrd"
rm -rf "${root:?}"/var/cache/apt/* "$root"/var/lib/apt/lists/*

units=$root/etc/systemd/system
mkdir -p "$units/multi-user.target.wants" "$root/opt/server" "$root/etc/rsync-backup-server"
cat >"$units/network.service" <<'UNIT'
[Unit]
Wants=sys-subsystem-net-devices-eth0.device
After=sys-subsystem-net-devices-eth0.device
Before=network.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'ip link set lo up; ip address add 10.0.2.15/24 dev eth0; ip link set eth0 up'
[Install]
WantedBy=multi-user.target
UNIT
# Only the main process ends with it: what a killed server leaves behind is the server's own business.
cat >"$units/backup-server.service" <<'UNIT'
[Unit]
After=network.target
RequiresMountsFor=/opt/server
ConditionPathExists=/etc/rsync-backup-server/application.yaml
[Service]
Environment=LC_ALL=C.UTF-8
ExecStart=/opt/server/start --spring.config.additional-location=file:/etc/rsync-backup-server/
WorkingDirectory=/var/lib
KillMode=process
StandardOutput=append:/var/log/backup-server.log
StandardError=inherit
[Install]
WantedBy=multi-user.target
UNIT
ln -s ../network.service ../backup-server.service "$units/multi-user.target.wants"
for unwanted in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
    fstrim.timer systemd-timesyncd.service systemd-logind.service systemd-user-sessions.service getty@tty1.service serial-getty@ttyS0.service \
    getty-static.service modprobe@configfs.service modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service \
    dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
    systemd-update-utmp.service systemd-pstore.service systemd-sysusers.service; do
    ln -sf /dev/null "$units/$unwanted"
done
echo 'LABEL=server /opt/server ext4 ro,nofail 0 0' >"$root/etc/fstab"
: >"$root/etc/crypttab"
echo machine >"$root/etc/hostname"
echo '127.0.0.1 localhost machine' >"$root/etc/hosts"

truncate -s 2G "$directory/root.img"
mke2fs -q -t ext4 -d "$root" -F "$directory/root.img"
say "done"
