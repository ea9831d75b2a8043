package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.Btrfs;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.Directories;
import io.rsyncbackup.destination.DurableFiles;
import io.rsyncbackup.destination.MountPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Removed snapshots whose space is not free yet. Needs no lock: what lies there is nobody's any more. */
public final class Trash {
    private static final int RANDOM_LENGTH = 8;

    private final CommandRunner runner;
    private final Btrfs btrfs;

    public Trash(CommandRunner runner) {
        this.runner = runner;
        this.btrfs = new Btrfs(runner);
    }

    /** How many removed directories still wait. */
    public long pending(DestinationLayout layout) {
        try {
            return Directories.entries(layout.trash()).size();
        } catch (IOException e) {
            throw unavailable(layout, e);
        }
    }

    /** The same without anything in front of the programs. */
    public List<String> empty(DestinationLayout layout, StopSignal stop) {
        return empty(layout, List.of(), stop);
    }

    /**
     * Frees the space of all that lies there now, with idle I/O priority, never across mounts. What is left when it is
     * stopped or killed is removed the next time.
     *
     * @param prefix {@code sudo -n} where the server itself may not remove it
     * @return what could not be removed, and why; none of it is fatal
     */
    public List<String> empty(DestinationLayout layout, List<String> prefix, StopSignal stop) {
        List<String> problems = new ArrayList<>();
        try {
            for (Path entry : Directories.entries(layout.trash())) {
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

    /** Moves something in, durably: gone from where it was at once. */
    static void receive(DestinationLayout layout, Programs programs, Path path) throws IOException {
        Files.createDirectories(layout.trash());
        if (Btrfs.isSubvolume(path)) {
            programs.require(StopSignal.NEVER, "btrfs", "property", "set", "-ts", path.toString(), "ro", "false");
        }
        String random = UUID.randomUUID().toString().substring(0, RANDOM_LENGTH);
        programs.rename(path, layout.trash().resolve(path.getFileName() + "." + random));
        DurableFiles.syncDirectory(layout.trash());
        DurableFiles.syncDirectory(Objects.requireNonNull(path.getParent()));
    }

    private void remove(Path entry, List<String> prefix, StopSignal stop, List<String> problems) {
        try {
            boolean link = Files.isSymbolicLink(entry);
            List<Path> mounts = link ? List.of() : MountPoints.within(entry);
            if (!mounts.isEmpty()) {
                problems.add(entry + " is left: " + mounts.getFirst() + " is a mount point; unmount it");
                return;
            }
            if (!link && Btrfs.isSubvolume(entry)) {
                btrfs.delete(prefix, entry);
                return;
            }
            List<String> argv = new ArrayList<>(prefix);
            argv.addAll(List.of("ionice", "-c", "3", "rm", "-rf", "--one-file-system", "--", entry.toString()));
            CommandResult result = runner.run(Command.of(argv), CommandOutput.IGNORE, stop);
            if (!result.stopped() && Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(entry + " is left: "
                        + result.errorTail().lines().findFirst().orElse("rm gave no reason"));
            }
        } catch (IOException e) {
            if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(entry + " is left: " + e.getMessage());
            }
        }
    }

    private static DestinationException unavailable(DestinationLayout layout, IOException cause) {
        return new DestinationException(
                DestinationException.Reason.UNAVAILABLE,
                "the trash of " + layout.parent() + " cannot be read: " + cause.getMessage(),
                cause);
    }
}
