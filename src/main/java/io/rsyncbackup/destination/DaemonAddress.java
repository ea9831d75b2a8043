package io.rsyncbackup.destination;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a destination on an rsync daemon.
 *
 * @param latest the destination; its parent, within the module, holds the snapshots
 * @param passwordFile read by rsync itself; absent: the module asks for none
 * @param tunnelPort a port of this host that leads to the daemon; absent: the daemon is reached directly
 * @param ioTimeout after how long without a byte rsync gives up
 */
public record DaemonAddress(
        Location.Daemon latest,
        @Nullable Path passwordFile,
        @Nullable Integer tunnelPort,
        Duration ioTimeout) {
    private static final String LOOPBACK = "127.0.0.1";

    public DaemonAddress {
        if (latest.path().isEmpty()) {
            throw new DaemonException(
                    DaemonException.Kind.UNUSABLE_PATH,
                    "the destination " + latest.text() + " is a whole module: give it a directory of its own there, as "
                            + latest.text() + "/latest");
        }
        // for new paths no escape is understood
        if (latest.path().chars().anyMatch(character -> "*?[".indexOf(character) >= 0)) {
            throw new DaemonException(
                    DaemonException.Kind.UNUSABLE_PATH,
                    "the path of " + latest.text() + " contains one of * ? [, which an rsync daemon takes for wildcards"
                            + " and so may mean another directory; choose another name");
        }
        if (ioTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("the time to wait for a byte is at least a second: " + ioTimeout);
        }
    }

    /** The last element of the path. */
    public String element() {
        return latest.path().substring(latest.path().lastIndexOf('/') + 1);
    }

    /** The directory that holds latest and the snapshots, as people name it. */
    public Location.Daemon parent() {
        return new Location.Daemon(latest.user(), latest.host(), latest.port(), latest.module(), parentPath());
    }

    /** Where rsync connects to for something below the parent; through the tunnel if there is one. */
    public Location.Daemon within(String relative) {
        String path = relative.isEmpty() ? parentPath() : parentPath() + "/" + relative;
        return tunnelPort == null
                ? new Location.Daemon(latest.user(), latest.host(), latest.port(), latest.module(), path)
                : new Location.Daemon(latest.user(), LOOPBACK, tunnelPort, latest.module(), path);
    }

    private String parentPath() {
        return latest.path().substring(0, latest.path().lastIndexOf('/'));
    }
}
