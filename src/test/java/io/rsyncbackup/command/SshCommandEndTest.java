package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.ConnectionException.Kind;
import io.rsyncbackup.network.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command started on the other host is gone when it has ended, one way or another. */
@Timeout(90)
class SshCommandEndTest {
    private static final String NODE = "test-ssh-end-" + ProcessHandle.current().pid();
    private static final SshLimits LIMITS = new SshLimits(
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            1,
            new CommandLimits(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    private static final String TREE = "sleep 3601 & setsid sleep 3601 & sleep 3601";

    private static SshServer server;
    private static SshConnection connection;

    private final RequestedStop stop = new RequestedStop();

    @TempDir
    Path directory;

    @BeforeAll
    static void connect(@TempDir Path shared) {
        server = SshServer.start(shared.resolve("sshd"));
        connection =
                new SshConnection(new LocalCommandRunner(NODE), server.target(), shared.resolve("control"), LIMITS);
        connection.open();
    }

    @AfterAll
    static void disconnect() {
        connection.close();
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Awaitility.await().untilAsserted(() -> assertThat(remote()).isEmpty());
    }

    @Test
    void endsTheWholeTreeBeforeAStopReturns() {
        CompletableFuture<CommandResult> result = start("sh", "-c", TREE);
        stop.request();
        assertThat(result.join().stopped()).isTrue();
        assertThat(result.join().exitCode()).isEqualTo(143);
        assertThat(remote()).isEmpty();
    }

    @Test
    void killsWhatIgnoresTerm() {
        CompletableFuture<CommandResult> result =
                start("sh", "-c", "trap '' TERM; sleep 3601 & sleep 3601; wait; sleep 3601");
        stop.request();
        assertThat(result.join().stopped()).isTrue();
        assertThat(result.join().exitCode()).isEqualTo(137);
        assertThat(result.join().duration()).isGreaterThan(Duration.ofSeconds(2));
        assertThat(remote()).isEmpty();
    }

    @Test
    void letsAProgramTidyUpOnStop() {
        CompletableFuture<CommandResult> result =
                start("sh", "-c", "trap 'echo tidy; exit 20' TERM; sleep 3601 & wait");
        stop.request();
        assertThat(result.join().stopped()).isTrue();
        assertThat(result.join().exitCode()).isEqualTo(20);
        assertThat(result.join().outputTail()).isEqualTo("tidy");
    }

    @Test
    void endsTheTreeWhenSshIsKilledHere() {
        CompletableFuture<CommandResult> result = start("sh", "-c", TREE);
        ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE).stream()
                .filter(entry -> entry.name().equals("ssh") && text(entry).contains("ControlMaster=no"))
                .forEach(entry -> ProcessHandle.of(entry.pid()).orElseThrow().destroyForcibly());
        assertLost(result);
    }

    @Test
    void endsTheLoginWhenThisServerIsKilled(@TempDir Path control) throws Exception {
        // the process that feeds ssh is gone from one moment to the next, and nothing else tells
        SshConnection other = new SshConnection(new LocalCommandRunner(NODE), server.target(), control, LIMITS);
        List<String> login = other.loginArgv();
        Path fifo = control.resolve("input");
        new LocalCommandRunner("test-kill").run(Command.of("mkfifo", fifo.toString()));
        Process writer = new ProcessBuilder("sh", "-c", "exec sleep 3601 >" + fifo).start();
        ProcessBuilder ssh = new ProcessBuilder(login).redirectInput(fifo.toFile());
        Process started = ssh.start();
        try {
            Awaitility.await().until(() -> started.inputReader().readLine() != null);
            assertThat(started.isAlive()).isTrue();
        } finally {
            writer.destroyForcibly();
        }
        assertThat(started.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        other.close();
    }

    @Test
    void endsTheTreeWhenTheConnectionBreaksAndLogsInAgainForTheNextCommand() {
        CompletableFuture<CommandResult> result = start("sh", "-c", TREE);
        server.breakConnections();
        assertLost(result);
        assertThat(connection.runner().run(Command.of("true")).succeeded()).isTrue();
    }

    @Test
    void endsTheTreeWhenNobodyTellsThatTheConnectionIsBroken() {
        long logins = server.logins();
        CompletableFuture<CommandResult> result = start("sh", "-c", TREE);
        // stopped, it neither answers nor closes anything: like a cable that was pulled
        List<ProcessHandle> ssh = ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE).stream()
                .filter(entry -> entry.name().equals("ssh"))
                .map(entry -> ProcessHandle.of(entry.pid()).orElseThrow())
                .toList();
        assertThat(ssh).hasSizeGreaterThanOrEqualTo(2);
        signal("-STOP", ssh);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(remote()).isEmpty());
        } finally {
            signal("-CONT", ssh);
        }
        assertThat(result.join().exitCode()).isEqualTo(143);
        assertThat(server.logins()).isEqualTo(logins);
    }

    @Test
    void endsAProgramThatDoesNotReadItsInput() throws Exception {
        Path input = Files.write(directory.resolve("input"), new byte[5_000_000]);
        CompletableFuture<CommandResult> result =
                start(Command.of("sleep", "3601").withInput(input));
        stop.request();
        assertThat(result.join().stopped()).isTrue();
        assertThat(result.join().exitCode()).isEqualTo(143);
        assertThat(remote()).isEmpty();
    }

    @Test
    void startsNothingWhenItsInputDoesNotArriveWhole() throws Exception {
        Path started = directory.resolve("started");
        String id = "test-whole";
        RemoteCommand half = new RemoteCommand(
                Command.of("touch", started.toString()),
                id,
                Map.of(),
                2_000_000,
                Duration.ofSeconds(20),
                LIMITS.programs());
        Path part = Files.write(directory.resolve("part"), new byte[1_999_999]);
        RemoteOutput output = new RemoteOutput(id, CommandOutput.IGNORE);
        new LocalCommandRunner(NODE)
                .run(Command.of("sh", "-c", RemoteShell.line(half)).withInput(part), output, StopSignal.NEVER);
        assertThat(output.exitCode()).isEqualTo(143);
        assertThat(started).doesNotExist();
    }

    @Test
    void endsWhatOutlivesTheProgramAndHoldsItsOutput() {
        CommandResult result =
                connection.runner().run(Command.of("sh", "-c", "sleep 3601 & setsid sleep 3601 & echo done"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.stopped()).isFalse();
        assertThat(result.outputTail()).isEqualTo("done");
        assertThat(result.duration()).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void doesNotWaitForAProcessThatHidesAndHoldsTheOutput() {
        CommandResult result = connection
                .runner()
                .run(Command.of("sh", "-c", "echo before; env -i setsid sleep 20 & sleep 0.5; exit 7"));
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.stopped()).isFalse();
        assertThat(result.outputTail()).isEqualTo("before");
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void endsThroughSudoWhatWasStartedThroughSudo() throws Exception {
        Path calls = directory.resolve("calls");
        Path sudo = Files.writeString(
                directory.resolve("sudo"),
                "#!/bin/sh\necho \"$*\" >>" + calls + "\n[ \"$1\" = -n ] && shift\nexec \"$@\"\n");
        assertThat(sudo.toFile().setExecutable(true)).isTrue();
        CompletableFuture<CommandResult> result =
                start(sudo.toString(), "sh", "-c", "trap '' TERM; sleep 3601; sleep 3601; sleep 3601");
        stop.request();
        assertThat(result.join().exitCode()).isEqualTo(137);
        assertThat(Files.readAllLines(calls))
                .anyMatch(line -> line.matches("-n kill -TERM -- \\d+"))
                .anyMatch(line -> line.matches("-n kill -KILL -- \\d+"));
    }

    @Test
    void treatsAnInterruptAsAStop() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            CommandResult result = connection.runner().run(Command.of("sleep", "3601"));
            flag.complete(result.stopped() && Thread.currentThread().isInterrupted());
        });
        Awaitility.await().until(() -> !remote().isEmpty());
        caller.interrupt();
        caller.join();
        assertThat(flag).isCompletedWithValue(true);
        assertThat(remote()).isEmpty();
    }

    @Test
    void endsAProgramWhoseConsumerThrows() {
        CommandOutput broken = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                throw new IllegalStateException("log is full");
            }
        };
        assertThatThrownBy(() -> connection.runner().run(Command.of("yes"), broken, StopSignal.NEVER))
                .hasMessage("log is full");
    }

    private CompletableFuture<CommandResult> start(String... argv) {
        return start(Command.of(argv));
    }

    private CompletableFuture<CommandResult> start(Command command) {
        CompletableFuture<CommandResult> result = CompletableFuture.supplyAsync(
                () -> connection.runner().run(command, CommandOutput.IGNORE, stop), Thread::startVirtualThread);
        Awaitility.await().until(() -> remote().stream().anyMatch(name -> name.equals("sleep")));
        return result;
    }

    private static void assertLost(CompletableFuture<CommandResult> result) {
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ConnectionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NETWORK))
                .hasMessageContaining("127.0.0.1");
    }

    /** What runs there for this server: it carries the mark, but is no ssh of this side. */
    private static List<String> remote() {
        return ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE).stream()
                .map(ProcessEntry::name)
                .filter(name -> !name.equals("ssh") && !name.equals("setsid"))
                .toList();
    }

    private static String text(ProcessEntry entry) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(entry.pid()), "cmdline"));
        } catch (java.io.IOException e) {
            return "";
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        for (ProcessHandle each : processes) {
            new LocalCommandRunner("test-signal").run(Command.of("kill", signal, Long.toString(each.pid())));
        }
    }
}
