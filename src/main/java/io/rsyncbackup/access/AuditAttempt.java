package io.rsyncbackup.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request for a change while it is being answered. Belongs to one thread. */
public final class AuditAttempt {
    private final Instant at;
    private final String address;
    private final String method;
    private final String path;
    private final String requestId;
    private @Nullable Caller caller;
    private @Nullable String action;
    private @Nullable String plan;
    private @Nullable String run;
    private @Nullable String subject;
    private @Nullable Long written;

    AuditAttempt(Instant at, String address, String method, String path, String requestId) {
        this.at = at;
        this.address = address;
        this.method = method;
        this.path = path;
        this.requestId = requestId;
    }

    /** It is known by now who asks for what. */
    public void is(@Nullable Caller who, @Nullable String what, @Nullable String ofPlan) {
        caller = who;
        action = what;
        if (ofPlan != null) {
            plan = ofPlan;
        }
    }

    void concerns(String ofPlan, @Nullable String runId) {
        plan = ofPlan;
        run = runId;
    }

    void about(String what) {
        subject = what;
    }

    void written(long id) {
        written = id;
    }

    AuditEntry answered(int status) {
        return new AuditEntry(
                written,
                at,
                caller == null ? null : caller.name(),
                caller == null ? null : caller.tokenId(),
                address,
                method,
                path,
                action,
                plan,
                run,
                subject,
                status,
                AuditEntry.Outcome.of(status),
                requestId);
    }
}
