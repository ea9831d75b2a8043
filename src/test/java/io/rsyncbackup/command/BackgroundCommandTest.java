package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.network.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lock that a program holds, here and on another host. */
@Timeout(60)
class BackgroundCommandTest {
    private static final String NODE =
            "test-background-" + ProcessHandle.current().pid();
    private static final CommandRunner LOCAL = new LocalCommandRunner(NODE);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static SshServer server;
    private static SshConnection connection;

    @TempDir
    Path directory;

    @BeforeAll
    static void connect(@TempDir Path shared) {
        server = SshServer.start(shared.resolve("sshd"));
        connection = new SshConnection(LOCAL, server.target(), shared.resolve("control"));
    }

    @AfterAll
    static void disconnect() {
        connection.close();
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE))
                        .extracting(ProcessEntry::name)
                        .doesNotContain("flock", "sh", "sleep"));
    }

    static List<CommandRunner> runners() {
        return List.of(LOCAL, connection.runner());
    }

    @ParameterizedTest
    @MethodSource("runners")
    void holdsALockUntilItIsClosed(CommandRunner runner) {
        AtomicInteger told = new AtomicInteger();
        BackgroundCommand holder = BackgroundCommand.start(runner, holdsTheLock(), "held"::equals, PATIENCE);
        try (holder) {
            holder.onEnd(told::incrementAndGet);
            assertThat(holder.ended()).isFalse();
            assertThat(lockIsFree()).isFalse();
            assertThat(told).hasValue(0);
        }
        assertThat(holder.ended()).isTrue();
        assertThat(told).hasValue(1);
        assertThat(lockIsFree()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("runners")
    void tellsHowItEndedWhenItWasNeverReady(CommandRunner runner) {
        try (BackgroundCommand holder = BackgroundCommand.start(LOCAL, holdsTheLock(), "held"::equals, PATIENCE)) {
            assertThat(holder.ended()).isFalse();
            assertThatThrownBy(() -> BackgroundCommand.start(runner, holdsTheLock(), "held"::equals, PATIENCE)
                            .close())
                    .isInstanceOfSatisfying(
                            CommandNotReadyException.class,
                            e -> assertThat(e.result())
                                    .get()
                                    .extracting(CommandResult::exitCode)
                                    .isEqualTo(9));
        }
    }

    @ParameterizedTest
    @MethodSource("runners")
    void tellsItsOwnerWhenItDiesEarly(CommandRunner runner) {
        AtomicInteger told = new AtomicInteger();
        try (BackgroundCommand holder = BackgroundCommand.start(
                runner, Command.of("sh", "-c", "echo held; sleep 1; exit 5"), "held"::equals, PATIENCE)) {
            holder.onEnd(told::incrementAndGet);
            Awaitility.await().until(() -> told.get() == 1);
            assertThat(holder.end().join().exitCode()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @MethodSource("runners")
    void endsWhatIsNotReadyInTime(CommandRunner runner) {
        assertThatThrownBy(() -> BackgroundCommand.start(
                                runner, Command.of("sleep", "3602"), "held"::equals, Duration.ofMillis(700))
                        .close())
                .isInstanceOfSatisfying(
                        CommandNotReadyException.class,
                        e -> assertThat(e.result()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("runners")
    void handsOnThatTheProgramIsMissing(CommandRunner runner) {
        assertThatThrownBy(() -> BackgroundCommand.start(
                                runner, Command.of("no-such-program-here"), "held"::equals, PATIENCE)
                        .close())
                .isInstanceOf(CommandNotStartedException.class);
    }

    @ParameterizedTest
    @MethodSource("runners")
    void stopsWaitingWhenAskedTo(CommandRunner runner) {
        RequestedStop stop = new RequestedStop();
        Thread.ofVirtual().start(() -> {
            Awaitility.await().until(() -> stop.openRegistrations() == 1);
            stop.request();
        });
        assertThatThrownBy(() -> BackgroundCommand.start(
                                runner, Command.of("sleep", "3602"), "held"::equals, PATIENCE, stop)
                        .close())
                .isInstanceOf(CommandNotReadyException.class);
        assertThat(stop.openRegistrations()).isZero();
    }

    private Command holdsTheLock() {
        return Command.of(
                "flock",
                "--nonblock",
                "--conflict-exit-code",
                "9",
                directory.resolve("lock").toString(),
                "sh",
                "-c",
                "echo held; exec sleep 3602");
    }

    private boolean lockIsFree() {
        return LOCAL.run(Command.of(
                        "flock", "--nonblock", directory.resolve("lock").toString(), "true"))
                .succeeded();
    }
}
