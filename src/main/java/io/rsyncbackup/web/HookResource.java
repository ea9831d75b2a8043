package io.rsyncbackup.web;

import io.rsyncbackup.backup.DaemonHooks;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What follows from what an rsync daemon told. */
@Schema(name = "HookAnswer", description = "What follows from an rsync daemon's transfer, and why")
record HookResource(
        String plan,
        @KnownValues(of = DaemonHooks.Outcome.class) String outcome,
        @Schema(description = "Why, for people") String reason,

        @Schema(description = "The run, or the one that it follows") @Nullable
        RunResource run) {
    static HookResource of(DaemonHooks.Answer answer) {
        return new HookResource(
                answer.plan(),
                Parameters.text(answer.outcome()),
                answer.reason(),
                answer.run() == null ? null : RunResource.of(answer.run()));
    }
}
