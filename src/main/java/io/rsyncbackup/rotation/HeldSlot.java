package io.rsyncbackup.rotation;

import org.jspecify.annotations.Nullable;

/** A slot that holds a snapshot: which one stands for it, and whether the retention reaches it. */
record HeldSlot(Slot slot, long rank, RotationCandidate winner, Standing standing) {
    /** Whether a slot stays. */
    sealed interface Standing {
        /** @param position absent for a slot with only partial snapshots that does not use up the count */
        record Kept(@Nullable Integer position) implements Standing {}

        record Beyond(Window window) implements Standing {}
    }

    HeldSlot(Slot slot, RotationCandidate winner) {
        this(slot, slot.rank(winner.takenAt()), winner, new Standing.Kept(null));
    }

    HeldSlot with(Standing standing) {
        return new HeldSlot(slot, rank, winner, standing);
    }
}
