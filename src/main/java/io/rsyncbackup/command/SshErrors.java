package io.rsyncbackup.command;

import static io.rsyncbackup.command.ConnectionException.Kind.AUTHENTICATION;
import static io.rsyncbackup.command.ConnectionException.Kind.HOST_KEY;
import static io.rsyncbackup.command.ConnectionException.Kind.NETWORK;
import static io.rsyncbackup.command.ConnectionException.Kind.TUNNEL;

import io.rsyncbackup.command.ConnectionException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ssh says on standard error when it fails, and what to do about it. */
public final class SshErrors {
    /** One trouble: how ssh words it, and the mend. The first that fits counts. */
    private record Trouble(Kind kind, Pattern text, String mend) {
        static Trouble of(Kind kind, String text, String mend) {
            return new Trouble(kind, Pattern.compile(text, Pattern.MULTILINE), mend);
        }
    }

    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]+");

    private static final List<Trouble> TROUBLES = List.of(
            Trouble.of(
                    HOST_KEY,
                    "REMOTE HOST IDENTIFICATION HAS CHANGED",
                    "the host shows another key (${fingerprint}) than the known one. Either it was installed anew, or"
                            + " somebody else answers in its place: compare the fingerprint with the one of the host itself"
                            + " (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there), and only then: ssh-keygen -R"
                            + " '${known}' -f ${file}; ssh-keyscan ${port}${host} >>${file}"),
            Trouble.of(
                    HOST_KEY,
                    "host key is known for |^Host key verification failed\\.",
                    "its key is not known. Fetch it with: ssh-keyscan ${port}${host} >>${file} and compare its"
                            + " fingerprint (ssh-keygen -lf ${file}) with the one of the host itself (ssh-keygen -lf"
                            + " /etc/ssh/ssh_host_ed25519_key.pub there)"),
            Trouble.of(
                    HOST_KEY,
                    "^Unable to negotiate with ",
                    "the two sides know no common algorithm: one of them is too old"),
            Trouble.of(
                    TUNNEL,
                    "open failed: administratively prohibited",
                    "${account} may not forward there: allow it in its authorized_keys, as in"
                            + " restrict,port-forwarding,permitopen=\"HOST:PORT\", and by AllowTcpForwarding in sshd_config"),
            Trouble.of(
                    TUNNEL,
                    "open failed: connect failed: ",
                    "the host let us in, but nothing answers where the tunnel should end: does the rsync daemon run there?"),
            Trouble.of(
                    TUNNEL,
                    "^bind \\[|^bind: |cannot listen to port|^Could not request local forwarding",
                    "the port for the tunnel is taken on this machine; try again"),
            Trouble.of(
                    AUTHENTICATION,
                    "UNPROTECTED PRIVATE KEY FILE|^Load key .*: bad permissions",
                    "others can read the private key, so ssh does not use it: chmod 600 ${identity}"),
            Trouble.of(
                    AUTHENTICATION,
                    "^Load key .*: (?:invalid format|error in libcrypto|incorrect passphrase)",
                    "the private key cannot be read; it must be one without passphrase: ${identity}"),
            Trouble.of(
                    AUTHENTICATION,
                    "^no such identity: .*: No such file|^(?:Warning: )?Identity file .* not accessible",
                    "there is no such private key: ${identity}"),
            Trouble.of(
                    AUTHENTICATION,
                    "^Load key .*: Permission denied",
                    "this server's user may not read the private key ${identity}"),
            Trouble.of(
                    AUTHENTICATION,
                    "^(?:[^\\s@]+@[^\\s:]+: )?Permission denied \\([a-z,-]+\\)\\.|^Too many authentication failures"
                            + "|: Too many authentication failures",
                    "${account} does not let us in with the key ${identity}: add its public key to"
                            + " ~/.ssh/authorized_keys there (ssh-copy-id -i ${identity} ${port}${account}); a key with"
                            + " a passphrase cannot be used"),
            Trouble.of(
                    AUTHENTICATION,
                    "^This account is currently not available",
                    "${account} has no login shell, so no command can be run there: give it one (usermod --shell /bin/sh)"),
            Trouble.of(
                    AUTHENTICATION,
                    "^Your account has expired|^Account \\S+ has expired|^Your password has expired",
                    "${account} has expired there"),
            Trouble.of(
                    AUTHENTICATION,
                    "^No user exists for uid ",
                    "this server runs as a user without an entry in /etc/passwd, which ssh needs"),
            Trouble.of(
                    NETWORK,
                    "^ssh: Could not resolve hostname ",
                    "the name cannot be resolved: is it spelled right, does this machine's DNS answer?"),
            Trouble.of(
                    NETWORK,
                    "^ssh: connect to host .*: Connection refused",
                    "nothing listens there: does sshd run on it, on that port?"),
            Trouble.of(
                    NETWORK,
                    "^ssh: connect to host .*: (?:Connection timed out|Operation timed out|No route to host"
                            + "|Network is unreachable|Host is unreachable)",
                    "the host does not answer: is it on, is the network there, does a firewall drop the connection?"),
            Trouble.of(
                    NETWORK,
                    "^ssh: connect to host |^kex_exchange_identification: |^ssh_exchange_identification: "
                            + "|^banner exchange: |^Connection (?:closed|reset) by |^Connection to .* (?:closed|timed out)"
                            + "|^Connection reset by |^ssh_dispatch_run_fatal: |^Timeout, server |^client_loop: "
                            + "|^packet_write_wait: |^Read from remote host .*: |^mux_client_|^Received disconnect from "
                            + "|^Disconnected from |^Bad packet length|^Corrupted MAC",
                    "the connection was lost; it may work when tried again"));

    private SshErrors() {}

    /** What kind of trouble ssh reports in this text; absent when it reports none, as when another program failed. */
    public static Optional<Kind> kind(String stderr) {
        return trouble(stderr).map(Trouble::kind);
    }

    /** What to do about it, for this target; empty when ssh reports no trouble. */
    public static String mend(String stderr, SshTarget target) {
        return trouble(stderr)
                .map(trouble -> fill(trouble.mend(), stderr, target))
                .orElse("");
    }

    /** The whole message: the host, what ssh says, and the mend. Absent when ssh reports no trouble. */
    public static Optional<ConnectionException> exception(String stderr, SshTarget target) {
        return trouble(stderr)
                .map(trouble -> new ConnectionException(
                        trouble.kind(),
                        "SSH to " + target + ": " + fill(trouble.mend(), stderr, target)
                                + quoted(stderr, trouble.text())));
    }

    /** Why a login did not come about. */
    static ConnectionException exception(SshTarget target, CommandNotReadyException e) {
        CommandResult result = e.result().orElse(null);
        if (result == null) {
            return new ConnectionException(
                    NETWORK, "SSH to " + target + ": the host was reached, but did not let us in in time", e);
        }
        // an account without a shell says so on standard output
        String said = (result.errorTail() + "\n" + result.outputTail()).strip();
        return exception(said, target)
                .orElseGet(() -> new ConnectionException(
                        result.exitCode() == 255 ? NETWORK : AUTHENTICATION,
                        "SSH to " + target + " ended with exit code " + result.exitCode()
                                + " where a command should have run" + (said.isEmpty() ? "" : ": " + lastLine(said)),
                        e));
    }

    /** A command was not heard of to its end. */
    static ConnectionException lost(SshTarget target, String program, String stderr) {
        return exception(stderr, target)
                .orElseGet(() -> new ConnectionException(
                        NETWORK,
                        "the SSH connection to " + target + " was lost while " + program + " ran there"
                                + (stderr.isBlank() ? "" : "; last heard: " + lastLine(stderr))));
    }

    private static Optional<Trouble> trouble(String stderr) {
        String text = stderr.replace("\r", "");
        return TROUBLES.stream()
                .filter(trouble -> trouble.text().matcher(text).find())
                .findFirst();
    }

    private static String fill(String mend, String stderr, SshTarget target) {
        Matcher fingerprint = FINGERPRINT.matcher(stderr);
        Integer port = target.port();
        Path knownHosts = target.knownHostsFile();
        @Nullable Path identity = target.identityFile();
        return mend.replace("${fingerprint}", fingerprint.find() ? fingerprint.group() : "see the log")
                .replace("${host}", target.host())
                .replace("${account}", (target.user() == null ? "" : target.user() + "@") + target.host())
                .replace("${port}", port == null ? "" : "-p " + port + " ")
                .replace("${known}", port == null ? target.host() : "[" + target.host() + "]:" + port)
                .replace("${file}", knownHosts == null ? "~/.ssh/known_hosts" : knownHosts.toString())
                .replace("${identity}", identity == null ? "~/.ssh/id_ed25519" : identity.toString());
    }

    private static String quoted(String stderr, Pattern text) {
        return stderr.replace("\r", "")
                .lines()
                .filter(line -> text.matcher(line).find())
                .findFirst()
                .map(line -> " (ssh: " + line.strip() + ")")
                .orElse("");
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line);
    }
}
