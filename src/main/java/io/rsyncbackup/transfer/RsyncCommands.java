package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The argument lists of every rsync call, without what goes in front of rsync. */
final class RsyncCommands {
    /** Itemized change, size, name, and behind it what it links to; no name contains two slashes. */
    static final String ITEM_FORMAT = "--out-format=%i %l %n//%L";

    static final long SILENCE_SECONDS = 600;

    private static final List<String> METADATA =
            List.of("--acls", "--archive", "--hard-links", "--numeric-ids", "--xattrs", "--sparse");

    private final TransferRequest request;
    private final List<String> filters;
    private final List<String> metadata;

    /**
     * Makes the commands of one request.
     *
     * @param nanoseconds whether latest keeps them; rsync else takes times within one second for the same, and
     *     directories, symlinks and special files get the wrong ones
     */
    RsyncCommands(TransferRequest request, List<String> filters, boolean nanoseconds) {
        this.request = request;
        this.filters = List.copyOf(filters);
        List<String> options = new ArrayList<>(METADATA);
        if (nanoseconds) {
            options.add("--modify-window=-1");
        }
        if (request.ordinaryUser()) {
            // else nobody here could look into what came locked: no snapshot of it, and no freeing of an old one
            options.add("--chmod=Du+rwx");
        }
        this.metadata = List.copyOf(options);
    }

    /**
     * Everything in one pass. Rsync walks first, so that it knows from the start how much there is. Nothing is deleted
     * in a daemon's new directory, since daemons like to refuse it.
     */
    List<String> plain() {
        List<String> argv = mirror(request.deletes());
        if (request.latest() instanceof Endpoint.Daemon daemon && daemon.flush()) {
            argv.add("--fsync");
        }
        request.linkDest().forEach(directory -> argv.add("--link-dest=" + directory));
        argv.addAll(limits());
        argv.add("--no-inc-recursive");
        argv.add("--info=progress2,stats2");
        return between(request.source(), argv, request.latest());
    }

    List<String> decide() {
        Endpoint latest = request.compareWith() == null ? request.latest() : request.compareWith();
        List<String> argv = mirror(true);
        argv.add(1, "--dry-run");
        ioTimeout(argv);
        argv.add(ITEM_FORMAT);
        argv.add("--info=stats2");
        return between(request.source(), argv, latest);
    }

    /** Lists one directory of a daemon, itself included, a line for each entry. */
    static List<String> list(Endpoint.Daemon daemon, @Nullable Long ioTimeoutSeconds) {
        List<String> argv = new ArrayList<>(List.of("rsync", "--list-only", "--dirs", "--no-motd"));
        argv.add("--timeout=" + (ioTimeoutSeconds == null ? SILENCE_SECONDS : ioTimeoutSeconds));
        argv.addAll(Addresses.options(daemon));
        argv.add(Addresses.of(daemon));
        return argv;
    }

    /**
     * Removes the listed paths below latest. An empty source has none of them, and rsync, unlike rm, follows no symlink.
     *
     * @param list NUL-terminated paths, each with a leading slash, which rsync drops: without it {@code #x} is a comment
     */
    List<String> remove(Path list, Path emptySource) {
        List<String> argv = new ArrayList<>(List.of("rsync", "--links", "--devices", "--specials"));
        argv.addAll(List.of("--no-recursive", "--no-implied-dirs", "--delete-missing-args", "--force", "--from0"));
        argv.add("--files-from=" + list);
        argv.add("--out-format=%i %n");
        if (request.remote()) {
            ioTimeout(argv);
        }
        return between(Endpoint.of(emptySource), argv, request.latest());
    }

    /**
     * Gives every listed regular file a fresh inode and every listed directory its attributes.
     *
     * @param list NUL-terminated paths, each with a leading {@code ./}, by which the root's own attributes are copied too
     */
    List<String> apply(Path list) {
        List<String> argv = new ArrayList<>(List.of("rsync"));
        argv.addAll(metadata);
        argv.addAll(List.of("--no-recursive", "--ignore-times", "--delete-missing-args", "--force", "--from0"));
        argv.add("--files-from=" + list);
        argv.addAll(limits());
        argv.add("--out-format=%i %n%L");
        argv.add("--info=progress2,stats2");
        return between(request.source(), argv, request.latest());
    }

    /** Copies nothing but the attributes of the source's root. */
    List<String> applyRoot() {
        List<String> argv = new ArrayList<>(List.of("rsync"));
        argv.addAll(metadata);
        argv.addAll(List.of("--no-recursive", "--dirs", "--filter=- /*", "--out-format=%i %n%L", "--info=stats2"));
        ioTimeout(argv);
        return between(request.source(), argv, request.latest());
    }

    private List<String> mirror(boolean delete) {
        List<String> argv = new ArrayList<>(List.of("rsync"));
        if (delete) {
            argv.addAll(List.of("--delete", "--delete-excluded"));
        }
        argv.addAll(metadata);
        if (!request.multiFs()) {
            argv.add("--one-file-system");
        }
        argv.addAll(filters);
        return argv;
    }

    private List<String> limits() {
        List<String> argv = new ArrayList<>();
        Long bandwidth = request.bandwidthLimit();
        if (bandwidth != null) {
            // in KiB; 0 would be no limit at all
            argv.add("--bwlimit=" + Math.max(1, (bandwidth + 1023) / 1024));
        }
        ioTimeout(argv);
        return argv;
    }

    private void ioTimeout(List<String> argv) {
        Long seconds = request.ioTimeoutSeconds();
        if (seconds == null && request.remote()) {
            // else the rsync on the other side waits, and holds its lock, for ever when nobody tells it that we are
            // gone
            seconds = SILENCE_SECONDS;
        }
        if (seconds != null) {
            argv.add("--timeout=" + seconds);
        }
    }

    private static List<String> between(Endpoint source, List<String> argv, Endpoint latest) {
        argv.addAll(Addresses.options(source));
        argv.addAll(Addresses.options(latest));
        argv.add(Addresses.of(source));
        argv.add(Addresses.of(latest));
        return List.copyOf(argv);
    }
}
