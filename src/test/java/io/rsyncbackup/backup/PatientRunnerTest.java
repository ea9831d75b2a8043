package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.DestinationException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientRunnerTest {
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private final LocalCommandRunner real = new LocalCommandRunner("test-patience");

    @Test
    void givesUpWhatDoesNotAnswerAndTriesNothingElse() {
        PatientRunner runner = new PatientRunner(real, "nas", AT_ONCE, AT_ONCE);
        fails(runner, Reason.UNAVAILABLE, "sleep", "3600");
        fails(runner, Reason.UNAVAILABLE, "true");
    }

    @Test
    void waitsForNothingLongOnceTheRunIsToEnd() {
        PatientRunner runner = new PatientRunner(real, "nas", null, AT_ONCE);
        ManualStop run = new ManualStop();
        runner.stopOn(run);
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(run::request);
        fails(runner, Reason.BUSY, "sleep", "3600");
        fails(runner, Reason.BUSY, "true");
    }

    @Test
    void whatStillHasToBeDoneAfterAStopGetsItsTime() {
        PatientRunner runner = new PatientRunner(real, "nas", null);
        ManualStop run = new ManualStop();
        run.request();
        runner.stopOn(run);
        assertThat(runner.run(Command.of("sleep", "0.3")).succeeded()).isTrue();
        assertThat(runner.run(Command.of("true")).succeeded()).isTrue();
    }

    @Test
    void aCallerWhoStopsItLearnsThatItWasStopped() {
        PatientRunner runner = new PatientRunner(real, "nas", Duration.ofMinutes(1), AT_ONCE);
        ManualStop caller = new ManualStop();
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(caller::request);
        CommandResult result = runner.run(Command.of("sleep", "3600"), CommandOutput.IGNORE, caller);
        assertThat(result.stopped()).isTrue();
        assertThat(runner.run(Command.of("true")).succeeded()).isTrue();
    }

    private static void fails(PatientRunner runner, Reason reason, String... argv) {
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> runner.run(Command.of(argv), CommandOutput.IGNORE, StopSignal.NEVER))
                .withMessageContaining("the host nas has not answered sleep")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
