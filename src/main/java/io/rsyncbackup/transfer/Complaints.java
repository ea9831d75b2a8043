package io.rsyncbackup.transfer;

import io.rsyncbackup.transfer.RsyncErrors.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ssh, sudo, the shell of another host and rsync daemons say when they refuse or fail: the one table. */
final class Complaints {
    /** Each matches the beginning of a line; the first that does counts. */
    private static final Map<Pattern, Kind> KINDS = new LinkedHashMap<>();

    static {
        on(
                "Host key verification failed|No \\S+ host key is known for |Host key for .* has changed and you have",
                Kind.HOST_KEY);
        on("(\\S+: )?Permission denied \\(\\D|.*Too many authentication failures", Kind.AUTHENTICATION);
        // the prompt goes to where nobody types
        on("(Password: )?@ERROR: auth(entication)? failed", Kind.DAEMON_LOGIN);
        on("ERROR: password file must |rsync: \\[\\w+] could not (open|stat) password file ", Kind.PASSWORD_FILE);
        on("@ERROR: Unknown module ", Kind.MODULE_UNKNOWN);
        on("@ERROR: access denied to ", Kind.MODULE_DENIED);
        on("@ERROR: max connections ", Kind.MODULE_BUSY);
        on("@ERROR: (chroot|chdir) failed", Kind.MODULE_GONE);
        on("ERROR: module is read only", Kind.MODULE_READ_ONLY);
        on("ERROR: module is write only", Kind.MODULE_WRITE_ONLY);
        on("rsync: The server is configured to refuse ", Kind.OPTION_REFUSED);
        on("pre-xfer exec returned failure|@ERROR: ", Kind.DAEMON_REFUSED);
        on("protocol version mismatch -- is your shell clean", Kind.SHELL_TALKS);
        on(
                "(?!rsync: |ERROR: ).*([Cc]ommand not found|Unknown command|: not found)"
                        + "|rsync: [Cc]ommand not found|(env|ionice|nice|setpriv): .*No such file or directory|flock: failed to execute ",
                Kind.PROGRAM_MISSING);
        on("sudo: (?!unable to resolve host)", Kind.SUDO);
        on(
                "ssh: |Connection (closed|reset|timed out)|Connection to .* (closed|timed out)|client_loop: "
                        + "|kex_exchange_identification: |Timeout, server |Broken pipe"
                        + "|rsync: (getaddrinfo: |connection unexpectedly closed|did not see server greeting)"
                        + "|rsync: \\[\\w+] (failed to connect to |safe_read failed|connection unexpectedly closed)"
                        + "|rsync error: timeout |rsync error: .*daemon connection",
                Kind.CONNECTION);
    }

    private Complaints() {}

    /** Null for all that rsync says of files, and for what nobody knows. */
    static @Nullable Kind kind(String line) {
        for (Map.Entry<Pattern, Kind> each : KINDS.entrySet()) {
            if (each.getKey().matcher(line).lookingAt()) {
                return each.getValue();
            }
        }
        return null;
    }

    private static void on(String beginning, Kind kind) {
        KINDS.put(Pattern.compile(beginning), kind);
    }
}
