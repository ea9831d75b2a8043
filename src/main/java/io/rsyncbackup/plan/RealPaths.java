package io.rsyncbackup.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Where paths of this host really lead. */
final class RealPaths {
    private RealPaths() {}

    /**
     * Of what is not there yet, the real path of what is, and the rest as written. Empty when nobody can tell: for a link
     * that leads nowhere, or below a directory that this server may not look into, while rsync under sudo may.
     *
     * @param path absolute
     */
    static Optional<Path> find(Path path) {
        try {
            for (Path there = path; there != null; there = there.getParent()) {
                if (exists(there)) {
                    return Optional.of(
                            there.toRealPath().resolve(there.relativize(path)).normalize());
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean exists(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
