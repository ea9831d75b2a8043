package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads which processes there are from {@code /proc}. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;

    private ProcessTable() {}

    /** Every process that has not ended. */
    static List<ProcessEntry> alive() {
        List<ProcessEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                ProcessEntry entry = ProcessEntry.parse(read(directory.resolve("stat")));
                if (entry != null && entry.alive()) {
                    entries.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new UncheckedIOException(
                    "cannot read /proc, which is needed to end programs: mount it", new IOException(e));
        }
        return entries;
    }

    /** Every process that was started with this variable and has not ended. */
    static List<ProcessEntry> carrying(String name, String value) {
        return alive().stream()
                .filter(entry -> hasVariable(entry.pid(), name, value))
                .toList();
    }

    /** Whether the process was started with this variable; false when its environment may not be read. */
    static boolean hasVariable(long pid, String name, String value) {
        String environment = '\0' + read(PROC.resolve(Long.toString(pid)).resolve("environ")) + '\0';
        // compared byte by byte: the value of a variable need not be valid text
        String wanted = new String((name + "=" + value).getBytes(UTF_8), ISO_8859_1);
        return environment.contains('\0' + wanted + '\0');
    }

    /** The kernel's clock, in the unit of {@link ProcessEntry#startTicks()}. */
    static long ticks() {
        String uptime = read(PROC.resolve("uptime"));
        int end = uptime.indexOf(' ');
        return end < 0 ? 0 : (long) (Double.parseDouble(uptime.substring(0, end)) * TICKS_PER_SECOND);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException e) {
            // ended meanwhile, or another user's
            return "";
        }
    }
}
