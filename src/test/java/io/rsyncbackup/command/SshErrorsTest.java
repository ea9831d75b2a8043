package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.command.ConnectionException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of OpenSSH 9.2. */
class SshErrorsTest {
    private static final SshTarget TARGET =
            new SshTarget("backup", "far", 2222, Path.of("/etc/backup/key"), Path.of("/etc/backup/known"));

    private static final String CHANGED = """
            @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
            @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
            @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
            IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
            The fingerprint for the ED25519 key sent by the remote host is
            SHA256:fiJCLie7uATNgjVYny4QBjniVH2skcIRWwoPynUOdGk.
            Offending ED25519 key in known:1
            Host key for [far]:2222 has changed and you have requested strict checking.
            Host key verification failed.
            """;
    private static final String OPEN_KEY = """
            @         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
            Permissions 0644 for 'key' are too open.
            Load key "key": bad permissions
            root@127.0.0.1: Permission denied (publickey,password,keyboard-interactive).
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST_KEY | No ED25519 host key is known for [127.0.0.1]:28411 and you have requested strict checking.",
                "HOST_KEY | Host key verification failed.",
                "HOST_KEY | Unable to negotiate with 127.0.0.1 port 28411: no matching cipher found. Their offer: aes",
                "AUTHENTICATION | root@127.0.0.1: Permission denied (publickey,password,keyboard-interactive).",
                "AUTHENTICATION | Warning: Identity file nosuch not accessible: No such file or directory.",
                "AUTHENTICATION | no such identity: nosuch: No such file or directory",
                "AUTHENTICATION | This account is currently not available.",
                "NETWORK | ssh: connect to host 127.0.0.1 port 1: Connection refused",
                "NETWORK | ssh: connect to host 192.0.2.1 port 22: Connection timed out",
                "NETWORK | ssh: Could not resolve hostname no-such-host.invalid: Name or service not known",
                "NETWORK | kex_exchange_identification: read: Connection reset by peer",
                "NETWORK | Connection reset by 127.0.0.1 port 28413",
                "NETWORK | Connection to 127.0.0.1 closed by remote host.",
                "TUNNEL | channel 2: open failed: administratively prohibited: open failed",
                "TUNNEL | channel 2: open failed: connect failed: Connection refused",
                "TUNNEL | bind [127.0.0.1]:8730: Address already in use"
            })
    void tellsTheKindOfTrouble(Kind kind, String stderr) {
        assertThat(SshErrors.kind("before\n" + stderr + "\r\nafter")).contains(kind);
        assertThat(SshErrors.mend(stderr, TARGET)).isNotBlank().doesNotContain("${");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rsync: [sender] change_dir \"/x\" failed: Permission denied (13)",
                "rsync: [generator] failed to connect to 127.0.0.1 (127.0.0.1): Connection refused (111)",
                "rsync error: error in rsync protocol data stream (code 12) at io.c(232) [sender=3.5.0]",
                "find: '/a': Permission denied",
                "bash: line 1: rsync: command not found"
            })
    void leavesTheTroubleOfOtherProgramsAlone(String stderr) {
        assertThat(SshErrors.kind(stderr)).isEmpty();
        assertThat(SshErrors.mend(stderr, TARGET)).isEmpty();
        assertThat(SshErrors.exception(stderr, TARGET)).isEmpty();
    }

    @Test
    void tellsAChangedKeyFromAnUnknownOne() {
        assertThat(SshErrors.exception(CHANGED, TARGET)).get().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(Kind.HOST_KEY);
            assertThat(e)
                    .hasMessageContaining("SHA256:fiJCLie7uATNgjVYny4QBjniVH2skcIRWwoPynUOdGk")
                    .hasMessageContaining("ssh-keygen -R '[far]:2222' -f /etc/backup/known")
                    .hasMessageContaining("ssh-keyscan -p 2222 far >>/etc/backup/known");
        });
        assertThat(SshErrors.mend("Host key verification failed.", TARGET))
                .contains("its key is not known")
                .contains("ssh-keyscan -p 2222 far >>/etc/backup/known")
                .contains("compare");
    }

    @Test
    void namesTheKeyThatWasOfferedAndTheReasonBehindTheRefusal() {
        assertThat(SshErrors.mend(OPEN_KEY, TARGET)).contains("chmod 600 /etc/backup/key");
        assertThat(SshErrors.mend("backup@far: Permission denied (publickey).", TARGET))
                .contains("backup@far does not let us in with the key /etc/backup/key")
                .contains("ssh-copy-id -i /etc/backup/key -p 2222 backup@far");
    }
}
