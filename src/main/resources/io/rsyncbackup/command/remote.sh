# Runs "$@" on another host in a session of its own, and ends it with all it brought forth when standard input ends
# or falls silent: then the connection is broken, or the backup server wants it ended. Set before: id (of the command),
# mark (what its environment carries), program, sudo (its name when it is the program), size (bytes of input before the
# signs of life), silence (seconds), grace and linger (tenths of a second).

tell() { printf '\n%s %s\n' "$id" "$*" >&2; }

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

exec 3<&0 5>/dev/null 6</dev/null </dev/null
if [ "$size" -gt 0 ]; then
    directory=$(mktemp -d) && mkfifo "$directory/input" || exit 1
    exec 4<>"$directory/input"
    exec 5>"$directory/input" 6<"$directory/input" 4>&-
    rm -r "$directory"
fi
setsid "$@" <&6 3<&- 5>&- 6<&- &
pid=$!
exec 6<&-

(
    # The program must not take a part of its input for the whole: only a sign of life after the last byte closes it.
    if [ "$size" -gt 0 ]; then
        if head -c "$size" <&3 >&5; then
            beat || finish
        else
            # it reads no more, but what is left for it stands before the signs of life
            cat <&3
            finish
        fi
    fi
    exec 5>&-
    while beat; do :; done
    finish
) >/dev/null 2>&1 &
watcher=$!
exec 3<&- 5>&-

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
tell exit "$code"
exit "$code"
