package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.location.Location;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What rsync 3.5.0, OpenSSH, sudo and bash really printed when the other side refused or was lost. */
class RemoteEndingTest {
    private static final Endpoint HERE = Endpoint.of(Path.of("/src"));
    private static final Endpoint SSH = new Endpoint.OverSsh("/src", "host", "ssh", "rsync", Shell.RUNNER, List.of());
    private static final Endpoint DAEMON =
            new Endpoint.Daemon(new Location.Daemon(null, "host", null, "nobody", "/unr"), null, null);

    private static final String RESET = "rsync: [sender] read error: Connection reset by peer (104)";
    private static final String CLOSED = "rsync: connection unexpectedly closed (0 bytes received so far) [sender]";
    private static final String CODE_12 =
            "rsync error: error in rsync protocol data stream (code 12) at io.c(285) [sender=3.5.0]";
    private static final String CODE_5 =
            "rsync error: error starting client-server protocol (code 5) at main.c(1954) [sender=3.5.0]";

    static Stream<Arguments> refusals() {
        return Stream.of(
                refused(
                        255,
                        Failure.HOST_KEY,
                        "No ED25519 host key is known",
                        "No ED25519 host key is known for [127.0.0.1]:18222 and you have requested strict checking.",
                        "Host key verification failed.",
                        CLOSED,
                        "rsync error: unexplained error (code 255) at io.c(285) [sender=3.5.0]"),
                refused(
                        255,
                        Failure.HOST_KEY,
                        "has changed",
                        "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
                        "IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!",
                        "Host key for [127.0.0.1]:18222 has changed and you have requested strict checking.",
                        "Host key verification failed.",
                        CLOSED),
                refused(
                        255,
                        Failure.AUTHENTICATION,
                        "authorized_keys",
                        "Warning: Identity file /id not accessible: No such file or directory.",
                        "root@127.0.0.1: Permission denied (publickey,password,keyboard-interactive).",
                        CLOSED),
                refused(
                        5,
                        Failure.AUTHENTICATION,
                        "password file",
                        "Password: @ERROR: auth failed on module auth",
                        CODE_5),
                refused(5, Failure.AUTHENTICATION, "secrets file", "@ERROR: auth failed on module auth", CODE_5),
                refused(
                        1,
                        Failure.AUTHENTICATION,
                        "chmod 600",
                        "ERROR: password file must not be other-accessible",
                        "rsync error: syntax or usage error (code 1) at authenticate.c(261) [sender=3.5.0]"),
                refused(
                        1,
                        Failure.AUTHENTICATION,
                        "pwnone",
                        "rsync: [sender] could not open password file pwnone: No such file or directory (2)",
                        "rsync error: syntax or usage error (code 1) at authenticate.c(247) [sender=3.5.0]"),
                refused(
                        5,
                        Failure.DESTINATION_UNAVAILABLE,
                        "Unknown module 'none'",
                        "@ERROR: Unknown module 'none'",
                        CODE_5),
                refused(5, Failure.DESTINATION_UNAVAILABLE, "mounted", "@ERROR: chroot failed", CODE_5),
                refused(5, Failure.DESTINATION_UNAVAILABLE, "mounted", "@ERROR: chdir failed", CODE_5),
                refused(
                        5,
                        Failure.PERMISSION,
                        "hosts allow",
                        "@ERROR: access denied to denied from UNDETERMINED (127.0.0.1)",
                        CODE_5),
                refused(
                        1,
                        Failure.READ_ONLY,
                        "read only = no",
                        "ERROR: module is read only",
                        "rsync error: syntax or usage error (code 1) at main.c(1185) [Receiver=3.5.0]",
                        RESET),
                refused(1, Failure.PERMISSION, "write only = no", "ERROR: module is write only"),
                refused(
                        4,
                        Failure.PERMISSION,
                        "refuses the option --hard-links (-H)",
                        "rsync: The server is configured to refuse --hard-links (-H)",
                        "rsync error: requested action not supported (code 4) at clientserver.c(1267) [Receiver=3.5.0]",
                        RESET),
                refused(
                        4,
                        Failure.PERMISSION,
                        "pre-xfer exec",
                        "pre-xfer exec returned failure (768):",
                        "not today",
                        "rsync error: requested action not supported (code 4) at clientserver.c(1267) [Receiver=3.5.0]",
                        RESET),
                refused(
                        127,
                        Failure.INTERNAL,
                        "install it",
                        "bash: line 1: rsync: command not found",
                        CLOSED,
                        "rsync error: remote command not found (code 127) at io.c(285) [sender=3.5.0]"),
                refused(12, Failure.INTERNAL, "install it", "sudo: rsync: command not found", CLOSED, CODE_12),
                refused(
                        12,
                        Failure.PERMISSION,
                        "sudo on the other host",
                        "sudo: a password is required",
                        CLOSED,
                        CODE_12),
                refused(
                        12,
                        Failure.INTERNAL,
                        "did not start on the other host: flock: cannot open",
                        "flock: cannot open lock file /nodir/x: No such file or directory",
                        CLOSED,
                        CODE_12),
                refused(
                        2,
                        Failure.INTERNAL,
                        ".bashrc",
                        "protocol version mismatch -- is your shell clean?",
                        "(see the rsync manpage for an explanation)",
                        "rsync error: protocol incompatibility (code 2) at compat.c(625) [Receiver=3.5.0]"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhoRefusedAndWhatToDo(int exitCode, Failure failure, String mend, List<String> complaints) {
        RsyncEnding ending = ending(HERE, exitCode, complaints);

        assertThat(ending.failure()).as(ending.message()).isEqualTo(failure);
        assertThat(ending.message()).contains(mend);
        assertThat(ending.retryable()).isFalse();
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                lost(255, "ssh: connect to host 127.0.0.1 port 1: Connection refused", CLOSED),
                lost(255, "ssh: Could not resolve hostname no-such-host.invalid: Name or service not known", CLOSED),
                lost(
                        255,
                        "Connection to 127.0.0.1 closed by remote host.",
                        "rsync: [sender] write error: Broken pipe (32)"),
                lost(10, "rsync: [sender] write error: Broken pipe (32)"),
                lost(10, "rsync: [sender] failed to connect to 127.0.0.1 (127.0.0.1): Connection refused (111)"),
                lost(10, "rsync: getaddrinfo: no-such-host.invalid 873: Name or service not known"),
                lost(
                        12,
                        "rsync: connection unexpectedly closed (1048908 bytes received so far) [receiver]",
                        "rsync error: error in rsync protocol data stream (code 12) at io.c(285) [receiver=3.5.0]"),
                lost(12, CLOSED, CODE_12),
                lost(30, "rsync error: timeout in data send/receive (code 30) at io.c(197) [sender=3.5.0]"),
                lost(35, "rsync error: timeout waiting for daemon connection (code 35) at socket.c(278)"),
                lost(5, "rsync: did not see server greeting", CODE_5),
                lost(5, "@ERROR: max connections (1) reached -- try again later", CODE_5));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void triesAgainWhenTheConnectionFailed(int exitCode, List<String> complaints) {
        for (Endpoint source : List.of(HERE, SSH, DAEMON)) {
            RsyncEnding ending = ending(source, exitCode, complaints);

            assertThat(ending.failure()).as(ending.message()).isEqualTo(Failure.NETWORK);
            assertThat(ending.retryable()).isTrue();
            assertThat(ending.message()).contains(complaints.getFirst());
        }
    }

    @Test
    void tellsAMissingSourceFromAMissingDestination() {
        List<String> unknown = List.of("@ERROR: Unknown module 'none'", CODE_5);

        assertThat(ending(DAEMON, 5, unknown).failure()).isEqualTo(Failure.SOURCE_MISSING);
        assertThat(ending(HERE, 5, unknown).failure()).isEqualTo(Failure.DESTINATION_UNAVAILABLE);
        assertThat(ending(
                                DAEMON,
                                23,
                                List.of(
                                        "rsync: [sender] change_dir \"/unr\" (in nobody) failed: No such file or directory (2)",
                                        "rsync: [Receiver] read error: Connection reset by peer (104)"))
                        .failure())
                .isEqualTo(Failure.SOURCE_MISSING);
        assertThat(ending(
                                DAEMON,
                                23,
                                List.of("rsync: [sender] change_dir \"/\" (in nobody) failed: Permission denied (13)"))
                        .failure())
                .isEqualTo(Failure.PERMISSION);
        assertThat(ending(
                                HERE,
                                11,
                                List.of(
                                        "rsync: [Receiver] mkdir \"/no/dir\" (in m) failed: No such file or directory (2)"))
                        .failure())
                .isEqualTo(Failure.DESTINATION_UNAVAILABLE);
    }

    @Test
    void savesTheRestOfWhatADaemonCannotRead() {
        RsyncErrors errors = errors(
                DAEMON,
                List.of(
                        "rsync: [sender] opendir \"/unr/locked\" (in nobody) failed: Permission denied (13)",
                        "rsync: [sender] send_files failed to open \"/unr/se (in cret)\" (in nobody): Permission denied (13)",
                        "rsync: [sender] send_files failed to open \"/unr/x\\#012y\" (in nobody): Permission denied (13)"));

        assertThat(RsyncEnding.of(23, errors, false).result()).isEqualTo(Result.PARTIAL);
        assertThat(errors.unreadable().paths()).containsExactly("/unr/locked", "/unr/se (in cret)", "/unr/x\\012y");
    }

    @Test
    void knowsTheSenderOfAnOldRsyncToo() {
        RsyncErrors errors =
                errors(SSH, List.of("rsync: send_files failed to open \"/src/secret\": Permission denied (13)"));

        assertThat(RsyncEnding.of(23, errors, false).result()).isEqualTo(Result.PARTIAL);
        assertThat(errors.unreadable().paths()).containsExactly("/src/secret");
    }

    @Test
    void blamesTheDestinationForWhatADaemonMustNotWrite() {
        assertThat(ending(
                                HERE,
                                23,
                                List.of(
                                        "rsync: [generator] symlink \"/sl\" (in nobody) -> \"/etc\" failed: Permission denied (13)",
                                        "rsync: [receiver] mkstemp \"/.x.Z39uel\" (in nobody) failed: Permission denied (13)"))
                        .failure())
                .isEqualTo(Failure.PERMISSION);
    }

    @Test
    void takesNoNameOfAFileForARefusal() {
        RsyncErrors errors = errors(
                SSH,
                List.of(
                        "rsync: [sender] send_files failed to open \"/src/@ERROR: access denied to: not found\": Permission denied (13)",
                        "sudo: unable to resolve host laptop: Name or service not known"));

        assertThat(RsyncEnding.of(23, errors, false).result()).isEqualTo(Result.PARTIAL);
    }

    private static RsyncEnding ending(Endpoint source, int exitCode, List<String> complaints) {
        return RsyncEnding.of(exitCode, errors(source, complaints), false);
    }

    private static RsyncErrors errors(Endpoint source, List<String> complaints) {
        RsyncErrors errors = new RsyncErrors(source);
        complaints.forEach(line -> errors.accept(line.getBytes(UTF_8)));
        return errors;
    }

    private static Arguments refused(int exit, Failure failure, String mend, String... complaints) {
        return Arguments.of(exit, failure, mend, List.of(complaints));
    }

    private static Arguments lost(int exit, String... complaints) {
        return Arguments.of(exit, List.of(complaints));
    }
}
