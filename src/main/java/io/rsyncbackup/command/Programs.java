package io.rsyncbackup.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which programs there are, and which Debian package brings one that is missing. */
final class Programs {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("rsync", "rsync"),
            Map.entry("getfacl", "acl"),
            Map.entry("setfacl", "acl"),
            Map.entry("getfattr", "attr"),
            Map.entry("setfattr", "attr"),
            Map.entry("btrfs", "btrfs-progs"),
            Map.entry("flock", "util-linux"),
            Map.entry("ionice", "util-linux"),
            Map.entry("setsid", "util-linux"),
            Map.entry("findmnt", "util-linux"),
            Map.entry("mountpoint", "util-linux"),
            Map.entry("find", "findutils"),
            Map.entry("sudo", "sudo"),
            Map.entry("ssh", "openssh-client"),
            Map.entry("cryptsetup", "cryptsetup-bin"),
            Map.entry("mount", "mount"),
            Map.entry("umount", "mount"),
            Map.entry("cp", "coreutils"),
            Map.entry("df", "coreutils"),
            Map.entry("env", "coreutils"),
            Map.entry("ln", "coreutils"),
            Map.entry("mv", "coreutils"),
            Map.entry("nice", "coreutils"),
            Map.entry("rm", "coreutils"),
            Map.entry("stat", "coreutils"),
            Map.entry("timeout", "coreutils"),
            Map.entry("dd", "coreutils"),
            Map.entry("head", "coreutils"),
            Map.entry("mktemp", "coreutils"),
            Map.entry("grep", "grep"),
            Map.entry("sync", "coreutils"));

    private static final Pattern NOT_EXECUTED =
            Pattern.compile("(?:^|\\n)(?:\\w+: failed to execute |sudo: )([^\\n:]+): [^\\n]+\\z");

    private Programs() {}

    /** The file that would run; null when there is none. */
    static @Nullable Path find(String program, String searchPath) {
        if (program.indexOf('/') >= 0) {
            return executable(Path.of(program));
        }
        for (String directory : searchPath.split(":", -1)) {
            Path file = directory.isEmpty() ? null : executable(Path.of(directory, program));
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /** What to do about a missing program. */
    static String missing(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        String debianPackage = PACKAGES.get(name);
        return debianPackage == null
                ? program + " cannot be run: there is no such program in " + PATH
                : program + " cannot be run: it is not installed; on Debian: apt-get install " + debianPackage;
    }

    /** What to do about a program that is missing on another host. */
    static String missing(String program, String host) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        String debianPackage = PACKAGES.get(name);
        return program + " cannot be run on " + host + ": "
                + (debianPackage == null
                        ? "there is no such program in " + PATH + " there"
                        : "it is not installed there; on Debian: apt-get install " + debianPackage);
    }

    /**
     * The program that setsid, ionice, flock or sudo in front of it could not start.
     *
     * @return null when the exit code is the program's own
     */
    static @Nullable String notExecuted(int exitCode, boolean sudo, String errorTail) {
        if (exitCode != 127 && exitCode != 126 && exitCode != 69 && !(sudo && exitCode == 1)) {
            return null;
        }
        Matcher matcher = NOT_EXECUTED.matcher(errorTail);
        boolean bySudo = errorTail.startsWith("sudo: ");
        if (!matcher.find() || (bySudo && !errorTail.endsWith(": command not found"))) {
            return null;
        }
        return matcher.group(1);
    }

    private static @Nullable Path executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file) ? file : null;
    }
}
