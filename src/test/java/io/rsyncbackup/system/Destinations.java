package io.rsyncbackup.system;

import java.nio.file.Path;
import java.util.List;

/** What lies on a destination and who works on it, seen from outside the server. */
final class Destinations {
    private Destinations() {}

    /** Dated directories beside latest. */
    static List<String> snapshotDirectories(Path parent) {
        return lines(Shell.run(
                "cd \"$1\" 2>/dev/null || exit 0; find . -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' -printf '%f\\n' | sort",
                parent));
    }

    /** Snapshots that are being built, or were when something died. */
    static List<String> incomplete(Path parent) {
        return lines(Shell.run(
                "cd \"$1/.rsync-backup/incomplete\" 2>/dev/null || exit 0; find . -mindepth 1 -maxdepth 1 -printf '%f\\n'",
                parent));
    }

    /** Processes that name this path, other than this test's own. */
    static List<String> processesOn(Path path) {
        return lines(Shell.run("""
                for process in /proc/[0-9]*; do
                  pid=${process#/proc/}
                  [ "$pid" != $$ ] && [ "$pid" != "$PPID" ] && [ -r "$process/cmdline" ] || continue
                  line=$(tr '\\0' ' ' <"$process/cmdline" 2>/dev/null) || continue
                  case "$line" in bash*) ;; *"$1"*) printf '%s %s\\n' "$pid" "$line" ;; esac
                done
                """, path));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
