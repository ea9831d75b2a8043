package io.rsyncbackup.access;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for what, when, from where, and what came of it.
 *
 * @param id absent before it is written
 * @param caller absent where nobody was recognised
 * @param tokenId as in {@link Caller}
 * @param path without the query
 * @param action name of the operation in the OpenAPI document; absent where the request did not come so far
 * @param run that was started or cancelled
 * @param subject what else it was about: id and name of the token that was given or taken away
 * @param status of the answer
 */
public record AuditEntry(
        @Nullable Long id,
        Instant at,
        @Nullable String caller,
        @Nullable String tokenId,
        String address,
        String method,
        String path,
        @Nullable String action,
        @Nullable String plan,
        @Nullable String run,
        @Nullable String subject,
        int status,
        Outcome outcome,
        String requestId) {
    /** What came of a request. */
    public enum Outcome {
        DONE,
        /** Access was refused. */
        REFUSED,
        FAILED;

        static Outcome of(int status) {
            return switch (status) {
                case 401, 403, 429 -> REFUSED;
                // the run was started and waited for, and did not end as required
                case 424 -> DONE;
                default -> status < 400 ? DONE : FAILED;
            };
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
