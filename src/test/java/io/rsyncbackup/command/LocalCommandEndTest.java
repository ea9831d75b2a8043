package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command started is gone when it has ended, one way or another. */
@Timeout(60)
class LocalCommandEndTest {
    private static final String NODE = "test-end-" + ProcessHandle.current().pid();

    private final CommandRunner runner =
            new LocalCommandRunner(NODE, new CommandLimits(Duration.ofSeconds(1), Duration.ofMillis(700)));
    private final RequestedStop stop = new RequestedStop();

    @AfterEach
    void nothingIsLeft() {
        assertThat(processes()).isEmpty();
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.matches("(sh|sleep|yes|env|seq) (in|out|err)")
                                || name.startsWith("WaitForProcess")));
    }

    @Test
    void endsAGrandchildOnStop() throws Exception {
        CommandResult result = runAndStop("sleep 3600 & sleep 3600", 3);
        assertThat(result.stopped()).isTrue();
        assertThat(result.exitCode()).isEqualTo(143);
    }

    @Test
    void killsWhatIgnoresTerm() throws Exception {
        CommandResult result = runAndStop("trap '' TERM; sleep 3600 & wait; sleep 3600; sleep 3600", 2);
        assertThat(result.stopped()).isTrue();
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.duration()).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void letsAProgramTidyUpOnStop() throws Exception {
        CommandResult result = runAndStop("trap 'echo tidy; exit 20' TERM; sleep 3600 & wait", 2);
        assertThat(result.stopped()).isTrue();
        assertThat(result.exitCode()).isEqualTo(20);
        assertThat(result.outputTail()).isEqualTo("tidy");
    }

    @Test
    void endsAGrandchildThatMadeASessionOfItsOwn() throws Exception {
        CommandResult result = runAndStop("setsid sleep 3600 & sleep 3600", 3);
        assertThat(result.stopped()).isTrue();
    }

    @Test
    void endsWhatOutlivesTheProgramAndHoldsItsOutput() {
        CommandResult result = runner.run(Command.of("sh", "-c", "sleep 3600 & echo done"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.stopped()).isFalse();
        assertThat(result.outputTail()).isEqualTo("done");
        assertThat(result.duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void endsWhatOutlivesTheProgramSilentlyInASessionOfItsOwn() {
        CommandResult result =
                runner.run(Command.of("sh", "-c", "setsid sleep 3600 >/dev/null 2>&1 </dev/null & echo done"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.outputTail()).isEqualTo("done");
    }

    @Test
    void stopsWaitingForAnOutlivingProcessWhenAskedTo() throws Exception {
        CommandRunner patient =
                new LocalCommandRunner(NODE, new CommandLimits(Duration.ofHours(1), Duration.ofSeconds(5)));
        AtomicReference<CommandResult> result = new AtomicReference<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> result.set(
                        patient.run(Command.of("sh", "-c", "sleep 3600 & exit 3"), CommandOutput.IGNORE, stop)));
        Awaitility.await()
                .until(() ->
                        processes().size() == 1 && processes().getFirst().name().equals("sleep"));
        stop.request();
        caller.join();
        assertThat(result.get().exitCode()).isEqualTo(3);
        assertThat(result.get().stopped()).isTrue();
    }

    @Test
    void doesNotWaitForeverForAProcessThatHidesAndHoldsTheOutput() throws Exception {
        CommandResult result = runner.run(
                Command.of("sh", "-c", "echo before; env -i setsid sh -c 'echo $$; exec sleep 4' & sleep 0.5"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.outputTail()).startsWith("before\n");
        assertThat(result.duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @Test
    void treatsAnInterruptAsAStopAndRestoresIt() throws Exception {
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            AtomicReference<CommandResult> result = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = builder.start(() -> {
                result.set(runner.run(Command.of("sleep", "3600")));
                flag.set(Thread.currentThread().isInterrupted());
            });
            Awaitility.await().until(() -> !processes().isEmpty());
            caller.interrupt();
            caller.join();
            assertThat(result.get().stopped()).isTrue();
            assertThat(flag.get()).isTrue();
        }
    }

    @Test
    void startsNothingForAnInterruptedThread() {
        Thread.currentThread().interrupt();
        CommandResult result = runner.run(Command.of("sleep", "3600"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.stopped()).isTrue();
    }

    @Test
    void endsAProgramWhoseConsumerThrows() {
        CommandOutput broken = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                throw new IllegalStateException("log is full");
            }
        };
        long start = System.nanoTime();
        assertThatThrownBy(() -> runner.run(Command.of("yes"), broken, StopSignal.NEVER))
                .hasMessage("log is full");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void endsAProgramThatNobodyCanStopAnyMore() {
        StopSignal broken = new StopSignal() {
            @Override
            public boolean requested() {
                return false;
            }

            @Override
            public AutoCloseable onRequest(Runnable action) {
                throw new IllegalStateException("no registration");
            }
        };
        assertThatThrownBy(() -> runner.run(
                        Command.of("sh", "-c", "setsid sleep 3600 & sleep 3600"), CommandOutput.IGNORE, broken))
                .hasMessage("no registration");
    }

    @Test
    void endsThroughSudoWhatWasStartedThroughSudo(@TempDir Path directory) throws Exception {
        // stands in for sudo: it notes how it is called, and the one of "kill" is the only way the trap below can be
        // reached
        Path calls = directory.resolve("calls");
        Path sudo = Files.writeString(
                directory.resolve("sudo"),
                "#!/bin/sh\necho \"$*\" >>" + calls + "\n[ \"$1\" = -n ] && shift\nexec \"$@\"\n");
        assertThat(sudo.toFile().setExecutable(true)).isTrue();
        AtomicReference<CommandResult> result = new AtomicReference<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> result.set(runner.run(
                        Command.of(sudo.toString(), "sh", "-c", "trap '' TERM; sleep 3600; sleep 3600; sleep 3600"),
                        CommandOutput.IGNORE,
                        stop)));
        Awaitility.await().until(() -> sleeping() == 1);
        stop.request();
        caller.interrupt();
        caller.join();
        assertThat(result.get().exitCode()).isEqualTo(137);
        assertThat(Files.readAllLines(calls))
                .anyMatch(line -> line.matches("-n kill -TERM -- \\d+ \\d+"))
                .anyMatch(line -> line.matches("-n kill -KILL -- \\d+.*"));
    }

    @Test
    void keepsEndingWhenItIsInterruptedAgainAndAgain() throws Exception {
        AtomicReference<CommandResult> result = new AtomicReference<>();
        Thread caller = Thread.ofPlatform()
                .start(() -> result.set(
                        runner.run(Command.of("sh", "-c", "trap '' TERM; sleep 3600; sleep 3600; sleep 3600"))));
        Awaitility.await().until(() -> sleeping() == 1);
        while (caller.isAlive()) {
            caller.interrupt();
            pause(Duration.ofMillis(5));
        }
        assertThat(result.get().exitCode()).isEqualTo(137);
        assertThat(result.get().stopped()).isTrue();
    }

    @Test
    void stopsAtAnyMoment() throws Exception {
        for (int i = 0; i < 40; i++) {
            RequestedStop any = new RequestedStop();
            int delay = i;
            Thread requester = Thread.ofVirtual().start(() -> {
                pause(Duration.ofMillis(delay / 2));
                any.request();
            });
            CommandResult result =
                    runner.run(Command.of("sh", "-c", "sleep 3600 & sleep 3600"), CommandOutput.IGNORE, any);
            requester.join();
            assertThat(result.stopped()).isTrue();
            assertThat(any.openRegistrations()).isZero();
            assertThat(processes()).isEmpty();
        }
    }

    @Test
    void runsAHundredCommandsAtOnceOnVirtualThreads() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<CommandResult>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String number = Integer.toString(i % 50);
                calls.add(() -> runner.run(Command.of("sh", "-c", "sleep 0.5; seq 1000; exit " + number)));
            }
            int i = 0;
            for (Future<CommandResult> result : callers.invokeAll(calls)) {
                assertThat(result.get().exitCode()).isEqualTo(i++ % 50);
                assertThat(result.get().outputTail()).endsWith("\n1000");
            }
        }
    }

    @Test
    void stopsAHundredCommandsAtOnce() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommandResult>> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                results.add(callers.submit(() -> runner.run(Command.of("sleep", "3600"), CommandOutput.IGNORE, stop)));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> processes().size() == 100);
            stop.request();
            for (Future<CommandResult> result : results) {
                assertThat(result.get().stopped()).isTrue();
            }
        }
    }

    private CommandResult runAndStop(String script, int processes) throws Exception {
        AtomicReference<CommandResult> result = new AtomicReference<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> result.set(runner.run(Command.of("sh", "-c", script), CommandOutput.IGNORE, stop)));
        Awaitility.await().until(() -> processes().size() == processes && sleeping() == processes - 1);
        stop.request();
        caller.join();
        return result.get();
    }

    private static long sleeping() {
        return processes().stream()
                .filter(entry -> entry.name().equals("sleep"))
                .count();
    }

    private static List<ProcessEntry> processes() {
        return ProcessTable.carrying(LocalCommandRunner.NODE_VARIABLE, NODE);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
