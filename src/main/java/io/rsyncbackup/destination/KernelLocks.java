package io.rsyncbackup.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The system's table of all locks on files. */
final class KernelLocks {
    private static final Path TABLE = Path.of("/proc/locks");

    private KernelLocks() {}

    /**
     * Does someone hold the other kind of lock that Linux knows, the one of the program {@code flock}? Servers elsewhere
     * hold theirs in this way, and the two kinds do not exclude each other.
     */
    static boolean flocked(Path file) throws IOException {
        long device = (Long) Files.getAttribute(file, "unix:dev");
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        return Files.exists(TABLE) && flocked(Files.readAllLines(TABLE), device, inode);
    }

    /** Pure. File systems without a device of their own (btrfs, overlay) show there another number than to their files. */
    static boolean flocked(List<String> table, long device, long inode) {
        long major = (device >> 8) & 0xfff;
        long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
        String number = major == 0 ? "00:[0-9a-f]+" : String.format(Locale.ROOT, "%02x:%02x", major, minor);
        Pattern lock = Pattern.compile(".* FLOCK .* " + number + ":" + inode + " .*");
        return table.stream().anyMatch(line -> lock.matcher(line).matches());
    }
}
