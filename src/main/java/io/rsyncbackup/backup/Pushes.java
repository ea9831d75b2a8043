package io.rsyncbackup.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transfers that rsync daemons of this host have announced, and what followed from them. In memory: what a restart
 * forgets, {@link PlanDaemonHooks} takes for a push.
 */
final class Pushes {
    /** No transfer takes longer; a daemon that was killed says nothing more. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Map<Key, Note> notes = new ConcurrentHashMap<>();
    private final Clock clock;

    Pushes(Clock clock) {
        this.clock = clock;
    }

    private record Key(String plan, long process) {}

    /**
     * One transfer.
     *
     * @param daemon absent for a process that cannot be seen from here, as in another container
     * @param answer present when it has ended
     */
    record Note(
            DaemonTransfer kind,
            @Nullable String from,
            Instant at,
            @Nullable ProcessHandle daemon,
            DaemonHooks.@Nullable Answer answer) {
        private boolean underWay() {
            return kind == DaemonTransfer.PUSH && answer == null && daemon != null && daemon.isAlive();
        }

        private String text() {
            return "a push" + (from == null ? "" : " from " + from) + " that is under way";
        }
    }

    void announce(String plan, DaemonCall call) {
        Instant now = clock.instant();
        notes.values().removeIf(note -> note.at().plus(LIFETIME).isBefore(now));
        notes.put(
                new Key(plan, call.process()),
                new Note(
                        DaemonTransfer.of(call.arguments()),
                        call.from(),
                        now,
                        ProcessHandle.of(call.process()).orElse(null),
                        null));
    }

    Optional<Note> find(String plan, long process) {
        return Optional.ofNullable(notes.get(new Key(plan, process)));
    }

    void forget(String plan, long process) {
        notes.remove(new Key(plan, process));
    }

    /** Remembers what followed, for a hook that did not hear the answer and asks again. */
    void ended(String plan, DaemonCall call, DaemonHooks.Answer answer) {
        notes.put(
                new Key(plan, call.process()),
                new Note(DaemonTransfer.PUSH, call.from(), clock.instant(), null, answer));
    }

    /** What writes into the plan's latest now, for people. */
    Optional<String> underWay(String plan) {
        return notes.entrySet().stream()
                .filter(entry ->
                        entry.getKey().plan.equals(plan) && entry.getValue().underWay())
                .map(entry -> entry.getValue().text())
                .findFirst();
    }

    /** Waits until nothing is under way; false when the caller was stopped before. */
    boolean awaitQuiet(String plan, BooleanSupplier stopped, Consumer<String> log) {
        boolean said = false;
        for (Optional<String> push = underWay(plan); push.isPresent(); push = underWay(plan)) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            if (!said) {
                log.accept("waiting for " + push.get());
                said = true;
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
