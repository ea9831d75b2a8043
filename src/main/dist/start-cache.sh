# Sourced: starts that are quicker. POSIX sh. Wants java_version (find-java.sh), say, java_options, JAVA_HOME, `jar` and
# `start_directory`, where nobody may write who is not to decide what the server runs.
# shellcheck shell=sh disable=SC2154

# prepare_start [reuse] : sets $start_jar, $start_options, which are words, and $start_cache, which is one word or nothing.
# Below $start_directory lie the unpacked jar and a cache of what the JVM works out at each start, made once for each jar, JDK and
# options, unless "reuse" says to take only what is there. Without them, as where nothing can be written, the server starts
# all the same, only later.
# shellcheck disable=SC2034 # for those that start it
prepare_start() {
    start_jar=$jar
    start_cache=
    start_options=$(java_options | tr '\n' ' ')
    # some JDK have no such file
    key=$({
        cat "$JAVA_HOME/release" 2>/dev/null || "$JAVA_HOME/bin/java" -version 2>&1
        # packages of all versions have files of one date, but each installation is a change of its own
        stat -c '%s %Y %Z' "$jar"
        echo "$start_options"
    } | cksum | tr -d ' ')
    prepared=$start_directory/$key
    if [ "${1:-}" != reuse ] && [ ! -e "$prepared/failed" ]; then
        (umask 022 && mkdir -p "$start_directory") 2>/dev/null || return 0
    fi
    is_trusted "$start_directory" || return 0
    if [ ! -e "$prepared/ready" ]; then
        [ "${1:-}" != reuse ] && [ ! -e "$prepared/failed" ] && [ -w "$start_directory" ] || return 0
        say "Preparing for quick starts (once for each jar) …"
        # Whoever can read a file can lock it, and keep the lock.
        (umask 077 && : >>"$start_directory/.lock" && chmod 600 "$start_directory/.lock") 2>/dev/null || return 0
        (
            umask 022
            wait_for_lock || exit 0
            [ -e "$prepared/ready" ] || prepare || {
                : >"$prepared/failed"
                say "That failed; see $prepared/log. Starting without, from now on."
            }
        ) 9>"$start_directory/.lock" || return 0
    fi
    # Held as long as the server runs, so that no later build removes what it runs from. Who has it for himself removes it, or
    # means to keep the server from starting.
    { command exec 8<"$prepared/ready"; } 2>/dev/null || return 0
    if ! flock --shared --nonblock 8 || [ ! -e "$prepared/ready" ]; then
        exec 8<&-
        return 0
    fi
    start_jar=$prepared/$(basename "$jar")
    if [ -e "$prepared/cache.aot" ]; then
        start_cache=-XX:AOTCache=$prepared/cache.aot
        start_options="$start_options -Xlog:aot=off -Xlog:cds=off"
    elif [ -w "$prepared" ]; then
        start_cache=-XX:SharedArchiveFile=$prepared/cache.jsa
        start_options="$start_options -XX:+AutoCreateSharedArchive -Xlog:cds=off"
    fi
}

# What is in there is run: somebody else may have made it first, where everybody may, as beside a jar in /tmp.
is_trusted() {
    [ -n "$(find "$1" -prune -type d \( -user 0 -o -user "$(id -u)" \) ! -perm -020 ! -perm -002 2>/dev/null)" ]
}

# As long as another start prepares, but no longer: then without. Not every flock can wait for a time.
wait_for_lock() {
    waited=0
    until flock --exclusive --nonblock 9; do
        [ "$waited" -lt "${start_patience:-150}" ] || return 1
        waited=$((waited + 1))
        sleep 1
    done
}

prepare() {
    # Whoever prepares holds the lock of all, so what is not ready will never be, and one that runs holds its own.
    for old in "$start_directory"/*/; do
        if [ ! -e "$old/ready" ]; then
            rm -rf "$old"
        else
            flock --exclusive --nonblock "$old/ready" rm -rf "$old" || true
        fi
    done
    mkdir -p "$prepared" || return
    "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$jar" extract --force --destination "$prepared" >"$prepared/log" 2>&1 || return
    if [ "$(java_version "$JAVA_HOME")" -ge 25 ]; then
        # A start of its own, until it serves: nothing of the caller's environment or configuration gets there.
        # shellcheck disable=SC2086 # several options are several words
        env -i PATH="$PATH" LC_ALL=C.UTF-8 timeout 120 "$JAVA_HOME/bin/java" $start_options "-XX:AOTCacheOutput=$prepared/cache.aot" \
            -jar "$prepared/$(basename "$jar")" --train-start \
            --spring.config.location=optional:classpath:/ "--backup.data-directory=$prepared/training" \
            >"$prepared/log" 2>&1 </dev/null || rm -f "$prepared/cache.aot"
        rm -rf "$prepared/training"
        [ -e "$prepared/cache.aot" ] || return
    fi
    # else a power cut may leave it without what it says
    sync -f "$prepared" || return
    : >"$prepared/ready"
}
