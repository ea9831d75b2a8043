package io.rsyncbackup.device;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Something under a destination that is there only while it is needed. */
public sealed interface Device {
    /** An entry of {@code /etc/crypttab}, by its name. */
    record Crypt(String name) implements Device {
        private static final Pattern NAME = Pattern.compile("[\\p{Graph}&&[^/\\\\-]][\\p{Graph}&&[^/\\\\]]{0,126}");

        public Crypt {
            if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException(
                        "not the name of an entry of /etc/crypttab (1 to 127 visible ASCII characters, no / or \\, none"
                                + " that begins with -): " + name);
            }
        }

        @Override
        public String text() {
            return name;
        }
    }

    /** An entry of {@code /etc/fstab}, by its mount point. */
    record Mount(Path directory) implements Device {
        public Mount {
            if (!directory.isAbsolute() || directory.getNameCount() == 0) {
                throw new IllegalArgumentException("not an absolute directory below /: " + directory);
            }
            directory = directory.normalize();
        }

        @Override
        public String text() {
            return directory.toString();
        }
    }

    /** The name in crypttab, or the mount point. */
    String text();

    /**
     * The name of this device's files in the lock directory; one for each device, whatever characters it has. What one
     * server of a host has mounted, another one in another mount namespace neither sees nor can undo, so these have one
     * each; what is unlocked is the same for all.
     */
    default String fileName(String mountNamespace) {
        String kind = switch (this) {
            case Crypt crypt -> "crypt-";
            case Mount mount -> "mount-";
        };
        String same = switch (this) {
            case Crypt crypt -> text();
            case Mount mount -> text() + "\0" + mountNamespace;
        };
        String readable = text().replaceAll("[^A-Za-z0-9.]", "_");
        return kind + readable.substring(0, Math.min(60, readable.length())) + "-" + digest(same);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
