package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Where something is mounted, as the processes of its host see it. */
public final class MountPoints {
    private static final int MOUNT_POINT_FIELD = 4;

    private MountPoints() {}

    /** Mount points at or below an existing path; compared by path elements. */
    public static List<Path> within(Storage storage, Path path) throws IOException {
        Path real = storage.real(path);
        return parse(storage.mountTable()).stream()
                .filter(mount -> mount.startsWith(real))
                .toList();
    }

    /** Pure: the mount points of a mountinfo table, read as Latin-1 so that no byte is lost. */
    static List<Path> parse(String table) {
        return table.lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > MOUNT_POINT_FIELD)
                .map(fields -> Path.of(unescape(fields[MOUNT_POINT_FIELD])))
                .toList();
    }

    private static String unescape(String field) {
        StringBuilder bytes = new StringBuilder();
        for (int at = 0; at < field.length(); at++) {
            char c = field.charAt(at);
            if (c == '\\' && at + 3 < field.length()) {
                bytes.append((char) Integer.parseInt(field.substring(at + 1, at + 4), 8));
                at += 3;
            } else {
                bytes.append(c);
            }
        }
        return new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
