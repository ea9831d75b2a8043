package io.rsyncbackup.transfer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do, before it does anything.
 *
 * @param applyList NUL-terminated names for {@link RsyncCommands#apply}
 * @param applyCount how many
 * @param applyFiles how many of them count as progress
 * @param removeList NUL-terminated names for {@link RsyncCommands#remove}
 * @param removeCount how many
 * @param deletions entries of latest that the source no longer has
 * @param needs what has to fit
 * @param rootChanged the root's own attributes differ
 * @param inTheWay directories come where latest has something else, which the remove list holds: a dry run looks
 *     through a symlink there and cannot tell what is linked to what, so that it must decide again without it
 */
record Decision(
        Path applyList,
        long applyCount,
        long applyFiles,
        long applyBytes,
        Path removeList,
        long removeCount,
        long deletions,
        long latestCount,
        Needs needs,
        boolean rootChanged,
        boolean inTheWay,
        long isolatedFiles,
        @Nullable Statistics statistics) {
    boolean nothingToDo() {
        return applyCount == 0 && removeCount == 0 && !rootChanged;
    }

    /** At least so much has to fit, whatever is sparse or shared; negative when more becomes free. */
    record Needs(long bytes, long inodes, long freedBytes) {}
}
