package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real program prints arrives, all of it, in bounded memory. */
@Timeout(120)
class LocalCommandOutputTest {
    private final CommandRunner runner = new LocalCommandRunner("test-output");

    @Test
    void deliversAHundredThousandLinesInOrder() {
        AtomicInteger next = new AtomicInteger(1);
        AtomicInteger wrong = new AtomicInteger();
        CommandResult result = runner.run(
                Command.of("seq", "100000"),
                onOut(line -> {
                    if (!new String(line, UTF_8).equals(Integer.toString(next.getAndIncrement()))) {
                        wrong.incrementAndGet();
                    }
                }),
                StopSignal.NEVER);
        assertThat(result.succeeded()).isTrue();
        assertThat(next.get()).isEqualTo(100_001);
        assertThat(wrong.get()).isZero();
        assertThat(result.outputTail()).endsWith("\n99999\n100000");
        assertThat(result.outputTail().length()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void deliversFiftyMegabytesWithoutALineEndInPieces() {
        AtomicLong bytes = new AtomicLong();
        AtomicInteger longest = new AtomicInteger();
        CommandResult result = runner.run(
                Command.of("head", "-c", "50000000", "/dev/zero"),
                onOut(line -> {
                    bytes.addAndGet(line.length);
                    longest.accumulateAndGet(line.length, Math::max);
                }),
                StopSignal.NEVER);
        assertThat(result.succeeded()).isTrue();
        assertThat(bytes.get()).isEqualTo(50_000_000);
        assertThat(longest.get()).isEqualTo(64 * 1024);
        assertThat(result.outputTail().length()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void losesNothingToASlowConsumerWhoseProgramHasLongEnded() {
        // far less patience than the consumer needs
        CommandRunner impatient = new LocalCommandRunner(
                "test-output", new CommandLimits(java.time.Duration.ofMillis(200), java.time.Duration.ofMillis(200)));
        AtomicInteger lines = new AtomicInteger();
        CommandResult result = impatient.run(
                Command.of("seq", "3000"),
                onOut(line -> {
                    lines.incrementAndGet();
                    sleep(1);
                }),
                StopSignal.NEVER);
        assertThat(result.exitCode()).isZero();
        assertThat(lines.get()).isEqualTo(3000);
        assertThat(result.outputTail()).endsWith("\n3000");
    }

    @Test
    void makesTheProgramWaitForASlowConsumerInsteadOfKeepingItsOutput() {
        AtomicInteger lines = new AtomicInteger();
        RequestedStop stop = new RequestedStop();
        CommandResult result = runner.run(
                Command.of("yes"),
                onOut(line -> {
                    if (lines.incrementAndGet() == 100) {
                        sleep(300);
                        stop.request();
                    }
                }),
                stop);
        assertThat(result.stopped()).isTrue();
        // the pipe and one buffer, not what yes can write in 300 ms
        assertThat(lines.get()).isBetween(100, 100 + 200_000);
    }

    @Test
    void deliversBothOutputsOneLineAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger lines = new AtomicInteger();
        CommandOutput output = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                if (inside.incrementAndGet() > 1) {
                    together.incrementAndGet();
                }
                lines.incrementAndGet();
                inside.decrementAndGet();
            }

            @Override
            public void err(byte[] line) {
                out(line);
            }
        };
        runner.run(Command.of("sh", "-c", "seq 20000 >&2 & seq 20000; wait"), output, StopSignal.NEVER);
        assertThat(lines.get()).isEqualTo(40_000);
        assertThat(together.get()).isZero();
    }

    @Test
    void deliversARealProgressOfRsyncLineByLine() {
        RecordedOutput output = new RecordedOutput();
        runner.run(Command.of("printf", "\\r  1%%\\r 50%%\\r100%%\\nfile\\n"), output, StopSignal.NEVER);
        assertThat(output.out()).containsExactly("  1%", " 50%", "100%", "file");
    }

    @Test
    void deliversWhatAnOutlivingChildPrints() {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = runner.run(
                Command.of("sh", "-c", "(sleep 1; echo late) & echo early; sleep 0.3"), output, StopSignal.NEVER);
        assertThat(result.exitCode()).isZero();
        assertThat(output.out()).containsExactly("early", "late");
    }

    @Test
    void deliversWhatAnOutlivingChildPrintsThoughTheConsumerWasBusyWhenTheProgramEnded() {
        RecordedOutput output = new RecordedOutput();
        runner.run(
                Command.of("sh", "-c", "(sleep 1; echo late) & echo early; sleep 0.3"),
                onOut(line -> {
                    sleep(600);
                    output.out(line);
                }),
                StopSignal.NEVER);
        assertThat(output.out()).containsExactly("early", "late");
    }

    private interface Line {
        void accept(byte[] line);
    }

    private static CommandOutput onOut(Line consumer) {
        return new CommandOutput() {
            @Override
            public void out(byte[] line) {
                consumer.accept(line);
            }
        };
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
