package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457. */
@Schema(name = "Problem", description = "RFC 9457")
record ProblemDocument(
        @Schema(description = "A page that explains this problem")
        String type,

        String title,
        int status,
        @Schema(description = "What happened here") String detail,
        @Schema(description = "The path of the request") String instance,
        @Schema(description = "Also in the server's log") String requestId,

        @Schema(description = "Each field that is wrong") @Nullable
        List<FieldError> errors,

        @Nullable String plan,
        @Nullable String runId,

        @Schema(description = "The run that did not end as required") @Nullable
        RunResource run) {
    /** A field and what is wrong with it. */
    @Schema(name = "FieldError")
    record FieldError(String field, String message) {}
}
