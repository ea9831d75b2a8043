package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.transfer.TransferOutcome.Failure;
import io.rsyncbackup.transfer.TransferOutcome.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The complaints are what rsync 3.5.0 really printed. */
class RsyncEndingTest {
    private static final String LAST_23 = "rsync error: some files/attrs were not transferred (see previous errors)"
            + " (code 23) at main.c(1394) [sender=3.5.0]";

    static Stream<Arguments> endings() {
        return Stream.of(
                ending(0, Result.SUCCEEDED, null),
                ending(24, Result.SUCCEEDED, null, "file has vanished: \"/src/a\""),
                ending(
                        23,
                        Result.SUCCEEDED,
                        null,
                        "rsync: [sender] link_stat \"/src/a\" failed: No such file or directory (2)"),
                ending(
                        23,
                        Result.SUCCEEDED,
                        null,
                        "rsync: [generator] get_acl: sys_acl_get_file(e, ACL_TYPE_DEFAULT): Permission denied (13)"),
                unreadable("rsync: [sender] send_files failed to open \"/src/f\": Permission denied (13)"),
                unreadable("rsync: [sender] opendir \"/src/dir\" failed: Permission denied (13)"),
                unreadable(
                        "rsync: [sender] get_xattr_data: lgetxattr(\"/src/./f\",\"user.foo\",0) failed: Permission denied (13)"),
                unreadable("rsync: [sender] readlink_stat(\"/src/dir/x\") failed: Permission denied (13)"),
                unreadable("ERROR: /src/busy.log failed verification -- update discarded."),
                failed(
                        23,
                        Failure.SOURCE_MISSING,
                        "rsync: [sender] change_dir \"/src\" failed: No such file or directory (2)"),
                failed(23, Failure.SOURCE_MISSING, "rsync: [sender] change_dir \"/src\" failed: Not a directory (20)"),
                failed(23, Failure.PERMISSION, "rsync: [sender] change_dir \"/src\" failed: Permission denied (13)"),
                failed(
                        23,
                        Failure.OUT_OF_SPACE,
                        "rsync: [receiver] mkstemp \"/d/.f.x\" failed: No space left on device (28)"),
                failed(
                        11,
                        Failure.OUT_OF_SPACE,
                        "rsync: [receiver] write failed on \"/d/big\": No space left on device (28)"),
                failed(
                        23,
                        Failure.OUT_OF_SPACE,
                        "rsync: [receiver] mkstemp \"/d/.f.x\" failed: Disk quota exceeded (122)"),
                failed(
                        23,
                        Failure.READ_ONLY,
                        "rsync: [receiver] mkstemp \"/d/.f.x\" failed: Read-only file system (30)"),
                failed(
                        23,
                        Failure.PERMISSION,
                        "rsync: [receiver] mkstemp \"/d/.new.s5mbYz\" failed: Permission denied (13)"),
                failed(
                        23,
                        Failure.PERMISSION,
                        "rsync: [generator] failed to set permissions on \"/d/sub\": Operation not permitted (1)"),
                failed(
                        3,
                        Failure.PERMISSION,
                        "rsync: [Receiver] ERROR: cannot stat destination \"/d/zz\": Permission denied (13)"),
                failed(
                        11,
                        Failure.DESTINATION_UNAVAILABLE,
                        "rsync: [Receiver] mkdir \"/d/a/b\" failed: No such file or directory (2)"),
                failed(
                        3,
                        Failure.DESTINATION_UNAVAILABLE,
                        "rsync: [Receiver] ERROR: cannot stat destination \"/d/file/\": Not a directory (20)"),
                failed(
                        23,
                        Failure.DESTINATION_UNAVAILABLE,
                        "rsync: [generator] recv_generator: mkdir \"/d/x\" failed: Transport endpoint is not connected (107)"),
                failed(23, Failure.INTERNAL, "rsync: [sender] read errors mapping \"/src/f\": Input/output error (5)"),
                failed(23, Failure.INTERNAL, "rsync: [generator] link \"/d/b\" => a failed: Too many links (31)"),
                failed(
                        23,
                        Failure.INTERNAL,
                        "rsync: [receiver] rsync_xal_set: lsetxattr(\"/d/f\",\"user.x\") failed: Operation not supported (95)"),
                failed(23, Failure.INTERNAL, "something that nobody knows"),
                failed(1, Failure.PERMISSION, "sudo: a password is required"),
                failed(1, Failure.INTERNAL, "rsync: --frobnicate: unknown option"),
                failed(5, Failure.AUTHENTICATION, "@ERROR: auth failed on module x"),
                failed(255, Failure.AUTHENTICATION, "Permission denied (publickey,password)."),
                failed(
                        20,
                        Failure.INTERNAL,
                        "rsync error: received SIGINT, SIGTERM, or SIGHUP (code 20) at rsync.c(874) [sender=3.5.0]"),
                failed(137, Failure.INTERNAL, ""),
                network(10, "rsync: [sender] failed to connect to ::1 (::1): Connection refused (111)"),
                network(12, "rsync: connection unexpectedly closed (0 bytes received so far) [sender]"),
                network(30, "rsync error: timeout in data send/receive (code 30) at io.c(197) [sender=3.5.0]"),
                network(
                        35,
                        "rsync error: timeout waiting for daemon connection (code 35) at socket.c(278) [Receiver=3.5.0]"),
                network(255, "ssh: connect to host 127.0.0.1 port 1: Connection refused"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void saysWhatAnExitCodeMeansWithItsComplaints(
            int exitCode, Result result, @Nullable Failure failure, boolean retryable, List<String> complaints) {
        RsyncEnding ending = RsyncEnding.of(exitCode, errors(complaints), false);

        assertThat(ending.result()).as(ending.message()).isEqualTo(result);
        assertThat(ending.failure()).as(ending.message()).isEqualTo(failure);
        assertThat(ending.retryable()).isEqualTo(retryable);
        assertThat(ending.message()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void tellsInodesFromSpace() {
        RsyncErrors errors =
                errors(List.of("rsync: [receiver] mkstemp \"/d/.f.x\" failed: No space left on device (28)"));

        assertThat(RsyncEnding.of(23, errors, true).failure()).isEqualTo(Failure.OUT_OF_INODES);
        assertThat(RsyncEnding.of(23, errors, false).failure()).isEqualTo(Failure.OUT_OF_SPACE);
    }

    @Test
    void failsWhenTheDestinationIsFullAndFilesAreUnreadable() {
        RsyncErrors errors = errors(List.of(
                "rsync: [sender] send_files failed to open \"/src/f\": Permission denied (13)",
                "rsync: [receiver] mkstemp \"/d/.f.x\" failed: Read-only file system (30)",
                LAST_23));

        assertThat(RsyncEnding.of(23, errors, false).failure()).isEqualTo(Failure.READ_ONLY);
        assertThat(errors.unreadable().count()).isEqualTo(1);
    }

    @Test
    void countsEveryFileAndNamesTheFirstHundred() {
        RsyncErrors errors = new RsyncErrors(Endpoint.of(Path.of("/src")));
        IntStream.range(0, 250)
                .forEach(i -> errors.accept(
                        ("rsync: [sender] send_files failed to open \"/src/f\\#012" + i + "\": Permission denied (13)")
                                .getBytes(UTF_8)));
        errors.accept("rsync: [sender] opendir \"/src/f\\#0120\" failed: Permission denied (13)".getBytes(UTF_8));

        assertThat(errors.unreadable().count()).isEqualTo(250);
        assertThat(errors.unreadable().paths()).hasSize(100).startsWith("/src/f\\0120", "/src/f\\0121");
    }

    @Test
    void namesFilesOfCallsToo() {
        assertThat(errors(
                                List.of(
                                        "rsync: [sender] get_xattr_data: lgetxattr(\"/src/./f\",\"user.foo\",0) failed: Permission denied (13)"))
                        .unreadable()
                        .paths())
                .containsExactly("/src/f");
    }

    private static RsyncErrors errors(List<String> complaints) {
        RsyncErrors errors = new RsyncErrors(Endpoint.of(Path.of("/src")));
        complaints.forEach(line -> errors.accept(line.getBytes(UTF_8)));
        return errors;
    }

    private static Arguments ending(int exit, Result result, @Nullable Failure failure, String... complaints) {
        return Arguments.of(exit, result, failure, false, List.of(complaints));
    }

    private static Arguments unreadable(String complaint) {
        return Arguments.of(23, Result.PARTIAL, Failure.UNREADABLE_FILES, false, List.of(complaint, LAST_23));
    }

    private static Arguments failed(int exit, Failure failure, String complaint) {
        return Arguments.of(exit, Result.FAILED, failure, false, List.of(complaint));
    }

    private static Arguments network(int exit, String complaint) {
        return Arguments.of(exit, Result.FAILED, Failure.NETWORK, true, List.of(complaint));
    }
}
