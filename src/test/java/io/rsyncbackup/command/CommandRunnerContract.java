package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every command runner promises, the scripted one too: else tests that use it would prove nothing. */
@Timeout(60)
abstract class CommandRunnerContract {
    static final Command TALKS = Command.of("sh", "-c", "echo one; echo two; sleep 0.1; echo no >&2; exit 23");
    static final Command SLEEPS = Command.of("sleep", "3600");
    static final Command BAD_BYTES = Command.of("printf", "caf\\351\\n");
    static final Command MISSING = Command.of("no-such-program-here", "argument");

    /** One that knows the commands above, and {@code true} and {@code false}. */
    abstract CommandRunner runner();

    @Test
    void tellsTheExitCode() {
        assertThat(runner().run(Command.of("true")).exitCode()).isZero();
        assertThat(runner().run(Command.of("true")).succeeded()).isTrue();
        assertThat(runner().run(Command.of("false")).exitCode()).isEqualTo(1);
        assertThat(runner().run(Command.of("false")).succeeded()).isFalse();
    }

    @Test
    void deliversEachLineOfBothOutputsAndKeepsTheirTails() {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = runner().run(TALKS, output, StopSignal.NEVER);
        assertThat(result.exitCode()).isEqualTo(23);
        assertThat(result.stopped()).isFalse();
        assertThat(result.duration()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(output.out()).containsExactly("one", "two");
        assertThat(output.err()).containsExactly("no");
        assertThat(result.outputTail()).isEqualTo("one\ntwo");
        assertThat(result.errorTail()).isEqualTo("no");
    }

    @Test
    void deliversBytesAndDecodesTheTailWithReplacement() {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = runner().run(BAD_BYTES, output, StopSignal.NEVER);
        assertThat(output.outBytes().getFirst()).isEqualTo(new byte[] {'c', 'a', 'f', (byte) 0xe9});
        assertThat(result.outputTail()).isEqualTo("caf\uFFFD");
        assertThat(result.outputTail().getBytes(UTF_8))
                .isNotEqualTo(output.outBytes().getFirst());
    }

    @Test
    void refusesAProgramThatDoesNotExistByItsName() {
        assertThatThrownBy(() -> runner().run(MISSING))
                .isInstanceOf(CommandNotStartedException.class)
                .hasMessageContaining("no-such-program-here");
    }

    @Test
    void startsNothingWhenAStopWasRequestedBefore() {
        RequestedStop stop = new RequestedStop();
        stop.request();
        RecordedOutput output = new RecordedOutput();
        CommandResult result = runner().run(TALKS, output, stop);
        assertThat(result.stopped()).isTrue();
        assertThat(result.exitCode()).isEqualTo(143);
        assertThat(output.out()).isEmpty();
    }

    @Test
    void endsTheProgramWhenAStopIsRequested() throws Exception {
        RequestedStop stop = new RequestedStop();
        Thread requester = Thread.ofVirtual().start(() -> {
            Awaitility.await().until(() -> stop.openRegistrations() == 1);
            stop.request();
        });
        CommandResult result = runner().run(SLEEPS, CommandOutput.IGNORE, stop);
        requester.join();
        assertThat(result.stopped()).isTrue();
        assertThat(result.succeeded()).isFalse();
        assertThat(result.exitCode()).isEqualTo(143);
        assertThat(stop.openRegistrations()).isZero();
    }

    @Test
    void handsAnExceptionOfTheConsumerToTheCaller() {
        CommandOutput broken = new CommandOutput() {
            @Override
            public void out(byte[] line) {
                throw new IllegalStateException("log is full");
            }
        };
        assertThatThrownBy(() -> runner().run(TALKS, broken, StopSignal.NEVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("log is full");
    }

    static Command withEnvironment(Map<String, String> environment, String... argv) {
        return new Command(List.of(argv), environment, null);
    }
}
