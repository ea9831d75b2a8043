package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By which paths below a source rsync would come to directories that must not be copied. */
final class OwnPaths {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private OwnPaths() {}

    static List<Path> below(Path source, List<Path> own) {
        List<Mount> mounts = mounts();
        Path real = real(source);
        Set<Path> below = new LinkedHashSet<>();
        for (Path path : own) {
            Set<Path> names = names(real(path), mounts);
            if (names.contains(real)) {
                throw TransferEndedException.failed(
                        Failure.INTERNAL,
                        "the source " + source + " is " + path + ", which belongs to this server; nothing was changed");
            }
            for (Path name : names) {
                // rsync compares with the source as it was given
                if (name.startsWith(real) && !name.equals(real) && !other(name, path)) {
                    below.add(source.resolve(real.relativize(name)));
                }
            }
            parts(real(path), mounts).stream()
                    .filter(part -> part.startsWith(real) && !part.equals(real))
                    .forEach(part -> below.add(source.resolve(real.relativize(part))));
        }
        return List.copyOf(below);
    }

    /** Every path of a directory, through whatever mount. */
    static Set<Path> names(Path directory, List<Mount> mounts) {
        Set<Path> names = new LinkedHashSet<>(List.of(directory));
        Mount holder = holder(directory, mounts);
        if (holder != null) {
            Path inside = holder.root().resolve(holder.point().relativize(directory));
            for (Mount mount : mounts) {
                if (mount.device().equals(holder.device()) && inside.startsWith(mount.root())) {
                    names.add(mount.point()
                            .resolve(mount.root().relativize(inside))
                            .normalize());
                }
            }
        }
        return names;
    }

    /** Where something from within a directory is mounted: from there its copy would be copied into itself, each time. */
    static Set<Path> parts(Path directory, List<Mount> mounts) {
        Set<Path> parts = new LinkedHashSet<>();
        Mount holder = holder(directory, mounts);
        if (holder != null) {
            Path inside = holder.root().resolve(holder.point().relativize(directory));
            for (Mount mount : mounts) {
                if (mount.device().equals(holder.device()) && mount.root().startsWith(inside)) {
                    parts.add(mount.point());
                }
            }
        }
        return parts;
    }

    private static @Nullable Mount holder(Path directory, List<Mount> mounts) {
        Mount holder = null;
        for (Mount mount : mounts) {
            boolean deeper = holder == null
                    || mount.point().getNameCount() >= holder.point().getNameCount();
            if (directory.startsWith(mount.point()) && deeper) {
                holder = mount;
            }
        }
        return holder;
    }

    /** Whether a source is the directory that holds latest, or lies in latest. */
    static boolean isDestination(Path source, Path latest) {
        Path real = real(source);
        Path here = real(latest);
        Path parent = here.getParent();
        List<Mount> mounts = mounts();
        return names(here, mounts).stream().anyMatch(real::startsWith)
                || (parent != null && names(parent, mounts).contains(real));
    }

    private static List<Mount> mounts() {
        try {
            return Mount.parse(Files.readAllBytes(MOUNTS));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether another file system is mounted over that name meanwhile. */
    private static boolean other(Path name, Path directory) {
        try {
            return !Files.isSameFile(name, directory);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /**
     * A line of {@code /proc/self/mountinfo}.
     *
     * @param root the directory of the file system that is seen at the mount point
     */
    record Mount(String device, Path root, Path point) {
        static List<Mount> parse(byte[] mountinfo) {
            List<Mount> mounts = new ArrayList<>();
            for (String line : new String(mountinfo, UTF_8).split("\n", -1)) {
                String[] fields = line.split(" ", -1);
                if (fields.length > 5 && fields[3].startsWith("/")) {
                    mounts.add(new Mount(fields[2], path(fields[3]), path(fields[4])));
                }
            }
            return mounts;
        }

        private static Path path(String field) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < field.length(); i++) {
                if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                    text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                    i += 3;
                } else {
                    text.append(field.charAt(i));
                }
            }
            return Path.of(text.toString());
        }
    }
}
