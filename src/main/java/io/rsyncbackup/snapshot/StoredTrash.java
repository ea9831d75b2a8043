package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.Btrfs;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Entry;
import io.rsyncbackup.destination.MountPoints;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The trash of a destination on a file system. */
final class StoredTrash implements Trash {
    /** One file system would not do: what is named itself may be one that was mounted after the walk. */
    private static final String REMOVE = """
            [ $# = 0 ] || exec rm -rf --one-file-system --preserve-root=all -- "$@"
            find . -mindepth 1 -maxdepth 1 ! -type d -print0 \
              | xargs --null --no-run-if-empty --max-args=1000 --max-procs="$HANDS" rm -f --""";

    private final Storage storage;
    private final Btrfs btrfs;
    private final ManyHands many;

    StoredTrash(Storage storage) {
        this(storage, ManyHands.SMALLEST);
    }

    /** @param smallest the least work that several share */
    StoredTrash(Storage storage, long smallest) {
        this.storage = storage;
        this.btrfs = new Btrfs(storage);
        this.many = new ManyHands(storage, smallest);
    }

    @Override
    public long pending(DestinationLayout layout) {
        try {
            return storage.entries(layout.trash()).size();
        } catch (IOException e) {
            throw unavailable(layout, e);
        }
    }

    @Override
    public List<String> empty(DestinationLayout layout, StopSignal stop) {
        return empty(layout, List.of(), stop);
    }

    @Override
    public List<String> empty(DestinationLayout layout, List<String> prefix, StopSignal stop) {
        List<String> problems = new ArrayList<>();
        try {
            for (Entry entry : storage.entries(layout.trash())) {
                if (stop.requested()) {
                    break;
                }
                remove(entry, prefix, stop, problems);
            }
        } catch (IOException e) {
            throw unavailable(layout, e);
        }
        return problems;
    }

    private void remove(Entry found, List<String> prefix, StopSignal stop, List<String> problems) {
        Path entry = found.path();
        try {
            boolean link = found.symbolicLink();
            List<Path> mounts = link ? List.of() : MountPoints.within(storage, entry);
            if (!mounts.isEmpty()) {
                problems.add(entry + " is left: " + mounts.getFirst() + " is a mount point; unmount it");
                return;
            }
            if (!link && btrfs.isSubvolume(entry)) {
                btrfs.delete(prefix, entry);
                return;
            }
            if (!link) {
                unburden(entry, prefix, stop);
            }
            List<String> argv = new ArrayList<>(prefix);
            argv.addAll(List.of("ionice", "-c", "3", "rm", "-rf", "--one-file-system", "--", entry.toString()));
            CommandResult result = storage.runner().run(Command.of(argv), CommandOutput.IGNORE, stop);
            if (!result.stopped() && storage.exists(entry)) {
                problems.add(entry + " is left: "
                        + result.errorTail().lines().findFirst().orElse("rm gave no reason"));
            }
        } catch (IOException e) {
            if (stillThere(entry)) {
                problems.add(entry + " is left: " + e.getMessage());
            }
        }
    }

    /** Several remove most of a large tree; what they leave, and why, the last one says. */
    private void unburden(Path entry, List<String> prefix, StopSignal stop) throws IOException {
        List<String> idle = new ArrayList<>(prefix);
        idle.addAll(List.of("ionice", "-c", "3"));
        many.parts(entry, idle, stop)
                .ifPresent(tree -> storage.runner()
                        .run(many.share(tree, idle, entry, REMOVE, Map.of()), CommandOutput.IGNORE, stop));
    }

    private boolean stillThere(Path entry) {
        try {
            return storage.exists(entry);
        } catch (IOException e) {
            return true;
        }
    }

    private static DestinationException unavailable(DestinationLayout layout, IOException cause) {
        return new DestinationException(
                DestinationException.Reason.UNAVAILABLE,
                "the trash of " + layout.parent() + " cannot be read: " + cause.getMessage(),
                cause);
    }
}
