package io.rsyncbackup.run;

import io.rsyncbackup.log.LogMarks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stops one run; the first cause stays. */
final class RunControl implements Cancellation {
    /** For what must happen although the run was stopped. */
    static final Cancellation NEVER = new Cancellation() {
        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public AutoCloseable onRequest(Runnable action) {
            return () -> {};
        }
    };

    private final Object lock = new Object();
    private final Set<Registration> actions = new LinkedHashSet<>();
    private volatile @Nullable StopCause cause;

    void request(StopCause why) {
        List<Registration> now;
        synchronized (lock) {
            if (cause != null) {
                return;
            }
            cause = why;
            now = List.copyOf(actions);
            actions.clear();
        }
        // each on its own thread: ending a process tree takes seconds, and one that fails must not keep the others
        now.forEach(registration -> Thread.ofVirtual().name("stop-run").start(registration.action()));
    }

    Optional<StopCause> cause() {
        return Optional.ofNullable(cause);
    }

    @Override
    public boolean requested() {
        return cause != null;
    }

    @Override
    public AutoCloseable onRequest(Runnable action) {
        Registration registration = new Registration(LogMarks.carried(action));
        synchronized (lock) {
            if (cause == null) {
                actions.add(registration);
                return () -> {
                    synchronized (lock) {
                        actions.remove(registration);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }

    /** Compared by identity: the same action may be registered twice. */
    private static final class Registration {
        private final Runnable action;

        Registration(Runnable action) {
            this.action = action;
        }

        Runnable action() {
            return action;
        }
    }
}
