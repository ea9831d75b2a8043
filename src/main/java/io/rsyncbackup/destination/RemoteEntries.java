package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** What {@link RemoteScripts#LIST} found. A name that cannot be a path here is left out: nothing of ours has one. */
    static List<Entry> ofFind(Path directory, byte[] answer) {
        List<Entry> entries = new ArrayList<>();
        for (String entry : new String(answer, UTF_8).split("\0", -1)) {
            if (!entry.isEmpty()) {
                ofFind(directory, entry).ifPresent(entries::add);
            }
        }
        return entries;
    }

    private static Optional<Entry> ofFind(Path directory, String entry) {
        String[] fields = entry.split(" ", FIELDS);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("find answered: " + entry);
        }
        Entry.Kind kind = switch (fields[0]) {
            case "d" -> Entry.Kind.DIRECTORY;
            case "f" -> Entry.Kind.FILE;
            case "l" -> Entry.Kind.SYMBOLIC_LINK;
            default -> Entry.Kind.OTHER;
        };
        try {
            return Optional.of(new Entry(
                    directory.resolve(fields[4]),
                    kind,
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3])));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
