package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonCommandsTest {
    private static final DaemonAddress ADDRESS = new DaemonAddress(
            at("rsync://me@backup.example/disk/my laptop/latest"),
            Path.of("/etc/backup/secret"),
            null,
            Duration.ofMinutes(10));

    private final DaemonCommands commands = new DaemonCommands(ADDRESS);

    @Test
    void listsTheParentInCoordinatedTime() {
        Command list = commands.list("");
        assertThat(list.argv())
                .containsExactly(
                        "rsync",
                        "--no-motd",
                        "--contimeout=15",
                        "--timeout=600",
                        "--password-file=/etc/backup/secret",
                        "--list-only",
                        "--no-human-readable",
                        "--",
                        "rsync://me@backup.example/disk/my laptop/");
        assertThat(list.environment()).isEqualTo(Map.of("TZ", "UTC"));
    }

    @Test
    void fetchesOnlySmallFilesOfItsOwn() {
        assertThat(commands.fetchOwn(Path.of("/scratch/x")).argv().subList(5, 21))
                .containsExactly(
                        "--recursive",
                        "--times",
                        "--owner",
                        "--numeric-ids",
                        "--chmod=D700,F600",
                        "--max-size=65536",
                        "--out-format=owner %U %n",
                        "--include=/.rsync-backup/",
                        "--include=/.rsync-backup/*.json",
                        "--include=/.rsync-backup/snapshots/",
                        "--include=/.rsync-backup/snapshots/*.json",
                        "--include=/.rsync-backup/incomplete/",
                        "--include=/.rsync-backup/incomplete/*/",
                        "--exclude=*",
                        "--",
                        "rsync://me@backup.example/disk/my laptop/");
    }

    @Test
    void sendsFilesThatTheDaemonFlushesWhereItCan() {
        assertThat(commands.send(Path.of("/scratch/x"), true, false).argv().subList(5, 16))
                .containsExactly(
                        "--recursive",
                        "--chown=0:0",
                        "--numeric-ids",
                        "--perms",
                        "--chmod=D755,F644",
                        "--ignore-times",
                        "--whole-file",
                        "--out-format=%i %n",
                        "--fsync",
                        "--",
                        "/scratch/x/");
        assertThat(commands.send(Path.of("/scratch/x"), false, true).argv())
                .contains("--mkpath")
                .doesNotContain("--fsync");
    }

    @Test
    void makesAndRemovesBelowTheParent() {
        assertThat(commands.makeDirectory(".rsync-backup/incomplete/x", Path.of("/scratch/empty"))
                        .argv())
                .endsWith(
                        "--dirs",
                        "--out-format=%i %n",
                        "--",
                        "/scratch/empty/",
                        "rsync://me@backup.example/disk/my laptop/.rsync-backup/incomplete/x/");
        assertThat(commands.remove(Path.of("/scratch/list"), Path.of("/scratch/empty"))
                        .argv())
                .contains("--delete-missing-args", "--one-file-system", "--no-implied-dirs", "--force", "--from0")
                .contains("--files-from=/scratch/list")
                .endsWith("--", "/scratch/empty/", "rsync://me@backup.example/disk/my laptop/");
    }

    @Test
    void connectsToTheTunnelButSpeaksOfTheDaemon() {
        DaemonAddress tunnelled =
                new DaemonAddress(at("rsync://me@far:8730/disk/latest"), null, 40_123, Duration.ofSeconds(30));
        assertThat(new DaemonCommands(tunnelled).list("").argv())
                .endsWith("rsync://me@127.0.0.1:40123/disk/")
                .doesNotContain("--password-file=null");
        assertThat(tunnelled.parent().text()).isEqualTo("rsync://me@far:8730/disk");
        assertThat(tunnelled.element()).isEqualTo("latest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host::disk/[a]/latest", "host::disk/a/*", "host::disk/a?/b"})
    void refusesWildcardsSinceTheDaemonWouldExpandThem(String text) {
        assertThatThrownBy(() -> new DaemonAddress(at(text), null, null, Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(
                        DaemonException.class, e -> assertThat(e.kind()).isEqualTo(DaemonException.Kind.UNUSABLE_PATH))
                .hasMessageContaining("wildcards");
    }

    @Test
    void refusesAWholeModule() {
        assertThatThrownBy(() -> new DaemonAddress(at("host::disk"), null, null, Duration.ofSeconds(30)))
                .hasMessageContaining("rsync://host/disk/latest");
    }

    @Test
    void namesNoSecretAndNoShell() {
        assertThat(List.of(
                        commands.list(""), commands.fetchOwn(Path.of("/x")), commands.send(Path.of("/x"), true, true)))
                .allSatisfy(command -> assertThat(command.argv().getFirst()).isEqualTo("rsync"))
                .allSatisfy(
                        command -> assertThat(command.environment().keySet()).containsExactly("TZ"));
    }

    private static Location.Daemon at(String text) {
        return (Location.Daemon) Locations.parse(text);
    }
}
