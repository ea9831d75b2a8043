package io.rsyncbackup.transfer;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fine a file system keeps times. Comparing finer than it keeps them would rewrite every file in every run. */
final class Timestamps {
    /** They keep either whole seconds (ext with small inodes) or nanoseconds, nothing between. */
    private static final Set<String> ALL_OR_NOTHING =
            Set.of("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "tmpfs", "xfs", "zfs");

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** NTFS and CIFS keep steps of 100 ns, others coarser ones; what is behind NFS or FUSE cannot be known. */
    private static final long COARSE = 100;

    private static final Pattern FOUND = Pattern.compile("(\\S+) \\d+\\.(\\d{9})\\d*");

    private Timestamps() {}

    /** Whether single nanoseconds are surely kept there, as the times of latest and its parent show. */
    static boolean nanoseconds(Session session) {
        return switch (session.request().latest()) {
            case Endpoint.Here here -> nanoseconds(here.path());
            case Endpoint.OverSsh ssh -> nanoseconds(session, ssh);
            case Endpoint.Daemon daemon -> daemon.nanoseconds();
        };
    }

    private static boolean nanoseconds(Session session, Endpoint.OverSsh latest) {
        List<String> lines = new ArrayList<>();
        session.runAt(
                latest,
                Command.of("find", latest.path(), latest.path() + "/..", "-maxdepth", "0", "-printf", "%F %T@\\n"),
                new CommandOutput() {
                    @Override
                    public void out(byte[] line) {
                        lines.add(Names.readable(line));
                    }
                });
        return nanoseconds(lines);
    }

    /** Tells it from a type of file system and a time in each line, as {@code ext4 1795435775.8088297000}. */
    static boolean nanoseconds(List<String> lines) {
        return lines.stream().anyMatch(line -> {
            Matcher matcher = FOUND.matcher(line);
            return matcher.matches() && nanoseconds(matcher.group(1), Long.parseLong(matcher.group(2)));
        });
    }

    private static boolean nanoseconds(Path latest) {
        try {
            return nanoseconds(Files.getFileStore(latest).type(), time(latest), time(latest.resolveSibling(".")));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Tells it from a type of file system and times found there.
     *
     * @param times in nanoseconds since 1970
     */
    static boolean nanoseconds(String type, long... times) {
        long step = ALL_OR_NOTHING.contains(type) ? SECOND : COARSE;
        for (long time : times) {
            if (time % step != 0) {
                return true;
            }
        }
        return false;
    }

    private static long time(Path directory) throws IOException {
        return Files.getLastModifiedTime(directory).to(TimeUnit.NANOSECONDS);
    }
}
