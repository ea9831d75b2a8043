package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.destination.DestinationException.Reason;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.location.Locations;
import io.rsyncbackup.network.RsyncDaemon;
import io.rsyncbackup.network.RsyncModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is it the right one? Asked of a real daemon. */
class DaemonDestinationsTest {
    @TempDir
    Path directory;

    private Path disk;
    private RsyncDaemon daemon;
    private Destinations destinations;
    private DestinationLayout layout;

    @BeforeEach
    void startDaemon() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        daemon = RsyncDaemon.start(directory.resolve("daemon"), RsyncModule.of("disk", disk));
        destinations = destinations("laptop/latest");
        layout = new DestinationLayout(Path.of("/disk/laptop/latest"));
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    @Test
    void beginsOnlyWhereAPersonSaysSo() throws Exception {
        assertThat(destinations.mayInitialise(layout, disk)).isFalse();
        refuses(Set.of(), "does not exist", "{\"initialise\": true}", "nothing was written");
        Files.createDirectory(disk.resolve("laptop"));
        refuses(Set.of(), "is empty", "cannot be seen from here");
        assertThatThrownBy(() -> destinations.adopt(layout, false, null)).hasMessageContaining("is empty");
        assertThat(disk.resolve("laptop")).isEmptyDirectory();

        DestinationIdentity identity = destinations.adopt(layout, true, null);
        assertThat(identity.latest()).isEqualTo("latest");
        assertThat(identity.method()).isEqualTo(SnapshotMethod.HARD_LINK);
        assertThat(destinations.recognise(layout, Set.of(identity.id()), false, null))
                .isEqualTo(identity);
        assertThat(destinations.peek(layout)).contains(identity);
        assertThat(destinations.adopt(layout, true, null)).isEqualTo(identity);
        assertThat(disk.resolve("laptop/latest")).doesNotExist();
    }

    @Test
    void readsAnIdentityThatAServerOnThatHostWrote() {
        DestinationLayout there = new DestinationLayout(disk.resolve("laptop/latest"));
        DestinationIdentity made = Destinations.on(
                        Storage.here(new LocalCommandRunner("test-daemon-destinations")), Clock.systemUTC())
                .adopt(there, true, SnapshotMethod.HARD_LINK);
        assertThat(destinations.recognise(layout, Set.of(made.id()), false, null))
                .isEqualTo(made);
        assertThatThrownBy(() -> destinations("laptop/other").adopt(layout, true, null))
                .hasMessageContaining("cannot be that of rsync://127.0.0.1:" + daemon.port() + "/disk/laptop/other");
    }

    @Test
    void refusesWhatThePlanDoesNotKnow() throws Exception {
        DestinationIdentity identity = destinations.adopt(layout, true, null);
        refuses(Set.of("another"), "holds the destination " + identity.id());
        refuses(Set.of(), "holds the destination " + identity.id());
        Files.writeString(disk.resolve("laptop/.rsync-backup/destination.json"), "{\"ver");
        refuses(Set.of(identity.id()), "is not whole");
        Files.delete(disk.resolve("laptop/.rsync-backup/destination.json"));
        refuses(Set.of(identity.id()), "although this plan has backed up");
        Files.createDirectory(disk.resolve("laptop/2026-11-22T180509Z"));
        refuses(Set.of(identity.id()), "holds 1 entries");
        assertThat(destinations.adopt(layout, false, null).id()).isNotEqualTo(identity.id());
    }

    @Test
    void refusesLinksThroughWhichSomethingElseWouldBeOverwritten() throws Exception {
        DestinationIdentity identity = destinations.adopt(layout, true, null);
        Files.createDirectory(disk.resolve("laptop/2026-11-22T180509Z"));
        Files.createSymbolicLink(disk.resolve("laptop/latest"), Path.of("2026-11-22T180509Z"));
        refuses(Set.of(identity.id()), "laptop/latest is not a real directory");
        assertThatThrownBy(() -> destinations.adopt(layout, true, null)).hasMessageContaining("not a real directory");
    }

    @Test
    void refusesBtrfs() {
        assertThatThrownBy(() -> destinations.adopt(layout, true, SnapshotMethod.BTRFS))
                .hasMessageContaining("btrfs");
        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void remembersWhatLatestIs() {
        destinations.adopt(layout, true, null);
        assertThat(destinations.latestState(layout)).isEmpty();
        LatestState state = new LatestState(LatestState.State.PARTIAL, "run1", Instant.parse("2026-11-22T18:05:09Z"));
        destinations.writeLatestState(layout, state);
        assertThat(destinations.latestState(layout)).contains(state);
    }

    @Test
    void cannotTellHowFullItIsAndLocksNobodyOut() {
        assertThatThrownBy(() -> destinations.capacity(layout)).hasMessageContaining("does not tell");
        assertThat(destinations.busyWith(layout)).isEmpty();
        assertThat(destinations.lock(layout, "me").writerPrefix()).isEmpty();
    }

    @Test
    void saysThatTheDaemonIsGone() {
        destinations.adopt(layout, true, null);
        daemon.stop();
        assertThatThrownBy(() -> destinations.peek(layout))
                .isInstanceOfSatisfying(
                        DestinationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NETWORK));
    }

    private void refuses(Set<String> known, String... says) {
        assertThatThrownBy(() -> destinations.recognise(layout, known, false, null))
                .isInstanceOfSatisfying(
                        DestinationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_RECOGNISED))
                .hasMessageContainingAll(says);
    }

    private Destinations destinations(String place) {
        Location.Daemon latest =
                (Location.Daemon) Locations.parse("rsync://127.0.0.1:" + daemon.port() + "/disk/" + place);
        return new DaemonDestinations(
                new DaemonModule(
                        new LocalCommandRunner("test-daemon-destinations"),
                        new DaemonAddress(latest, null, null, Duration.ofSeconds(20)),
                        UnaryOperator.identity(),
                        directory.resolve("scratch")),
                Clock.systemUTC());
    }
}
