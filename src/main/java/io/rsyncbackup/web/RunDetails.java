package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What steps report of a run, as its OpenAPI schema tells it. The reports themselves pass through as they are. */
final class RunDetails {
    private RunDetails() {}

    /** What was copied. */
    @Schema(name = "Transfer", description = "What the backup step copied; totals are absent when rsync told none")
    record Transfer(
            @Nullable Long filesTotal,
            @Nullable Long filesCreated,
            @Nullable Long filesDeleted,
            @Nullable Long filesTransferred,
            @Nullable Long bytesTotal,
            @Nullable Long bytesTransferred,
            @Nullable Long literalBytes,
            @Nullable Long matchedBytes,
            @Nullable Long sentBytes,
            @Nullable Long receivedBytes,

            @Schema(description = "Files that were given an inode of their own, so that no older snapshot changes")
            long isolatedFiles,

            @Schema(description = "What could not be read at the source")
            Files unreadable,

            @Schema(description = "What went away while it was read")
            Files vanished) {}

    /** Some files. */
    @Schema(name = "Files")
    record Files(
            long count,

            @Schema(description = "The first of them, at most 100")
            List<String> paths) {}

    /** What rotation did. */
    @Schema(name = "Rotated")
    record Rotated(
            @Schema(description = "How many snapshots stayed")
            long kept,

            @Schema(description = "Names of the snapshots that went")
            List<String> removed) {}
}
