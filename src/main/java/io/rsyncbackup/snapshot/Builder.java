package io.rsyncbackup.snapshot;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationLayout;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Builds the copy of latest that becomes a snapshot. */
final class Builder {
    private static final int SOURCE_VANISHED = 24;

    private final Storage storage;
    private final Programs programs;
    private final TakeRequest request;
    private final StopSignal stop;

    Builder(Storage storage, Programs programs, TakeRequest request, StopSignal stop) {
        this.storage = storage;
        this.programs = programs;
        this.request = request;
        this.stop = stop;
    }

    Sidecar.How way() throws IOException {
        if (request.method() == SnapshotMethod.BTRFS) {
            return Sidecar.How.BTRFS;
        }
        if (!request.othersFill()) {
            return Sidecar.How.HARD_LINK;
        }
        return canReflink() ? Sidecar.How.REFLINK : Sidecar.How.LINK_DEST;
    }

    /**
     * @param linkDest the newest complete snapshot that shares nothing with latest
     * @return true when everything of latest is in it
     */
    boolean build(Sidecar.How way, Path target, Optional<Path> linkDest) throws IOException {
        DestinationLayout layout = request.layout();
        String latest = layout.latest().toString();
        switch (way) {
            case HARD_LINK -> new HardLinks(storage, layout, programs, stop).make(target);
            case REFLINK ->
                programs.require(
                        stop,
                        "cp",
                        "--archive",
                        "--reflink=always",
                        "--no-target-directory",
                        "--",
                        latest,
                        target.toString());
            case LINK_DEST -> {
                return linkDest(latest, target, linkDest);
            }
            case BTRFS -> {
                refuseSubvolumesInside(latest);
                programs.require(stop, "btrfs", "subvolume", "snapshot", latest, target.toString());
            }
        }
        return true;
    }

    private boolean linkDest(String latest, Path target, Optional<Path> linkDest) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                "rsync",
                "--archive",
                "--acls",
                "--xattrs",
                "--hard-links",
                "--numeric-ids",
                "--sparse",
                // compare times to the nanosecond: a push may be seconds after the last snapshot
                "--modify-window=-1"));
        linkDest.ifPresent(base -> argv.add("--link-dest=" + base));
        argv.addAll(List.of("--", latest + "/", target + "/"));
        CommandResult result = programs.run(stop, argv);
        if (result.exitCode() == SOURCE_VANISHED) {
            return false;
        }
        Programs.requireSuccess("rsync", result);
        return true;
    }

    private void refuseSubvolumesInside(String latest) throws IOException {
        CommandResult result = programs.run(stop, List.of("btrfs", "subvolume", "list", "-o", latest));
        Programs.requireSuccess("btrfs subvolume list", result);
        Optional<String> first = result.outputTail().lines().findFirst();
        if (first.isPresent()) {
            throw new IOException("there is a subvolume inside " + latest + " ("
                    + first.get().replaceFirst("^.* path ", "")
                    + "), which a snapshot would show as an empty directory; delete it or move it away");
        }
    }

    private boolean canReflink() throws IOException {
        Path incomplete = request.layout().incomplete();
        Path from = incomplete.resolve("probe." + UUID.randomUUID());
        Path to = incomplete.resolve(from.getFileName() + ".clone");
        try {
            storage.write(from, "reflink?".getBytes(StandardCharsets.US_ASCII));
            return programs.run(
                            stop,
                            List.of("cp", "--reflink=always", "--", from.toString(), to.toString()),
                            CommandOutput.IGNORE)
                    .succeeded();
        } finally {
            storage.delete(to);
            storage.delete(from);
        }
    }
}
