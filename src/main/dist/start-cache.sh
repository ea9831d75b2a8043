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
    if [ ! -e "$prepared/ready" ]; then
        [ "${1:-}" != reuse ] && [ ! -e "$prepared/failed" ] && mkdir -p "$prepared" 2>/dev/null && [ -w "$prepared" ] || return 0
        say "Preparing for quick starts (once for each jar) …"
        (
            flock 9
            [ -e "$prepared/ready" ] || prepare || {
                : >"$prepared/failed"
                say "That failed; see $prepared/log. Starting without, from now on."
            }
        ) 9>"$start_directory/.lock" || return 0
    fi
    [ -e "$prepared/ready" ] || return 0
    # Held as long as the server runs, so that no later build removes what it runs from.
    exec 8<"$prepared/ready"
    flock --shared 8
    start_jar=$prepared/$(basename "$jar")
    if [ -e "$prepared/cache.aot" ]; then
        start_cache=-XX:AOTCache=$prepared/cache.aot
        start_options="$start_options -Xlog:aot=off -Xlog:cds=off"
    elif [ -w "$prepared" ]; then
        start_cache=-XX:SharedArchiveFile=$prepared/cache.jsa
        start_options="$start_options -XX:+AutoCreateSharedArchive -Xlog:cds=off"
    fi
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
        # A start of its own, up to where it would serve: nothing of the caller's environment or configuration gets there.
        # shellcheck disable=SC2086 # several options are several words
        env -i PATH="$PATH" LC_ALL=C.UTF-8 timeout 120 "$JAVA_HOME/bin/java" $start_options "-XX:AOTCacheOutput=$prepared/cache.aot" \
            -Dspring.context.exit=onRefresh -jar "$prepared/$(basename "$jar")" --server.port=0 \
            --spring.config.location=optional:classpath:/ "--backup.data-directory=$prepared/training" \
            >"$prepared/log" 2>&1 </dev/null || rm -f "$prepared/cache.aot"
        rm -rf "$prepared/training"
        [ -e "$prepared/cache.aot" ] || return
    fi
    # else a power cut may leave it without what it says
    sync -f "$prepared" || return
    : >"$prepared/ready"
}
