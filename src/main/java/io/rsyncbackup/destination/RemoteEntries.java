package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what {@code stat} and {@code find} print of entries. Pure. */
final class RemoteEntries {
    private static final int FIELDS = 5;

    private RemoteEntries() {}

    /** @param answer mode in hexadecimal digits, device, inode, size */
    static Entry ofStat(Path path, String answer) {
        String[] fields = answer.strip().split(" ", -1);
        if (fields.length != FIELDS - 1) {
            throw new IllegalArgumentException("stat answered: " + answer);
        }
        Entry.Kind kind = LocalStorage.kind(Long.parseLong(fields[0], 16));
        return new Entry(path, kind, Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]));
    }

    /**
     * A line of {@link RemoteScripts#LIST}. Empty when its name cannot be a path here: nothing of ours has such a name.
     */
    static Optional<Entry> ofFind(Path directory, byte[] line) {
        String[] fields = new String(line, UTF_8).split(" ", FIELDS);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("find answered: " + new String(line, UTF_8));
        }
        Entry.Kind kind = switch (fields[0]) {
            case "d" -> Entry.Kind.DIRECTORY;
            case "f" -> Entry.Kind.FILE;
            case "l" -> Entry.Kind.SYMBOLIC_LINK;
            default -> Entry.Kind.OTHER;
        };
        try {
            // NUL stands for a line feed
            Path path = directory.resolve(fields[4].replace('\0', '\n'));
            return Optional.of(new Entry(
                    path, kind, Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3])));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
