package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DaemonException.Kind;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DaemonModuleTest extends OnARealModule {
    @Test
    void knowsThatTheParentIsNotThereAndMakesIt() {
        DaemonModule module = module("disk/a/b/latest");
        assertThat(module.list(StopSignal.NEVER)).isEmpty();
        assertThat(module.readOwn(StopSignal.NEVER)).isEmpty();
        assertThat(module.hasEntries("latest", StopSignal.NEVER)).isFalse();

        module.initialise(Map.of("destination.json", IDENTITY), StopSignal.NEVER);
        assertThat(module.list(StopSignal.NEVER))
                .hasValueSatisfying(entries ->
                        assertThat(entries).extracting(DaemonEntry::name).containsExactly(".rsync-backup"));
        assertThat(own(module).files()).containsOnlyKeys("destination.json");
        assertThat(disk.resolve("a/b/.rsync-backup/destination.json")).hasBinaryContent(IDENTITY);
        assertThat(module.hasEntries(".rsync-backup", StopSignal.NEVER)).isTrue();
        assertThat(module.hasEntries(".rsync-backup/snapshots", StopSignal.NEVER))
                .isFalse();
    }

    @Test
    void worksInTheRootOfAModuleAndWithoutChroot() {
        DaemonModule module = module("plain/latest");
        assertThat(module.list(StopSignal.NEVER)).contains(List.of());
        module.initialise(Map.of("destination.json", IDENTITY), StopSignal.NEVER);
        assertThat(own(module).files().get("destination.json")).isEqualTo(IDENTITY);
        assertThat(own(module).keepsOwners()).isEqualTo(Shell.isRoot());
        assertThat(own(module).nanoseconds()).isTrue();
        Shell.run("touch --date='2026-11-22 18:05:09' \"$1\"", disk.resolve(".rsync-backup/destination.json"));
        assertThat(own(module).nanoseconds()).isFalse();
    }

    @Test
    void noticesADaemonThatWorksAsAnOrdinaryUser() throws Exception {
        assumeTrue(Shell.isRoot(), "only root can start a daemon that becomes nobody");
        Path open = Files.createDirectory(directory.resolve("open"));
        Shell.run("chown nobody \"$1\"", open);
        try (RsyncDaemon ordinary = RsyncDaemon.start(
                directory.resolve("ordinary"),
                RsyncModule.of("open", open).owner("nobody", "nogroup"),
                RsyncModule.of("fake", open).owner("nobody", "nogroup").set("fake super", "yes"))) {
            assertThat(Map.of("open", false, "fake", true)).allSatisfy((name, keeps) -> {
                Location.Daemon latest = (Location.Daemon) Locations.parse(ordinary.url(name) + "/" + name + "/latest");
                DaemonModule module = new DaemonModule(
                        runner,
                        new DaemonAddress(latest, null, null, Duration.ofSeconds(20)),
                        UnaryOperator.identity(),
                        directory.resolve("scratch"));
                module.initialise(Map.of("destination.json", IDENTITY), StopSignal.NEVER);
                assertThat(own(module).keepsOwners()).isEqualTo(keeps);
            });
        }
    }

    @Test
    void replacesFilesEvenWhenLengthAndTimeAreEqual() {
        DaemonModule module = initialised("disk/x/latest");
        module.write(Map.of("snapshots/s.json", "{\"state\": \"building\"}".getBytes(UTF_8)), StopSignal.NEVER);
        module.write(
                Map.of(
                        "snapshots/s.json",
                        "{\"state\": \"complete\"}".getBytes(UTF_8),
                        "latest.json",
                        "{}".getBytes(UTF_8)),
                StopSignal.NEVER);
        assertThat(own(module).files())
                .containsOnlyKeys("destination.json", "snapshots/s.json", "latest.json")
                .hasEntrySatisfying(
                        "snapshots/s.json",
                        content -> assertThat(content).asString(UTF_8).contains("complete"));
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void writesWhereTheDaemonDoesNotKnowHowToFlush() {
        DaemonModule module = initialised("hurry/x/latest");
        module.write(Map.of("snapshots/s.json", IDENTITY), StopSignal.NEVER);
        assertThat(disk.resolve("x/.rsync-backup/snapshots/s.json")).hasBinaryContent(IDENTITY);
        assertThat(daemon.log()).containsOnlyOnce("refuse --fsync");
    }

    @Test
    void readsNothingButSmallRegularFiles() throws Exception {
        DaemonModule module = initialised("plain/x/latest");
        Path own = disk.resolve("x/.rsync-backup");
        Files.createSymbolicLink(own.resolve("latest.json"), Path.of("destination.json"));
        Files.write(own.resolve("snapshots/large.json"), new byte[100_000]);
        Files.createDirectory(own.resolve("snapshots/directory.json"));
        Files.writeString(own.resolve("lock"), "no description");
        Files.writeString(own.resolve("snapshots/ß [x]*.json"), "{}");
        Shell.run("mkfifo \"$1\"", own.resolve("pipe.json"));
        assertThat(own(module).files()).containsOnlyKeys("destination.json", "snapshots/ß [x]*.json");
    }

    @Test
    void givesANameToOneOfAllWhoClaimIt() throws Exception {
        initialised("disk/x/latest");
        int servers = 6;
        CountDownLatch begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(servers)) {
            List<Future<Boolean>> claims = IntStream.range(0, servers)
                    .mapToObj(server -> threads.submit(() -> {
                        begin.await();
                        return module("disk/x/latest").claim("2026-11-22T180509Z", StopSignal.NEVER);
                    }))
                    .toList();
            begin.countDown();
            int won = 0;
            for (Future<Boolean> claim : claims) {
                won += claim.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(own(module("disk/x/latest")).claims()).containsExactly("2026-11-22T180509Z");
    }

    @Test
    void logsInWithThePasswordOfItsFile() throws Exception {
        Files.createDirectories(disk.resolve("x"));
        Location.Daemon place = (Location.Daemon) Locations.parse(daemon.url("me", "closed") + "/x/latest");
        Duration timeout = Duration.ofSeconds(20);
        Path scratch = directory.resolve("scratch");
        assertThat(new DaemonModule(
                                runner,
                                new DaemonAddress(place, daemon.passwordFile(), null, timeout),
                                UnaryOperator.identity(),
                                scratch)
                        .list(StopSignal.NEVER))
                .contains(List.of());
        assertThat(kind(() -> new DaemonModule(
                                runner,
                                new DaemonAddress(place, null, null, timeout),
                                UnaryOperator.identity(),
                                scratch)
                        .list(StopSignal.NEVER)))
                .isEqualTo(Kind.AUTHENTICATION);
        Path wrong = directory.resolve("wrong");
        Shell.run("umask 077; echo wrong >\"$1\"", wrong);
        assertThat(kind(() -> new DaemonModule(
                                runner,
                                new DaemonAddress(place, wrong, null, timeout),
                                UnaryOperator.identity(),
                                scratch)
                        .list(StopSignal.NEVER)))
                .isEqualTo(Kind.AUTHENTICATION);
        Shell.run("chmod 644 \"$1\"", wrong);
        assertThat(kind(() -> new DaemonModule(
                                runner,
                                new DaemonAddress(place, wrong, null, timeout),
                                UnaryOperator.identity(),
                                scratch)
                        .list(StopSignal.NEVER)))
                .isEqualTo(Kind.PASSWORD_FILE);
    }

    @Test
    void saysWhichOfItsWishesTheModuleRefuses() throws Exception {
        Files.createDirectories(disk.resolve("x/victim"));
        assertThat(kind(() -> module("nosuch/x/latest").list(StopSignal.NEVER))).isEqualTo(Kind.UNKNOWN_MODULE);
        assertThat(kind(() -> module("absent/x/latest").list(StopSignal.NEVER)))
                .isEqualTo(Kind.MODULE_DIRECTORY_MISSING);
        assertThat(kind(() -> module("write/x/latest").list(StopSignal.NEVER))).isEqualTo(Kind.WRITE_ONLY);
        assertThat(kind(() -> module("read/x/latest").write(Map.of("latest.json", IDENTITY), StopSignal.NEVER)))
                .isEqualTo(Kind.READ_ONLY);
        assertThatThrownBy(() -> module("keep/x/latest").remove(List.of("victim"), StopSignal.NEVER))
                .isInstanceOfSatisfying(
                        DaemonException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED_OPTION))
                .hasMessageContaining("refuses the option --delete");
        assertThat(disk.resolve("x/victim")).exists();
    }

    @Test
    void waitsForAConnectionThatItsOwnLastCallStillHolds() {
        DaemonModule module = initialised("narrow/x/latest");
        module.write(Map.of("latest.json", IDENTITY), StopSignal.NEVER);
        assertThat(own(module).files()).containsOnlyKeys("destination.json", "latest.json");
        assertThat(daemon.log()).contains("max connections (1) reached");
    }

    @Test
    void givesUpWaitingForAConnection() throws Exception {
        Files.createDirectories(disk.resolve("x"));
        module("stuck/x/latest").list(StopSignal.NEVER);
        DaemonModule impatient = new DaemonModule(
                runner,
                address("stuck/x/latest"),
                UnaryOperator.identity(),
                directory.resolve("scratch"),
                Duration.ofMillis(300));
        assertThat(kind(() -> impatient.list(StopSignal.NEVER))).isEqualTo(Kind.TOO_MANY_CONNECTIONS);
    }

    @Test
    void knowsADaemonThatIsGone() {
        DaemonModule module = initialised("disk/x/latest");
        daemon.stop();
        assertThat(kind(() -> module.list(StopSignal.NEVER))).isEqualTo(Kind.UNREACHABLE);
        daemon.start();
        assertThat(module.list(StopSignal.NEVER)).isPresent();
    }
}
