package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real daemon, which this server can run no command on. */
class DaemonModuleTest {
    private static final byte[] IDENTITY = "{\"id\": \"one\"}".getBytes(UTF_8);

    private final CommandRunner runner = new LocalCommandRunner("test-daemon-module");

    @TempDir
    Path directory;

    private Path disk;
    private RsyncDaemon daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        // for modules whose daemon becomes nobody
        Shell.run("chmod 755 \"$1\"", directory);
        daemon = RsyncDaemon.start(
                directory.resolve("daemon"),
                RsyncModule.of("disk", disk),
                RsyncModule.of("plain", disk).useChroot(false),
                RsyncModule.of("closed", disk).authUsers("me"),
                RsyncModule.of("read", disk).readOnly(),
                RsyncModule.of("write", disk).writeOnly(),
                RsyncModule.of("keep", disk).refuseOptions("delete"),
                RsyncModule.of("hurry", disk).refuseOptions("fsync"),
                RsyncModule.of("absent", directory.resolve("not-mounted")),
                RsyncModule.of("narrow", disk).maxConnections(1).postTransfer("sleep 0.5"),
                RsyncModule.of("stuck", disk).maxConnections(1).postTransfer("sleep 4"));
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim",
                "vic*tim",
                "[victim]",
                "vic?im",
                "-victim",
                "--delete",
                "#victim",
                ";victim",
                " victim ",
                "vic'tim\"s",
                "2026-11-21 18:05:09",
                "vic\\tim",
                "+ victim",
                "- victim",
                "$HOME",
                "victïm"
            })
    void removesAWholeTreeOfAnyNameAndNothingBesideIt(String name) throws Exception {
        Path parent = Files.createDirectories(disk.resolve("x"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "1");
        Path inside = Files.createDirectory(disk.resolve("inside"));
        Files.writeString(inside.resolve("precious"), "1");
        for (String neighbour : List.of("victims", "avictim", "vicXtim", "v", "vic", "tim", "latest")) {
            Files.createDirectory(parent.resolve(neighbour));
            Files.writeString(parent.resolve(neighbour).resolve("kept"), "1");
        }
        Path victim = parent.resolve(name);
        for (String module : List.of("disk/x/latest", "plain/x/latest")) {
            Files.createDirectories(victim.resolve("sub/[a]*/ b"));
            Files.writeString(victim.resolve("sub/[a]*/ b/-f"), "1");
            Files.createSymbolicLink(victim.resolve("sub/absolute"), outside);
            Files.createSymbolicLink(victim.resolve("sub/relative"), Path.of("../../../inside"));
            Shell.run("cd \"$1\" && touch $'a\\nb\\377' && mkfifo pipe && chmod 555 sub", victim);

            module(module).remove(List.of(name, "not-there"), StopSignal.NEVER);
            assertThat(Shell.exists(victim)).isFalse();
        }

        assertThat(outside.resolve("precious")).exists();
        assertThat(inside.resolve("precious")).exists();
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("victims", "avictim", "vicXtim", "v", "vic", "tim", "latest");
        }
    }

    @Test
    void removesWhatLiesDeeperDown() {
        DaemonModule module = initialised("disk/x/latest");
        module.write(Map.of("snapshots/a.json", IDENTITY, "snapshots/b.json", IDENTITY), StopSignal.NEVER);
        module.claim("a", StopSignal.NEVER);
        module.remove(
                List.of(".rsync-backup/snapshots/a.json", ".rsync-backup/incomplete/a", ".rsync-backup/incomplete/no"),
                StopSignal.NEVER);
        assertThat(own(module).files()).containsOnlyKeys("destination.json", "snapshots/b.json");
        assertThat(own(module).claims()).isEmpty();
    }

    @Test
    void removesALinkAndNotWhatItLeadsTo() throws Exception {
        Path target = Files.createDirectories(disk.resolve("x/target"));
        Files.writeString(target.resolve("precious"), "1");
        Files.createSymbolicLink(disk.resolve("x/link"), target);
        module("plain/x/latest").remove(List.of("link"), StopSignal.NEVER);
        assertThat(Shell.exists(disk.resolve("x/link"))).isFalse();
        assertThat(target.resolve("precious")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/..", "/", "a//b", "a/", "/a"})
    void neverRemovesTheParentOrWhatIsAboveIt(String path) {
        assertThatThrownBy(() -> module("disk/x/latest").remove(List.of(path), StopSignal.NEVER))
                .isInstanceOf(IllegalArgumentException.class);
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

    private DaemonModule initialised(String place) {
        DaemonModule module = module(place);
        module.initialise(Map.of("destination.json", IDENTITY), StopSignal.NEVER);
        return module;
    }

    private DaemonModule module(String place) {
        return new DaemonModule(runner, address(place), UnaryOperator.identity(), directory.resolve("scratch"));
    }

    private DaemonAddress address(String place) {
        Location.Daemon latest = (Location.Daemon) Locations.parse("rsync://127.0.0.1:" + daemon.port() + "/" + place);
        return new DaemonAddress(latest, null, null, Duration.ofSeconds(20));
    }

    private static DaemonOwnFiles own(DaemonModule module) {
        return module.readOwn(StopSignal.NEVER).orElseThrow();
    }

    private static Optional<Kind> kindOf(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (DaemonException e) {
            return Optional.of(e.kind());
        }
    }

    private static Kind kind(Runnable call) {
        return kindOf(call).orElseThrow(() -> new AssertionError("nothing was refused"));
    }
}
