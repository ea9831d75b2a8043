package io.rsyncbackup.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "gateway, -, gateway, -",
                "backup@gateway, backup, gateway, -",
                "backup@gateway:2222, backup, gateway, 2222",
                "a@b@10.0.0.1:22, a@b, 10.0.0.1, 22",
                "[fe80::1%eth0], -, fe80::1%eth0, -",
                "me@[::1]:65535, me, ::1, 65535",
            })
    void readsTunnels(String text, String user, String host, Integer port) {
        Location.Tunnel tunnel = Locations.parseTunnel(text);
        assertThat(tunnel).isEqualTo(new Location.Tunnel(user, host, port));
        assertThat(tunnel.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-oProxyCommand=x",
                "me@-host",
                "host:",
                "host:0",
                "host:65536",
                "host:22:22",
                "fe80::1",
                "[fe80::1",
                "host/",
                "ssh://host",
                "me:secret@host",
                "a b",
                "host\n",
                "host\0",
                "@host",
                "host:22x",
                "host:-1"
            })
    void refusesWhatIsNoTunnel(String text) {
        assertThatThrownBy(() -> Locations.parseTunnel(text))
                .isInstanceOf(InvalidLocationException.class)
                .message()
                .doesNotContain("secret");
    }
}
