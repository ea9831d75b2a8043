package io.rsyncbackup.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        var found = new ArrayList<String>();
        var self = String.valueOf(ProcessHandle.current().pid());
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                var pid = process.getFileName().toString();
                var line = commandLine(process);
                if (!pid.equals(self) && !line.startsWith("bash") && line.contains(path.toString())) {
                    found.add(pid + " " + line);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return found;
    }

    /** Empty when it has ended meanwhile. */
    private static String commandLine(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
