package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationLockTest {
    private final LocalCommandRunner runner = new LocalCommandRunner("test");
    private final Destinations destinations = Destinations.on(Storage.here(runner), Clock.systemUTC());

    @TempDir
    Path temporary;

    private DestinationLayout layout;

    @BeforeEach
    void initialise() throws IOException {
        layout = new DestinationLayout(temporary.toRealPath().resolve("laptop/latest"));
        destinations.recognise(layout, Set.of(), true, SnapshotMethod.HARD_LINK);
    }

    private void assertBusy(String holder) {
        assertThat(destinations.busyWith(layout))
                .hasValueSatisfying(by -> assertThat(by).contains(holder));
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destinations.lock(layout, "run second"))
                .withMessageContaining(holder)
                .satisfies(exception -> assertThat(exception.reason()).isEqualTo(DestinationException.Reason.BUSY));
    }

    private void assertFree() {
        assertThat(destinations.busyWith(layout)).isEmpty();
        destinations.lock(layout, "run again").close();
    }

    private Process otherServer(String seconds) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        layout.latest().toString(),
                        seconds)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
        return process;
    }

    @Test
    void oneRunOfThisServerExcludesAnother() {
        try (DestinationLock lock = destinations.lock(layout, "run first")) {
            assertThat(lock.writerPrefix())
                    .last()
                    .isEqualTo(layout.writersLockFile().toString());
            assertBusy("run first");
        }
        assertFree();
    }

    @Test
    void closingTwiceDoesNotReleaseTheNextOnesLock() {
        DestinationLock first = destinations.lock(layout, "run first");
        first.close();
        try (DestinationLock second = destinations.lock(layout, "run second")) {
            first.close();
            assertThat(second.writerPrefix()).isNotEmpty();
            assertBusy("run second");
        }
    }

    @Test
    void lookingWhoHoldsItDoesNotDropIt() throws Exception {
        try (DestinationLock lock = destinations.lock(layout, "run first")) {
            assertThat(lock.writerPrefix()).isNotEmpty();
            assertBusy("run first");
            Process other = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import fcntl,sys\nfcntl.lockf(open(sys.argv[1],'r+'), fcntl.LOCK_EX|fcntl.LOCK_NB)",
                            layout.lockFile().toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(other.getInputStream().readAllBytes());
            assertThat(other.waitFor()).as(said).isNotZero();
            assertThat(said).contains("BlockingIOError");
        }
    }

    @Test
    void anotherServerExcludesThisOneUntilItIsKilledAndItsWritersHaveEnded() throws Exception {
        Process other = otherServer("6");
        await().untilAsserted(() -> assertThat(layout.writersLockFile()).exists());
        assertBusy("run other");
        other.destroyForcibly().waitFor();
        assertBusy("programs that still write there although their server is gone (run other");
        await().untilAsserted(() -> assertThat(destinations.busyWith(layout)).isEmpty());
        assertFree();
    }

    @Test
    void programsOfTheHolderRunUnderTheWritersLock() {
        try (DestinationLock lock = destinations.lock(layout, "run first")) {
            var argv = new java.util.ArrayList<>(lock.writerPrefix());
            argv.addAll(java.util.List.of(
                    "sh", "-c", "flock --exclusive --nonblock --conflict-exit-code 9 \"$1\" true", "probe"));
            argv.add(layout.writersLockFile().toString());
            assertThat(runner.run(Command.of(argv)).exitCode()).isEqualTo(9);
        }
        assertFree();
    }

    @Test
    void askingWhetherItIsBusyChangesNothing() throws IOException {
        var before = Trees.of(layout.parent());
        assertThat(destinations.busyWith(layout)).isEmpty();
        assertThat(Trees.of(layout.parent())).isEqualTo(before);
    }

    @Test
    void aMissingLatestIsMadeAgainAndCountsAsUnfinished() throws IOException {
        destinations.writeLatestState(
                layout,
                new LatestState(LatestState.State.COMPLETE, "run", java.time.Instant.parse("2026-01-01T00:00:00Z")));
        Files.delete(layout.latest());
        destinations.lock(layout, "run").close();
        assertThat(layout.latest()).isEmptyDirectory();
        assertThat(destinations.latestState(layout))
                .hasValueSatisfying(state -> assertThat(state.state()).isEqualTo(LatestState.State.UPDATING));
    }

    @Test
    void locksNothingThatIsNoDestination() {
        DestinationLayout elsewhere =
                new DestinationLayout(layout.parent().resolveSibling("other").resolve("latest"));
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destinations.lock(elsewhere, "run"))
                .satisfies(exception ->
                        assertThat(exception.reason()).isEqualTo(DestinationException.Reason.NOT_RECOGNISED));
        assertThat(elsewhere.parent()).doesNotExist();
    }
}
