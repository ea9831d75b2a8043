package io.rsyncbackup.device;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The file systems that this host knows, as in {@code /etc/fstab}. Pure. */
record Fstab(List<Entry> entries) {
    private static final int DIRECTORY = 1;
    private static final int TYPE = 2;
    private static final int OPTIONS = 3;

    /**
     * One line of it.
     *
     * @param line the first line of the file is 1
     * @param source as in crypttab, or whatever the type of file system understands
     * @param directory the mount point
     * @param text the whole line, for messages
     */
    record Entry(int line, String source, Path directory, String type, List<String> options, String text) {
        /** Where to look, for messages. */
        String where() {
            return "line " + line + " of fstab: " + text;
        }
    }

    /** Lines without a mount point (swap) or without a type are no entries. */
    static Fstab parse(byte[] content) {
        return new Fstab(TabLines.of(content).stream()
                .filter(line ->
                        line.fields().size() > TYPE && line.field(DIRECTORY).startsWith("/"))
                .flatMap(line -> entry(line).stream())
                .toList());
    }

    private static Optional<Entry> entry(TabLines.Line line) {
        try {
            Path directory = Path.of(line.field(DIRECTORY)).normalize();
            List<String> options = line.fields().size() <= OPTIONS
                    ? List.of("defaults")
                    : Arrays.stream(line.field(OPTIONS).split(",", -1))
                            .filter(option -> !option.isEmpty())
                            .toList();
            return Optional.of(
                    new Entry(line.number(), line.field(0), directory, line.field(TYPE), options, line.text()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The first for that directory, as mount has it. */
    Optional<Entry> find(Path directory) {
        return entries.stream()
                .filter(entry -> entry.directory().equals(directory))
                .findFirst();
    }
}
