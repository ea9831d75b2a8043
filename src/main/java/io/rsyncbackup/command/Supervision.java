package io.rsyncbackup.command;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches over one started command until nothing of it is left. Used by one thread. */
final class Supervision {
    private static final Logger log = LoggerFactory.getLogger(Supervision.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final String program;
    private final Process process;
    private final ProcessGroup group;
    private final OutputPumps pumps;
    private final CommandLimits limits;
    private final CompletableFuture<Void> ending = new CompletableFuture<>();
    private boolean stopped;
    private boolean leftSome;
    private boolean interrupted;
    private Duration patience;

    Supervision(String program, Process process, ProcessGroup group, OutputPumps pumps, CommandLimits limits) {
        this.program = program;
        this.process = process;
        this.group = group;
        this.pumps = pumps;
        this.limits = limits;
        this.patience = limits.linger();
    }

    /** Another thread may call this at any time. */
    void requestEnd() {
        ending.complete(null);
    }

    /** Returns when no process of the command runs any more and its output is delivered. */
    void untilNothingIsLeft() {
        var unused = pumps.consumerFailure().thenRun(this::requestEnd);
        CompletableFuture<Process> exit = process.onExit();
        while (!exit.isDone() && !ending.isDone()) {
            await(exit, Duration.ofHours(1));
        }
        if (!exit.isDone()) {
            endGroup();
        }
        exit.join();
        waitForStragglers();
        waitForOutput();
    }

    boolean stopped() {
        return stopped;
    }

    /** What it brought forth outlived it for too long. */
    boolean leftSome() {
        return leftSome;
    }

    /** The caller was interrupted meanwhile, which counts as a request to stop; its flag is cleared until the end. */
    boolean interrupted() {
        return interrupted;
    }

    private void waitForStragglers() {
        long start = System.nanoTime();
        await(pumps.drained(), LOOK_AGAIN);
        while (!group.isEmpty()) {
            boolean tooLong = System.nanoTime() - start >= limits.linger().toNanos();
            if (tooLong) {
                leftSome = true;
                log.warn(
                        "{} has ended, but processes it left behind have not after {}: ending them",
                        program,
                        limits.linger());
            }
            if (tooLong || ending.isDone()) {
                endGroup();
                return;
            }
            await(new CompletableFuture<>(), LOOK_AGAIN);
        }
    }

    private void waitForOutput() {
        while (!pumps.drained().isDone()) {
            awaitOnly(pumps.drained(), LOOK_AGAIN);
            if (!pumps.drained().isDone() && pumps.stuckFor(patience.toNanos())) {
                log.warn("{} has ended, but a process that left its group keeps its output open: not read on", program);
                pumps.abandon();
            }
        }
    }

    private void endGroup() {
        boolean requested = ending.isDone();
        boolean any = group.end(limits.grace());
        if (any) {
            patience = LAST_WORDS.compareTo(limits.linger()) < 0 ? LAST_WORDS : limits.linger();
            stopped |= requested;
        }
    }

    private void await(CompletableFuture<?> goal, Duration most) {
        awaitOnly(CompletableFuture.anyOf(goal, ending), most);
    }

    private void awaitOnly(CompletableFuture<?> goal, Duration most) {
        try {
            goal.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the caller looks again
        } catch (InterruptedException e) {
            interrupted = true;
            requestEnd();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
