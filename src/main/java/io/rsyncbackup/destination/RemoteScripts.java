package io.rsyncbackup.destination;

/** What a shell on the host of a destination does in one go, in place of several round trips. Paths are arguments. */
final class RemoteScripts {
    /**
     * Arguments: directory. Names may contain line ends of every kind, so entries end in NUL, in base 64. A list that is
     * not whole must not pass for one, so it is find that says how it ended.
     */
    static final String LIST = """
            exec 4>&1
            code=$({
              {
                find "$1/" -ignore_readdir_race -mindepth 1 -maxdepth 1 -printf '%y %D %i %s %f\\0'
                echo "$?" >&3
              } | base64 >&4
            } 3>&1)
            exit "$code"
            """;

    /** Arguments: path. Prints the path without links, in base 64. */
    static final String REAL = """
            realpath --canonicalize-existing --zero -- "$1" >/dev/null || exit 1
            realpath --canonicalize-existing --zero -- "$1" | tr --delete '\\0' | base64
            """;

    /** Arguments: link. Prints where it leads, in base 64. */
    static final String LINK = """
            readlink --no-newline -- "$1" >/dev/null || exit 1
            readlink --no-newline -- "$1" | base64
            """;

    /** Arguments: file, most bytes. Prints nothing when it is no such file; fails when that cannot be seen. */
    static final String CONTENT = """
            stat -- "$1" >/dev/null || exit 1
            if [ -f "$1" ] && [ ! -h "$1" ] && [ "$(stat --format=%s -- "$1")" -le "$2" ]; then
              printf '%s\\n' content && base64 -- "$1"
            fi
            """;

    /** Arguments: directory, suffix, most bytes. Prints each name, then its content. */
    static final String CONTENTS = """
            ls -- "$1" >/dev/null || exit 1
            if [ -d "$1" ] && [ ! -h "$1" ]; then
              for file in "$1"/*"$2"; do
                [ -e "$file" ] || [ -h "$file" ] || continue
                printf 'name ' && printf %s "${file##*/}" | base64 --wrap=0 && printf '\\n' || exit 1
                if [ -f "$file" ] && [ ! -h "$file" ] && [ "$(stat --format=%s -- "$file")" -le "$3" ]; then
                  base64 -- "$file" || [ ! -e "$file" ] || exit 1
                fi
              done
            fi
            """;

    /** Arguments: file, temporary file beside it, content in base 64, how to put it in place. */
    static final String WRITE = """
            give_up() { rm -f -- "$1"; exit 1; }
            printf %s "$3" | base64 --decode >"$2" || give_up "$2"
            sync -- "$2" || give_up "$2"
            if [ "$4" = create ]; then
              ln --no-target-directory -- "$2" "$1" || give_up "$2"
              rm -- "$2" || exit 1
            else
              mv --force --no-target-directory -- "$2" "$1" || give_up "$2"
            fi
            sync -- "${1%/*}"
            """;

    /** Arguments: file or empty directory. Says whether there was one. */
    static final String DELETE = """
            if [ -d "$1" ] && [ ! -h "$1" ]; then
              rmdir -- "$1" && echo deleted
            elif [ -e "$1" ] || [ -h "$1" ]; then
              rm -f -- "$1" && echo deleted
            fi
            """;

    /**
     * Arguments: from, to. Across file systems mv would copy for hours, and half of it would lie there meanwhile. Bind
     * mounts of one file system are only seen by an mv that can be told; older ones cannot.
     */
    static final String RENAME = """
            from=$(stat --format=%d -- "${1%/*}/") || exit 1
            to=$(stat --format=%d -- "${2%/*}/") || exit 1
            if [ "$from" != "$to" ]; then
              printf '%s: Invalid cross-device link\n' "$2" >&2
              exit 1
            fi
            case $(mv --help) in
              *--no-copy*) exec mv --no-copy --force --no-target-directory -- "$1" "$2" ;;
              *) exec mv --force --no-target-directory -- "$1" "$2" ;;
            esac
            """;

    /**
     * Arguments: lock file. Runs while it is held. A server on that host locks in the other way that Linux knows (the
     * table of all locks shows both), and both look for the other's after they have their own.
     */
    static final String HOLD = """
            device=$((0x$(stat --format=%D -- "$1")))
            number=$(printf '%02x:%02x' $((device >> 8 & 0xfff)) $((device & 0xff | device >> 12 & 0xfff00)))
            case $number in 00:*) number='00:[0-9a-f]+' ;; esac
            if grep --quiet --extended-regexp "POSIX .* $number:$(stat --format=%i -- "$1") " /proc/locks; then
              exit 75
            fi
            echo held
            while :; do sleep 3600; done
            """;

    private RemoteScripts() {}
}
