# Runs "$@" on another host in a session of its own, and ends it with all it brought forth when standard input ends
# or falls silent: then the connection is broken, or the backup server wants it ended. Set before: id (of the command),
# mark (what its environment carries), program, sudo (its name when it is the program), size (bytes of input before the
# signs of life), silence (seconds), grace and linger (tenths of a second).

tell() { printf '\n%s %s\n' "$id" "$*" >&2; }

quit() {
    tell exit "$1"
    exit "$1"
}

need() {
    command -v "$1" >/dev/null 2>&1 && return
    tell missing "$1"
    exit 127
}

# Every process of the program that has not ended: those of its session, and those that left it.
tree() {
    grep -lsE "^$pid .*\\) [^ZX] |\\) [^ZX] [0-9]+ [0-9]+ $pid " /proc/[0-9]*/stat | cut -d / -f 3
    grep -lsFxz -e "$mark" /proc/[0-9]*/environ | cut -d / -f 3
}

signal() {
    sent=$1
    shift
    [ -n "$sudo" ] && "$sudo" -n kill "-$sent" -- "$@" 2>/dev/null || kill "-$sent" "$@" 2>/dev/null
}

# TERM once for each, KILL when they had their time. Returns when none is left.
finish() {
    left=$grace
    asked=' '
    while alive=$(tree) && [ -n "$alive" ]; do
        for process in $alive; do
            case $left$asked in
            0*) signal KILL "$process" ;;
            *" $process "*) ;;
            *) signal TERM "$process" && asked="$asked$process " ;;
            esac
        done
        [ "$left" = 0 ] || left=$((left - 1))
        sleep 0.1
    done
}

# Waits for the next sign of life.
beat() { [ "$(timeout "$silence" dd bs=1 count=1 <&3 | wc -c)" -eq 1 ]; }

for each in setsid env grep timeout dd head "$program"; do
    need "$each"
done

exec 3<&0 4</dev/null </dev/null
if [ "$size" -gt 0 ]; then
    # As a file: a program that takes its time must not hold up the signs of life, nor take a part for the whole.
    input=$(mktemp) || quit 1
    exec 4<"$input" 5>"$input"
    rm "$input"
    head -c "$size" <&3 >&5 || quit 1
    exec 5>&-
    beat || quit 143
fi
setsid "$@" <&4 3<&- 4<&- &
pid=$!
exec 4<&-

(
    while beat; do :; done
    finish
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-

{ wait "$pid"; } 2>/dev/null
code=$?
left=$linger
while [ -n "$(tree)" ]; do
    if [ "$left" = 0 ]; then
        finish
        break
    fi
    left=$((left - 1))
    sleep 0.1
done
{ kill "$watcher"; } 2>/dev/null
quit "$code"
