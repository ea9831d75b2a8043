package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.ConnectionException;
import io.rsyncbackup.command.SshConnection;
import io.rsyncbackup.command.SshTarget;
import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a transfer: a directory, and how rsync and its helpers come to it. */
public sealed interface Endpoint {
    /** For people. */
    String text();

    static Endpoint of(Path path) {
        return new Here(path);
    }

    /**
     * A directory that an SSH connection leads to. Logs in.
     *
     * @param prefix what goes in front of every program there
     * @throws ConnectionException when the host cannot be reached or does not let us in
     */
    static OverSsh over(SshConnection connection, String path, List<String> prefix) {
        SshTarget target = connection.target();
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        List<String> rsync = new ArrayList<>(prefix);
        rsync.add("rsync");
        return new OverSsh(
                path,
                target.user() == null ? host : target.user() + "@" + host,
                connection.rsyncShellOption(),
                connection.rsyncPath(rsync),
                connection.runner(),
                prefix);
    }

    /** A directory of this host. */
    record Here(Path path) implements Endpoint {
        @Override
        public String text() {
            return path.toString();
        }
    }

    /**
     * A directory of another host, reached through SSH.
     *
     * @param path absolute
     * @param host {@code [user@]host} as rsync wants it, IPv6 in brackets
     * @param shellOption the value of rsync's {@code -e}
     * @param rsyncPath the value of rsync's {@code --rsync-path}: prefix and {@code rsync}, quoted for the shell there
     * @param there runs programs on that host, as the same user
     * @param prefix what goes in front of every program there: {@code sudo -n --}, {@code flock --shared --no-fork FILE}
     */
    record OverSsh(
            String path, String host, String shellOption, String rsyncPath, CommandRunner there, List<String> prefix)
            implements Endpoint {
        public OverSsh {
            if (!path.startsWith("/") || host.isEmpty() || host.startsWith("-")) {
                throw new IllegalArgumentException("no directory of another host: " + host + ":" + path);
            }
            refuseWildcards(path, host + ":" + path);
            if (shellOption.isBlank() || rsyncPath.isBlank()) {
                throw new IllegalArgumentException("neither -e nor --rsync-path can be empty: " + host);
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
     * @param fresh true when nobody has written into it yet, so that nothing in it has to be deleted
     * @param flush true when the daemon is to have every file on its disk before it gets its name
     * @param nanoseconds true when its file system surely keeps them
     */
    record Daemon(
            Location.Daemon location,
            @Nullable Path passwordFile,
            @Nullable Integer tunnelPort,
            boolean fresh,
            boolean flush,
            boolean nanoseconds)
            implements Endpoint {
        /** One to read from, or a new directory. */
        public Daemon(Location.Daemon location, @Nullable Path passwordFile, @Nullable Integer tunnelPort) {
            this(location, passwordFile, tunnelPort, true, false, false);
        }

        public Daemon {
            refuseWildcards(location.path(), location.text());
        }

        @Override
        public String text() {
            return location.text();
        }
    }

    /** Protected from the shell, they reach rsync on the other side, which expands them itself. */
    private static void refuseWildcards(String path, String text) {
        for (char wildcard : new char[] {'*', '?', '['}) {
            if (path.indexOf(wildcard) >= 0) {
                throw new IllegalArgumentException("a path on another host must not contain * ? or [, which rsync there"
                        + " takes for wildcards and copies to another directory: " + text);
            }
        }
    }
}
