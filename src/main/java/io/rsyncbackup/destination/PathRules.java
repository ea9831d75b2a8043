package io.rsyncbackup.destination;

import io.rsyncbackup.destination.DestinationException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the path of a destination must be, whatever lies there. Reads only. */
final class PathRules {
    private final Storage storage;
    private final DestinationLayout layout;

    private PathRules(Storage storage, DestinationLayout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /** @throws DestinationException when writing there could write somewhere else */
    static void check(Storage storage, DestinationLayout layout) throws IOException {
        new PathRules(storage, layout).check();
    }

    private void check() throws IOException {
        Path latest = layout.latest();
        if (!latest.equals(latest.normalize())
                || Objects.equals(latest.getFileName(), layout.own().getFileName())) {
            throw refuse(latest + " cannot be a destination; write its path without . and .. elements");
        }
        refuseSymbolicLinks();
        refuseForeignKinds();
        refuseInsideAnother();
    }

    static Path nearestExisting(Storage storage, Path path) throws IOException {
        Path at = path;
        while (storage.follow(at).isEmpty()) {
            at = Objects.requireNonNull(at.getParent(), "the root directory exists");
        }
        return at;
    }

    /** Of what the existing path leads to. */
    static long device(Storage storage, Path path) throws IOException {
        return storage.follow(path)
                .orElseThrow(() -> new NoSuchFileException(path.toString()))
                .device();
    }

    private void refuseSymbolicLinks() throws IOException {
        long device = device(storage, nearestExisting(storage, layout.parent()));
        for (Path at = layout.latest(); at != null && at.getParent() != null; at = at.getParent()) {
            Optional<Entry> entry = storage.look(at).filter(Entry::symbolicLink);
            if (entry.isEmpty()) {
                continue;
            }
            if (at.equals(layout.latest()) || entry.get().device() == device) {
                throw refuse(at + " is a symbolic link (to " + storage.linkTarget(at)
                        + "), and writing through it could overwrite something else; nothing was written; name the"
                        + " real directory as the plan's destination, or remove the link");
            }
        }
    }

    private void refuseForeignKinds() throws IOException {
        for (Path directory : List.of(
                layout.parent(),
                layout.latest(),
                layout.own(),
                layout.sidecars(),
                layout.incomplete(),
                layout.trash())) {
            boolean linkAllowed = directory.equals(layout.parent());
            Optional<Entry> entry = storage.look(directory);
            if (linkAllowed && entry.filter(Entry::symbolicLink).isPresent()) {
                entry = storage.follow(directory).or(() -> dangling(directory));
            }
            if (entry.isPresent() && !entry.get().directory()) {
                throw refuse(directory + " is not a directory; nothing was written; move it away or name another"
                        + " destination");
            }
        }
        Path latest = layout.latest();
        if (storage.exists(latest)) {
            boolean mounted = MountPoints.within(storage, latest).contains(storage.real(latest));
            boolean elsewhere = device(storage, latest) != device(storage, layout.parent());
            if (mounted || (elsewhere && !new Btrfs(storage).isSubvolume(latest))) {
                throw refuse(latest + " is a mount point of its own, but it and its snapshots must lie on one file"
                        + " system; name a directory below it, as " + latest.resolve("latest"));
            }
        }
    }

    private void refuseInsideAnother() throws IOException {
        Path real = storage.real(nearestExisting(storage, layout.parent()));
        @Nullable Path at = storage.follow(layout.parent()).isPresent() ? real.getParent() : real;
        for (; at != null && at.getParent() != null; at = at.getParent()) {
            Path other = at.resolve(layout.own().getFileName())
                    .resolve(layout.identityFile().getFileName());
            if (storage.exists(other)) {
                throw refuse(layout.latest() + " lies inside another destination, " + at
                        + "; nothing was written; give the plan a directory outside of it");
            }
        }
    }

    private static Optional<Entry> dangling(Path link) {
        return Optional.of(new Entry(link, Entry.Kind.SYMBOLIC_LINK, 0, 0, 0));
    }

    private static DestinationException refuse(String message) {
        return new DestinationException(Reason.NOT_RECOGNISED, message);
    }
}
