package io.rsyncbackup.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files that rsync and ssh will read for a plan, for what these would refuse. Such a file comes and goes
 * without anybody touching the configuration, so it concerns the runs of its plan alone: they fail, and say why.
 */
public final class PlanFiles {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> NOT_THE_OWNER = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    private static final String ROOT = "root";

    private PlanFiles() {}

    /**
     * What is wrong with them now.
     *
     * @param prefix what stands before a key of the plan
     */
    public static List<Problem> problems(String prefix, PlanSpec spec) {
        Fields fields = new Fields(prefix);
        String user = System.getProperty("user.name");
        Path passwordFile = spec.connection().passwordFile();
        if (passwordFile != null) {
            refuse(fields, "password-file", passwordFile, password(passwordFile, spec.sudo() ? ROOT : user));
        }
        SshSettings ssh = spec.connection().ssh();
        if (ssh != null && ssh.identityFile() != null) {
            refuse(fields, "ssh.identity-file", ssh.identityFile(), identity(ssh.identityFile(), user));
        }
        if (ssh != null && ssh.knownHostsFile() != null) {
            String mend = "; write the host's key into it (ssh-keyscan shows it; compare its fingerprint)";
            refuse(fields, "ssh.known-hosts-file", ssh.knownHostsFile(), absent(ssh.knownHostsFile(), mend));
        }
        return fields.problems();
    }

    private static void refuse(Fields fields, String key, Path file, @Nullable String text) {
        if (text != null) {
            fields.add(key, file.toString(), text);
        }
    }

    /** As rsync looks at it. */
    private static @Nullable String password(Path file, String rsyncUser) {
        String absent = absent(file, "; write the password of the rsync daemon's user into it, and chmod 600 it");
        PosixFileAttributes attributes = absent == null ? attributes(file) : null;
        if (attributes == null) {
            return absent;
        }
        if (attributes.permissions().stream().anyMatch(OTHERS::contains)) {
            return "can be read or written by others, which rsync refuses; chmod 600 " + file;
        }
        if (rsyncUser.equals(ROOT) && !attributes.owner().getName().equals(ROOT)) {
            return "belongs to " + attributes.owner().getName()
                    + ", and rsync run as root takes only a file of root's; chown root " + file;
        }
        return rsyncUser.equals(ROOT) || Files.isReadable(file)
                ? null
                : "cannot be read by this server; chown " + rsyncUser + " " + file;
    }

    /** As ssh looks at it. */
    private static @Nullable String identity(Path file, String user) {
        String absent = absent(file, "; write the private key into it, and chmod 600 it");
        PosixFileAttributes attributes = absent == null ? attributes(file) : null;
        if (attributes == null) {
            return absent;
        }
        boolean ours = attributes.owner().getName().equals(user);
        return ours && attributes.permissions().stream().anyMatch(NOT_THE_OWNER::contains)
                ? "can be read by others, which ssh refuses; chmod 600 " + file
                : null;
    }

    private static @Nullable String absent(Path file, String mend) {
        if (Files.notExists(file)) {
            return "does not exist" + mend;
        }
        return Files.isDirectory(file) ? "is a directory" + mend : null;
    }

    /** Absent for a file in a directory that only root may enter: rsync with sudo can read it all the same. */
    private static @Nullable PosixFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, PosixFileAttributes.class);
        } catch (IOException e) {
            return null;
        }
    }
}
