#!/bin/bash
# A plain Debian from its packages as an image of the Docker engine here, in place of the public one. Wants root.
# usage: debian-image.sh NAME SUITE
set -euo pipefail
name=$1 suite=$2
started=$SECONDS
say() { printf 'debian image, %3d s: %s\n' $((SECONDS - started)) "$*"; }

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# where this host's packages come from, else where mmdebstrap takes them from by itself
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
sources=()
[ -z "$mirror" ] ||
    sources=("deb [signed-by=$keyring] $mirror $suite main" "deb [signed-by=$keyring] $mirror $suite-updates main")
root=$(mktemp -d "${TMPDIR:-/tmp}/debian-image.XXXXXX")
trap 'rm -rf "$root"' EXIT
say "downloading and installing Debian $suite …"
mmdebstrap --quiet --variant=minbase --aptopt='Acquire::Retries "5"' "$suite" "$root/image.tar" "${sources[@]}" \
    >"$root/install.log" 2>&1 || {
    tail -n 20 "$root/install.log"
    exit 1
}
docker import "$root/image.tar" "$name" >/dev/null
say "$name is there"
