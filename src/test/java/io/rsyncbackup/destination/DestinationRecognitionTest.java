package io.rsyncbackup.destination;

import static io.rsyncbackup.destination.DestinationException.Reason.NOT_RECOGNISED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationRecognitionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:05:09Z");
    private final Destinations destinations =
            Destinations.on(Storage.here(new LocalCommandRunner("test")), Clock.fixed(NOW, ZoneOffset.UTC));

    @TempDir
    Path temporary;

    private Path disk;
    private DestinationLayout layout;

    @BeforeEach
    void layOut() throws IOException {
        disk = temporary.toRealPath();
        layout = new DestinationLayout(disk.resolve("laptop/latest"));
    }

    private DestinationIdentity initialise() {
        return destinations.recognise(layout, Set.of(), true, SnapshotMethod.HARD_LINK);
    }

    private String refused(DestinationLayout refused, Set<String> known, boolean mayInitialise) throws IOException {
        Map<String, String> before = Trees.of(disk);
        DestinationException exception = org.junit.jupiter.api.Assertions.assertThrows(
                DestinationException.class, () -> destinations.recognise(refused, known, mayInitialise, null));
        assertThat(exception.reason()).isEqualTo(NOT_RECOGNISED);
        assertThat(Trees.of(disk)).as("nothing was written").isEqualTo(before);
        return String.valueOf(exception.getMessage());
    }

    @Test
    void initialisesAnAbsentPlaceOnFirstUse() {
        DestinationIdentity identity = initialise();
        assertThat(identity.latest()).isEqualTo("latest");
        assertThat(identity.method()).isEqualTo(SnapshotMethod.HARD_LINK);
        assertThat(identity.createdAt()).isEqualTo(NOW);
        assertThat(layout.latest()).isEmptyDirectory();
        assertThat(layout.sidecars()).isEmptyDirectory();
        assertThat(layout.incomplete()).isEmptyDirectory();
        assertThat(layout.trash()).isEmptyDirectory();
        assertThat(destinations.peek(layout)).contains(identity);
        assertThat(destinations.recognise(layout, Set.of(identity.id(), "other"), false, null))
                .isEqualTo(identity);
    }

    @Test
    void goesOnWhereAnInitialisationWasKilled() throws IOException {
        Files.createDirectories(layout.own());
        Files.createDirectories(layout.trash());
        Files.writeString(layout.own().resolve(".destination.json.1234.tmp"), "{\"ver");
        assertThat(initialise().id()).isNotBlank();
    }

    @Test
    void acceptsAFreshIdentityWhoseFirstRunWasKilledBeforeItWasRemembered() {
        DestinationIdentity identity = initialise();
        assertThat(initialise()).isEqualTo(identity);
    }

    @Test
    void serversThatBeginAtOnceAgreeOnOneIdentity() throws Exception {
        Set<DestinationIdentity> identities = java.util.concurrent.ConcurrentHashMap.newKeySet();
        java.util.concurrent.CyclicBarrier together = new java.util.concurrent.CyclicBarrier(8);
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            java.util.List<java.util.concurrent.Future<?>> starts = new java.util.ArrayList<>();
            for (int server = 0; server < 8; server++) {
                starts.add(threads.submit(() -> {
                    together.await();
                    return identities.add(initialise());
                }));
            }
            for (var start : starts) {
                start.get();
            }
        }
        assertThat(identities).hasSize(1);
        assertThat(destinations.peek(layout)).contains(identities.iterator().next());
    }

    @Test
    void refusesAnIdentityThatAnotherServerHasUsed() throws IOException {
        DestinationIdentity identity = initialise();
        destinations.writeLatestState(layout, new LatestState(LatestState.State.COMPLETE, "run", NOW));
        assertThat(refused(layout, Set.of(), true)).contains(identity.id(), "adopt");
        assertThat(destinations.adopt(layout, false, null)).isEqualTo(identity);
    }

    @Test
    void refusesAnotherDisksIdentity() throws IOException {
        DestinationIdentity identity = initialise();
        assertThat(refused(layout, Set.of("another"), true)).contains(identity.id());
    }

    @Test
    void refusesAnEmptyDirectoryWhereADestinationWasBefore() throws IOException {
        Files.createDirectories(layout.parent());
        assertThat(refused(layout, Set.of("known"), true)).contains("is empty", "mount");
    }

    @Test
    void refusesAnAbsentDirectoryWhereADestinationWasBefore() throws IOException {
        assertThat(refused(layout, Set.of("known"), true)).contains("does not exist", "mount");
    }

    @Test
    void refusesAnEmptyDirectoryThatItMayNotInitialise() throws IOException {
        Files.createDirectories(layout.parent());
        assertThat(refused(layout, Set.of(), false)).contains("is empty", "adopt");
    }

    @Test
    void refusesDirectoriesOfAnotherToolUntilTheyAreAdopted() throws IOException {
        Files.createDirectories(layout.parent().resolve("2024-05-10 12:00:00"));
        Files.createDirectories(layout.parent().resolve("2024-05-11 12:00:00"));
        Files.writeString(Files.createDirectories(layout.latest()).resolve("file"), "content");
        assertThat(refused(layout, Set.of(), true)).contains("2 dated directories", "filled latest", "adopt");
        DestinationIdentity adopted = destinations.adopt(layout, false, null);
        assertThat(destinations.recognise(layout, Set.of(adopted.id()), false, null))
                .isEqualTo(adopted);
        assertThat(layout.latest().resolve("file")).hasContent("content");
        assertThat(destinations.latestState(layout))
                .as("nothing is known of latest")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"version\":1,\"id\":\"x\"", "null", "[]", "{\"version\":2,\"id\":\"x\"}", "\0\0\0"})
    void refusesAnIdentityThatIsNotWhole(String content) throws IOException {
        DestinationIdentity identity = initialise();
        Files.writeString(layout.identityFile(), content);
        assertThat(refused(layout, Set.of(identity.id()), true)).contains("is not whole", "adopt");
        assertThat(refused(layout, Set.of(), true)).contains("is not whole");
        assertThat(destinations.peek(layout)).isEmpty();
        assertThatExceptionOfType(DestinationException.class).isThrownBy(() -> destinations.lock(layout, "run"));
        DestinationIdentity adopted = destinations.adopt(layout, false, null);
        assertThat(adopted.id()).isNotEqualTo(identity.id());
        assertThat(destinations.peek(layout)).contains(adopted);
    }

    @Test
    void refusesASecondElementInOneParent() throws IOException {
        DestinationIdentity identity = initialise();
        DestinationLayout second = new DestinationLayout(layout.parent().resolve("other"));
        assertThat(refused(second, Set.of(identity.id()), true)).contains("laptop/latest", "directory of its own");
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destinations.adopt(second, true, null))
                .satisfies(exception -> assertThat(exception.reason()).isEqualTo(NOT_RECOGNISED));
    }

    @Test
    void refusesADestinationInsideAnother() throws IOException {
        initialise();
        assertThat(refused(new DestinationLayout(layout.latest().resolve("deep/latest")), Set.of(), true))
                .contains("inside another destination");
        assertThat(refused(new DestinationLayout(layout.parent().resolve("inner/latest")), Set.of(), true))
                .contains("inside another destination");
    }

    @Test
    void refusesALatestThatIsASymbolicLinkToASnapshot() throws IOException {
        DestinationIdentity identity = initialise();
        Files.delete(layout.latest());
        Files.createDirectory(layout.snapshot("2026-11-21T000000Z"));
        Files.createSymbolicLink(layout.latest(), layout.snapshot("2026-11-21T000000Z"));
        assertThat(refused(layout, Set.of(identity.id()), true)).contains("symbolic link");
    }

    @Test
    void refusesASymbolicLinkBetweenTheMountAndLatest() throws IOException {
        Files.createDirectory(disk.resolve("real"));
        Files.createSymbolicLink(disk.resolve("laptop"), disk.resolve("real"));
        assertThat(refused(layout, Set.of(), true)).contains("symbolic link");
        Files.delete(disk.resolve("laptop"));
        Files.createSymbolicLink(disk.resolve("laptop"), disk.resolve("dangling"));
        assertThat(refused(layout, Set.of(), true)).contains("symbolic link");
    }

    @Test
    void refusesOwnDirectoriesThatLeadElsewhere() throws IOException {
        DestinationIdentity identity = initialise();
        Files.delete(layout.trash());
        Files.createSymbolicLink(layout.trash(), disk);
        assertThat(refused(layout, Set.of(identity.id()), true)).contains("not a directory");
    }

    @Test
    void refusesAnotherMethodThanTheDestinationHas() throws IOException {
        DestinationIdentity identity = initialise();
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destinations.recognise(layout, Set.of(identity.id()), true, SnapshotMethod.BTRFS))
                .withMessageContaining("hard-link");
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destinations.adopt(
                        new DestinationLayout(disk.resolve("new/latest")), true, SnapshotMethod.BTRFS))
                .withMessageContaining("does not lie on btrfs");
    }

    @Test
    void mayInitialiseBelowTheDataDirectoryOnly() throws IOException {
        // the temporary directory lies on the root file system, or the first assertion tells
        boolean elsewhere = PathRules.device(Storage.here(new LocalCommandRunner("test")), disk)
                != PathRules.device(Storage.here(new LocalCommandRunner("test")), Path.of("/"));
        assertThat(destinations.mayInitialise(layout, disk.resolve("data"))).isEqualTo(elsewhere);
        Files.createDirectories(disk.resolve("data"));
        assertThat(destinations.mayInitialise(
                        new DestinationLayout(disk.resolve("data/backups/etc/latest")), disk.resolve("data")))
                .isTrue();
        assertThat(destinations.mayInitialise(
                        new DestinationLayout(disk.resolve("database/latest")), disk.resolve("data")))
                .isEqualTo(elsewhere);
    }

    @Test
    void remembersWhatLatestIs() throws IOException {
        initialise();
        assertThat(destinations.latestState(layout)).isEmpty();
        LatestState state = new LatestState(LatestState.State.PARTIAL, "01J", NOW);
        destinations.writeLatestState(layout, state);
        assertThat(destinations.latestState(layout)).contains(state);
        Files.writeString(layout.latestFile(), "");
        assertThat(destinations.latestState(layout))
                .hasValueSatisfying(broken -> assertThat(broken.state()).isEqualTo(LatestState.State.UPDATING));
    }

    @Test
    void tellsHowFullTheFileSystemIs() {
        initialise();
        Capacity capacity = destinations.capacity(layout);
        assertThat(capacity.sizeBytes()).isGreaterThanOrEqualTo(capacity.freeBytes());
        assertThat(capacity.freeBytes()).isPositive();
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destinations.capacity(new DestinationLayout(disk.resolve("no/latest"))))
                .satisfies(
                        exception -> assertThat(exception.reason()).isEqualTo(DestinationException.Reason.UNAVAILABLE));
    }
}
