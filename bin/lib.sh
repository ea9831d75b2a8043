# Sourced by the commands beside it: finds or installs what they need, builds the server's jar.
# POSIX sh. Wants `project` (the clone's directory) to be set.
# shellcheck shell=sh

LC_ALL=C.UTF-8
export LC_ALL

say() { printf '%s\n' "$*" >&2; }

# 69 is sysexits' "unavailable": something this machine lacks.
die() {
    say "$@"
    exit 69
}

have() { command -v "$1" >/dev/null 2>&1; }

package_manager() {
    for manager in apt-get dnf zypper apk pacman; do
        if have "$manager"; then
            echo "$manager"
            return
        fi
    done
}

install_command() {
    case "$(package_manager)" in
    apt-get) echo "apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install -y --no-install-recommends $*" ;;
    dnf) echo "dnf install -y $*" ;;
    zypper) echo "zypper --non-interactive install $*" ;;
    apk) echo "apk add $*" ;;
    pacman) echo "pacman -Sy --noconfirm --needed $*" ;;
    *) echo "(no known package manager; install by hand:) $*" ;;
    esac
}

refresh_packages() {
    if [ "$(package_manager)" = apt-get ] && [ -z "${packages_refreshed:-}" ]; then
        say "Refreshing the list of packages …"
        apt-get -o DPkg::Lock::Timeout=300 update -qq >&2 || say "apt-get update failed; trying with the list there is."
        packages_refreshed=yes
    fi
}

# install_packages PACKAGE… : with the system's package manager as root, else false.
install_packages() {
    [ "$(id -u)" = 0 ] && [ -n "$(package_manager)" ] || return 1
    refresh_packages
    say "Installing: $*"
    command_line=$(install_command "$@")
    installation_started=$(date +%s)
    # shellcheck disable=SC2086 # words on purpose
    DEBIAN_FRONTEND=noninteractive $command_line >&2 || return 1
    say "Installed in $(($(date +%s) - installation_started)) s."
}

# without_services COMMAND… : runs it while no package that it installs may start its service.
without_services() {
    policy=${policy:-/usr/sbin/policy-rc.d}
    if [ "$(package_manager)" != apt-get ] || [ "$(id -u)" != 0 ] || [ -e "$policy" ]; then
        "$@"
        return
    fi
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    "$@"
    rm -f "$policy"
    trap - EXIT INT TERM HUP
}

# The package that holds a program, by the system's own name for it; Debian's unless said otherwise.
package_of() {
    case "$1:$(package_manager)" in
    setsid:* | flock:* | ionice:* | setpriv:* | unshare:* | nsenter:*) echo util-linux ;;
    cp:* | sync:*) echo coreutils ;;
    mvn:*) echo maven ;;
    systemd-analyze:*) echo systemd ;;
    visudo:*) echo sudo ;;
    ssh:apt-get) echo openssh-client ;;
    ssh:dnf) echo openssh-clients ;;
    ssh:apk) echo openssh-client ;;
    ssh:*) echo openssh ;;
    /usr/sbin/sshd:zypper | /usr/sbin/sshd:pacman) echo openssh ;;
    /usr/sbin/sshd:*) echo openssh-server ;;
    csh:apt-get) echo csh ;;
    csh:*) echo tcsh ;;
    ip:dnf) echo iproute ;;
    ip:*) echo iproute2 ;;
    setfacl:*) echo acl ;;
    setfattr:*) echo attr ;;
    shellcheck:dnf) echo ShellCheck ;;
    mkfs.btrfs:zypper) echo btrfsprogs ;;
    mkfs.btrfs:*) echo btrfs-progs ;;
    mkfs.xfs:*) echo xfsprogs ;;
    mkfs.ext4:*) echo e2fsprogs ;;
    prometheus:dnf | promtool:dnf) echo golang-github-prometheus ;;
    prometheus:zypper | promtool:zypper) echo golang-github-prometheus-prometheus ;;
    promtool:*) echo prometheus ;;
    dockerd:apt-get | docker:apt-get) echo docker.io ;;
    dockerd:dnf | docker:dnf) echo moby-engine ;;
    dockerd:* | docker:*) echo docker ;;
    qemu-system-x86_64:apt-get) echo qemu-system-x86 ipxe-qemu seabios ;;
    qemu-system-x86_64:zypper) echo qemu-x86 ;;
    qemu-system-x86_64:dnf) echo qemu-system-x86-core ;;
    qemu-system-x86_64:pacman) echo qemu-system-x86 ;;
    node:pacman | node:apk | node:dnf) echo nodejs ;;
    node:zypper) echo nodejs-default ;;
    node:*) echo nodejs ;;
    npm:zypper) echo npm-default ;;
    find:*) echo findutils ;;
    faketime:apt-get) echo faketime ;;
    faketime:*) echo libfaketime ;;
    *) echo "$1" ;;
    esac
}

# The packages of those programs that are missing.
missing_packages() {
    for program in "$@"; do
        have "$program" || package_of "$program"
    done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

# need PROGRAM… : installs what is missing, or ends with the command that would.
need() {
    wanted=$(missing_packages "$@")
    [ -n "$wanted" ] || return 0
    # shellcheck disable=SC2086 # words on purpose
    install_packages $wanted || die "Missing on this machine: $wanted. Install with
    $([ "$(id -u)" = 0 ] || echo 'sudo ')$(install_command "$wanted")"
    wanted=$(missing_packages "$@")
    [ -z "$wanted" ] || die "Still missing after the installation: $wanted"
}

# shellcheck source=src/main/dist/find-java.sh
. "${project:?}/src/main/dist/find-java.sh"

java_packages() {
    case "$(package_manager)" in
    apt-get) echo "openjdk-25-jdk-headless openjdk-21-jdk-headless temurin-25-jdk temurin-21-jdk" ;;
    dnf) echo "java-25-openjdk-devel java-21-openjdk-devel java-latest-openjdk-devel" ;;
    zypper) echo "java-25-openjdk-devel java-21-openjdk-devel" ;;
    apk) echo "openjdk25-jdk openjdk21-jdk" ;;
    pacman) echo "jdk25-openjdk jdk21-openjdk jdk-openjdk" ;;
    esac
}

package_exists() {
    case "$(package_manager)" in
    apt-get) apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]' ;;
    dnf) dnf -q info "$1" >/dev/null 2>&1 ;;
    zypper) zypper --non-interactive --quiet info "$1" 2>/dev/null | grep -q '^Version' ;;
    apk) [ -n "$(apk search -x "$1" 2>/dev/null)" ] ;;
    pacman) pacman -Si "$1" >/dev/null 2>&1 ;;
    *) false ;;
    esac
}

# need_java jdk|jre : sets JAVA_HOME; installs a JDK as root when there is none.
need_java() {
    found=$(find_java "$1")
    if [ -z "$found" ]; then
        [ "$(id -u)" != 0 ] || refresh_packages
        chosen=
        for package in $(java_packages); do
            if package_exists "$package"; then
                chosen=$package
                break
            fi
        done
        [ -n "$chosen" ] || die "No Java $(what_java "$1") was found, and the package sources of this system have none
(Debian 12 ends at 17). Install a JDK 21 or newer, for example Eclipse Temurin
(https://adoptium.net/installation/linux/), below /usr/lib/jvm or point JAVA_HOME at it. Then start this again."
        install_packages "$chosen" || die "No Java $(what_java "$1") was found. Install one with
    $([ "$(id -u)" = 0 ] || echo 'sudo ')$(install_command "$chosen")"
        found=$(find_java "$1")
        [ -n "$found" ] || die "Installed $chosen, yet no Java $(what_java "$1") is in the usual places: set JAVA_HOME."
    fi
    JAVA_HOME=$found
    export JAVA_HOME
}

what_java() {
    if [ "$1" = jdk ]; then
        echo "development kit (JDK) 21 or newer, which building needs (a runtime alone cannot compile),"
    else
        echo "21 or newer"
    fi
}

# The jar that runs is a copy: a later build must not pull it away under a running server.
# BACKUP_SERVER_JAR names one that is built already.
jar="${BACKUP_SERVER_JAR:-${project:?}/target/server.jar}"

jar_is_current() {
    [ -z "${BACKUP_SERVER_JAR:-}" ] || return 0
    [ -f "$jar" ] && [ -z "$(find "$project/pom.xml" "$project/src/main" -newer "$jar" -print | head -n 1)" ]
}

build_jar() {
    ! jar_is_current || return 0
    need_java jdk
    need mvn flock
    mkdir -p "$project/target" 2>/dev/null || true
    [ -w "$project/target/." ] || die "$project cannot be written, so nothing can be built there:
build it in a copy and name the jar, BACKUP_SERVER_JAR=/…/rsync-backup-server-….jar"
    (
        flock 9
        ! jar_is_current || exit 0
        say "Building the server with the JDK in $JAVA_HOME (the first time takes some minutes) …"
        started=$(mktemp)
        cd "$project" || exit
        # of another version, whose name may come later
        rm -f "$project"/target/rsync-backup-server-*.jar "$project"/target/rsync-backup-server_*.deb
        mvn -B -ntp -q package -Dmaven.test.skip=true >&2 9>&- || die "The build failed; see above."
        for built in "$project"/target/rsync-backup-server-*.jar; do
            [ -f "$built" ] || die "The build left no jar in $project/target."
            cp "$built" "$jar.new" || die "The jar could not be copied; see above."
            touch -r "$started" "$jar.new" || die "The jar's time could not be set; see above."
            mv "$jar.new" "$jar" || die "The jar could not be replaced; see above."
        done
        rm -f "$started"
    ) 9>"$project/target/.build.lock"
}

# What the server is started with, but for what the caller says of the same: Java starts with no two collectors, nor with less
# memory at most than at first, and what JAVA_TOOL_OPTIONS say would lose.
java_options() {
    collector=-XX:+UseSerialGC
    # a start fills that much anyhow: growing into it step by step only collects the garbage more often
    memory="-Xms96m -Xmx1g"
    young=-XX:NewSize=40m
    free=-XX:MaxHeapFreeRatio=40
    code=-XX:ReservedCodeCacheSize=128m
    classes=-XX:MetaspaceSize=128m
    for told in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_OPTS:-} ${_JAVA_OPTIONS:-}; do
        case "$told" in
        -XX:+Use*SystemGC) ;;
        -XX:+Use*GC) collector='' young='' ;;
        -Xm[nsx]* | -XX:*NewSize=* | -XX:*HeapSize=* | -XX:*RAMPercentage=* | -XX:MaxRAM=*) memory='' young='' ;;
        -XX:*HeapFreeRatio=*) free= ;;
        -XX:ReservedCodeCacheSize=*) code= ;;
        -XX:MetaspaceSize=* | -XX:MaxMetaspaceSize=*) classes= ;;
        esac
    done
    # Compiled once and not twice over: the second time costs seconds of the start, and memory, and gains little here.
    # Nor is garbage collected for the code's sake, or the classes'.
    echo "$collector -XX:TieredStopAtLevel=1 $memory $young $free $code $classes -Djdk.reflect.useNativeAccessorOnly=true"
    [ "$(java_version "$JAVA_HOME")" -lt 25 ] || echo "-XX:+UseCompactObjectHeaders"
}

# Made beside the jar, by the first start after a build.
start_directory=$jar.start
# shellcheck source=src/main/dist/start-cache.sh
. "$project/src/main/dist/start-cache.sh"
