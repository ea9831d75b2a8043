package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which account on which host, and by what key. What is absent is left to ssh and its configuration files; host keys are
 * always checked.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param identityFile the one private key to offer; absent means ssh's default ones
 * @param knownHostsFile where the host's key must be found; absent means ssh's default ones
 */
public record SshTarget(
        @Nullable String user,
        String host,
        @Nullable Integer port,
        @Nullable Path identityFile,
        @Nullable Path knownHostsFile) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9._:%-]*");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException when a part could not be used safely in a command line
     */
    public SshTarget {
        if (user != null) {
            text("user", user);
            if (user.isBlank() || user.chars().anyMatch(c -> Character.isWhitespace(c) || c == '@')) {
                throw new IllegalArgumentException("the user of an SSH connection contains a space or an @: " + user);
            }
        }
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host name or an address: " + host.replace('\0', ' '));
        }
        if (port != null && (port < 1 || port > HIGHEST_PORT)) {
            throw new IllegalArgumentException("the port " + port + " is not between 1 and " + HIGHEST_PORT);
        }
        identityFile = file("identity file", identityFile);
        knownHostsFile = file("known hosts file", knownHostsFile);
    }

    /** For messages. */
    @Override
    public String toString() {
        return (user == null ? "" : user + "@") + host + (port == null ? "" : " port " + port);
    }

    private static @Nullable Path file(String what, @Nullable Path file) {
        if (file == null) {
            return null;
        }
        Path absolute = file.toAbsolutePath().normalize();
        text(what, absolute.toString());
        // ssh_config(5) knows no way to write these
        if (absolute.toString().contains("\"")
                || absolute.toString().contains("\\")
                || absolute.toString().contains("${")) {
            throw new IllegalArgumentException(
                    "the " + what + " " + absolute + " contains a quote, a backslash or ${, which ssh cannot read");
        }
        return absolute;
    }

    private static void text(String what, String text) {
        if (text.startsWith("-")
                || text.chars().anyMatch(Character::isISOControl)
                || !UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "the " + what + " of an SSH connection begins with a hyphen or contains a control character");
        }
    }
}
