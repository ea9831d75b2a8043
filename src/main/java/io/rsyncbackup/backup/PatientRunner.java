package io.rsyncbackup.backup;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for programs of another host only so long. A disk that hangs there answers never, and its host keeps the
 * connection alive all the same. After the first that did not answer no other is tried: each would take as long.
 */
final class PatientRunner implements CommandRunner {
    /** For programs that take no time: a disk that spins up, a directory with very many entries. */
    static final Duration SHORT = Duration.ofMinutes(10);

    /** For what still has to be done there when the run is to end. */
    static final Duration AFTER_STOP = Duration.ofSeconds(5);

    private final CommandRunner there;
    private final String host;
    private final @Nullable Duration most;
    private final Duration afterStop;
    private volatile StopSignal wanted = StopSignal.NEVER;
    private volatile @Nullable String silent;

    /** @param most absent: as long as it takes, while nobody wants an end */
    PatientRunner(CommandRunner there, String host, @Nullable Duration most) {
        this(there, host, most, AFTER_STOP);
    }

    PatientRunner(CommandRunner there, String host, @Nullable Duration most, Duration afterStop) {
        this.there = there;
        this.host = host;
        this.most = most;
        this.afterStop = afterStop;
    }

    /** From now on nobody waits long when this is requested. */
    void stopOn(StopSignal signal) {
        wanted = signal;
    }

    @Override
    public Map<String, String> marks() {
        return there.marks();
    }

    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        String before = silent;
        if (before != null) {
            throw unavailable(before);
        }
        ManualStop end = new ManualStop();
        CompletableFuture<Void> late = new CompletableFuture<>();
        var unused = late.thenRun(end::request);
        if (most != null) {
            late.completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS);
        }
        CommandResult result;
        AutoCloseable caller = stop.onRequest(end::request);
        AutoCloseable run =
                wanted.onRequest(() -> late.completeOnTimeout(null, afterStop.toMillis(), TimeUnit.MILLISECONDS));
        try (caller;
                run) {
            result = there.run(command, output, end);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot withdraw a registration for a stop signal", e);
        } finally {
            late.complete(null);
        }
        if (result.stopped() && !stop.requested() && !Thread.currentThread().isInterrupted()) {
            silent = "the host " + host + " has not answered " + command.program() + " within "
                    + result.duration().toSeconds() + " s";
            throw unavailable(silent);
        }
        return result;
    }

    private DestinationException unavailable(String what) {
        return wanted.requested()
                ? new DestinationException(DestinationException.Reason.BUSY, what + "; the run is to end")
                : new DestinationException(
                        DestinationException.Reason.UNAVAILABLE,
                        what
                                + ", although it is connected: does a disk hang there? Look with dmesg and df on that host");
    }
}
