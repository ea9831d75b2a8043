package io.rsyncbackup.device;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is mounted, as in {@code /proc/self/mountinfo}; a later line covers an earlier one. Pure. */
record MountInfo(List<Entry> entries) {
    private static final int DEVICE = 2;
    private static final int MOUNT_POINT = 4;

    /**
     * One mount.
     *
     * @param id of this mount; another one after it was unmounted and mounted again may get the same
     * @param device {@code major:minor}
     */
    record Entry(String id, String device, Path directory, String type) {}

    static MountInfo parse(byte[] content) {
        return new MountInfo(new String(content, StandardCharsets.ISO_8859_1)
                .lines()
                .flatMap(line -> entry(line).stream())
                .toList());
    }

    private static Optional<Entry> entry(String line) {
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ", -1);
        if (halves.length < 2 || fields.length <= MOUNT_POINT) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Entry(
                    fields[0],
                    fields[DEVICE],
                    Path.of(TabLines.unescape(fields[MOUNT_POINT])),
                    halves[1].split(" ", -1)[0]));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What is seen at that directory, if it is a mount point. An automounter that waits is nothing mounted. */
    Optional<Entry> at(Path real) {
        return entries.stream()
                .filter(entry -> entry.directory().equals(real) && !entry.type().equals("autofs"))
                .reduce((covered, covering) -> covering);
    }

    /** Where what holds that path is mounted. */
    Optional<Path> holding(Path real) {
        return entries.stream()
                .map(Entry::directory)
                .filter(real::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount));
    }

    /** Mounts below that directory. */
    List<Entry> below(Path real) {
        return entries.stream()
                .filter(entry ->
                        entry.directory().startsWith(real) && !entry.directory().equals(real))
                .toList();
    }

    /** All mounts of that device. */
    List<Entry> of(String device) {
        return entries.stream().filter(entry -> entry.device().equals(device)).toList();
    }
}
