package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.location.Location;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final Endpoint HERE = Endpoint.of(Path.of("/data"));
    private static final Endpoint SSH = new Endpoint.OverSsh(
            "/mnt/it's $HOME",
            "me@[fe80::1]",
            "ssh -p 22",
            "sudo -n -- rsync",
            Shell.RUNNER,
            List.of("sudo", "-n", "--"));
    private static final List<String> TO_SSH = List.of(
            "--protect-args",
            "--rsh=ssh -p 22",
            "--rsync-path=sudo -n -- rsync",
            "/data/",
            "me@[fe80::1]:/mnt/it's $HOME/");

    @Test
    void protectsEveryArgumentFromTheShellOfTheOtherHost() {
        RsyncCommands commands = commands(HERE, SSH, List.of(), null);

        for (List<String> argv : List.of(commands.plain(), commands.decide(), commands.apply(Path.of("/l")))) {
            assertThat(argv).endsWith(TO_SSH.toArray(String[]::new)).contains("--timeout=600");
        }
        assertThat(commands.remove(Path.of("/l"), Path.of("/empty")))
                .endsWith("/empty/", "me@[fe80::1]:/mnt/it's $HOME/")
                .contains("--protect-args", "--rsh=ssh -p 22", "--timeout=600");
    }

    @Test
    void removesHereWithoutAnyConnection() {
        assertThat(commands(SSH, HERE, List.of(), null).remove(Path.of("/l"), Path.of("/empty")))
                .endsWith("/empty/", "/data/")
                .doesNotContain("--protect-args", "--rsh=ssh -p 22");
    }

    @Test
    void makesANewDirectoryOnADaemonWithoutDeleting() {
        Endpoint.Daemon daemon = daemon("/a b/new", null, null);

        assertThat(commands(HERE, daemon, List.of("../one", "../t wo"), null).plain())
                .contains("--link-dest=../one", "--link-dest=../t wo", "--contimeout=15")
                .doesNotContain("--delete", "--delete-excluded")
                .endsWith("/data/", "rsync://me@host:8873/module/a b/new/");
    }

    @Test
    void comparesWithTheNewestSnapshotOnADaemon() {
        Endpoint.Daemon latest = daemon("/new", null, null);

        assertThat(commands(HERE, latest, List.of(), daemon("/old", null, null)).decide())
                .contains("--dry-run", "--delete")
                .endsWith("rsync://me@host:8873/module/old/");
        assertThat(commands(HERE, latest, List.of(), null).decide()).endsWith("rsync://me@host:8873/module/new/");
    }

    @Test
    void givesADaemonThePasswordsFileAndNeverThePassword() {
        Endpoint.Daemon daemon = daemon("", Path.of("/etc/backup/rsync.secret"), 40_123);

        assertThat(commands(HERE, daemon, List.of(), null).plain())
                .contains("--password-file=/etc/backup/rsync.secret")
                .endsWith("rsync://me@127.0.0.1:40123/module/");
        assertThat(RsyncCommands.list(daemon, 30L))
                .contains("--password-file=/etc/backup/rsync.secret", "--timeout=30")
                .endsWith("rsync://me@127.0.0.1:40123/module/");
    }

    @Test
    void refusesPathsThatADaemonWouldTakeForOthers() {
        for (String path : List.of("/a*", "/a?b", "/w[x]")) {
            assertThatThrownBy(() -> daemon(path, null, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("wildcards");
        }
    }

    @Test
    void refusesPathsThatRsyncOnTheOtherHostWouldTakeForOthers() {
        for (String path : List.of("/a*", "/a?b", "/w[x]")) {
            assertThatThrownBy(() -> new Endpoint.OverSsh(path, "host", "ssh", "rsync", Shell.RUNNER, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("wildcards");
        }
    }

    private static Endpoint.Daemon daemon(String path, @Nullable Path passwordFile, @Nullable Integer tunnelPort) {
        return new Endpoint.Daemon(new Location.Daemon("me", "host", 8873, "module", path), passwordFile, tunnelPort);
    }

    private static RsyncCommands commands(
            Endpoint source, Endpoint latest, List<String> linkDest, Endpoint.@Nullable Daemon compareWith) {
        return new RsyncCommands(
                new TransferRequest(
                        source,
                        latest,
                        false,
                        false,
                        linkDest,
                        compareWith,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null,
                        null,
                        false,
                        List.of(),
                        Path.of("/scratch")),
                List.of(),
                false);
    }
}
