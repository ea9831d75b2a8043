package io.rsyncbackup.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LocationsTest {
    static Stream<Arguments> valid() {
        return Stream.of(
                local("/", "/"),
                local("/srv/data", "/srv/data"),
                local("/srv/data/", "/srv/data"),
                local("//srv///data//", "/srv/data"),
                local("/./srv/./data/.", "/srv/data"),
                local("/a:b", "/a:b"),
                local("/host:/dir", "/host:/dir"),
                local("/a/rsync://b/c", "/a/rsync:/b/c"),
                local("/-dash", "/-dash"),
                local("/with space/ü/\t~", "/with space/ü/\t~"),
                local("/...", "/..."),
                local("/..a/b..", "/..a/b.."),
                local("/user@host", "/user@host"),
                ssh("host:/", null, "host", "/"),
                ssh("host:/dir", null, "host", "/dir"),
                ssh("host:/dir/", null, "host", "/dir"),
                ssh("host:/a:b", null, "host", "/a:b"),
                ssh("host:/a::b", null, "host", "/a::b"),
                ssh("host:/-dash", null, "host", "/-dash"),
                ssh("h:/c", null, "h", "/c"),
                ssh("root@nas.example.org:/srv", "root", "nas.example.org", "/srv"),
                ssh("a@b@host:/srv", "a@b", "host", "/srv"),
                ssh("host_1-x:/srv", null, "host_1-x", "/srv"),
                ssh("127.0.0.1:/srv", null, "127.0.0.1", "/srv"),
                ssh("[127.0.0.1]:/srv", null, "127.0.0.1", "/srv"),
                ssh("[::1]:/srv", null, "::1", "/srv"),
                ssh("root@[fe80::1%eth0]:/srv", "root", "fe80::1%eth0", "/srv"),
                ssh("[2001:db8:0:1:2:3:4:5]:/", null, "2001:db8:0:1:2:3:4:5", "/"),
                ssh("[::ffff:10.0.0.1]:/x", null, "::ffff:10.0.0.1", "/x"),
                daemon("host::module", null, "host", null, "module", ""),
                daemon("host::module/", null, "host", null, "module", ""),
                daemon("host::module/dir/", null, "host", null, "module", "/dir"),
                daemon("host::module//a/./b", null, "host", null, "module", "/a/b"),
                daemon("me@host::module/a:b", "me", "host", null, "module", "/a:b"),
                daemon("[::1]::module/dir", null, "::1", null, "module", "/dir"),
                daemon("host::my module", null, "host", null, "my module", ""),
                daemon("rsync://host/module", null, "host", null, "module", ""),
                daemon("RSYNC://host/module/dir", null, "host", null, "module", "/dir"),
                daemon("rsync://me@host:8730/module/dir", "me", "host", 8730, "module", "/dir"),
                daemon("rsync://host:873/module", null, "host", 873, "module", ""),
                daemon("rsync://[::1]/module", null, "::1", null, "module", ""),
                daemon("rsync://me@[::1]:1/module/d", "me", "::1", 1, "module", "/d"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsWhatRsyncReads(String text, Location expected) {
        assertThat(Locations.parse(text)).isEqualTo(expected);
        assertThat(Locations.parse(expected.text())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                              | the location is empty
            relative/dir                    | must begin with /
            ./a:b                           | must begin with /
            .                               | must begin with /
            ~/backup                        | whole path of that home
            -rf                             | begins with a hyphen
            --rsh=evil                      | begins with a hyphen
            /a/../b                         | contains ..
            /..                             | contains ..
            /a/..                           | contains ..
            host:/a/../b                    | contains ..
            host::module/..                 | contains ..
            rsync://host/module/a/../b      | contains ..
            host://dir                      | write host:/dir for SSH
            rsync://host/module/../..       | contains ..
            host:                           | write host:/dir
            host:dir                        | must begin with /
            a:b/c                           | must begin with /
            host:~/dir                      | whole path of that home
            host:-rf                        | begins with a hyphen
            -oProxyCommand=x:/dir           | begins with a hyphen
            -u@host:/dir                    | begins with a hyphen
            root@-host:/dir                 | begins with a hyphen
            :/dir                           | the host is empty
            user@:/dir                      | the host is empty
            @host:/dir                      | the user is empty
            []:/dir                         | the host is empty
            ho st:/dir                      | white space
            us er@host:/dir                 | white space
            host;reboot:/dir                | neither a host name
            $(reboot):/dir                  | neither a host name
            hôst:/dir                       | neither a host name
            [::1:/dir                       | must begin with /
            [::1]x:/dir                     | neither a host name
            x[::1]:/dir                     | neither a host name
            [1::2::3]:/dir                  | neither a host name
            [1:2:3]:/dir                    | neither a host name
            [1:2:3:4:5:6:7:8:9]:/dir        | neither a host name
            [12345::]:/dir                  | neither a host name
            [::256.0.0.1]:/dir              | neither a host name
            [fe80::1%]:/dir                 | neither a host name
            [fe80::1%a;b]:/dir              | neither a host name
            fe80::1:/dir                    | stands in brackets
            ::module                        | the host is empty
            host::                          | needs the name of a module
            host::/dir                      | needs the name of a module
            host::-module                   | begin with no hyphen
            host::../dir                    | must be a name
            host::a]b                       | contains / or ]
            rsync://                        | the host is empty
            rsync:///module                 | the host is empty
            rsync://host                    | needs the name of a module
            rsync://host/                   | needs the name of a module
            rsync://host:/module            | between 1 and 65535
            rsync://host:0/module           | between 1 and 65535
            rsync://host:65536/module       | between 1 and 65535
            rsync://host:99999999999/module | between 1 and 65535
            rsync://host:+1/module          | between 1 and 65535
            rsync://host:８７３/module      | between 1 and 65535
            rsync://-host/module            | begins with a hyphen
            ssh://host/dir                  | write host:/dir for SSH
            file:///dir                     | /dir for this host
            https://host/dir                | unknown to rsync
            """)
    void refusesWithTheMend(String text, String message) {
        assertThatThrownBy(() -> Locations.parse(text))
                .isInstanceOf(InvalidLocationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesCharactersThatCannotStandInACommandLineOrAList() {
        for (String template : List.of("/a%sb", "host:/a%sb", "host::module/a%sb", "host::mo%sdule", "ho%sst:/a")) {
            for (String character : List.of("\0", "\n", "\ud800")) {
                String text = template.formatted(character);
                assertThatThrownBy(() -> Locations.parse(text))
                        .as(text)
                        .isInstanceOf(InvalidLocationException.class)
                        .hasMessageContaining("contains");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsync://me:s3cret@host/module",
        "me:s3cret@host:/dir",
        "me:s3cret@host::module",
        "rsync://me:s3cret/x@host/module"
    })
    void repeatsNoPasswordInItsMessage(String text) {
        assertThatThrownBy(() -> Locations.parse(text))
                .isInstanceOf(InvalidLocationException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void cannotBeMadeWrongByItsConstructorsEither() {
        List<Runnable> wrong = List.of(
                () -> new Location.Local(Path.of("relative")),
                () -> new Location.Local(Path.of("/a/../b")),
                () -> new Location.Local(Path.of("/a\nb")),
                () -> new Location.Ssh(null, "-host", "/"),
                () -> new Location.Ssh("a:b", "host", "/"),
                () -> new Location.Ssh("", "host", "/"),
                () -> new Location.Ssh(null, "[::1]", "/"),
                () -> new Location.Ssh(null, "host", "dir"),
                () -> new Location.Ssh(null, "host", "/dir/"),
                () -> new Location.Daemon(null, "host", 0, "module", ""),
                () -> new Location.Daemon(null, "host", null, "a/b", ""),
                () -> new Location.Daemon(null, "host", null, "module", "dir"));
        for (Runnable constructor : wrong) {
            assertThatThrownBy(constructor::run).isInstanceOf(InvalidLocationException.class);
        }
    }

    private static Arguments local(String text, String path) {
        return Arguments.of(text, new Location.Local(Path.of(path)));
    }

    private static Arguments ssh(String text, String user, String host, String path) {
        return Arguments.of(text, new Location.Ssh(user, host, path));
    }

    private static Arguments daemon(String text, String user, String host, Integer port, String module, String path) {
        return Arguments.of(text, new Location.Daemon(user, host, port, module, path));
    }
}
