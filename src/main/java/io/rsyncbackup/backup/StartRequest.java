package io.rsyncbackup.backup;

import io.rsyncbackup.run.StepName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may say about a run; never a path or an option of a program.
 *
 * @param steps empty means the default: backup, snapshot, rotate (without backup for a plan whose latest others fill)
 */
public record StartRequest(
        List<StepName> steps,
        boolean dryRun,
        @Nullable String note,
        @Nullable String expectedRotation,
        boolean allowDeletions) {}
