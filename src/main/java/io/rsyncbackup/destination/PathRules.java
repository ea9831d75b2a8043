package io.rsyncbackup.destination;

import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the path of a destination must be, whatever lies there. Reads only. */
final class PathRules {
    private PathRules() {}

    /** @throws DestinationException when writing there could write somewhere else */
    static void check(DestinationLayout layout) throws IOException {
        Path latest = layout.latest();
        if (!latest.equals(latest.normalize())
                || Objects.equals(latest.getFileName(), layout.own().getFileName())) {
            throw refuse(latest + " cannot be a destination; write its path without . and .. elements");
        }
        refuseSymbolicLinks(layout);
        refuseForeignKinds(layout);
        refuseInsideAnother(layout);
    }

    static Path nearestExisting(Path path) {
        Path at = path;
        while (!Files.exists(at)) {
            at = Objects.requireNonNull(at.getParent(), "the root directory exists");
        }
        return at;
    }

    static long device(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    private static void refuseSymbolicLinks(DestinationLayout layout) throws IOException {
        long device = device(nearestExisting(layout.parent()).toRealPath());
        for (Path at = layout.latest(); at != null && at.getParent() != null; at = at.getParent()) {
            if (!Files.isSymbolicLink(at)) {
                continue;
            }
            if (at.equals(layout.latest()) || device(at) == device) {
                throw refuse(at + " is a symbolic link (to " + Files.readSymbolicLink(at)
                        + "), and writing through it could overwrite something else; nothing was written; name the"
                        + " real directory as the plan's destination, or remove the link");
            }
        }
    }

    private static void refuseForeignKinds(DestinationLayout layout) throws IOException {
        for (Path directory : List.of(
                layout.parent(),
                layout.latest(),
                layout.own(),
                layout.sidecars(),
                layout.incomplete(),
                layout.trash())) {
            boolean linkAllowed = directory.equals(layout.parent());
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
                    && !(linkAllowed
                            ? Files.isDirectory(directory)
                            : Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS))) {
                throw refuse(directory + " is not a directory; nothing was written; move it away or name another"
                        + " destination");
            }
        }
        Path latest = layout.latest();
        if (Files.exists(latest)) {
            boolean mounted = MountPoints.within(latest).contains(latest.toRealPath());
            boolean elsewhere = device(latest) != device(layout.parent().toRealPath());
            if (mounted || (elsewhere && !Btrfs.isSubvolume(latest))) {
                throw refuse(latest + " is a mount point of its own, but it and its snapshots must lie on one file"
                        + " system; name a directory below it, as " + latest.resolve("latest"));
            }
        }
    }

    private static void refuseInsideAnother(DestinationLayout layout) throws IOException {
        Path real = nearestExisting(layout.parent()).toRealPath();
        @Nullable Path at = Files.exists(layout.parent()) ? real.getParent() : real;
        for (; at != null && at.getParent() != null; at = at.getParent()) {
            Path other = at.resolve(layout.own().getFileName())
                    .resolve(layout.identityFile().getFileName());
            if (Files.exists(other, LinkOption.NOFOLLOW_LINKS)) {
                throw refuse(layout.latest() + " lies inside another destination, " + at
                        + "; nothing was written; give the plan a directory outside of it");
            }
        }
    }

    private static DestinationException refuse(String message) {
        return new DestinationException(Reason.NOT_RECOGNISED, message);
    }
}
