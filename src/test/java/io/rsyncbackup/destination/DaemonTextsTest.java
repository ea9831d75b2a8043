package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.destination.DaemonException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rsync 3.5.0 printed. */
class DaemonTextsTest {
    @Test
    void readsNamesSizesTypesAndTimesOfAListing() {
        assertThat(DaemonListing.parse(
                        "drwxr-xr-x           4096 2026/11/23 13:34:47 2026-11-21 18:05:09".getBytes(UTF_8)))
                .contains(new DaemonEntry(
                        "2026-11-21 18:05:09",
                        DaemonEntry.Type.DIRECTORY,
                        4096,
                        Instant.parse("2026-11-23T13:34:47Z")));
        assertThat(DaemonListing.parse("-rw-r--r-- 12,345,678,901 2026/11/23 13:34:47  lead".getBytes(UTF_8)))
                .hasValueSatisfying(entry -> assertThat(entry.size()).isEqualTo(12_345_678_901L))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo(" lead"));
        assertThat(DaemonListing.parse("lrwxrwxrwx              3 2026/11/23 13:34:47 l -> k".getBytes(UTF_8)))
                .hasValueSatisfying(entry -> assertThat(entry.type()).isEqualTo(DaemonEntry.Type.LINK))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo("l -> k"));
        assertThat(DaemonListing.parse("prw-r--r--              0 2026/11/23 13:34:47 p".getBytes(UTF_8)))
                .hasValueSatisfying(entry -> assertThat(entry.type()).isEqualTo(DaemonEntry.Type.OTHER));
    }

    @Test
    void undoesTheEscapesOfNames() {
        assertThat(DaemonListing.parse("-rw-r--r-- 0 2026/11/23 13:34:47 a\\#012b\\#001 \u00fc".getBytes(UTF_8)))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo("a\nb\u0001 \u00fc"));
        assertThat(DaemonListing.parse("-rw-r--r-- 0 2026/11/23 13:34:47 \\#303\\#274\\#377".getBytes(UTF_8)))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo("\u00fc\ufffd"));
        assertThat(DaemonListing.parse("-rw-r--r-- 0 2026/11/23 13:34:47 back\\#134#012\\#9".getBytes(UTF_8)))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo("back\\#012\\#9"));
    }

    @Test
    void forgetsTheDirectoryItselfAndWhatIsNoEntry() {
        DaemonListing listing = new DaemonListing();
        listing.out("Welcome to our mirror, enjoy 2026/11/23 13:34:47 it".getBytes(ISO_8859_1));
        listing.out("drwxr-xr-x           4096 2026/11/23 13:34:47 .".getBytes(ISO_8859_1));
        listing.out("drwxr-xr-x           4096 2026/13/23 13:34:47 x".getBytes(ISO_8859_1));
        listing.out(new byte[0]);
        assertThat(listing.entries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|@ERROR: Unknown module 'zz'|UNKNOWN_MODULE|no module zz",
                "5|Password: @ERROR: auth failed on module auth|AUTHENTICATION|secrets file",
                "5|@ERROR: max connections (1) reached -- try again later|TOO_MANY_CONNECTIONS|only 1 connections",
                "5|@ERROR: chroot failed|MODULE_DIRECTORY_MISSING|disk is mounted",
                "5|@ERROR: chdir failed|MODULE_DIRECTORY_MISSING|disk is mounted",
                "5|@ERROR: access denied to deny from UNDETERMINED (127.0.0.1)|ACCESS_DENIED|hosts allow",
                "5|@ERROR: the sky is falling|REFUSED|the sky is falling",
                "5|rsync: server sent \"HTTP/1.1 400 Bad\" rather than greeting|REFUSED|no rsync daemon (HTTP/1.1 400 Bad)",
                "5|rsync: did not see server greeting|UNREACHABLE|whether the rsync daemon runs",
                "1|ERROR: module is read only|READ_ONLY|set read only = no",
                "1|ERROR: module is write only|WRITE_ONLY|set write only = no",
                "4|rsync: The server is configured to refuse --link-dest|REFUSED_OPTION|the option --link-dest;",
                "4|rsync: The server is configured to refuse --hard-links (-H)|REFUSED_OPTION|the option --hard-links;",
                "1|rsync: on remote machine: --fsync: unknown option|REFUSED_OPTION|too old for the option --fsync",
                "23|ERROR: daemon refused to receive directory \".rsync-backup\"|HIDDEN_NAME|hides .rsync-backup;",
                "23|rsync: [sender] change_dir \"/x\" (in m) failed: No such file or directory (2)|NO_SUCH_DIRECTORY|is not there",
                "23|rsync: [sender] change_dir \"/f\" (in m) failed: Not a directory (20)|NO_SUCH_DIRECTORY|is not there",
                "11|rsync: [Receiver] mkdir \"/parent/deep\" (in m) failed: No such file or directory (2)|NO_SUCH_DIRECTORY|is not there",
                "11|rsync: [Receiver] mkdir \"/x/y\" (in disk) failed: File exists (17)|NAME_TAKEN|just made",
                "3|rsync: [Receiver] ERROR: cannot stat destination \"/file/\" (in m): Not a directory (20)|NO_SUCH_DIRECTORY|is no directory",
                "11|rsync: [receiver] write failed on \"/x\" (in tm): No space left on device (28)|OUT_OF_SPACE|is full",
                "11|rsync: [Receiver] mkdir \"/y\" (in tm) failed: Read-only file system (30)|READ_ONLY_FILE_SYSTEM|mounted read-only",
                "11|rsync: [Receiver] mkdir \"/x\" (in perm) failed: Permission denied (13)|PERMISSION|uid and gid",
                "1|ERROR: password file must not be other-accessible|PASSWORD_FILE|must not be other-accessible",
                "1|rsync: [Receiver] could not open password file nopwf: No such file or directory (2)|PASSWORD_FILE|chmod 600",
                "10|rsync: getaddrinfo: nowhere 873: Name or service not known|UNREACHABLE|Name or service not known",
                "30|[Receiver] io timeout after 2 seconds -- exiting|UNREACHABLE|io timeout",
                "12|rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]|UNREACHABLE|the network",
                "14|rsync: something new|INTERNAL|exit code 14 (rsync: something new)"
            })
    void saysWhatIsTheMatterAndWhatMendsIt(int exitCode, String said, Kind kind, String mend) {
        DaemonException fault = fault(exitCode, said);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault).hasMessageStartingWith("rsync://host/m").hasMessageContaining(mend);
    }

    @Test
    void repeatsWhatAScriptOfTheDaemonSaid() {
        assertThat(fault(
                        10,
                        "pre-xfer exec returned failure (768):\ngo away\nrsync: [Receiver] read error: reset (104)"))
                .hasMessageContaining("refused: go away")
                .satisfies(fault -> assertThat(fault.retryable()).isFalse());
    }

    @Test
    void triesAgainOnlyWhatTimeMends() {
        assertThat(fault(10, "rsync: failed to connect: Connection refused (111)")
                        .retryable())
                .isTrue();
        assertThat(fault(5, "@ERROR: max connections (4) reached").retryable()).isTrue();
        assertThat(fault(5, "@ERROR: auth failed on module x").retryable()).isFalse();
    }

    private static DaemonException fault(int exitCode, String said) {
        return DaemonFault.of("rsync://host/m", new CommandResult(exitCode, false, Duration.ZERO, "", said));
    }
}
