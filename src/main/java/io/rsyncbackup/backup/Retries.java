package io.rsyncbackup.backup;

import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepContext;
import io.rsyncbackup.run.StepResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tries a step again, with growing pauses, as often as the plan says, while time may mend what failed. */
final class Retries {
    private final BackupSession session;

    Retries(BackupSession session) {
        this.session = session;
    }

    /** One try of a step. */
    record Attempt(StepResult result, boolean retryable) {}

    StepResult run(StepContext context, Function<StepContext, Attempt> once) {
        Duration pause = session.spec().retryPause();
        for (int number = 1; ; number++) {
            Attempt attempt = once.apply(context);
            if (!attempt.retryable() || number >= session.spec().retryAttempts()) {
                return attempt.result();
            }
            String failure = attempt.result().message();
            context.log("attempt " + number + " failed: " + failure + "; next one in " + pause.toSeconds() + " s");
            if (waited(pause, context)) {
                return stopped(attempt.result());
            }
            context.attempt();
            pause = pause.multipliedBy(2);
        }
    }

    /** Who asked for the end decides what the run ends as, not the failure that was to be tried again. */
    private static StepResult stopped(StepResult last) {
        return new StepResult(
                RunState.CANCELLED,
                null,
                "stopped while waiting for the next attempt; the last one failed: " + last.message(),
                last.command(),
                last.exitCode(),
                last.details());
    }

    /** True when the run was asked to end meanwhile. */
    private static boolean waited(Duration pause, StepContext context) {
        CountDownLatch asked = new CountDownLatch(1);
        AutoCloseable registration = context.cancellation().onRequest(asked::countDown);
        try {
            return asked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            closeQuietly(registration);
        }
    }

    private static void closeQuietly(AutoCloseable registration) {
        try {
            registration.close();
        } catch (Exception e) {
            throw new IllegalStateException("forgetting a registration cannot fail", e);
        }
    }
}
