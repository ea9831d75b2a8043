package io.rsyncbackup.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What lies beside a snapshot, in {@code .rsync-backup/snapshots/<name>.json}.
 *
 * @param node the server that makes it, where nothing can be locked; absent elsewhere
 * @param how by which way it was made; tells whether it shares inodes with latest; absent for a found one
 */
record Sidecar(
        State state,
        @Nullable String takenAt,
        @Nullable String run,
        @Nullable String node,
        @Nullable How how,
        @Nullable Long bytesTotal,
        @Nullable Long filesTotal,
        boolean pinned,
        @Nullable String note) {
    enum State {
        BUILDING,
        COMPLETE,
        PARTIAL,
        /** Gone for everybody, though what it held may still lie there. */
        REMOVING
    }

    enum How {
        HARD_LINK,
        BTRFS,
        REFLINK,
        LINK_DEST;

        /** Is nothing of it changed when latest's files are changed in place? */
        boolean independent() {
            return this != HARD_LINK;
        }
    }

    /** Of one that may be missing. */
    static boolean independent(@Nullable Sidecar sidecar) {
        How how = sidecar == null ? null : sidecar.how();
        return how != null && how.independent();
    }

    Sidecar in(State newState) {
        return new Sidecar(newState, takenAt, run, node, how, bytesTotal, filesTotal, pinned, note);
    }

    Sidecar described(boolean newPinned, @Nullable String newNote) {
        return new Sidecar(state, takenAt, run, node, how, bytesTotal, filesTotal, newPinned, newNote);
    }

    /** Another tool's snapshot, of which we keep a pin or a note. */
    static Sidecar found() {
        return new Sidecar(State.COMPLETE, null, null, null, null, null, null, false, null);
    }

    /** One that cannot be read: not complete, and kept until someone has looked, since it may have been pinned. */
    static Sidecar broken() {
        return new Sidecar(
                State.PARTIAL, null, null, null, null, null, null, true, "its description could not be read");
    }
}
