package io.rsyncbackup.access;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Who changed what over the API. Every entry is written here. */
@Service
public class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final Duration KEPT = Duration.ofDays(400);
    private static final int REFUSED_KEPT = 10_000;
    private static final int LOOK_EVERY = 500;
    private static final int ACCEPTED = 202;

    /** Of the request that this thread answers. */
    private static final ThreadLocal<@Nullable AuditAttempt> CURRENT = new ThreadLocal<>();

    private final AuditStore store;
    private final Clock clock;
    private final RefusalBudget budget = new RefusalBudget(System::nanoTime);
    private final AtomicLong written = new AtomicLong();

    Audit(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A request comes in; to be ended on the same thread with {@link #answered}. */
    public AuditAttempt begin(String address, String method, String path, String requestId) {
        AuditAttempt attempt = new AuditAttempt(clock.instant(), address, method, path, requestId);
        CURRENT.set(attempt);
        return attempt;
    }

    /** To be called in the transaction that queues the run: no run without its entry. */
    public void runQueued(String plan, String run) {
        AuditAttempt attempt = CURRENT.get();
        if (attempt != null) {
            attempt.concerns(plan, run);
            attempt.written(store.insert(attempt.answered(ACCEPTED)));
        }
    }

    /** The request is about this plan, and this run of it. */
    public void concerns(String plan, @Nullable String run) {
        AuditAttempt attempt = CURRENT.get();
        if (attempt != null) {
            attempt.concerns(plan, run);
        }
    }

    /** What else the request is about, for people; never a secret. */
    public void about(String subject) {
        AuditAttempt attempt = CURRENT.get();
        if (attempt != null) {
            attempt.about(subject);
        }
    }

    /**
     * The request has its answer.
     *
     * @param remember whether it was one for a change, or refused
     */
    public void answered(AuditAttempt attempt, int status, boolean remember) {
        CURRENT.remove();
        if (!remember) {
            return;
        }
        AuditEntry entry = attempt.answered(status);
        try {
            if (entry.id() != null && store.answered(entry.id(), status)) {
                return;
            }
            if (entry.outcome() != AuditEntry.Outcome.REFUSED || budget.allows(entry.address())) {
                store.insert(entry);
                tidyUp();
            }
        } catch (RuntimeException e) {
            // what was asked for has happened, so that at least the log of the server must tell
            LOG.error("the audit log cannot be written: {}: {}", entry, e.toString());
        }
    }

    /**
     * Newest first.
     *
     * @param before only entries older than the one with this id
     */
    public List<AuditEntry> find(AuditFilter filter, @Nullable Long before, int limit) {
        return store.find(filter, before, limit);
    }

    private void tidyUp() {
        if (written.getAndIncrement() % LOOK_EVERY == 0) {
            store.forget(clock.instant().minus(KEPT), REFUSED_KEPT);
        }
    }
}
