package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a transfer: a directory, and how rsync and its helpers come to it. */
public sealed interface Endpoint {
    /** For people. */
    String text();

    static Endpoint of(Path path) {
        return new Here(path);
    }

    /** The path of a directory of this host. */
    default Path here() {
        throw new IllegalStateException("not on this host: " + text());
    }

    /** A directory of this host. */
    record Here(Path path) implements Endpoint {
        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public Path here() {
            return path;
        }
    }

    /**
     * A directory of another host, reached through SSH.
     *
     * @param path absolute
     * @param host {@code [user@]host} as rsync wants it, IPv6 in brackets
     * @param shellOption the value of rsync's {@code -e}
     * @param there runs programs on that host, as the same user
     * @param prefix what goes in front of every program there: {@code sudo -n --}, {@code flock --shared --no-fork FILE}
     */
    record OverSsh(String path, String host, String shellOption, CommandRunner there, List<String> prefix)
            implements Endpoint {
        public OverSsh {
            if (!path.startsWith("/") || host.isEmpty() || host.startsWith("-") || shellOption.isBlank()) {
                throw new IllegalArgumentException("no directory of another host: " + host + ":" + path);
            }
            prefix = List.copyOf(prefix);
        }

        @Override
        public String text() {
            return host + ":" + path;
        }
    }

    /**
     * A directory of an rsync daemon's module.
     *
     * @param passwordFile rsync reads the password from it; absent: the module wants none
     * @param tunnelPort where on this host a tunnel to the daemon listens; absent: the location's own host and port
     */
    record Daemon(
            Location.Daemon location,
            @Nullable Path passwordFile,
            @Nullable Integer tunnelPort) implements Endpoint {
        @Override
        public String text() {
            return location.text();
        }
    }
}
