package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshTargetTest {
    @ParameterizedTest
    @ValueSource(strings = {"-oProxyCommand=reboot", "", "a b", "a\n", "a;b", "$(a)", "a@b", "a\0"})
    void refusesAHostThatIsNone(String host) {
        assertThatThrownBy(() -> new SshTarget(null, host, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-l", "", "a b", "a\n", "a@b", "a\0"})
    void refusesAUserThatIsNone(String user) {
        assertThatThrownBy(() -> new SshTarget(user, "far", null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void refusesAPortThatIsNone(int port) {
        assertThatThrownBy(() -> new SshTarget(null, "far", port, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\"b", "/a\\b", "/${HOME}/key", "/a\nb"})
    void refusesAFileThatSshCannotRead(String file) {
        assertThatThrownBy(() -> new SshTarget(null, "far", null, Path.of(file), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SshTarget(null, "far", null, null, Path.of(file)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNamesAndAddresses() {
        for (String host : new String[] {"far", "far.example.org", "192.0.2.1", "2001:db8::1", "fe80::1%eth0", "a_b"}) {
            assertThat(new SshTarget("backup", host, 22, null, null)).hasToString("backup@" + host + " port 22");
        }
        assertThat(new SshTarget(null, "far", null, null, null)).hasToString("far");
    }

    @Test
    void makesFilesAbsolute() {
        assertThat(new SshTarget(null, "far", null, Path.of("-key"), null).identityFile())
                .isAbsolute();
    }
}
