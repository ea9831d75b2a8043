package io.rsyncbackup.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The argument lists of every rsync call, without what goes in front of rsync. */
final class RsyncCommands {
    /** Itemized change, size, name, and behind it what it links to; no name contains two slashes. */
    static final String ITEM_FORMAT = "--out-format=%i %l %n//%L";

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

    /** Everything in one pass. Rsync walks first, so that it knows from the start how much there is. */
    List<String> plain() {
        List<String> argv = mirror();
        argv.addAll(limits());
        argv.add("--no-inc-recursive");
        argv.add("--info=progress2,stats2");
        return endpoints(argv);
    }

    List<String> decide() {
        List<String> argv = mirror();
        argv.add(1, "--dry-run");
        ioTimeout(argv);
        argv.add(ITEM_FORMAT);
        argv.add("--info=stats2");
        return endpoints(argv);
    }

    /**
     * Removes the listed paths below latest. An empty source has none of them, and rsync, unlike rm, follows no symlink.
     *
     * @param list NUL-terminated paths, each with a leading slash, which rsync drops: without it {@code #x} is a comment
     */
    List<String> remove(Path list, Path emptySource) {
        return List.of(
                "rsync",
                "--links",
                "--devices",
                "--specials",
                "--no-recursive",
                "--no-implied-dirs",
                "--delete-missing-args",
                "--force",
                "--from0",
                "--files-from=" + list,
                "--out-format=%i %n",
                withSlash(emptySource),
                withSlash(request.latest().here()));
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
        return endpoints(argv);
    }

    /** Copies nothing but the attributes of the source's root. */
    List<String> applyRoot() {
        List<String> argv = new ArrayList<>(List.of("rsync"));
        argv.addAll(metadata);
        argv.addAll(List.of("--no-recursive", "--dirs", "--filter=- /*", "--out-format=%i %n%L", "--info=stats2"));
        ioTimeout(argv);
        return endpoints(argv);
    }

    private List<String> mirror() {
        List<String> argv = new ArrayList<>(List.of("rsync", "--delete", "--delete-excluded"));
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
        if (seconds != null) {
            argv.add("--timeout=" + seconds);
        }
    }

    private List<String> endpoints(List<String> argv) {
        argv.add(withSlash(request.source().here()));
        argv.add(withSlash(request.latest().here()));
        return List.copyOf(argv);
    }

    private static String withSlash(Path directory) {
        String text = directory.toString();
        return text.endsWith("/") ? text : text + "/";
    }
}
