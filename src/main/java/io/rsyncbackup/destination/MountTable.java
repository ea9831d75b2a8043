package io.rsyncbackup.destination;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The file systems mounted on this host, in the order of {@code /proc/self/mountinfo}. */
public final class MountTable {
    /**
     * One line of it.
     *
     * @param device {@code major:minor}
     * @param root the directory of the file system that is mounted
     * @param mountPoint where
     */
    record Mount(String device, Path root, Path mountPoint) {}

    private final List<Mount> mounts;

    MountTable(List<Mount> mounts) {
        this.mounts = List.copyOf(mounts);
    }

    public static MountTable read() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read which file systems are mounted", e);
        }
    }

    static MountTable parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            if (fields.length > 4 && fields[3].startsWith("/")) {
                mounts.add(new Mount(fields[2], Path.of(unescape(fields[3])), Path.of(unescape(fields[4]))));
            }
        }
        return new MountTable(mounts);
    }

    /** Other paths of the same directory, through bind mounts and second mounts of its file system. */
    public List<Path> aliases(Path real) {
        Optional<Mount> own = mounts.stream()
                .filter(mount -> real.startsWith(mount.mountPoint()))
                .max(Comparator.comparingInt(mount -> mount.mountPoint().getNameCount()));
        if (own.isEmpty()) {
            return List.of();
        }
        Path inside = own.get()
                .root()
                .resolve(own.get().mountPoint().relativize(real))
                .normalize();
        return mounts.stream()
                .filter(mount -> mount.device().equals(own.get().device()) && inside.startsWith(mount.root()))
                .map(mount -> mount.mountPoint()
                        .resolve(mount.root().relativize(inside))
                        .normalize())
                .filter(alias -> !alias.equals(real))
                .distinct()
                .toList();
    }

    /** The kernel writes blanks and their like as three octal digits; the rest are the path's own bytes. */
    private static String unescape(String latin) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < latin.length(); i++) {
            if (latin.charAt(i) == '\\' && i + 3 < latin.length()) {
                plain.write(Integer.parseInt(latin.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.write(latin.charAt(i));
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
