package io.rsyncbackup.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457. */
record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String requestId,
        @Nullable List<FieldError> errors,
        @Nullable String plan,
        @Nullable String runId,
        @Nullable RunResource run) {
    /** A field and what is wrong with it. */
    record FieldError(String field, String message) {}
}
