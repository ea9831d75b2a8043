package io.rsyncbackup.device;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How this room works on a host.
 *
 * @param locks directory of locks and records, shared by all servers of the host
 * @param root true when the server runs as root and never needs sudo
 * @param busyWait how long undoing is tried again while somebody keeps a device busy
 * @param settle how long a device may take to appear below {@code /dev} after another one was unlocked
 */
public record DeviceSettings(HostPaths host, Path locks, boolean root, Duration busyWait, Duration settle) {
    private static final Duration BUSY_WAIT = Duration.ofSeconds(30);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final String NAME = "rsync-backup-server";

    /**
     * Root's servers share {@code /run/rsync-backup-server}; those of another user that user's runtime directory, if there
     * is one, else nothing with other data directories.
     *
     * @param runtimeDirectory value of XDG_RUNTIME_DIR, empty when not set
     */
    public static DeviceSettings of(boolean root, String runtimeDirectory, Path dataDirectory) {
        Path locks = root
                ? Path.of("/run", NAME)
                : runtimeDirectory.startsWith("/") ? Path.of(runtimeDirectory, NAME) : dataDirectory.resolve("devices");
        return new DeviceSettings(HostPaths.HOST, locks, root, BUSY_WAIT, SETTLE);
    }

    public DeviceSettings {
        if (busyWait.isNegative() || settle.isNegative()) {
            throw new IllegalArgumentException("waiting times must not be negative");
        }
    }
}
