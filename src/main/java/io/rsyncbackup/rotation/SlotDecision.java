package io.rsyncbackup.rotation;

/**
 * What one frequency says about the snapshots of one slot.
 *
 * @param kept whether the retention reaches the slot
 * @param reason of the winner
 * @param othersReason of the rest
 */
record SlotDecision(RotationCandidate winner, boolean kept, Reason reason, Reason othersReason) {
    boolean keeps(RotationCandidate candidate) {
        return kept && candidate.equals(winner);
    }
}
