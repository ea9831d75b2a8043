# Sourced: finds a Java runtime (jre) or development kit (jdk) that is new enough. POSIX sh.
# shellcheck shell=sh

java_version() {
    # most have a file that tells; to ask takes a tenth of the server's start
    told=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
    if [ -n "$told" ]; then
        echo "$told"
        return
    fi
    "$1/bin/java" -XshowSettings:properties -version 2>&1 |
        sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p'
}

is_java() {
    [ -x "$1/bin/java" ] || return 1
    [ "$2" != jdk ] || [ -x "$1/bin/javac" ] || return 1
    version=$(java_version "$1")
    [ "${version:-0}" -ge 21 ]
}

# find_java jdk|jre : prints the home of a Java 21 or newer: JAVA_HOME, the PATH's, else the newest of the usual places.
find_java() {
    if [ -n "${JAVA_HOME:-}" ] && is_java "$JAVA_HOME" "$1"; then
        echo "$JAVA_HOME"
        return
    fi
    if command -v java >/dev/null 2>&1; then
        on_path=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
        if is_java "$on_path" "$1"; then
            echo "$on_path"
            return
        fi
    fi
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
        is_java "$home" "$1" && echo "$(java_version "$home") $home"
    done | sort -rn | head -n 1 | cut -d ' ' -f 2-
}
